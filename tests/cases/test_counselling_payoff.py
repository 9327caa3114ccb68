"""One loan for many and the order of paying off, against the checked numbers (formulas 10 and 12); all schedules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.counselling import loans, payoff

D = Decimal
CARD = loans.OldDebt(D(95_000), D(18), D(4_750))
CASH_CARD = loans.OldDebt(D(50_000), D(28), D(2_500))
PERSONAL = loans.OldDebt(D(180_000), D(28), D(6_500))
OUTSIDE = (CARD, CASH_CARD, PERSONAL)
NEW_RATE, TEN = D("6.25"), D(10)

RACE = (
    loans.Owed("A", D(95_000), D(16), D(4_750)),
    loans.Owed("B", D(50_000), D(25), D(2_500)),
    loans.Owed("C", D(30_000), D("6.25"), D(2_650)),
    loans.Owed("D", D(180_000), D(25), D(6_500)),
)

few = settings(max_examples=40, deadline=None)
principals = st.decimals(min_value=10_000, max_value=3_000_000, places=2)
rates = st.one_of(st.just(D(0)), st.decimals(min_value=1, max_value=30, places=2))
years = st.integers(min_value=1, max_value=30)


def test_formula_10_what_the_old_debts_cost() -> None:
    assert loans.weighted_rate(OUTSIDE) == D("25.08")
    assert loans.interest_to_go(OUTSIDE) == D("149705.00")
    found = loans.consolidate(OUTSIDE, NEW_RATE, 60, round_up_to=TEN)
    assert (found.amount, found.instalment_before) == (D(325_000), D(13_750))


@pytest.mark.parametrize(
    ("periods", "instalment", "relief", "interest", "saving"),
    [
        (60, 6_330, 7_420, "54168.74", "95536.26"),
        (96, 4_320, 9_430, "88557.51", "61147.49"),
        (120, 3_650, 10_100, "112851.02", "36853.98"),
        (150, 3_130, 10_620, "143928.75", "5776.25"),
    ],
)
def test_formula_10_relief_and_interest_by_term(
    periods: int, instalment: int, relief: int, interest: str, saving: str
) -> None:
    found = loans.consolidate(OUTSIDE, NEW_RATE, periods, round_up_to=TEN)
    assert (found.instalment, found.relief, found.periods) == (D(instalment), D(relief), periods)
    assert (found.total_interest, found.saving) == (D(interest), D(saving))


def test_formula_10_a_term_of_156_and_longer_costs_more_than_it_saves() -> None:
    last = loans.turning_point(OUTSIDE, NEW_RATE, round_up_to=TEN)
    assert last == 155
    savings = [loans.consolidate(OUTSIDE, NEW_RATE, n, round_up_to=TEN).saving or 0 for n in (155, 156, 157, 240)]
    assert savings[0] > 0 > savings[1] > savings[2] > savings[3]


def test_formula_10_debts_that_never_end_have_no_turning_point() -> None:
    endless = loans.OldDebt(D(95_000), D(28), D(2_200))
    assert loans.interest_to_go([CARD, endless]) is None
    assert loans.consolidate([CARD, endless], NEW_RATE, 60).saving is None
    assert loans.turning_point([CARD, endless], NEW_RATE) is None


def test_formula_10_no_term_saves_where_the_new_rate_is_dearer() -> None:
    cheap = loans.OldDebt(D(100_000), D(1), D(20_000))
    assert loans.turning_point([cheap], D(25)) is None


def test_formula_10_of_a_flat_rate_debt_the_instalments_left_are_what_it_costs() -> None:
    car = loans.OldDebt(D(100_000), D("3.49"), D(5_000), periods_left=24, is_flat=True)
    assert car.interest_to_go() == D(20_000)


def test_formula_10_an_amount_may_be_more_than_is_owed_never_less() -> None:
    assert loans.consolidate(OUTSIDE, NEW_RATE, 60, amount=D(330_000)).loan.principal == D(330_000)
    with pytest.raises(loans.InvalidNumber, match="325,000"):
        loans.consolidate(OUTSIDE, NEW_RATE, 60, amount=D("324999.99"))
    with pytest.raises(loans.InvalidNumber, match=r"[ก-๙]"):
        loans.consolidate([], NEW_RATE, 60)


@pytest.mark.parametrize(("order", "months", "interest"), [("avalanche", 24, "86303.74"), ("snowball", 25, "89473.31")])
def test_formula_12_a_fixed_budget(order: str, months: int, interest: str) -> None:
    race = loans.payoff(RACE, D(18_400), order)
    assert (race.months, race.total_interest) == (months, D(interest))
    assert len(race.balances) == months + 1
    assert (race.balances[0], race.balances[-1]) == (D(355_000), 0)


def test_formula_12_minimums_only() -> None:
    slow = loans.minimums_only(RACE)
    assert (slow.months, slow.total_interest) == (42, D("123774.52"))
    assert slow.paid_in == (24, 27, 12, 42)


def test_formula_12_the_snowballs_first_success_comes_first() -> None:
    avalanche, snowball = (loans.payoff(RACE, D(18_400), order) for order in payoff.ORDERS)
    assert snowball.first_success < avalanche.first_success
    assert snowball.total_interest > avalanche.total_interest


def test_formula_12_a_budget_under_the_minimums_is_refused() -> None:
    with pytest.raises(loans.InvalidNumber, match="16,400"):
        loans.payoff(RACE, D("16399.99"), "avalanche")
    with pytest.raises(loans.InvalidNumber):
        loans.payoff(RACE, D(18_400), "alphabet")


def test_formula_12_a_budget_that_only_pays_interest_never_ends() -> None:
    with pytest.raises(loans.TermTooLong):
        loans.payoff([loans.Owed("A", D(100_000), D(12), D(1_000))], D(1_000), "avalanche")
    with pytest.raises(loans.NeverEnds):
        loans.minimums_only([loans.Owed("A", D(100_000), D(12), D(1_000))])


@few
@given(
    debts=st.lists(st.tuples(st.integers(1_000, 300_000), st.integers(0, 28)), min_size=1, max_size=5),
    extra=st.integers(0, 20_000),
    order=st.sampled_from(payoff.ORDERS),
)
def test_every_payoff_ends_at_zero_and_pays_no_more_than_the_minimums_would(
    debts: list[tuple[int, int]], extra: int, order: str
) -> None:
    owed = [loans.Owed("", D(balance), D(rate), D(balance) / 20) for balance, rate in debts]
    budget = sum((debt.minimum for debt in owed), D(extra))
    race, slow = loans.payoff(owed, budget, order), loans.minimums_only(owed)
    assert race.balances[-1] == 0
    assert max(race.paid_in) == race.months <= slow.months
    assert 0 <= race.total_interest <= slow.total_interest + slow.months * D("0.01") * len(owed)


@few
@given(principal=principals, rate=rates, start=years, longer=years)
def test_a_longer_term_never_lowers_the_total_interest(
    principal: Decimal, rate: Decimal, start: int, longer: int
) -> None:
    soon = loans.schedule(principal, rate, 12 * start)
    late = loans.schedule(principal, rate, 12 * (start + longer))
    assert late.total_interest >= soon.total_interest


@few
@given(principal=principals, rate=rates, term=years, equal=st.booleans())
def test_rounding_is_under_one_satang_a_period(principal: Decimal, rate: Decimal, term: int, *, equal: bool) -> None:
    plan = (loans.schedule if equal else loans.equal_principal_schedule)(principal, rate, 12 * term)
    owed = principal
    for row in plan.rows:
        assert abs(row.interest - owed * plan.annual_rate / 1200) < D("0.01")
        assert row.interest >= 0
        owed = row.balance
    assert owed == 0
    assert sum(row.principal for row in plan.rows) == principal
