"""What the pages of the service calendar show. Reads only; every query starts from a scope."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.event_words import kind_words
from clinic_project.registry import registry
from clinic_project.thai.dates import ThaiDateError, parse_thai_date
from clinics.busy_days import busy_on
from clinics.calendar import work_calendar
from clinics.forms.service_days import SeriesForm
from clinics.models import Clinic, OutreachPlan, ProgrammeYear, ServiceDay
from clinics.months import month_label, month_text, parse_month, shifted, weeks_of
from clinics.permissions.calendar import can_plan_day, can_plan_somewhere, sees_all_calendars, visits_in
from clinics.recurrence import Proposal, closed_because
from clinics.walk_in_rule import month_bounds, standing_of

SERIES = "clinics/service_plan_form.html"


def _clinics_of(user: Any) -> list[Clinic]:
    """Clinics whose calendar the person may look at."""
    found = Clinic.objects.visible_to(user)
    return list(found if sees_all_calendars(user) else found.filter(pk__in=user.clinic_ids))


def _chosen(user: Any, clinics: Sequence[Clinic], code: str) -> Clinic | None:
    """The clinic asked for; without a filter one's own, or None for all where a person looks at all."""
    named = next((clinic for clinic in clinics if clinic.code == code.upper()), None)
    if named is not None or sees_all_calendars(user):
        return named
    return user.clinic or next(iter(clinics), None)


def month_page(user: Any, asked: Mapping[str, str], feed: Callable[[Clinic], str]) -> dict[str, Any]:
    """The month view with its neighbours, the filter of clinics, and where the shown clinic stands."""
    today = timezone.localdate()
    month, clinics = parse_month(asked.get("month", ""), today), _clinics_of(user)
    chosen = _chosen(user, clinics, asked.get("clinic", ""))
    first, last = month_bounds(month)
    days = ServiceDay.objects.kept_by(user).between(first, last).select_related("clinic")
    outreach = OutreachPlan.objects.visible_to(user).between(first, last).select_related("clinic")
    if chosen:
        days, outreach = days.filter(clinic=chosen), outreach.filter(clinic=chosen)
    calendar = work_calendar()
    weeks = weeks_of(
        month, days=days.order_by("day", "clinic__number"), outreach=outreach, calendar=calendar, today=today
    )
    year = ProgrammeYear.objects.visible_to(user).of(first)
    return {
        "month": month,
        "label": month_label(month),
        "weeks": weeks,
        "is_empty": not any(cell.entries for week in weeks for cell in week),
        "chosen": chosen,
        "year": year,
        "feed_address": feed(chosen) if chosen else "",
        "may_plan": can_plan_somewhere(user),
        "standing": standing_of(chosen, year, first, today) if chosen and year else None,
        **_links(month, chosen, clinics if sees_all_calendars(user) else []),
    }


def _address(month: date, clinic: Clinic | None) -> str:
    query = {"month": month_text(month), **({"clinic": clinic.code} if clinic else {})}
    return f"{reverse('clinics:calendar')}?{urlencode(query)}"


def _links(month: date, chosen: Clinic | None, clinics: Sequence[Clinic]) -> dict[str, Any]:
    """The neighbouring months, and the filter by clinic."""
    before, after = shifted(month, -1), shifted(month, 1)
    filters = [{"label": _("ทุกคลินิก"), "url": _address(month, None), "current": chosen is None}]
    filters += [
        {"label": clinic.code, "url": _address(month, clinic), "current": clinic == chosen} for clinic in clinics
    ]
    return {
        "before": {"label": month_label(before), "url": _address(before, chosen)},
        "after": {"label": month_label(after), "url": _address(after, chosen)},
        "filters": filters if clinics else [],
    }


def day_of(text: str) -> date | None:
    """A day named by an address, in any form people write; None for junk."""
    with suppress(ThaiDateError):
        return parse_thai_date(text) if text else None
    return None


def usual_hours(clinic: Clinic) -> dict[str, Any]:
    """The clinic's own hours, to begin a form with."""
    return {"starts_at": clinic.opens_at, "ends_at": clinic.closes_at, "in_official_hours": True}


def series_initial(user: Any) -> dict[str, Any]:
    """The hours of the person's clinic, and the end of the service year."""
    clinic, year = user.clinic, ProgrammeYear.objects.visible_to(user).of(timezone.localdate())
    return {**usual_hours(clinic), "until": year.service_end if year else None, "every": 2}


def offer_page(form: SeriesForm, offers: Sequence[Proposal], sent: Any) -> dict[str, Any]:
    """The preview: each day of the rule, ticked as sent, at first those without a warning."""
    chosen = set(sent.getlist("days")) if sent and sent.get("do") == "save" else None
    rows = [
        {
            "offer": offer,
            "value": offer.day.isoformat() if offer.day else "",
            "ticked": offer.is_advised if chosen is None else bool(offer.day and offer.day.isoformat() in chosen),
        }
        for offer in offers
    ]
    return {
        "offers": rows,
        "count": sum(1 for row in rows if row["ticked"]),
        "moved": sum(1 for offer in offers if offer.is_moved),
        "left_out": sum(1 for offer in offers if offer.day is None),
        "words": form.rule().words if offers else "",
    }


def _history(record: Any) -> list[dict[str, Any]]:
    """What was done to a day or an outreach, newest first."""
    return [
        {
            "title": kind_words(event.kind).partition(": ")[2] or kind_words(event.kind),
            "when": event.at,
            "who": event.actor.full_name if event.actor else _("ระบบ"),
            "kind": "alarm" if event.kind.endswith(".cancel") else "",
        }
        for event in audit.events_of(record)[:20]
    ]


def day_page(user: Any, row: ServiceDay) -> dict[str, Any]:
    """A service day."""
    year = ProgrammeYear.objects.visible_to(user).of(row.day)
    own = user.works_at(row.clinic_id) or user.is_central
    return {
        "service_day": row,
        "buttons": row.machine.buttons(
            user, row, lambda name: reverse("clinics:service_day_move", args=[row.pk, name])
        ),
        "may_edit": row.status == "planned" and can_plan_day(user, row),
        # A few visitors in one place could be known by it: the number is the clinic's and central's (small cells).
        "visits": visits_in(row) if own else None,
        "busy": busy_on(row.clinic, row.day, row.day).get(row.day, []),
        "closed": closed_because(row.day, work_calendar()),
        "is_forgotten": row.status == "planned" and row.day < timezone.localdate(),
        "standing": standing_of(row.clinic, year, row.day) if year else None,
        "month_url": _address(row.day.replace(day=1), row.clinic),
        "history": _history(row),
    }


def outreach_page(user: Any, row: OutreachPlan) -> dict[str, Any]:
    """An outreach."""
    first, last = row.span
    days = ServiceDay.objects.kept_by(user).filter(clinic=row.clinic).exclude(status="cancelled").between(first, last)
    own = user.works_at(row.clinic_id) or user.is_central
    return {
        "outreach": row,
        "buttons": row.machine.buttons(user, row, lambda name: reverse("clinics:outreach_move", args=[row.pk, name])),
        "may_edit": row.status == "planned" and can_plan_day(user, row),
        "visits": visits_in(row) if own else None,
        "clashes": list(days.order_by("day")),
        "log_url": _log_url(user, row),
        "is_forgotten": row.status == "planned" and row.ends_on < timezone.localdate(),
        "history": _history(row),
    }


def _log_url(user: Any, row: OutreachPlan) -> str:
    """Where a service of this occasion is logged: on its first day or, while it lasts, today."""
    today = timezone.localdate()
    if not user.works_at(row.clinic_id) or row.status == "cancelled" or row.starts_on > today:
        return ""
    day = min(max(today, row.starts_on), row.ends_on)
    return next((link(row.occasion, row.title, day) for link in registry.visit_links), "")


# What a move of a day or an outreach leads to, said before it is made.
_POINTS: dict[str, tuple[Any, ...]] = {
    "hold": (lambda: _("นับเป็นวันให้บริการของเดือน แม้ไม่มีผู้มารับบริการ"),),
    "cancel": (lambda: _("ไม่นับเป็นวันให้บริการ และแสดงว่างดให้บริการ"), lambda: _("วางแผนอีกครั้งได้ถ้าวันนั้นยังไม่ผ่านไป")),
    "plan_again": (lambda: _("กลับไปอยู่ในปฏิทินเหมือนก่อนยกเลิก"),),
    "undo": (lambda: _("กลับเป็นวางแผน จนกว่าจะบันทึกผลอีกครั้ง"),),
}


def move_page(user: Any, row: Any, move: str) -> dict[str, Any]:
    """The page of a move."""
    return {
        "record": row,
        "move": row.machine.moves[move],
        "verdict": row.machine.check(user, row, move),
        "points": [words() for words in _POINTS[move]],
        "danger": move == "cancel",
        "is_outreach": isinstance(row, OutreachPlan),
    }
