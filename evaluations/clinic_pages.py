"""One clinic's page in the report: its indicators, its months, and its rows of the programme's tables.

A page for a committee shows only this clinic's rows of tables that are guarded as a whole; a detailed one, for the
clinic itself and central, adds tables of the clinic alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic_project import charts
from clinic_project.thai.numbers import NO_VALUE
from evaluations.cubes import Cube
from evaluations.facts import month_key
from evaluations.indicators import ASPECTS, MonthDays
from evaluations.pages import day_text
from evaluations.report_lines import Line, indicator_lines
from evaluations.small_cells import Guarded, Shown
from evaluations.tables import ASPECT_LABELS, ClinicRow, Grid, View, month_label


@dataclass(frozen=True)
class Strip:
    """A clinic's row of a table, lying: the columns' labels over their numbers."""

    title: Any
    columns: list[Any]
    cells: list[Shown]
    is_narrow: bool = False


@dataclass(frozen=True)
class ClinicPage:
    """Everything on a clinic's page."""

    row: ClinicRow
    lines: list[Line]
    months: list[tuple[str, str, Shown]]
    chart: Any
    strips: list[Strip]
    aspects: list[tuple[Any, str]]
    details: list[Grid]

    @property
    def name(self) -> str:
        """The clinic's name."""
        return self.row.place.name

    @property
    def is_closed(self) -> bool:
        """Whether the page needs the note on closed numbers."""
        strips = any(cell.closed for strip in self.strips for cell in strip.cells)
        return strips or any(sessions.closed for _month, _days, sessions in self.months)


def clinic_page(view: View, services: Mapping[str, Cube], number: int, *, is_detailed: bool = False) -> ClinicPage:
    """The page of the clinic at a place of the figures' list."""
    row = view.row(number)
    days = row.summary.days()
    code = row.place.code
    return ClinicPage(
        row=row,
        lines=indicator_lines(row),
        months=[
            (month_label(month_key(day.month)), day_text(day), view.months.at(number, n)) for n, day in enumerate(days)
        ],
        chart=_days_chart(days, row),
        strips=_strips(view, services, number),
        aspects=aspect_means(row),
        details=_details(view, services, code) if is_detailed else [],
    )


def _days_chart(days: list[MonthDays], row: ClinicRow) -> Any:
    target = row.summary.year.walk_in_days
    columns = [
        charts.Bar(month_label(month_key(d.month))[:5].strip(), d.held, day_text(d), d.state == "short") for d in days
    ]
    title = _("แผนภูมิแท่ง วันให้บริการ Walk In รายเดือนของ%(clinic)s เส้นประคือเกณฑ์ %(days)s วัน ตัวเลขอยู่ในตารางถัดไป")
    values = {"clinic": row.place.name, "days": target}
    return charts.column_chart(columns, title=title % values, target=target, width=600, height=92)


def _strip(title: Any, table: Guarded, number: int, *, is_narrow: bool = False) -> Strip:
    return Strip(title, [*(label for _key, label in table.columns), _("รวม")], table.cells(number), is_narrow)


def _strips(view: View, services: Mapping[str, Cube], number: int) -> list[Strip]:
    activities = view.guard(services["activities"], "activities", "clinic", "activity", {})
    clients = view.guard(services["clients"], "clients", "clinic", "client_type", {})
    return [
        _strip(_("ครั้งให้บริการตามช่องทาง"), view.modes, number, is_narrow=True),
        _strip(_("เรื่องที่รับ ณ วันตัดยอด"), view.states, number, is_narrow=True),
        _strip(_("คำตอบแบบประเมินตามผู้ตอบ"), view.kinds, number, is_narrow=True),
        _strip(_("มติคณะกรรมการดำเนินการ"), view.resolutions, number, is_narrow=True),
        _strip(_("กิจกรรมที่ให้บริการ"), activities, number),
        _strip(_("ลักษณะผู้รับบริการ"), clients, number),
        _strip(_("การส่งต่อตามผล ณ วันตัดยอด"), view.results, number),
    ]


def aspect_means(row: ClinicRow) -> list[tuple[Any, str]]:
    """Means of the five questions; none where the number of answers is closed."""
    if row.answers.closed:
        return []
    means = [(ASPECT_LABELS[name], row.summary.mean(aspect=name)) for name in ASPECTS]
    return [(label, NO_VALUE if mean is None else f"{mean:.2f}") for label, mean in means]


def _details(view: View, services: Mapping[str, Cube], code: str) -> list[Grid]:
    """Tables of the clinic alone: activity x mode x client type x month (R31)."""
    wanted = (
        (view.cube("sessions"), "month", "mode", _("ครั้งให้บริการรายเดือนตามช่องทาง"), _("เดือน")),
        (services["activities"], "month", "activity", _("กิจกรรมรายเดือน"), _("เดือน")),
        (services["clients"], "month", "client_type", _("ลักษณะผู้รับบริการรายเดือน"), _("เดือน")),
        (services["pairs"], "activity", "client_type", _("กิจกรรมตามลักษณะผู้รับบริการ"), _("กิจกรรม")),
    )
    return [
        view.grid(view.guard(cube, "", row, column, {"clinic": code}), title, head)
        for cube, row, column, title, head in wanted
    ]
