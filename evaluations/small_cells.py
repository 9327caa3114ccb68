"""Small numbers closed to committees: 1-4 people show as "<5" and can't be got back by subtraction.

(quality.md, safety 2.) A closed cell is either small itself, or closed to guard another one. A table is a set of
equations: every row adds up to its total, every column to its. A closed cell can be worked out exactly when it is the
only link between two parts of the net that the closed cells tie between rows and columns (a bridge of that graph), so
cells are closed until no bridge is left; in particular no row and no column has a single closed cell.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = tuple[int, int]
TOTAL = -1
CLOSED_MARK = "ปิด"


@dataclass(frozen=True)
class Shown:
    """A number as one person sees it. ``closed``: not told; then ``text`` is ``<5``, or ปิด for a guard."""

    value: int
    closed: bool = False
    limit: int = 5

    @property
    def text(self) -> str:
        """What stands in the cell."""
        if not self.closed:
            return f"{self.value:,}"
        return f"<{self.limit}" if self.value < self.limit else CLOSED_MARK

    @property
    def number(self) -> int | None:
        """The number for a chart; None when it is not told."""
        return None if self.closed else self.value

    def __str__(self) -> str:
        return self.text


def is_small(value: int, limit: int) -> bool:
    """Whether a count of people must not be told: 1 up to the limit less one."""
    return 0 < value < limit


@dataclass(frozen=True)
class Guarded:
    """A table with its totals, each cell as it may be seen."""

    rows: tuple[Any, ...]
    columns: tuple[Any, ...]
    values: Mapping[Cell, int]
    closed: frozenset[Cell]
    limit: int

    def at(self, row: int, column: int) -> Shown:
        """A cell by its place; :data:`TOTAL` as the row or column asks for a total."""
        value = sum(number for (r, c), number in self.values.items() if row in (TOTAL, r) and column in (TOTAL, c))
        return Shown(value, (row, column) in self.closed, self.limit)

    def cells(self, row: int) -> list[Shown]:
        """A row's cells and its total."""
        return [*(self.at(row, column) for column in range(len(self.columns))), self.at(row, TOTAL)]

    @property
    def totals(self) -> list[Shown]:
        """The last row: the columns' totals and the grand total."""
        return self.cells(TOTAL)

    @property
    def is_any_closed(self) -> bool:
        """Whether the table needs its note."""
        return bool(self.closed)


def guard_list(values: Sequence[int], limit: int) -> list[Shown]:
    """Numbers whose sum is told, small ones closed, and a second one where the sum would give them away."""
    closed = {n for n, value in enumerate(values) if limit and is_small(value, limit)}
    if closed and (len(closed) == 1 or all(values[n] == limit - 1 for n in closed)):
        rest = [n for n in range(len(values)) if n not in closed]
        closed |= {min(rest, key=lambda n: (values[n] == 0, values[n], n))} if rest else set()
    return [Shown(value, n in closed, limit) for n, value in enumerate(values)]


def guard_table(
    rows: Sequence[Any],
    columns: Sequence[Any],
    values: Mapping[Cell, int],
    limit: int,
    closed_rows: Collection[int] = (),
) -> Guarded:
    """Close what has to be closed. ``values`` by place; ``limit`` 0 closes nothing.

    Totals are told, but for the totals of ``closed_rows`` (places of rows whose total is closed elsewhere already).
    """
    full = {(r, c): values.get((r, c), 0) for r in range(len(rows)) for c in range(len(columns))}
    closed = {cell for cell, value in full.items() if limit and is_small(value, limit)}
    closed |= {(row, TOTAL) for row in closed_rows} if limit else set()
    while True:
        exposed = _bridges(closed) or _all_at_the_top(closed, full, limit)
        if not exposed:
            break
        first = min(exposed)
        extra = _ring(first, closed, full, len(rows), len(columns)) if first in _bridges(closed) else set()
        extra = extra or _another(sorted(exposed), closed, full)
        if not extra:
            break
        closed |= extra
    return Guarded(tuple(rows), tuple(columns), full, frozenset(closed), limit)


def _ring(cell: Cell, closed: Collection[Cell], full: Mapping[Cell, int], rows: int, columns: int) -> set[Cell]:
    """The cheapest rectangle of closed cells through an exposed one: what is still open of its other three corners.

    Along a rectangle one unit can be moved round without changing a total, so no corner can be worked out; but only
    where the moved numbers stay counts, so corners that are nought are no help on both sides at once.
    """
    row, column = cell
    found: list[tuple[tuple[int, int, int], set[Cell]]] = []
    for r in range(rows):
        for c in range(columns):
            corners = [(row, c), (r, column), (r, c)]
            if r == row or c == column or any(one not in full and one not in closed for one in corners):
                continue
            beside, across, opposite = (full.get(one, 1) for one in corners)
            if not (beside and across) and not opposite:
                continue
            extra = {one for one in corners if one not in closed}
            if extra:
                noughts = sum(full[one] == 0 for one in extra)
                found.append(((noughts, len(extra), sum(full[one] for one in extra)), extra))
    return min(found, key=lambda pair: (pair[0], sorted(pair[1])))[1] if found else set()


def _another(exposed: Sequence[Cell], closed: Collection[Cell], full: Mapping[Cell, int]) -> set[Cell]:
    """Where no rectangle can be closed: the least open number near an exposed cell, else anywhere."""
    rest = [cell for cell in full if cell not in closed]
    lines = {("row", row) for row, _column in exposed} | {("column", column) for _row, column in exposed}
    near = [cell for cell in rest if ("row", cell[0]) in lines or ("column", cell[1]) in lines]
    candidates = near or rest
    return {min(candidates, key=lambda cell: (full[cell] == 0, full[cell], cell))} if candidates else set()


def _all_at_the_top(closed: Collection[Cell], full: Mapping[Cell, int], limit: int) -> list[Cell]:
    """Lines whose total is told and whose closed cells are all shown as "<5" and all are 4: the total tells them."""
    exposed: list[Cell] = []
    for axis in (0, 1):
        lines: dict[int, list[Cell]] = {}
        for cell in closed:
            lines.setdefault(cell[axis], []).append(cell)
        for cells in lines.values():
            if all(TOTAL not in cell and full[cell] == limit - 1 for cell in cells):
                exposed += cells
    return exposed


def _bridges(closed: Collection[Cell]) -> list[Cell]:
    """Closed cells that the totals give away: bridges of the graph with rows and columns as its nodes.

    A closed cell is a link between its row and its column; the row and the column of totals are nodes too.
    """
    links: dict[tuple[str, int], list[Cell]] = {}
    for cell in closed:
        for node in (("row", cell[0]), ("column", cell[1])):
            links.setdefault(node, []).append(cell)
    return [cell for cell in closed if not _tied_otherwise(cell, links)]


def _tied_otherwise(cell: Cell, links: Mapping[tuple[str, int], list[Cell]]) -> bool:
    """Whether the row and the column of a cell are still connected without it."""
    start, goal = ("row", cell[0]), ("column", cell[1])
    seen, todo = {start}, [start]
    while todo:
        for link in links[todo.pop()]:
            if link == cell:
                continue
            for node in (("row", link[0]), ("column", link[1])):
                if node not in seen:
                    seen.add(node)
                    todo.append(node)
    return goal in seen
