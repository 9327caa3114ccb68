"""A month of the service calendar as weeks of days, for its page. Plain data; the queries are few and fixed."""

import re
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clinic_project.thai.dates import BUDDHIST_OFFSET, month_name
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.workdays import WorkCalendar
from clinics.models import OutreachPlan, ServiceDay
from clinics.walk_in_rule import month_bounds

_MONTH = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])\Z")
_TONES = {"planned": "calm", "held": "done", "cancelled": "plain"}


def parse_month(text: str, today: date) -> date:
    """First day of a month written as in an address, ``2561-07``; the current month for anything else."""
    found = _MONTH.match(to_arabic_digits(text[:20]))
    if found is None or int(found[1]) < 2443:
        return today.replace(day=1)
    return date(int(found[1]) - BUDDHIST_OFFSET, int(found[2]), 1)


def month_text(month: date) -> str:
    """A month as it stands in an address: ``2561-07``."""
    return f"{month.year + BUDDHIST_OFFSET}-{month.month:02d}"


def month_label(month: date) -> str:
    """``กรกฎาคม 2561``."""
    return f"{month_name(month.month)} {month.year + BUDDHIST_OFFSET}"


def shifted(month: date, count: int) -> date:
    """The month so many months later."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True)
class Entry:
    """One thing in a day's cell. ``kind`` is service or outreach; ``where`` names the clinic if several are shown."""

    kind: str
    label: str
    where: str
    tone: str
    status: str
    url: str
    record: Any


@dataclass
class Cell:
    """A day of the page. Days of the neighbouring months are empty."""

    day: date
    is_inside: bool
    is_today: bool
    holiday: str
    is_working: bool
    entries: list[Entry] = field(default_factory=list)


def weeks_of(
    month: date, *, days: Iterable[ServiceDay], outreach: Iterable[OutreachPlan], calendar: WorkCalendar, today: date
) -> list[list[Cell]]:
    """The month's weeks, Monday to Sunday, with what stands on each day."""
    first, last = month_bounds(month)
    found: dict[date, list[Entry]] = defaultdict(list)
    for row in days:
        found[row.day].append(_entry(row, "service", row.clinic))
    for plan in outreach:
        for day in plan.days():
            if first <= day <= last:
                found[day].append(_entry(plan, "outreach", plan.clinic))
    return [
        [
            Cell(
                day=day,
                is_inside=day.month == month.month,
                is_today=day == today,
                holiday=(calendar.holiday_name(day) or "") if day.month == month.month else "",
                is_working=calendar.is_working_day(day),
                entries=found[day] if day.month == month.month else [],
            )
            for day in week
        ]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def _entry(row: Any, kind: str, clinic: Any) -> Entry:
    label = row.title if kind == "outreach" else ""
    return Entry(kind, label, clinic.code, _TONES[row.status], row.status_label, row.get_absolute_url(), row)
