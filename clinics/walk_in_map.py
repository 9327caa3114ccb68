"""Walk-in days of all clinics over a year or a month: the heat map and its numbers, and where each clinic stands (R25).

Everything is counted once from one query; a number on the page and the rows behind it come from the same scope.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from clinic_project.charts import heat_chart
from clinic_project.thai.dates import MONTHS_SHORT
from clinic_project.thai.workdays import WorkCalendar
from clinics.models import Clinic, ProgrammeYear
from clinics.months import month_label, month_text
from clinics.walk_in_rule import Standing, days_of, month_bounds, standings


@dataclass(frozen=True)
class Number:
    """A cell: how many days, and the page of the rows behind it (none behind a nought)."""

    value: int
    url: str
    is_short: bool = False


@dataclass(frozen=True)
class Line:
    """A clinic's row of numbers with its sum."""

    clinic: Clinic
    numbers: list[Number]
    total: Number


@dataclass(frozen=True)
class HeatMap:
    """The picture and the table beside it."""

    title: str
    heads: list[str]
    lines: list[Line]
    chart: Any


def _rows_url(year: ProgrammeYear, **query: str) -> str:
    return f"{reverse('clinics:walk_in_days', args=[year.buddhist_year])}?{urlencode(query)}"


def by_month(year: ProgrammeYear, clinics: Sequence[Clinic], days: Any, today: date) -> HeatMap:
    """Clinics x service months: days held in official hours. ``days`` is the held ones in scope."""
    months = year.service_months()
    found = days.between(year.service_start, year.service_end).annotate(month=TruncMonth("day"))
    counted = {(pk, month): n for pk, month, n in _counts(found, "month")}
    lines = []
    for clinic in clinics:
        numbers = [
            Number(
                value := counted.get((clinic.pk, month), 0),
                _rows_url(year, clinic=clinic.code, month=month_text(month)) if value else "",
                value < year.walk_in_days and year.is_rule_enforced(month) and month_bounds(month)[1] < today,
            )
            for month in months
        ]
        total = sum(number.value for number in numbers)
        lines.append(Line(clinic, numbers, Number(total, _rows_url(year, clinic=clinic.code) if total else "")))
    heads = [MONTHS_SHORT[month.month] for month in months]
    title = _("วัน Walk In ที่ให้บริการแล้ว ปี %(year)s") % {"year": year.buddhist_year}
    return HeatMap(title, heads, lines, _drawn(title, heads, lines, str))


def by_day(year: ProgrammeYear, clinics: Sequence[Clinic], days: Any, month: date) -> HeatMap:
    """Clinics x days of a month."""
    first, last = month_bounds(month)
    span = [first + timedelta(days=n) for n in range(last.day)]
    counted = {(pk, day): n for pk, day, n in _counts(days.between(first, last), "day")}
    lines = []
    for clinic in clinics:
        where = {"clinic": clinic.code, "month": month_text(month)}
        numbers = [
            Number(
                value := counted.get((clinic.pk, day), 0), _rows_url(year, **where, day=str(day.day)) if value else ""
            )
            for day in span
        ]
        total = sum(number.value for number in numbers)
        lines.append(Line(clinic, numbers, Number(total, _rows_url(year, **where) if total else "")))
    heads = [str(day.day) for day in span]
    title = _("วัน Walk In ที่ให้บริการแล้ว เดือน%(month)s") % {"month": month_label(month)}
    return HeatMap(title, heads, lines, _drawn(title, heads, lines, lambda value: str(value) if value else ""))


def _counts(rows: Any, name: str) -> Any:
    return rows.order_by().values_list("clinic_id", name).annotate(n=Count("pk"))


def _drawn(title: str, heads: list[str], lines: list[Line], shown: Callable[[int], str]) -> Any:
    cells = [[(number.value, shown(number.value)) for number in line.numbers] for line in lines]
    names = [line.clinic.name for line in lines]
    return heat_chart(names, heads, cells, title=title, width=210 + max(27 * len(heads), 490), label_width=210)


@dataclass(frozen=True)
class Row:
    """A clinic's months under the rule."""

    clinic: Clinic
    months: list[Standing]

    @property
    def now(self) -> Standing | None:
        """The month that needs most: the first in which the clinic has to act."""
        return next((one for one in self.months if one.verdict == "must_plan" and one.is_enforced), None)


def rule_rows(year: ProgrammeYear, clinics: Sequence[Clinic], today: date, calendar: WorkCalendar) -> list[Row]:
    """Where each clinic stands in each service month. One query."""
    days, months = days_of(year, [clinic.pk for clinic in clinics]), year.service_months()
    return [Row(clinic, standings(year, days[clinic.pk], months, today=today, calendar=calendar)) for clinic in clinics]
