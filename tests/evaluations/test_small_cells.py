"""Closed numbers can't be worked out from what is shown."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.small_cells import TOTAL, guard_list, guard_table

LIMIT = 5
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 14), min_size=width, max_size=width), min_size=2, max_size=6)
)


def guarded(lines):
    values = {(r, c): value for r, line in enumerate(lines) for c, value in enumerate(line)}
    return guard_table(range(len(lines)), range(len(lines[0])), values, LIMIT)


def solved(table):
    """Closed cells that the told totals and open cells fix exactly: Gaussian elimination over the fractions."""
    unknown = sorted(cell for cell in table.closed if TOTAL not in cell)
    lines = [
        [Fraction(cell[axis] == n) for cell in unknown] for axis in (0, 1) for n in {cell[axis] for cell in unknown}
    ]
    pivots = []
    for column in range(len(unknown)):
        row = next((n for n in range(len(pivots), len(lines)) if lines[n][column]), None)
        if row is None:
            continue
        at = len(pivots)
        lines[at], lines[row] = lines[row], lines[at]
        lines[at] = [value / lines[at][column] for value in lines[at]]
        for n, line in enumerate(lines):
            if n != at and line[column]:
                lines[n] = [a - line[column] * b for a, b in zip(line, lines[at], strict=True)]
        pivots.append(column)
    return [unknown[column] for at, column in enumerate(pivots) if sum(map(bool, lines[at])) == 1]


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_no_closed_cell_follows_from_the_totals(lines):
    table = guarded(lines)
    small = {(r, c) for r, line in enumerate(lines) for c, value in enumerate(line) if 0 < value < LIMIT}
    assert small <= table.closed
    open_cells = len(lines) * len(lines[0]) - len(table.closed)
    assert not solved(table) or open_cells == 0
    assert table.at(TOTAL, TOTAL).value == sum(map(sum, lines))
    for n, line in enumerate(lines):
        assert sum((n, c) in table.closed for c in range(len(line))) != 1


def test_a_single_small_cell_closes_three_more():
    table = guarded([[10, 3, 20], [8, 9, 30], [40, 50, 60]])
    assert table.closed == {(0, 1), (0, 0), (1, 1), (1, 0)}
    assert [cell.text for cell in table.cells(0)] == ["ปิด", "<5", "20", "33"]
    assert [cell.text for cell in table.totals] == ["58", "62", "110", "230"]


def test_nothing_is_closed_without_small_numbers_or_without_a_limit():
    assert not guarded([[0, 5], [6, 0]]).closed
    assert not guard_table((0, 1), (0, 1), {(0, 0): 1}, 0).closed


def test_a_list_never_closes_one_number_alone():
    assert [shown.text for shown in guard_list([3, 9, 7], LIMIT)] == ["<5", "9", "ปิด"]
    assert [shown.text for shown in guard_list([3, 2, 7], LIMIT)] == ["<5", "<5", "7"]
    # Two fours: their sum of eight would tell that both are four.
    assert [shown.text for shown in guard_list([4, 4, 7], LIMIT)] == ["<5", "<5", "ปิด"]
    assert [shown.text for shown in guard_list([0, 5, 7], LIMIT)] == ["0", "5", "7"]
