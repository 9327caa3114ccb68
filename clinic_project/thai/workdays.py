"""Working days of state offices: Monday to Friday without Thai public holidays.

The holidays come from a library; an administrator's table adds days the cabinet declares and removes others.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from .dates import local_date

# Children's Day and Labour Day stand in the library's lists, but state offices are open on them.
_NOT_FOR_OFFICES = ("วันเด็กแห่งชาติ", "วันแรงงานแห่งชาติ")
_FRIDAY = 4


@lru_cache(maxsize=128)
def official_holidays(year: int) -> Mapping[date, str]:
    """Thai names of the state-office holidays of a Gregorian year, weekend days among them."""
    from holidays import country_holidays

    # "government" alone holds only its extra days (e.g. พืชมงคล); the two together are what offices keep.
    listed = country_holidays("TH", years=year, categories=("public", "government"), language="th")
    kept: dict[date, str] = {}
    for day, names in listed.items():
        of_offices = [name for name in names.split("; ") if not any(other in name for other in _NOT_FOR_OFFICES)]
        if of_offices and day.year == year:
            kept[day] = " และ".join(of_offices)
    return kept


class WorkCalendar:
    """Counts working days; `added` and `removed` are the administrator's overrides of the official holidays.

    `added` may be a mapping of day to name; a day in both is a holiday. Build one per request and reuse it.
    """

    def __init__(self, added: Collection[date] = (), removed: Collection[date] = ()) -> None:
        names = added if isinstance(added, Mapping) else dict.fromkeys(added, "")
        self._added = {local_date(day): str(name) for day, name in names.items()}
        self._removed = frozenset(local_date(day) for day in removed) - self._added.keys()
        self._off_by_year: dict[int, list[date]] = {}

    def holiday_name(self, day: date | datetime) -> str | None:
        """The Thai name of the holiday on `day`, or None."""
        day = local_date(day)
        if day in self._added:
            return self._added[day] or official_holidays(day.year).get(day) or _("วันหยุดตามประกาศ")
        return None if day in self._removed else official_holidays(day.year).get(day)

    def is_working_day(self, day: date | datetime) -> bool:
        """Whether state offices are open on `day`."""
        day = local_date(day)
        return day.weekday() <= _FRIDAY and self.holiday_name(day) is None

    def _weekday_holidays(self, year: int) -> list[date]:
        """Sorted holidays of `year` that fall on Monday-Friday."""
        if year not in self._off_by_year:
            days = official_holidays(year).keys() - self._removed
            days |= {day for day in self._added if day.year == year}
            self._off_by_year[year] = sorted(day for day in days if day.weekday() <= _FRIDAY)
        return self._off_by_year[year]

    def working_days_between(self, start: date | datetime, end: date | datetime) -> int:
        """Working days after `start` up to and including `end`; negative when `end` comes first."""
        start, end = local_date(start), local_date(end)
        if end < start:
            return -self.working_days_between(end, start)
        weekdays = _weekdays_up_to(end) - _weekdays_up_to(start)
        for year in range(start.year, end.year + 1):
            off = self._weekday_holidays(year)
            weekdays -= bisect_right(off, end) - bisect_right(off, start)
        return weekdays

    def add_working_days(self, day: date | datetime, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); `day` itself when 0."""
        day = local_date(day)
        step = timedelta(days=1 if count > 0 else -1)
        for _nth in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_in_month(self, year: int, month: int) -> int:
        """Working days of a month; `year` is Gregorian."""
        last = date(year, month, monthrange(year, month)[1])
        return self.working_days_between(date(year, month, 1) - timedelta(days=1), last)


def _weekdays_up_to(day: date) -> int:
    """Mondays to Fridays from 1 January of year 1, a Monday, up to and including `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)
