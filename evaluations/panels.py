"""Panels of the home page: how the own clinic stands this month, and the programme for the education committee."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.thai.dates import month_name
from clinic_project.thai.numbers import NO_VALUE
from clinics.calendar import work_calendar
from clinics.models import ProgrammeYear
from evaluations import facts
from evaluations.cells import Links
from evaluations.drilldown import all_rows
from evaluations.indicators import fair
from evaluations.small_cells import guard_list, guard_sum, is_small
from evaluations.windows import Window, window_of


@dataclass(frozen=True)
class Stat:
    """One number against its target, as components/stat.html shows it."""

    label: Any
    value: str
    note: str
    now: int | None = None
    goal: int | None = None
    short: bool = False
    url: str = ""


def clinic_panel(user: Any) -> dict[str, Any]:
    """Walk-in days of this month, satisfaction and concluded cases of the person's clinic. Five small queries."""
    year, clinic, today = ProgrammeYear.objects.visible_to(user).current(), user.clinic, timezone.localdate()
    if year is None or clinic is None:
        return {"title": _("คลินิกของเราเดือนนี้"), "stats": [], "more": ""}
    window, links = window_of(year, today), Links(year.buddhist_year)
    of_clinic = Q(clinic=clinic)
    stats = [
        _walk_in(year, clinic, today, links),
        _satisfaction(all_rows()["answer"].filter(of_clinic), window, links, clinic.code),
        _cases(all_rows()["case"].filter(of_clinic), window, links, clinic.code),
    ]
    return {
        "title": _("คลินิกของเราเดือนนี้"),
        "standing": _standing(*stats),
        "stats": stats,
        "more": reverse("evaluations:year", args=[year.buddhist_year]),
    }


def programme_panel(user: Any) -> dict[str, Any]:
    """The programme's totals in numbers only, small ones closed."""
    year = ProgrammeYear.objects.visible_to(user).current()
    title = _("โครงการปีนี้")
    if year is None:
        return {"title": title, "stats": [], "more": ""}
    window, links, limit = window_of(year), Links(year.buddhist_year), year.small_cell
    return {
        "title": _("โครงการปี %(year)s") % {"year": year.buddhist_year},
        "stats": [
            _services(window, links, limit),
            _satisfaction(all_rows()["answer"], window, links, limit=limit),
            _cases(all_rows()["case"], window, links, limit=limit),
        ],
        "more": reverse("evaluations:year", args=[year.buddhist_year]),
    }


def _standing(walk_in: Stat, satisfaction: Stat, *_rest: Stat) -> tuple[str, Any]:
    """How the clinic stands in one glance: kind of chip and word. Open cases are work, no shortcoming."""
    missing = [
        words for stat, words in ((walk_in, _("ขาดวันให้บริการ")), (satisfaction, _("ความพึงพอใจต่ำกว่าเป้า"))) if stat.short
    ]
    return ("wait", " · ".join(missing)) if missing else ("done", _("เป็นไปตามเกณฑ์"))


def _month(today: date) -> tuple[date, date]:
    first = today.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _walk_in(year: Any, clinic: Any, today: date, links: Links) -> Stat:
    first, last = _month(today)
    held = all_rows()["day"].held_walk_in().filter(clinic=clinic, day__range=(first, last)).count()  # type: ignore[attr-defined]
    target = year.walk_in_days
    return Stat(
        label=_("วัน Walk In"),
        value=f"{held} / {target}",
        note=walk_in_words(year, held, today),
        now=min(held, target),
        goal=target,
        short=held < target and year.is_rule_enforced(first),
        url=links.url("days", clinic.code, facts.month_key(first)),
    )


def walk_in_words(year: Any, held: int, today: date) -> str:
    """``ขาดอีก 1 วัน เหลือวันทำการ 6 วัน``: what is missing this month and the working days left, today included."""
    first, last = _month(today)
    if first not in year.service_months():
        return _("เดือนนี้อยู่นอกช่วงให้บริการของโครงการ")
    missing = year.walk_in_days - held
    if missing <= 0:
        return _("ครบตามเกณฑ์ของเดือน%(month)sแล้ว") % {"month": month_name(today.month)}
    left = work_calendar().working_days_between(today - timedelta(days=1), min(last, year.service_end))
    words = _("ขาดอีก %(missing)d วัน เหลือวันทำการ %(left)d วัน") % {"missing": missing, "left": max(left, 0)}
    return words if year.is_rule_enforced(first) else _("%(words)s (เดือนเตรียมการ ยังไม่บังคับ)") % {"words": words}


def _satisfaction(rows: QuerySet[Any], window: Window, links: Links, code: str = "", limit: int = 0) -> Stat:
    sums = facts.answer_rows(rows, window).aggregate(n=Count("pk"), score=Sum("overall"))
    target, answers = window.year.satisfaction_target, sums["n"]
    url, label = links.url("answers", code), _("ความพึงพอใจ")
    if not answers:
        return Stat(label, NO_VALUE, _("ยังไม่มีคำตอบ เป้าหมาย %(target)s") % {"target": target}, url=url)
    if is_small(answers, limit):
        note = _("จาก %(n)s คำตอบ เป้าหมาย %(target)s") % {"n": guard_sum([answers], limit), "target": target}
        return Stat(label, NO_VALUE, note, url=url)
    note = _("จาก %(n)s คำตอบ เป้าหมาย %(target)s") % {"n": f"{answers:,}", "target": target}
    is_short = sums["score"] < target * answers
    return Stat(label, f"{fair(sums['score'], answers, target):.2f}", note, short=is_short, url=url)


def _cases(rows: QuerySet[Any], window: Window, links: Links, code: str = "", limit: int = 0) -> Stat:
    found = facts.case_rows(rows, window).exclude(state="void").aggregate(
        received=Count("pk"),
        still_open=Count("pk", filter=Q(state="open")),
        first=Min("opened_on", filter=Q(state="open")),
    )  # fmt: skip
    received, still_open = found["received"], found["still_open"]
    url, label = links.url("received", code), _("ยุติเรื่องแล้ว")
    if not received:
        return Stat(label, NO_VALUE, _("ยังไม่มีเรื่องที่รับไว้ในปีนี้"), url=url)
    shown = guard_list([received - still_open, still_open], limit)
    if any(number.closed for number in shown):
        note = _("ยังเปิดอยู่ %(n)s เรื่อง") % {"n": shown[1]}
        return Stat(label, f"{shown[0]} / {guard_sum([received], limit)}", note, url=url)
    note = _("ยุติครบทุกเรื่องแล้ว")
    if still_open:
        days = (window.cutoff - found["first"]).days
        note = _("ยังเปิดอยู่ %(n)s เรื่อง นานที่สุด %(days)s วัน") % {"n": f"{still_open:,}", "days": f"{days:,}"}
    done = received - still_open
    return Stat(label, f"{done:,} / {received:,}", note, done, received, still_open > 0, url)


def _services(window: Window, links: Links, limit: int) -> Stat:
    found = facts.session_rows(all_rows()["session"], window).aggregate(n=Count("pk"), people=Sum("participants"))
    note = _("ผู้รับบริการ %(n)s คน") % {"n": guard_sum([found["people"] or 0], limit)}
    return Stat(_("ครั้งให้บริการ"), guard_sum([found["n"]], limit).text, note, url=links.url("sessions"))
