"""The financial position against the worked example of the counselling sheet (formulas 1-4, 10's effect, 15)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.counselling import loans
from cases.counselling.position import DebtLine, FinancialPosition, Rules, financial_position

D = Decimal

ORDINARY = DebtLine(D(11_930), D(1_150_000), at_source=True, annual_rate=D(6))
SPECIAL = DebtLine(D(5_180), D(40_000), at_source=True, annual_rate=D(6))
EMERGENCY = DebtLine(D(3_200), D(20_000), at_source=True, annual_rate=D(6))
CARD = DebtLine(D(4_750), D(95_000), creditor="บัตรเครดิต ก", annual_rate=D(18))
CASH_CARD = DebtLine(D(2_500), D(50_000), creditor="บัตรกดเงินสด ข", annual_rate=D(28))
PERSONAL = DebtLine(D(6_500), D(180_000), creditor="สินเชื่อบุคคล ค", annual_rate=D(28))
AT_SOURCE = (ORDINARY, SPECIAL, EMERGENCY)
OUTSIDE = (CARD, CASH_CARD, PERSONAL)

money = st.decimals(min_value=0, max_value=500_000, places=2)


def example(*debts: DebtLine, **figures: Decimal | Rules) -> FinancialPosition:
    """The sheet's member, with other debts or figures where the test says so."""
    given_figures = {
        "salary": D(38_500),
        "other_income": D(3_500),
        "fixed_deductions": D(950) + D(1_155) + D(1_500) + D(600),
        "living_costs": D(14_500),
        "rules": Rules(),
    }
    return financial_position(debts=debts or (*AT_SOURCE, *OUTSIDE), **(given_figures | figures))


def test_formula_1_net_take_home() -> None:
    position = example()
    assert position.gross == D(42_000)
    assert position.at_source_instalments == D(20_310)
    assert position.net_take_home == D("17485.00")
    assert position.net_ratio == D("45.42")


def test_formula_2_floor_and_headroom() -> None:
    position = example()
    assert position.floor == D(11_550)
    assert position.headroom == D(5_935)
    assert position.headroom_loan == D("528588.79")


def test_formula_2_the_amount_in_baht_wins_where_it_is_higher() -> None:
    assert example(rules=Rules(min_net_baht=D(12_000))).floor == D(12_000)
    assert example(rules=Rules(min_net_baht=D(11_000))).floor == D(11_550)


def test_formula_2_no_headroom_under_the_floor() -> None:
    position = example(rules=Rules(min_net_ratio=D(50)))
    assert position.floor == D(19_250)
    assert (position.headroom, position.headroom_loan) == (0, 0)


def test_formula_3_debt_service() -> None:
    position = example()
    assert position.total_instalments == D(34_060)
    assert position.debt_service_ratio == D("81.10")
    assert position.total_debt == D(1_535_000)
    assert position.debt_to_yearly_income == D("3.05")


def test_formula_4_residual() -> None:
    position = example()
    assert position.other_instalments == D(13_750)
    assert position.residual == D(-10_765)
    assert position.net_take_home > position.floor, "passing the floor is not solvency"


def test_without_income_ratios_are_absent_not_zero() -> None:
    position = example(salary=D(0), other_income=D(0))
    assert position.net_ratio is None
    assert position.debt_service_ratio is None
    assert position.debt_to_yearly_income is None
    assert position.net_take_home == D(-24_515)


def test_without_salary_other_income_still_bears_debt() -> None:
    position = example(salary=D(0), other_income=D(68_120))
    assert position.net_ratio is None
    assert position.debt_service_ratio == D("50.00")


def test_without_debts() -> None:
    position = financial_position(
        salary=D(20_000), other_income=D(0), fixed_deductions=D(0), debts=(), living_costs=D(9_000), rules=Rules()
    )
    assert (position.debt_service_ratio, position.total_debt, position.residual) == (0, 0, D(11_000))
    assert position.after_consolidation() is None


def test_formula_10_effect_of_consolidation() -> None:
    after = example().after_consolidation()
    assert after is not None
    assert after.debts[-1].instalment == D(3_650)
    assert after.net_take_home == D(13_835)
    assert after.net_ratio == D("35.94")
    assert after.debt_service_ratio == D("57.05")
    assert after.residual == D(-665)


def test_formula_10_with_the_ordinary_loan_extended_too() -> None:
    extended = loans.extend_term(D(1_150_000), D(6), 132, 180, instalment=D(11_930), round_up_to=D(10))
    ordinary = replace(ORDINARY, instalment=extended.instalment_after)
    after = example(ordinary, SPECIAL, EMERGENCY, *OUTSIDE).after_consolidation()
    assert after is not None
    assert after.net_take_home == D(16_055)
    assert after.debt_service_ratio == D("51.76")
    assert after.residual == D(1_555)


def test_consolidation_that_would_break_the_floor_is_no_option() -> None:
    assert example(rules=Rules(min_net_baht=D(13_836))).after_consolidation() is None
    assert example(rules=Rules(min_net_baht=D(13_835))).after_consolidation() is not None


def test_formula_15_warns_when_a_guarantors_own_net_would_fall_under_the_floor() -> None:
    position = example()
    assert not position.would_fall_below_floor(D(5_935))
    assert position.would_fall_below_floor(D("5935.01"))


def test_outside_creditors_count_once_each_and_only_while_owed() -> None:
    second_contract = DebtLine(D(100), D(1_000), creditor=" บัตรเครดิต ก ")
    paid_off = DebtLine(D(0), D(0), creditor="เจ้าหนี้ ง")
    unnamed = DebtLine(D(100), D(1_000))
    assert example(*AT_SOURCE, *OUTSIDE, second_contract, paid_off).outside_creditors == 3
    assert example(unnamed, unnamed).outside_creditors == 2


def test_where_a_debt_is_deducted_and_whom_it_is_owed_to_are_two_things() -> None:
    housing_bank = DebtLine(D(5_000), D(400_000), at_source=True, cooperative=False)
    paid_by_hand = DebtLine(D(1_000), D(10_000), cooperative=True)
    position = example(housing_bank, paid_by_hand)
    assert position.outside_creditors == 1
    assert position.at_source_instalments == D(5_000)
    assert position.other_instalments == D(1_000)


@pytest.mark.parametrize(
    ("overdue", "stated", "instalment", "months"),
    [("39450", 0, "13150", 3), ("0", 2, "13150", 2), ("39450", 1, "13150", 3), ("500", 1, "0", 1)],
)
def test_formula_13_the_worse_of_stated_and_computed_arrears(
    overdue: str, stated: int, instalment: str, months: int
) -> None:
    debt = DebtLine(D(instalment), D(100_000), arrears_amount=D(overdue), arrears_months=stated)
    assert debt.months_in_arrears == months


def test_formula_8_a_debt_that_never_ends() -> None:
    assert DebtLine(D(2_200), D(95_000), annual_rate=D(28)).never_ends
    assert not DebtLine(D("2216.68"), D(95_000), annual_rate=D(28)).never_ends
    assert not DebtLine(D(2_200), D(95_000)).never_ends, "an unknown rate proves nothing"
    assert not DebtLine(D(0), D(0), annual_rate=D(28)).never_ends


@pytest.mark.parametrize("figure", ["salary", "other_income", "fixed_deductions", "living_costs"])
@pytest.mark.parametrize("value", [D(-1), D("NaN"), D("1e400")])
def test_impossible_figures_are_refused_in_thai(figure: str, value: Decimal) -> None:
    with pytest.raises(loans.InvalidNumber, match=r"[ก-๙]"):
        example(**{figure: value})


@pytest.mark.parametrize(
    "wrong",
    [
        {"instalment": D(-1)},
        {"balance": D(-1)},
        {"arrears_amount": D(-1)},
        {"arrears_months": -1},
        {"annual_rate": D(-1)},
        {"stage": "somewhere"},
    ],
)
def test_impossible_debts_are_refused_in_thai(wrong: dict[str, object]) -> None:
    with pytest.raises(loans.InvalidNumber, match=r"[ก-๙]"):
        DebtLine(**({"instalment": D(1), "balance": D(1)} | wrong))


@given(salary=money, other=money, fixed=money, at_source=money, outside=money, living=money)
def test_every_baht_of_income_is_accounted_for(
    salary: Decimal, other: Decimal, fixed: Decimal, at_source: Decimal, outside: Decimal, living: Decimal
) -> None:
    position = financial_position(
        salary=salary,
        other_income=other,
        fixed_deductions=fixed,
        debts=[DebtLine(at_source, D(1), at_source=True), DebtLine(outside, D(1))],
        living_costs=living,
        rules=Rules(),
    )
    assert position.residual + living + outside + at_source + fixed == salary + other
    assert position.headroom >= 0
    assert position.would_fall_below_floor(position.headroom) is (position.net_take_home < position.floor)
