"""Closed numbers can't be worked out from what is shown: as whoever reads the page would try it."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.small_cells import TOTAL, guard_list, guard_table, is_small, mark_of
from tests.evaluations.narrowing import narrowed

LIMIT = 5
MARK = mark_of(LIMIT)


def tables(rows, columns, top):
    return st.integers(2, columns).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, top) | st.just(0), min_size=width, max_size=width), min_size=2, max_size=rows
        )
    )


def guarded(lines, limit=LIMIT):
    values = {(r, c): value for r, line in enumerate(lines) for c, value in enumerate(line)}
    return guard_table(range(len(lines)), range(len(lines[0])), values, limit)


def lines_of(table):
    """Every line of a table as (parts, total)."""
    rows, columns = [*range(len(table.rows)), TOTAL], [*range(len(table.columns)), TOTAL]
    for row in rows:
        yield [(row, c) for c in columns[:-1]], (row, TOTAL)
    for column in columns:
        yield [(r, column) for r in rows[:-1]], (TOTAL, column)


def texts(table):
    return [[cell.text for cell in table.cells(r)] for r in (*range(len(table.rows)), TOTAL)]


def as_told(table, least=0):
    """What the page says at first sight: told numbers, and closed ones up to everybody there is."""
    top = table.values[TOTAL, TOTAL] + LIMIT
    return {cell: (least, top) if cell in table.closed else (value, value) for cell, value in table.values.items()}


def possible(lines, bounds, cell, value):
    """Whether whole numbers exist that fit what is told and give a cell this value: tried out."""
    trial = {**bounds, cell: (value, value)}
    if not narrowed(lines, trial):
        return False
    free = next((one for one, (low, high) in trial.items() if low < high), None)
    return free is None or any(possible(lines, trial, free, n) for n in range(trial[free][0], trial[free][1] + 1))


def small_cells(table):
    return [cell for cell, value in table.values.items() if is_small(value, table.limit)]


A_MARK_OF_ITS_OWN_TOLD_FIVE_OR_MORE = [[1, 5, 0], [9, 8, 7], [20, 30, 40]]
ALL_AT_THE_BOTTOM = [[23, 1, 1, 1], [30, 9, 8, 7], [12, 13, 14, 15]]
ALL_AT_THE_TOP = [[23, 4, 4, 4], [30, 9, 8, 7], [12, 13, 14, 15]]
A_LINE_OF_NOBODY_GUARDS_NOTHING = [[10, 3, 20], [0, 0, 0], [8, 9, 30], [0, 0, 0]]
SMALL_TOTALS = [[3, 0, 0], [0, 12, 30], [9, 9, 9]]
ONLY_SMALL_TOTALS = [[1, 1, 1, 0], [2, 0, 0, 1]]
FEW_ALTOGETHER = [[1, 0], [0, 2]]
FIVE_ALTOGETHER = [[2, 0], [0, 3]]


@pytest.mark.parametrize(
    ("lines", "least"),
    [
        # ``least`` 1: whoever takes the mark for "one at least" knows no more either.
        (A_MARK_OF_ITS_OWN_TOLD_FIVE_OR_MORE, 0),
        (A_MARK_OF_ITS_OWN_TOLD_FIVE_OR_MORE, 1),
        (ALL_AT_THE_BOTTOM, 0),
        (ALL_AT_THE_BOTTOM, 1),
        (ALL_AT_THE_TOP, 0),
        (ALL_AT_THE_TOP, 1),
        (A_LINE_OF_NOBODY_GUARDS_NOTHING, 0),
        (A_LINE_OF_NOBODY_GUARDS_NOTHING, 1),
        (SMALL_TOTALS, 0),
        (ONLY_SMALL_TOTALS, 0),
        (FEW_ALTOGETHER, 0),
        (FIVE_ALTOGETHER, 0),
    ],
)
def test_a_small_number_keeps_the_values_that_less_than_five_leaves(lines, least):
    table = guarded(lines)
    bounds = as_told(table, least)
    assert narrowed(list(lines_of(table)), bounds)
    for cell in small_cells(table):
        low, high = bounds[cell]
        assert cell in table.closed
        assert high - low + 1 >= LIMIT - 1, (cell, low, high, texts(table))


def test_every_closed_number_carries_the_same_mark():
    table = guarded([[10, 3, 20], [8, 9, 30], [40, 50, 60]])
    assert texts(table)[0].count(MARK) == 2
    assert {table.at(*cell).text for cell in table.closed} == {MARK}
    assert len(table.closed) == 4
    assert table.at(0, 1).number is None
    assert texts(table)[3] == ["58", "62", "110", "230"]


def test_a_line_without_anybody_stays_told():
    table = guarded([[10, 3, 20], [0, 0, 0], [8, 9, 30]])
    assert texts(table)[1] == ["0", "0", "0", "0"]


def test_small_totals_are_closed_and_one_more_where_the_grand_total_would_tell_them():
    assert texts(guarded([[1, 1, 1, 0], [2, 0, 0, 1]]))[2] == [MARK, MARK, MARK, MARK, "6"]
    table = guarded([[3, 0, 0], [0, 12, 30], [9, 9, 9]])
    assert [table.at(r, TOTAL).text for r in (0, 1, 2, TOTAL)] == [MARK, "42", MARK, "72"]
    # Nobody is told by a grand total either.
    assert texts(guarded([[1, 0], [0, 2]])) == [[MARK, "0", MARK], ["0", MARK, MARK], [MARK, MARK, MARK]]


def test_nothing_is_closed_without_small_numbers_or_without_a_limit():
    assert not guarded([[0, 5], [6, 0]]).closed
    assert not guard_table((0, 1), (0, 1), {(0, 0): 1}, 0).closed


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([3, 9, 7], [MARK, "9", MARK]),
        ([3, 2, 7], [MARK, MARK, "7"]),
        # Their sum would leave them two values, and three.
        ([1, 1, 7], [MARK, MARK, MARK]),
        ([1, 2, 7, 0], [MARK, MARK, MARK, "0"]),
        ([4, 4, 7], [MARK, MARK, "7"]),
        ([0, 5, 7], ["0", "5", "7"]),
        ([0, 3], ["0", MARK]),
    ],
)
def test_a_list_beside_its_sum(numbers, told):
    assert [shown.text for shown in guard_list(numbers, LIMIT)] == told


@settings(max_examples=150, deadline=None)
@given(tables(12, 8, 14))
def test_the_lines_of_a_table_never_narrow_a_small_number_to_less_than_three_values(lines):
    table = guarded(lines)
    bounds = as_told(table)
    assert narrowed(list(lines_of(table)), bounds)
    for cell in small_cells(table):
        assert cell in table.closed
        assert bounds[cell][1] - bounds[cell][0] >= 2, (cell, bounds[cell], texts(table))


@settings(max_examples=150, deadline=None)
@given(tables(3, 3, 9), st.sampled_from([2, 3, 5]))
def test_every_small_number_has_at_least_three_values_that_fit_everything_told(lines, limit):
    table = guarded(lines, limit)
    told, top = list(lines_of(table)), table.values[TOTAL, TOTAL] + limit
    bounds = as_told(table)
    for cell in small_cells(table):
        fitting = [n for n in range(top + 1) if possible(told, bounds, cell, n)]
        assert len(fitting) >= 3, (cell, fitting, texts(table))


@settings(max_examples=100, deadline=None)
@given(tables(6, 5, 14))
def test_what_is_closed_depends_on_the_numbers_alone(lines):
    table, again = guarded(lines), guarded([list(line) for line in lines])
    assert table.closed == again.closed
    for row, column in product((*range(len(lines)), TOTAL), (*range(len(lines[0])), TOTAL)):
        assert table.at(row, column).closed == ((row, column) in table.closed)


@settings(max_examples=100, deadline=None)
@given(tables(6, 5, 14))
def test_tables_of_the_same_counts_close_the_same_totals(lines):
    """Laid side by side two tables must not tell each other's closed totals."""
    table = guarded(lines)
    totals = [table.values[r, TOTAL] for r in range(len(lines))]
    other = guarded([[total - total // 3, total // 3] for total in totals])
    assert {cell for cell in table.closed if cell[1] == TOTAL} == {cell for cell in other.closed if cell[1] == TOTAL}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 4), st.integers(1, 9)), max_size=60))
def test_tables_of_the_same_counts_side_by_side_narrow_no_small_number_either(counts):
    """By clinic and mode, by month and mode, by clinic and month: their totals are the same numbers."""
    sizes = (6, 4, 5)
    lines, bounds, small = [], {}, []
    for one, other in ((0, 1), (2, 1), (0, 2)):
        values = {}
        for *place, number in counts:
            key = place[one], place[other]
            values[key] = values.get(key, 0) + number
        table = guard_table(range(sizes[one]), range(sizes[other]), values, LIMIT)
        names = {
            (r, c): ("all",) if r == c == TOTAL else (other, c) if r == TOTAL else (one, r) if c == TOTAL
            else (one, other, r, c)
            for r, c in table.values
        }  # fmt: skip
        lines += [([names[part] for part in parts], names[total]) for parts, total in lines_of(table)]
        told = {names[cell]: bound for cell, bound in as_told(table).items()}
        # The same total is told by every table, or by none.
        assert all(bounds.get(name, bound) == bound for name, bound in told.items())
        bounds |= told
        small += [names[cell] for cell in small_cells(table)]
    assert narrowed(lines, bounds)
    for name in small:
        assert bounds[name][1] - bounds[name][0] >= 2, (name, bounds[name])
