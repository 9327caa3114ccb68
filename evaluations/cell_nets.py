"""How many values the told numbers of a table leave a closed one, and what to close so that they are enough.

A table with its totals is a net of pipes: the grand total flows into the rows' totals, from there through the cells
into the columns' totals, and back. No closed number can change alone; what is added to it has to come back past it
through others. So how much more, or less, it may be is the greatest flow back past it: through a closed number
forwards without end, backwards as much as it holds, through a told one nothing. That is exact, for whole numbers too.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

Cell = tuple[int, int]
Room = tuple[int, int]
"""By how much a number may be less, and more, than it is."""
Step = tuple[Cell, int, Any]
Way = list[tuple[Cell, int]]
TOTAL = -1
ANY = 1_000_000_000
MORE, LESS = 1, -1
# One more closed cell costs most, then how much it would have told. Noughts come last: they are often known anyway.
CELL_COST, NOUGHT_COST = 1_000_000, 1_000_000_000


def _ends(cell: Cell) -> tuple[Any, Any]:
    """The crossings a number flows from and to: the sums it is part of."""
    row, column = cell
    ends = ("row", row), ("column", column)
    return ends if (row == TOTAL) == (column == TOTAL) else ends[::-1]


@dataclass
class _Walk:
    """One closed number on its way up or down, and what was moved for it.

    ``totals``: closed totals that may move. ``floor``: what is left of a closed number at least.
    """

    cell: Cell
    value: int
    sign: int
    totals: Mapping[Cell, Room]
    floor: int
    units: int = 0
    moved: Counter[Cell] = field(default_factory=Counter)

    @property
    def left(self) -> int:
        """How much further it may go by itself."""
        return ANY if self.sign == MORE else self.value - self.floor - self.units

    @property
    def ends(self) -> tuple[Any, Any]:
        """Where the way back past the number begins and ends."""
        start, end = _ends(self.cell)
        return (end, start) if self.sign == MORE else (start, end)


class Net:
    """A table's numbers with their totals, and which of them are closed. Cells are closed in it, totals never."""

    def __init__(self, values: Mapping[Cell, int], closed: Iterable[Cell]) -> None:
        self.values = values
        self.closed: set[Cell] = set()
        self._all_steps: dict[Any, list[Step]] = defaultdict(list)
        self._steps: dict[Any, list[Step]] = defaultdict(list)
        for cell in values:
            _add(self._all_steps, cell)
        for cell in sorted(closed):
            self._close(cell)

    def make_room(self, cell: Cell, room: Room, totals: Mapping[Cell, Room], floor: int) -> bool:
        """Close cells until a closed number may be this much less and this much more, each on its own.

        Whether it is so in the end.
        """
        walks = [_Walk(cell, self.values[cell], sign, totals, floor) for sign in (LESS, MORE)]
        return all(self._go([walk], wanted) for walk, wanted in zip(walks, room, strict=True))

    def make_values(self, cell: Cell, count: int, totals: Mapping[Cell, Room], floor: int) -> bool:
        """Close cells until a closed number may have this many values. Whether it is so in the end."""
        return self._go([_Walk(cell, self.values[cell], sign, totals, floor) for sign in (MORE, LESS)], count - 1)

    def close_noughts(self) -> None:
        """Close every nought of lines that are not told to be nobody's: then no closed number is one for certain."""
        for row, column in self.values:
            lines = (row, TOTAL), (TOTAL, column)
            if TOTAL not in (row, column) and all(self.values[line] or line in self.closed for line in lines):
                self._close((row, column))

    def _close(self, cell: Cell) -> None:
        if cell not in self.closed:
            self.closed.add(cell)
            _add(self._steps, cell)

    def _go(self, walks: Sequence[_Walk], wanted: int) -> bool:
        """Move a number up and down by so much together: through what is closed, else the way that costs least."""
        while wanted > 0:
            found = self._next([walk for walk in walks if walk.left > 0])
            if found is None:
                return False
            wanted -= self._move(*found, wanted)
        return True

    def _next(self, walks: Sequence[_Walk]) -> tuple[_Walk, Way] | None:
        for walk in walks:
            if way := self._open_way(walk):
                return walk, way
        paid = [(walk, found) for walk in walks if (found := self._paid_way(walk))]
        if not paid:
            return None
        walk, (_cost, way) = min(paid, key=lambda one: one[1][0])
        return walk, way

    def _move(self, walk: _Walk, way: Way, wanted: int) -> int:
        units = min(wanted, walk.left, *(self._room(walk, cell, sign) for cell, sign in way))
        for cell, sign in way:
            walk.moved[cell] += sign * units
            self._close(cell)
        walk.units += units
        return units

    def _room(self, walk: _Walk, cell: Cell, sign: int) -> int:
        """How much more, or less, may flow through a number besides what was moved already."""
        if cell == walk.cell:
            return 0
        less, more = walk.totals.get(cell, (0, 0)) if TOTAL in cell else (self.values[cell] - walk.floor, ANY)
        return more - walk.moved[cell] if sign == MORE else less + walk.moved[cell]

    def _open_way(self, walk: _Walk) -> Way | None:
        """The shortest way back past a number through closed ones."""
        start, goal = walk.ends
        came: dict[Any, Any] = {start: None}
        todo = deque([start])
        while todo:
            node = todo.popleft()
            for cell, sign, end in self._steps[node]:
                if end not in came and self._room(walk, cell, sign) > 0:
                    came[end] = (cell, sign, node)
                    if end == goal:
                        return _back(came, goal)
                    todo.append(end)
        return None

    def _paid_way(self, walk: _Walk) -> tuple[int, Way] | None:
        """The way back past a number that costs least to close, and what it costs."""
        start, goal = walk.ends
        heap: list[tuple[int, int, Any, Any]] = [(0, 0, start, None)]
        came: dict[Any, Any] = {}
        while heap:
            cost, count, node, step = heappop(heap)
            if node in came:
                continue
            came[node] = step
            if node == goal:
                return cost, _back(came, goal)
            for cell, sign, end in self._all_steps[node]:
                if end not in came and self._room(walk, cell, sign) > 0:
                    heappush(heap, (cost + self._cost(cell), count + 1, end, (cell, sign, node)))
        return None

    def _cost(self, cell: Cell) -> int:
        if cell in self.closed:
            return 0
        return CELL_COST + self.values[cell] if self.values[cell] else NOUGHT_COST


def _add(steps: dict[Any, list[Step]], cell: Cell) -> None:
    start, end = _ends(cell)
    steps[start].append((cell, MORE, end))
    steps[end].append((cell, LESS, start))


def _back(came: Mapping[Any, Any], node: Any) -> Way:
    way = []
    while (step := came[node]) is not None:
        cell, sign, node = step
        way.append((cell, sign))
    return way
