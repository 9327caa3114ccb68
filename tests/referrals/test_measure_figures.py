"""Before and after figures equal the checked numbers of counselling.md (formulas 10 and 11)."""

from decimal import Decimal
from typing import Any

import pytest

from cases.counselling.money import LoanError
from cases.counselling.position import DebtLine, FinancialPosition, Rules, financial_position
from referrals.figures import Loan, Terms, compare
from referrals.options import Comparison
from tests.factories_referrals import money


def loan(key: int, balance: str, rate: str, instalment: str, periods: int | None = None, *, own: bool = False) -> Loan:
    """A debt; ``own``: to the cooperative, at source."""
    line = DebtLine(money(instalment), money(balance), at_source=own, cooperative=own, annual_rate=Decimal(rate))
    label = "เงินกู้สามัญ" if own else "หนี้ภายนอก"
    return Loan(key, label, money(balance), Decimal(rate), money(instalment), periods, own, False, line)


ORDINARY = loan(1, "1,150,000", "6", "11,930", 132, own=True)
LOANS = [
    ORDINARY,
    loan(2, "60,000", "6", "8,380", own=True),
    loan(3, "95,000", "18", "4,750"),
    loan(4, "50,000", "28", "2,500"),
    loan(5, "180,000", "28", "6,500"),
]


@pytest.fixture
def position() -> FinancialPosition:
    """The example: S 38,500, allowance 3,500, deductions 4,205, living 14,500."""
    return financial_position(
        salary=money("38,500"),
        other_income=money("3,500"),
        fixed_deductions=money("4,205"),
        debts=[loan.line for loan in LOANS],
        living_costs=money("14,500"),
        rules=Rules(),
    )


def worked(position: FinancialPosition, kind: str, **terms: Any) -> Comparison:
    """The comparison for a measure."""
    return compare(position, LOANS, Terms(kind, **terms))


def test_the_example_before(position: FinancialPosition) -> None:
    assert (position.net_take_home, position.net_ratio) == (money("17,485"), Decimal("45.42"))
    assert (position.debt_service_ratio, position.residual) == (Decimal("81.10"), money("-10,765"))


def test_consolidation_over_120(position: FinancialPosition) -> None:
    found = worked(position, "consolidate", rate=Decimal("6.25"), periods=120)
    as_it_is, proposed = found.options[:2]
    assert (as_it_is.instalment, as_it_is.total_interest) == (money("13,750"), money("149,705.00"))
    assert (proposed.instalment, proposed.periods, proposed.total_interest) == (
        money("3,650"),
        120,
        money("112,851.02"),
    )
    assert (found.after.net_take_home, proposed.net_ratio) == (money("13,835"), Decimal("35.94"))
    assert (proposed.debt_service_ratio, proposed.residual) == (Decimal("57.05"), money("-665"))
    assert proposed.is_recommended
    assert not as_it_is.is_recommended


@pytest.mark.parametrize(
    ("periods", "instalment", "interest"),
    [(60, "6,330", "54,168.74"), (96, "4,320", "88,557.51"), (150, "3,130", "143,928.75")],
)
def test_other_terms(position: FinancialPosition, periods: int, instalment: str, interest: str) -> None:
    proposed = worked(position, "consolidate", periods=periods).options[1]
    assert (proposed.instalment, proposed.total_interest) == (money(instalment), money(interest))


def test_the_ordinary_loan_extended_as_well(position: FinancialPosition) -> None:
    longer = worked(position, "consolidate", periods=120).options[-1]
    assert longer.label == "รวมหนี้ และขยายเงินกู้สามัญเป็น 180 งวด"
    assert longer.instalment == money("3,650") + money("9,710")
    assert (longer.position.net_take_home, longer.debt_service_ratio) == (money("16,055"), Decimal("51.76"))
    assert longer.residual == money("1,555")


def test_extending_rounds_up_to_ten_baht(position: FinancialPosition) -> None:
    proposed = worked(position, "extend_term", loan=ORDINARY, periods=180).options[1]
    assert (proposed.instalment, proposed.label) == (money("9,710"), "ขยายเป็น 180 งวด")
    assert proposed.residual == money("-10,765") + money("11,930") - money("9,710")


def test_a_lower_rate_costs_the_cooperative_interest(position: FinancialPosition) -> None:
    proposed = worked(position, "reduce_rate", loan=ORDINARY, rate=Decimal("4.75")).options[1]
    assert proposed.instalment == money("11,210")  # 11,202.32 rounded up to 10
    assert proposed.cooperative_cost > money("90,000")


def test_interest_only_shows_the_grace_and_names_what_follows(position: FinancialPosition) -> None:
    proposed = worked(position, "principal_holiday", loan=ORDINARY, grace_months=12).options[1]
    assert (proposed.instalment, proposed.periods) == (money("5,750"), 132)
    assert proposed.later_instalment == money("12,770")  # 12,767.36 rounded up to 10
    assert proposed.later is not None
    assert proposed.later.residual == money("-10,765") + money("11,930") - money("12,770")
    assert proposed.residual == money("-10,765") + money("11,930") - money("5,750")


def test_a_full_holiday_pays_nothing_and_spreads_the_interest(position: FinancialPosition) -> None:
    proposed = worked(position, "payment_holiday", loan=ORDINARY, grace_months=6).options[1]
    assert proposed.instalment == 0
    assert proposed.net_ratio == Decimal("76.40")


def test_a_debt_that_never_ends_is_said_plainly(position: FinancialPosition) -> None:
    endless = loan(9, "95,000", "28", "2,200")
    found = compare(position, [*LOANS, endless], Terms("mediate", loan=endless, rate=Decimal(15), periods=60))
    assert found.options[0].total_interest is None
    assert "ไม่มีวันหมด" in found.options[0].note


def test_a_proposal_under_the_floor_asks_for_an_exception(position: FinancialPosition) -> None:
    proposed = worked(position, "consolidate", periods=24).options[1]
    assert "ต้องขอยกเว้น" in proposed.note


@pytest.mark.parametrize(
    ("kind", "terms"),
    [
        ("extend_term", {}),
        ("reduce_instalment", {"loan": ORDINARY, "instalment": money("5,000")}),  # below the interest
        ("principal_holiday", {"loan": ORDINARY}),
        ("principal_holiday", {"loan": ORDINARY, "grace_months": 132}),
        ("consolidate", {"amount": money("1,000")}),
    ],
)
def test_terms_that_make_no_sense_are_refused_in_thai(
    position: FinancialPosition, kind: str, terms: dict[str, Any]
) -> None:
    with pytest.raises(LoanError) as refused:
        worked(position, kind, **terms)
    assert any("ก" <= letter <= "๛" for letter in str(refused.value))
