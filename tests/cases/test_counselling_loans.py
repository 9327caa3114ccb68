"""Loan arithmetic against the checked numbers of the counselling sheet (formulas 2, 5-9, 11, 13-15)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.counselling import loans

D = Decimal
MILLION = D(1_000_000)
ORDINARY = (D(1_150_000), D(6), 132)  # formula 11's loan: balance, rate, instalments left

amounts = st.decimals(min_value=D("0.01"), max_value=D("9999999.99"), places=2)
rates = st.decimals(min_value=0, max_value=60, places=2)
terms = st.integers(min_value=1, max_value=360)


def exact_interest(principal: int, annual_rate: int, periods: int) -> Decimal:
    """n A - P with an unrounded instalment, in fractions: formula 5's interest worked out another way."""
    i = Fraction(annual_rate, 1200)
    interest = periods * principal * i / (1 - (1 + i) ** -periods) - principal
    return loans.round_satang(D(interest.numerator) / D(interest.denominator))


@pytest.mark.parametrize(
    ("x", "rounded"), [("0.005", "0.01"), ("0.004999", "0.00"), ("2.675", "2.68"), ("-0.005", "-0.01")]
)
def test_satang_are_rounded_half_up(x: str, rounded: str) -> None:
    assert str(loans.round_satang(D(x))) == rounded


def test_formula_5_equal_payment() -> None:
    plan = loans.schedule(MILLION, D(6), 120)
    assert loans.equal_payment(MILLION, D(6), 120) == plan.payment == D("11102.05")
    assert plan.rows[0] == loans.Row(1, D("11102.05"), D("5000.00"), D("6102.05"), D("993897.95"))
    assert plan.rows[1] == loans.Row(2, D("11102.05"), D("4969.49"), D("6132.56"), D("987765.39"))
    assert plan.last_payment == D("11102.01")
    assert plan.total_interest == D("332245.96")
    assert plan.total_paid == D("1332245.96")
    assert plan.periods == 120


def test_formula_5_rounded_up_to_ten_baht() -> None:
    plan = loans.schedule(MILLION, D(6), 120, round_up_to=D(10))
    assert (plan.payment, plan.last_payment) == (D(11110), D("9807.18"))
    assert plan.total_interest == D("331897.18")


def test_formula_5_without_interest_divides_by_the_periods() -> None:
    plan = loans.schedule(D(100), D(0), 3)
    assert [row.payment for row in plan.rows] == [D("33.33"), D("33.33"), D("33.34")]
    assert plan.total_interest == 0


def test_a_larger_instalment_ends_the_loan_early() -> None:
    plan = loans.schedule(D(1000), D(0), 12, payment=D(400))
    assert [row.payment for row in plan.rows] == [D(400), D(400), D(200)]


def test_a_smaller_instalment_leaves_the_rest_to_the_last_period() -> None:
    plan = loans.schedule(D(1000), D(12), 3, payment=D(100))
    assert [row.payment for row in plan.rows] == [D(100), D(100), D("827.29")]


def test_an_instalment_below_the_interest_is_refused() -> None:
    with pytest.raises(loans.NeverEnds):
        loans.schedule(D(95_000), D(28), 120, payment=D(2_200))


def test_formula_6_equal_principal() -> None:
    plan = loans.equal_principal_schedule(MILLION, D(6), 120)
    assert plan.payment == plan.rows[0].payment == D("13333.33")
    assert plan.rows[1].payment == D("13291.66")
    assert plan.last_payment == D("8375.40")
    assert plan.total_interest == D("302500.07")


@pytest.mark.parametrize(("days", "interest"), [(30, "4931.51"), (31, "5095.89"), (28, "4602.74"), (0, "0.00")])
def test_formula_7_daily_interest(days: int, interest: str) -> None:
    assert loans.daily_interest(MILLION, D(6), days) == D(interest)


def test_formula_8_periods_from_a_payment() -> None:
    plan = loans.periods_to_repay(D(180_000), D(18), D(6_500))
    assert (plan.periods, plan.last_payment) == (37, D("356.62"))
    assert plan.total_interest == D("54356.62")


def test_formula_8_a_debt_that_never_ends() -> None:
    with pytest.raises(loans.NeverEnds) as caught:
        loans.periods_to_repay(D(95_000), D(28), D(2_200))
    assert caught.value.monthly_interest == D("2216.67")
    assert "2,216.67" in str(caught.value)
    assert "2,200.00" in str(caught.value)


def test_formula_8_paying_exactly_the_interest_never_ends_one_satang_more_does() -> None:
    with pytest.raises(loans.NeverEnds):
        loans.periods_to_repay(D(100_000), D(12), D(1_000))
    assert loans.periods_to_repay(D(100_000), D(12), D("1000.01")).rows[-1].balance == 0


def test_formula_8_more_than_a_hundred_years_is_said() -> None:
    with pytest.raises(loans.TermTooLong):
        loans.periods_to_repay(D(1_300), D(0), D(1))
    assert loans.periods_to_repay(D(1_200), D(0), D(1)).periods == 1_200


def test_formula_9_flat_rate() -> None:
    loan = loans.flat_rate(D(600_000), D("3.49"), 72)
    assert loan.total_interest == D(125_640)
    assert loan.instalment == D("10078.33")
    assert loan.monthly_rate == D("0.539441")
    assert loan.nominal_annual_rate == D("6.47")
    assert loan.compounded_annual_rate == D("6.67")


def test_formula_9_without_interest() -> None:
    loan = loans.flat_rate(D(1200), D(0), 12)
    assert (loan.instalment, loan.nominal_annual_rate) == (D(100), D(0))


def test_formula_2_largest_loan() -> None:
    assert loans.largest_loan(D(5_935), D("6.25"), 120) == D("528588.79")
    assert loans.largest_loan(D(100), D(0), 12) == D(1200)
    assert loans.largest_loan(D(0), D("6.25"), 120) == 0


def test_formula_11_base() -> None:
    """The sheet's 423,715.86 takes the instalment unrounded; what is really paid, satang by satang, is 5 more."""
    base = loans.schedule(*ORDINARY)
    assert base.payment == D("11922.09")
    assert exact_interest(1_150_000, 6, 132) == D("423715.86")
    assert base.total_interest == D("423715.91")


@pytest.mark.parametrize(("periods", "instalment"), [(180, "9704.35"), (240, "8238.96")])
def test_formula_11_longer_term(periods: int, instalment: str) -> None:
    changed = loans.extend_term(*ORDINARY, periods)
    assert (changed.instalment_before, changed.instalment_after) == (D("11922.09"), D(instalment))
    assert (changed.periods_before, changed.periods_after) == (132, periods)
    assert changed.relief == D("11922.09") - D(instalment)


def test_formula_11_longer_term_costs_interest() -> None:
    """The sheet's 173,067.77 takes the instalments unrounded; see the base case."""
    exact = exact_interest(1_150_000, 6, 180) - exact_interest(1_150_000, 6, 132)
    assert exact == D("173067.77")
    changed = loans.extend_term(*ORDINARY, 180)
    assert changed.extra_interest == D("173068.24")
    assert abs(changed.extra_interest - exact) < 1


def test_formula_11_lower_rate() -> None:
    changed = loans.reduce_rate(*ORDINARY, D("4.75"))
    assert changed.instalment_after == D("11202.32")
    assert changed.periods_after == 132
    assert changed.extra_interest < 0


@pytest.mark.parametrize(("extend", "instalment", "left"), [(False, "12767.36", 120), (True, "11922.09", 132)])
def test_formula_11_interest_only(extend: bool, instalment: str, left: int) -> None:
    changed = loans.grace_on_principal(*ORDINARY, months=12, extend=extend)
    assert changed.instalment_during == D("5750.00")
    assert changed.relief_during == D("6172.09")
    assert changed.instalment_after == D(instalment)
    assert changed.periods_after == 12 + left
    rest = loans.schedule(D(1_150_000), D(6), left)
    assert changed.total_interest_after == 12 * D(5_750) + rest.total_interest


def test_formula_11_full_holiday_accrues_simply_by_default() -> None:
    changed = loans.payment_holiday(*ORDINARY, months=6)
    rest = loans.schedule(D(1_150_000), D(6), 126)
    assert changed.deferred_interest == D("34500.00")
    assert changed.balance_resumed == D(1_150_000)
    assert changed.instalment_during == 0
    assert changed.deferred_per_period == D("273.81")
    assert changed.instalment_after == rest.payment + D("273.81")
    assert changed.total_interest_after == rest.total_interest + D(34_500)


def test_formula_11_full_holiday_capitalised() -> None:
    """The sheet's 1,184,934.14 compounds without rounding; rounded each month, as booked, it is a satang less."""
    assert loans.round_satang(D(1_150_000) * D("1.005") ** 6) == D("1184934.14")
    changed = loans.payment_holiday(*ORDINARY, months=6, capitalise=True)
    assert changed.balance_resumed == D("1184934.13")
    assert changed.instalment_after == D("12698.31")
    assert changed.periods_after == 6 + 126
    assert changed.deferred_interest == 0
    simple = loans.payment_holiday(*ORDINARY, months=6)
    assert changed.total_interest_after > simple.total_interest_after


def test_restructuring_starts_from_the_contracts_real_instalment() -> None:
    changed = loans.extend_term(*ORDINARY, 180, instalment=D(11_930), round_up_to=D(10))
    assert (changed.instalment_before, changed.instalment_after) == (D(11_930), D(9_710))


def test_a_smaller_instalment_gives_its_term() -> None:
    changed = loans.reduce_instalment(*ORDINARY, D(9_710))
    assert changed.instalment_after == D(9_710)
    assert changed.periods_after == 180
    with pytest.raises(loans.NeverEnds):
        loans.reduce_instalment(*ORDINARY, D(5_750))


@pytest.mark.parametrize(
    "refused",
    [
        lambda: loans.extend_term(*ORDINARY, 132),
        lambda: loans.reduce_rate(*ORDINARY, D(6)),
        lambda: loans.reduce_instalment(*ORDINARY, D("11922.09")),
        lambda: loans.grace_on_principal(*ORDINARY, months=132, extend=False),
        lambda: loans.grace_on_principal(*ORDINARY, months=0, extend=True),
        lambda: loans.payment_holiday(*ORDINARY, months=132),
    ],
)
def test_a_measure_that_relieves_nothing_is_refused(refused: Callable[[], object]) -> None:
    with pytest.raises(loans.InvalidNumber):
        refused()


@pytest.mark.parametrize(
    ("overdue", "months"), [("39450", 3), ("39449.99", 2), ("13150", 1), ("13149.99", 0), ("0", 0)]
)
def test_formula_13_arrears_months(overdue: str, months: int) -> None:
    assert loans.arrears_months(D(overdue), D(13_150)) == months


@pytest.mark.parametrize(("days", "non_performing"), [(90, False), (91, True)])
def test_formula_13_non_performing_over_ninety_days(days: int, non_performing: bool) -> None:
    assert loans.is_non_performing(days) is non_performing


def test_formula_14_default_interest() -> None:
    assert loans.default_interest(D(30_000), D(3), 60) == D("147.95")


def test_formula_15_guarantor_exposure() -> None:
    assert loans.guarantor_exposure(D(1_150_000), D(280_000), D(20_000), 3) == D("283333.33")
    assert loans.guarantor_exposure(D(100_000), D(90_000), D(20_000), 2) == 0


@pytest.mark.parametrize(
    "refused",
    [
        lambda: loans.equal_payment(D(0), D(6), 12),
        lambda: loans.equal_payment(D(-1), D(6), 12),
        lambda: loans.equal_payment(D("NaN"), D(6), 12),
        lambda: loans.equal_payment(D("1e400"), D(6), 12),
        lambda: loans.equal_payment(0.1, D(6), 12),  # type: ignore[arg-type]
        lambda: loans.equal_payment(D(1), D("-0.01"), 12),
        lambda: loans.equal_payment(D(1), D("Infinity"), 12),
        lambda: loans.equal_payment(D(1), D(6), 0),
        lambda: loans.equal_payment(D(1), D(6), 1_201),
        lambda: loans.daily_interest(D(1), D(6), -1),
        lambda: loans.arrears_months(D(1), D(0)),
        lambda: loans.guarantor_exposure(D(1), D(0), D(0), 0),
    ],
)
def test_impossible_numbers_are_refused_in_thai(refused: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"[ก-๙]") as caught:
        refused()
    assert isinstance(caught.value, loans.InvalidNumber)


@pytest.mark.parametrize("plan_of", [loans.schedule, loans.equal_principal_schedule])
@given(principal=amounts, rate=rates, periods=terms)
def test_every_schedule_repays_exactly_the_loan(
    plan_of: Callable[[Decimal, Decimal, int], loans.Schedule], principal: Decimal, rate: Decimal, periods: int
) -> None:
    plan = plan_of(principal, rate, periods)
    assert sum(row.principal for row in plan.rows) == principal
    assert plan.rows[-1].balance == 0
    assert plan.periods <= periods
    assert plan.total_paid == principal + plan.total_interest
    for row in plan.rows:
        assert row.interest >= 0
        assert row.principal >= 0
        assert row.payment == row.interest + row.principal
        assert row.payment.as_tuple().exponent == -2


@given(principal=amounts, rate=rates, periods=terms, step=st.sampled_from([D(1), D(10), D(100)]))
def test_rounding_an_instalment_up_never_costs_interest(
    principal: Decimal, rate: Decimal, periods: int, step: Decimal
) -> None:
    plan = loans.schedule(principal, rate, periods)
    rounded = loans.schedule(principal, rate, periods, round_up_to=step)
    assert rounded.payment % step == 0
    assert plan.payment <= rounded.payment < plan.payment + step
    assert rounded.total_interest <= plan.total_interest


@given(principal=st.integers(1_000, 10_000_000), rate=st.integers(1, 30), periods=st.integers(2, 240))
def test_schedule_agrees_with_the_closed_form(principal: int, rate: int, periods: int) -> None:
    """Half a satang of each instalment and each interest grows until the end, and no more than that."""
    growth = (1 + D(rate) / 1200) ** periods
    plan = loans.schedule(D(principal), D(rate), periods)
    assert abs(plan.total_interest - exact_interest(principal, rate, periods)) <= D("0.01") * (periods + 1) * growth


@given(payment=st.decimals(min_value=1, max_value=100_000, places=2), rate=rates, periods=terms)
def test_the_largest_loan_is_what_the_payment_repays(payment: Decimal, rate: Decimal, periods: int) -> None:
    loan = loans.largest_loan(payment, rate, periods)
    assert abs(loans.equal_payment(loan, rate, periods) - payment) <= D("0.01")
