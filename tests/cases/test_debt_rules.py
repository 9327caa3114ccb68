"""What the dated rules say of a debt: ceilings, the card's minimum, default interest, by the day of its balance."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.debt_rules import rule_warnings
from cases.models import Debt
from cases.services import money
from cases.services.rules import all_rules
from tests.cases.test_case_money import shown
from tests.factories_cases import debt_fields, make_case

pytestmark = pytest.mark.django_db
D = Decimal
IN_2561, IN_2569 = date(2018, 7, 1), date(2026, 7, 1)


def warnings(day: date, **given: Any) -> list[str]:
    """Of a debt that breaks nothing but what is given."""
    fields: dict[str, Any] = {"kind": "personal_loan", "balance": D(10_000), "annual_rate": D(20), "instalment": D(900)}
    return [shown(text) for text in rule_warnings(Debt(**fields | given, as_of=day), all_rules(), day)]


@pytest.mark.parametrize(
    ("kind", "rate", "day", "warned"),
    [
        ("credit_card", "18", IN_2561, False),
        ("credit_card", "18.01", IN_2561, True),
        ("credit_card", "18", IN_2569, True),
        ("personal_loan", "28", IN_2561, False),
        ("personal_loan", "25.5", IN_2569, True),
        ("informal", "240", IN_2569, False),
    ],
)
def test_a_rate_above_its_ceiling_is_said(kind: str, rate: str, day: date, warned: bool) -> None:
    found = warnings(day, kind=kind, annual_rate=D(rate), instalment=D(9_000))
    assert [("สูงกว่าเพดาน" in text) for text in found] == [True] * warned


def test_a_flat_rate_that_is_not_converted_is_measured_by_nothing() -> None:
    assert warnings(IN_2569, annual_rate=D(30), is_rate_effective=False) == []


@pytest.mark.parametrize(
    ("paid", "share", "day", "least"),
    [
        ("1000", None, IN_2561, ""),
        ("999.99", None, IN_2561, "1,000.00"),
        ("800", None, IN_2569, ""),
        ("799.99", None, IN_2569, "800.00"),
        # What the contract says comes before the rule.
        ("499.99", "5", IN_2569, "500.00"),
        ("500", "5", IN_2569, ""),
    ],
)
def test_a_card_paid_below_its_minimum_is_said(paid: str, share: str | None, day: date, least: str) -> None:
    minimum = None if share is None else D(share)
    found = warnings(day, kind="credit_card", annual_rate=D(15), instalment=D(paid), minimum_percent=minimum)
    assert len(found) == bool(least)
    assert all(f"คือ {least} บาท" in text for text in found)


@pytest.mark.parametrize(("day", "most"), [(IN_2561, "61.64"), (IN_2569, "41.10")])
def test_formula_14_tells_what_default_interest_comes_to(day: date, most: str) -> None:
    """10,000 overdue for 30 days at 7.5 % before 11 April 2564, at 5 % since."""
    (found,) = warnings(day, arrears_amount=D(10_000))
    assert f"ไม่เกิน {most} บาทต่อ 30 วัน" in found


def test_the_counsellor_reads_it_at_the_case_and_at_the_debt(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    debt = money.add_debt(case, by=case.officer, **debt_fields("ธนาคาร ก", 10_000, "28", 900))
    for address in (f"/cases/{case.reference}/", f"/cases/{case.reference}/debts/{debt.pk}/"):
        assert "ดอกเบี้ย 28.00 % สูงกว่าเพดาน 25.00 %" in shown(client.get(address).content.decode()), address
