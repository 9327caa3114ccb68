"""The two-a-month rule with its projection (R25): where a clinic stands in a month, and what it can still do.

``assess`` is pure: it counts service days held in official hours, not visitors. The start-up month is shown and not
enforced; how many days a month and which months is data of the programme year.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.thai.dates import format_long
from clinic_project.thai.workdays import WorkCalendar
from clinics.calendar import work_calendar
from clinics.models import Clinic, ClinicYear, ProgrammeYear, ServiceDay

OUTSIDE, FUTURE, MET, ON_THE_WAY, MUST_PLAN, IMPOSSIBLE = (
    "outside", "future", "met", "on_the_way", "must_plan", "impossible",
)  # fmt: skip
# Kind of chip (shape and colour) of each verdict.
TONES = {MET: "done", ON_THE_WAY: "calm", MUST_PLAN: "wait", IMPOSSIBLE: "alarm"}


@dataclass(frozen=True)
class Standing:
    """Where a clinic stands in a month. All counts in days that count (official hours, working days).

    ``coming``: planned, today or later. ``forgotten``: planned and past, nobody said whether they were held.
    ``missing``: how many more must be planned, beyond what is held and coming. ``working_days_left``: from today on.
    ``by``: the last working day on which the first missing day can still be held.
    """

    month: date
    verdict: str
    needed: int
    held: int
    coming: int
    forgotten: int
    working_days_left: int
    is_enforced: bool
    by: date | None = None

    @property
    def missing(self) -> int:
        """Days still to be planned so that the month comes out right; 0 when enough are held and coming."""
        return max(self.needed - self.held - self.coming, 0)

    @property
    def is_short(self) -> bool:
        """Whether the clinic has to act, or could not: what a task and the central page look for."""
        return self.is_enforced and self.verdict in {MUST_PLAN, IMPOSSIBLE}

    @property
    def tone(self) -> str:
        """Kind of chip. A month the rule does not bind is plain."""
        return TONES.get(self.verdict, "plain") if self.is_enforced or self.verdict == MET else "plain"

    @property
    def label(self) -> str:
        """The verdict in two or three words, for a chip."""
        if self.verdict == MUST_PLAN:
            return _("ต้องวางแผนอีก %(n)s วัน") % {"n": self.missing}
        if self.verdict == FUTURE:
            return _("ยังไม่ถึงเดือน") if self.missing else _("วางแผนครบแล้ว")
        labels = {
            OUTSIDE: _("นอกช่วงให้บริการ"),
            MET: _("ครบแล้ว"),
            ON_THE_WAY: _("วางแผนครบ รอให้บริการ"),
            IMPOSSIBLE: _("ไม่ครบ"),
        }
        return labels[self.verdict]

    @property
    def brief(self) -> str:
        """The verdict in one word, for a table of many months."""
        if self.verdict == MUST_PLAN:
            return _("ขาด %(n)s") % {"n": self.missing}
        if self.verdict == FUTURE:
            return _("ขาด %(n)s") % {"n": self.missing} if self.missing else _("วางแผนครบ")
        return {OUTSIDE: "–", MET: _("ครบ"), ON_THE_WAY: _("วางแผนครบ"), IMPOSSIBLE: _("ไม่ครบ")}[self.verdict]

    @property
    def words(self) -> str:
        """What is so and what to do, as a sentence."""
        text = _SENTENCES[self.verdict](self)
        if self.verdict not in {OUTSIDE, MET} and not self.is_enforced:
            text = _("%(text)s (เดือนเตรียมการ ยังไม่บังคับ)") % {"text": text}
        return text


def _future(one: Standing) -> str:
    if one.missing:
        return _("ยังไม่ถึงเดือน วางแผนแล้ว %(coming)s วัน ควรวางแผนอีก %(n)s วัน") % {"coming": one.coming, "n": one.missing}
    return _("ยังไม่ถึงเดือน วางแผนแล้ว %(coming)s วัน ครบตามเกณฑ์") % {"coming": one.coming}


def _must_plan(one: Standing) -> str:
    words = _("ต้องวางแผนอีก %(n)s วัน เหลือวันทำการ %(left)s วัน เปิดอย่างช้าวันที่ %(by)s")
    return words % {"n": one.missing, "left": one.working_days_left, "by": format_long(one.by) if one.by else "–"}


def _impossible(one: Standing) -> str:
    done = _("ให้บริการ %(held)s จาก %(needed)s วัน") % {"held": one.held, "needed": one.needed}
    if one.working_days_left:
        left = {"done": done, "left": one.working_days_left}
        return _("%(done)s เหลือวันทำการ %(left)s วัน ไม่พอให้ครบตามเกณฑ์แล้ว") % left
    return _("%(done)s ไม่ครบตามเกณฑ์") % {"done": done}


_SENTENCES: dict[str, Any] = {
    OUTSIDE: lambda one: _("เดือนนี้อยู่นอกช่วงให้บริการของโครงการ"),
    FUTURE: _future,
    MET: lambda one: _("ให้บริการแล้ว %(held)s วัน ครบตามเกณฑ์") % {"held": one.held},
    ON_THE_WAY: lambda one: (
        _("ให้บริการแล้ว %(held)s วัน และวางแผนไว้อีก %(coming)s วัน จะครบตามเกณฑ์") % {"held": one.held, "coming": one.coming}
    ),
    MUST_PLAN: _must_plan,
    IMPOSSIBLE: _impossible,
}


def month_bounds(month: date) -> tuple[date, date]:
    """First and last day of a month."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def assess(
    *,
    year: ProgrammeYear,
    month: date,
    held: Collection[date],
    planned: Collection[date],
    today: date,
    calendar: WorkCalendar,
) -> Standing:
    """Say where a clinic stands in a month, as of a day.

    ``held`` and ``planned`` are days in official hours, of any month. A planned day that became a holiday does not
    count, nor does one that is past and not marked as held. Service days lie inside the year's service period.
    """
    first, last = month_bounds(month)
    needed, is_enforced = year.walk_in_days, year.is_rule_enforced(first)
    if first not in year.service_months():
        return Standing(first, OUTSIDE, 0, 0, 0, 0, 0, False)
    first_day, last_day = max(first, year.service_start), min(last, year.service_end)
    done = {day for day in held if first <= day <= last}
    wanted = {day for day in planned if first <= day <= last} - done
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    left = [day for day in days if day >= today and calendar.is_working_day(day)]
    coming = wanted & set(left)
    free = [day for day in left if day not in done and day not in coming]
    missing = needed - len(done) - len(coming)
    verdict = _verdict(missing, len(done) >= needed, len(free), is_future=today < first)
    by = free[-missing] if verdict == MUST_PLAN else None
    forgotten = len([day for day in wanted if day < today])
    return Standing(first, verdict, needed, len(done), len(coming), forgotten, len(left), is_enforced, by)


def _verdict(missing: int, is_met: bool, free: int, *, is_future: bool) -> str:
    if is_met:
        return MET
    if is_future:
        return FUTURE
    if missing <= 0:
        return ON_THE_WAY
    return MUST_PLAN if missing <= free else IMPOSSIBLE


# ---- the stored days ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Days:
    """A clinic's days in official hours: held, and planned."""

    held: frozenset[date] = frozenset()
    planned: frozenset[date] = frozenset()


def days_of(year: ProgrammeYear, clinic_ids: Collection[int]) -> dict[int, Days]:
    """The days in official hours of some clinics in a year, by clinic. One query."""
    found: dict[tuple[int, str], set[date]] = defaultdict(set)
    rows = ServiceDay.objects.filter(clinic_id__in=clinic_ids, in_official_hours=True, status__in=["held", "planned"])
    for clinic_id, day, status in rows.between(year.service_start, year.service_end).values_list(
        "clinic_id", "day", "status"
    ):
        found[clinic_id, status].add(day)
    return {pk: Days(frozenset(found[pk, "held"]), frozenset(found[pk, "planned"])) for pk in clinic_ids}


def standings(
    year: ProgrammeYear, days: Days, months: Iterable[date], *, today: date, calendar: WorkCalendar
) -> list[Standing]:
    """A clinic's months."""
    return [
        assess(year=year, month=month, held=days.held, planned=days.planned, today=today, calendar=calendar)
        for month in months
    ]


def standing_of(clinic: Clinic, year: ProgrammeYear, month: date, today: date | None = None) -> Standing:
    """A clinic's month as of today. One query."""
    today, days = today or timezone.localdate(), days_of(year, [clinic.pk])[clinic.pk]
    return standings(year, days, [month], today=today, calendar=work_calendar())[0]


def has_planned_months(clinic_year: ClinicYear) -> bool:
    """Whether the clinic has planned its year: every month from this one on that the rule binds has enough days.

    Months behind us are not asked for, nor is the current one when it can no longer be met; a year that is over has to
    have had its days. One query.
    """
    year, today = clinic_year.year, timezone.localdate()
    months = [month for month in year.service_months() if year.is_rule_enforced(month)]
    ahead = [month for month in months if month_bounds(month)[1] >= today]
    days = days_of(year, [clinic_year.clinic_id])[clinic_year.clinic_id]
    found = standings(year, days, ahead or months, today=today, calendar=work_calendar())
    current = today.replace(day=1)
    asked = [one for one in found if not (one.verdict == IMPOSSIBLE and one.month == current and ahead)]
    return all(not one.missing for one in asked)
