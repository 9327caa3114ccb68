"""Small numbers closed to committees: a count of 1-4 people is not told, and can't be got back from what is told.

(quality.md, safety 2.) Every closed number carries the same mark, for a mark of their own would tell of the numbers
closed to guard others that they are not small. What is closed follows from the numbers alone and in one order, so the
same counts are closed alike wherever they stand:

* totals first, each line of totals as a list of its own: small ones, and one more where their sum would tell on them.
  Tables of the same counts share these totals and so close the same ones;
* then cells, until the told numbers leave every small one as many values as "<5" leaves (:mod:`evaluations.cell_nets`);
* a small grand total closes all that is not nought.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from evaluations.cell_nets import ANY, TOTAL, Cell, Net, Room

__all__ = ["TOTAL", "Guarded", "Shown", "guard_list", "guard_sum", "guard_table", "is_small", "mark_of"]


Moves = dict[Cell, Room]
# How many values are left even to a reader who takes the mark for "one at least". Where that can't be had, noughts are
# closed as well, and the mark can't be read so any more.
FEWEST = 3


def mark_of(limit: int) -> str:
    """What stands for every closed number: less than the limit, or closed to guard one that is."""
    return f"<{limit}/ปิด"


@dataclass(frozen=True)
class Shown:
    """A number as one person sees it. ``closed``: not told, small or not."""

    value: int
    closed: bool = False
    limit: int = 5

    @property
    def text(self) -> str:
        """What stands in the cell."""
        return mark_of(self.limit) if self.closed else f"{self.value:,}"

    @property
    def number(self) -> int | None:
        """The number for a chart; None when it is not told."""
        return None if self.closed else self.value

    def __str__(self) -> str:
        return self.text


def is_small(value: int, limit: int) -> bool:
    """Whether a count of people must not be told: 1 up to the limit less one."""
    return 0 < value < limit


def values_left(limit: int) -> int:
    """How many values what is told must leave a small number: as many as "<5" names, three at least."""
    return max(limit - 1, FEWEST)


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
        return Shown(self.values[row, column], (row, column) in self.closed, self.limit)

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
    """Numbers beside their sum (which is closed when it is small itself), as they may be seen."""
    closed = _closed_of(values, limit) if limit else set()
    return [Shown(value, n in closed, limit) for n, value in enumerate(values)]


def _closed_of(values: Sequence[int], limit: int) -> set[int]:
    """Places of the numbers to close: small ones, and one more when those alone leave one of them too little room."""
    if is_small(sum(values), limit):
        return {n for n, value in enumerate(values) if value}
    closed = {n for n, value in enumerate(values) if is_small(value, limit)}
    if len(closed) == 1 or any(values[n] + values[_partner(n, closed, values)] <= values_left(limit) for n in closed):
        rest = [n for n, value in enumerate(values) if value and n not in closed]
        closed |= {min(rest, key=lambda n: (values[n], n))} if rest else set()
    if any(values[n] + values[_partner(n, closed, values)] <= FEWEST for n in closed):
        return set(range(len(values)))
    return closed


def _partner(place: int, closed: Iterable[int], values: Sequence[int]) -> int:
    """The closed number that makes up for another one: the largest of the rest."""
    return max((n for n in closed if n != place), key=lambda n: (values[n], -n))


def guard_table(rows: Sequence[Any], columns: Sequence[Any], values: Mapping[Cell, int], limit: int) -> Guarded:
    """Close what has to be closed. ``values`` by place; ``limit`` 0 closes nothing."""
    full = _with_totals(len(rows), len(columns), values)
    closed = _closed_cells(tuple(full.items()), len(rows), len(columns), limit) if limit else frozenset()
    return Guarded(tuple(rows), tuple(columns), full, closed, limit)


def guard_sum(values: Sequence[int], limit: int) -> Shown:
    """The sum beside :func:`guard_list`."""
    return Shown(sum(values), is_small(sum(values), limit), limit)


def _with_totals(rows: int, columns: int, values: Mapping[Cell, int]) -> dict[Cell, int]:
    full = {(r, c): values.get((r, c), 0) for r in range(rows) for c in range(columns)}
    totals = {(r, TOTAL): sum(full[r, c] for c in range(columns)) for r in range(rows)}
    totals |= {(TOTAL, c): sum(full[r, c] for r in range(rows)) for c in range(columns)}
    return {**full, **totals, (TOTAL, TOTAL): sum(full.values())}


@lru_cache(maxsize=512)
def _closed_cells(numbers: tuple[tuple[Cell, int], ...], rows: int, columns: int, limit: int) -> frozenset[Cell]:
    """The places to close; the same numbers are asked for again and again, by the page, its charts and its papers."""
    full = dict(numbers)
    if is_small(full[TOTAL, TOTAL], limit):
        return frozenset(cell for cell, value in full.items() if value)
    lines = [(r, TOTAL) for r in range(rows)], [(TOTAL, c) for c in range(columns)]
    closed = {line[n] for line in lines for n in _closed_of([full[cell] for cell in line], limit)}
    small = [cell for cell, value in full.items() if TOTAL not in cell and is_small(value, limit)]
    net = Net(full, {*small, *closed})
    if not _guard(net, _moves(lines, net, limit, FEWEST, 1), small, FEWEST, 1):
        net.close_noughts()
    _guard(net, _moves(lines, net, limit, values_left(limit), 0), small, values_left(limit), 0)
    return frozenset(net.closed)


def _guard(net: Net, moves: Mapping[Cell, Moves], small: Sequence[Cell], count: int, floor: int) -> bool:
    """Leave small totals their room and small cells so many values, with at least ``floor`` in what is closed."""
    done = []
    for total, move in moves.items():
        others = {cell: room for cell, room in move.items() if cell != total}
        done.append(net.make_room(total, move[total], others, floor))
    for row, column in small:
        totals = {**moves.get((row, TOTAL), {}), **moves.get((TOTAL, column), {})}
        done.append(net.make_values((row, column), count, totals, floor))
    return all(done)


def _moves(lines: Iterable[Sequence[Cell]], net: Net, limit: int, count: int, floor: int) -> dict[Cell, Moves]:
    """How far each small total may be off, with the one of its line that makes up for it.

    Every table with these totals leaves them this room on its own, so that tables laid side by side leave it too.
    """
    moves: dict[Cell, Moves] = {}
    for line in lines:
        values = [net.values[cell] for cell in line]
        closed = [n for n, cell in enumerate(line) if cell in net.closed]
        for n in closed:
            if is_small(values[n], limit):
                other = _partner(n, closed, values)
                room = _room(values[n], values[other], count, floor)
                moves[line[n]] = {line[n]: room, line[other]: (values[other] - floor, ANY)}
    return moves


def _room(value: int, other: int, count: int, floor: int) -> Room:
    """So much less and more that it makes ``count`` values: read as it is meant 1-4, else from the number upwards."""
    top = value + count - 1 if floor else count
    up = min(top - value, other - floor)
    return min(value - floor, count - 1 - up), up
