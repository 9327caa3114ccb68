"""The page behind a number: its rows for whoever works with them, tables of counts for whoever only counts."""

from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from evaluations.cells import Table
from evaluations.drilldown import Indicator, counted, rows_for
from evaluations.indicators import Figures, compute
from evaluations.listing import Listing, listing
from evaluations.pages import own_codes
from evaluations.permissions import sees_all_clinics
from evaluations.requests import Filter
from evaluations.small_cells import TOTAL, Shown
from evaluations.tables import Grid, View, family, month_label
from evaluations.windows import Window


@dataclass(frozen=True)
class RowsPage:
    """A number and its rows; ``hidden`` of them are outside the reader's scope."""

    number: int
    shown: int
    hidden: int
    listing: Listing
    place: str
    month: str
    cutoff: Any
    audit_detail: dict[str, Any]
    next_url: str = ""


@dataclass(frozen=True)
class CountsPage:
    """A number of the whole programme and its tables."""

    number: Shown
    tables: list[Table]
    cutoff: Any


def may_open_rows(user: Any, clinic: str) -> bool:
    """Central and a clinic's own staff see rows, within their scope; everybody else sees counts only."""
    if user.is_central:
        return True
    codes = own_codes(user)
    return clinic in codes if clinic else bool(codes) and not sees_all_clinics(user)


def rows_page(user: Any, indicator: Indicator, window: Window, wanted: Filter) -> RowsPage:
    """The rows behind a number. What the number counts beyond them is said, never shown."""
    figures = compute(window)
    number = indicator.number(figures, wanted.clinic, wanted.month)
    rows = counted(indicator, window, rows_for(user), wanted.clinic, wanted.month)
    weight = "participants" if indicator.code == "participants" else ""
    shown = sum(rows.values_list(weight, flat=True)) if weight else rows.count()
    place, page = figures.place(wanted.clinic), listing(indicator.rows, rows, wanted.after)
    asked = {name: value for name, value in (("clinic", wanted.clinic), ("month", wanted.month)) if value}
    codes = {"indicator": indicator.code, "clinic": wanted.clinic, "month": wanted.month}
    return RowsPage(
        number=number,
        shown=shown,
        hidden=max(number - shown, 0),
        listing=page,
        place=place.name if place else "",
        month=month_label(wanted.month) if wanted.month else "",
        cutoff=window.cutoff,
        audit_detail={**codes, "count": len(page.lines)},
        next_url=f"?{urlencode({**asked, 'after': str(page.after)})}" if page.after else "",
    )


def counts_page(user: Any, indicator: Indicator, figures: Figures) -> CountsPage:
    """The family of tables the number stands in; the same for every filter (small_cells)."""
    # Service days are no people; nothing of them has to be closed.
    view = View(figures, 0 if indicator.rows == "day" else figures.window.year.small_cell)
    cube = "progress" if indicator.cube == "cases" else indicator.cube
    grids = family(view, cube, indicator.dim, indicator.label)
    where = sees_all_clinics(user)
    tables = [_table(grid) for grid in grids if where or not _names_clinics(grid, figures)]
    return CountsPage(number=_number(view, indicator), tables=tables, cutoff=figures.window.cutoff)


def _number(view: View, indicator: Indicator) -> Shown:
    """The number of the whole programme, closed where its tables close it."""
    if indicator.cube == "cases":
        of_cases: Shown = getattr(view.whole, indicator.code)
        return of_cases
    table = view.table(indicator.cube, "clinic", indicator.dim)
    wanted = indicator.where.get(indicator.dim)
    keys = [key for key, _label in table.columns]
    return table.at(TOTAL, keys.index(wanted) if wanted else TOTAL)


def _names_clinics(grid: Grid, figures: Figures) -> bool:
    """Whoever does not compare clinics gets no table of them."""
    return bool(grid.rows) and grid.rows[0][0] in {place.name for place in figures.clinics}


def _table(grid: Grid) -> Table:
    columns = [grid.head, *((label, "num") for label in grid.columns), (_("รวม"), "num")]
    rows = [[label, *(cell.text for cell in cells)] for label, cells in grid.rows]
    totals = [_("รวม"), *(cell.text for cell in grid.totals)]
    return Table(grid.title, columns, rows, totals, grid.is_closed)
