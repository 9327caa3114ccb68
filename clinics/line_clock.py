"""The direct line's clock: an answer is due within so many working days of the programme year (R16, R32).

An urgent one is due on the same working day. Computed from dates, never counted by a job.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.thai.dates import WEEKDAYS
from clinic_project.thai.workdays import WorkCalendar
from clinics.calendar import year_of

DAYS = 1


def answer_days(day: date) -> int:
    """Working days for an answer in the programme year of a day."""
    year = year_of(day)
    return year.direct_line_days if year else DAYS


def due_of(since: datetime, *, is_urgent: bool, days: int, calendar: WorkCalendar) -> date:
    """The day an answer is due, for a message of the moment ``since``; ``days`` in working days."""
    day = timezone.localdate(since)
    if is_urgent:
        return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1)
    return calendar.add_working_days(day, days)


def due_day(conversation: Any, *, days: int, calendar: WorkCalendar) -> date | None:
    """The day an answer in a conversation is due; None when nobody is waited for."""
    since = conversation.waiting_since
    return due_of(since, is_urgent=conversation.is_urgent, days=days, calendar=calendar) if since else None


def working_days_left(conversation: Any, *, days: int, calendar: WorkCalendar, today: date) -> int | None:
    """Working days up to the due day, negative when it has passed; None when nobody is waited for."""
    due = due_day(conversation, days=days, calendar=calendar)
    if due is None:
        return None
    left = calendar.working_days_between(today, due)
    # Over a weekend the last working day may be past without a working day in between.
    return -1 if left == 0 and due < today else left


@dataclass(frozen=True)
class Hours:
    """Whether somebody can be reached by telephone now, in words."""

    is_open: bool
    words: str


def hours_now(opens: time, closes: time, now: datetime, calendar: WorkCalendar) -> Hours:
    """Say whether an office is open at a moment: on working days in its hours; else when it opens next."""
    local = timezone.localtime(now)
    today = local.date()
    if calendar.is_working_day(today) and opens <= local.time() < closes:
        return Hours(True, _("อยู่ในเวลาทำการ"))
    if calendar.is_working_day(today) and local.time() < opens:
        return Hours(False, _("เปิดวันนี้"))
    holiday = calendar.holiday_name(today)
    next_day = calendar.add_working_days(today, 1)
    opening = _("เปิดอีกครั้งวัน%(day)s") % {"day": WEEKDAYS[next_day.weekday()]}
    if holiday:
        return Hours(False, _("วันนี้%(holiday)s %(opening)s") % {"holiday": holiday, "opening": opening})
    return Hours(False, opening)
