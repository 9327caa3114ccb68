"""Days that come again, and what becomes of them in a clinic's calendar (R25): pure, without any write.

``Recurrence.days`` gives the days a rule names; ``propose`` says of each whether it can be planned as it is, is moved
to the next working day, or is left out, and what else the clinic has on it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as rule_weekday
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.thai.dates import WEEKDAYS, format_long
from clinic_project.thai.workdays import WorkCalendar

MOST_DAYS = 120
LAST = -1


class Pattern(models.TextChoices):
    """How days come again."""

    WEEKDAY_OF_MONTH = "weekday_of_month", gettext_lazy("วันในสัปดาห์ของเดือน เช่น วันพุธที่ 1 และ 3")
    WEEKS = "weeks", gettext_lazy("ทุกกี่สัปดาห์ เช่น วันพุธ ทุก 2 สัปดาห์")
    MONTH_DAYS = "month_days", gettext_lazy("วันที่ของเดือน เช่น วันที่ 10 และ 25")


class OnHoliday(models.TextChoices):
    """What becomes of a day on which offices are closed."""

    NEXT = "next", gettext_lazy("เลื่อนเป็นวันทำการถัดไป")
    SKIP = "skip", gettext_lazy("เว้นวันนั้น")


@dataclass(frozen=True)
class Recurrence:
    """A rule. ``weekdays`` count from Monday 0, ``nth`` from 1 (-1: the last of the month), ``every`` in weeks."""

    pattern: str
    starts_on: date
    until: date
    weekdays: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    every: int = 1
    month_days: tuple[int, ...] = ()

    def days(self) -> list[date]:
        """The days in order, both ends included, at most :data:`MOST_DAYS` and one more."""
        first, last = (datetime.combine(day, time.min) for day in (self.starts_on, self.until))
        options: dict[str, Any]
        if self.pattern == Pattern.MONTH_DAYS:
            frequency, options = MONTHLY, {"bymonthday": self.month_days}
        elif self.pattern == Pattern.WEEKS:
            frequency, options = WEEKLY, {"interval": self.every, "byweekday": self.weekdays}
        else:
            each = [rule_weekday(day)(n) for day in self.weekdays for n in self.nth]
            frequency, options = MONTHLY, {"byweekday": each}
        found = rrule(frequency, dtstart=first, until=last, **options)
        return [moment.date() for moment, _nth in zip(found, range(MOST_DAYS + 1), strict=False)]

    @property
    def words(self) -> str:
        """The rule in Thai: ``วันพุธที่ 1 และ 3 ของเดือน``."""
        weekdays = _joined([_("วัน%(day)s") % {"day": WEEKDAYS[day]} for day in self.weekdays])
        if self.pattern == Pattern.MONTH_DAYS:
            return _("วันที่ %(days)s ของทุกเดือน") % {"days": _joined([str(day) for day in self.month_days])}
        if self.pattern == Pattern.WEEKS:
            if self.every == 1:
                return _("%(weekdays)s ทุกสัปดาห์") % {"weekdays": weekdays}
            return _("%(weekdays)s ทุก %(n)s สัปดาห์") % {"weekdays": weekdays, "n": self.every}
        numbers, last = _joined([str(n) for n in self.nth if n != LAST]), LAST in self.nth
        which = (_("ที่ %(n)s และสุดท้าย") if last else _("ที่ %(n)s ")) % {"n": numbers} if numbers else _("สุดท้าย")
        return _("%(weekdays)s%(which)sของเดือน") % {"weekdays": weekdays, "which": which}


def _joined(words: Sequence[str]) -> str:
    """``1``, ``1 และ 3``, ``1, 2 และ 3``."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s และ %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


@dataclass(frozen=True)
class Proposal:
    """One day of a rule. ``day`` is None when nothing can be planned; ``why`` says what happened to it.

    ``warnings``: what else the clinic's people have on that day; it can be planned all the same.
    """

    wanted: date
    day: date | None
    why: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def is_moved(self) -> bool:
        """Whether another day is planned than the rule names."""
        return self.day is not None and self.day != self.wanted

    @property
    def is_advised(self) -> bool:
        """Whether the day is ticked at first."""
        return self.day is not None and not self.warnings


def closed_because(day: date, calendar: WorkCalendar) -> str:
    """Why offices are closed on a day: the holiday's Thai name, the weekday; empty on a working day."""
    name = calendar.holiday_name(day)
    if name:
        return _("วันหยุดราชการ (%(name)s)") % {"name": name}
    return "" if calendar.is_working_day(day) else _("วัน%(weekday)s") % {"weekday": WEEKDAYS[day.weekday()]}


def propose(
    rule: Recurrence,
    *,
    on_holiday: str,
    calendar: WorkCalendar,
    last: date,
    taken: Mapping[date, str],
    busy: Mapping[date, Sequence[str]],
) -> list[Proposal]:
    """Say what becomes of each day of a rule.

    ``taken``: days the clinic has in its calendar already, with words; they are never planned twice. ``busy``: what
    else its people are bound to. ``last``: no day is moved past it.
    """
    found: list[Proposal] = []
    used: set[date] = set()
    for wanted in rule.days():
        day, why = _placed(wanted, on_holiday, calendar)
        if day is not None:
            hindered = _hindered(day, why, last, used, taken)
            day, why = (None, hindered) if hindered else (day, why)
        if day is not None:
            used.add(day)
        found.append(Proposal(wanted, day, why, tuple(busy.get(day, ())) if day else ()))
    return found


def _hindered(day: date, why: str, last: date, used: Collection[date], taken: Mapping[date, str]) -> str:
    """Why the day can't be planned after all; empty when it can."""
    if day > last:
        return _("%(why)s และเลื่อนไปเกินช่วงของแผน จึงเว้น") % {"why": why}
    if day in used:
        return _("%(why)s และวันที่เลื่อนไปมีในแผนนี้แล้ว จึงเว้น") % {"why": why}
    return _("มีในปฏิทินอยู่แล้ว: %(words)s") % {"words": taken[day]} if day in taken else ""


def _placed(wanted: date, on_holiday: str, calendar: WorkCalendar) -> tuple[date | None, str]:
    closed = closed_because(wanted, calendar)
    if not closed:
        return wanted, ""
    if on_holiday == OnHoliday.SKIP:
        return None, _("ตรงกับ%(closed)s จึงเว้น") % {"closed": closed}
    day = calendar.add_working_days(wanted, 1)
    return day, _("ตรงกับ%(closed)s เลื่อนเป็น %(day)s") % {"closed": closed, "day": format_long(day)}
