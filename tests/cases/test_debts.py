"""Debts as people tell them: rates of every kind, cards, contracts, and what a debt comes to."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.counselling.rates import yearly_rate
from cases.services import money
from cases.services.figures import debt_line, triage_of
from members.services.consents import answer_consent
from tests.cases.test_case_money import DEBT, shown
from tests.factories_cases import debt_fields, make_case

D = Decimal


@pytest.mark.parametrize(
    ("rate", "kind", "terms", "yearly"),
    [
        ("18", "reducing_balance", {}, ("18.000", True)),
        ("5", "per_month", {}, ("60.000", True)),
        ("1", "per_day", {}, ("365.000", True)),
        # Formula 9: 600,000 at 3.49 % flat over 72 months is 6.47 % on the reducing balance.
        ("3.49", "flat_rate", {"original": D(600_000), "periods": 72}, ("6.47", True)),
        ("3.49", "flat_rate", {}, ("3.49", False)),
        ("0", "flat_rate", {}, ("0", True)),
    ],
)
def test_a_rate_is_converted_for_the_sums(rate: str, kind: str, terms: dict[str, Any], yearly: Any) -> None:
    found = yearly_rate(D(rate), kind, **{"original": None, "periods": None, **terms})
    assert (found.rate, found.is_effective) == (D(yearly[0]), yearly[1])


def test_the_rate_that_was_told_stays(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    sent = {
        **DEBT,
        "kind": "informal",
        "rate": "๒๐",
        "rate_kind": "per_month",
        "balance": "10000",
        "instalment": "2000",
    }
    assert client.post(f"/cases/{case.reference}/debts/new/", sent).status_code == 302
    debt = case.debts.get()
    assert (debt.rate, debt.rate_kind, debt.annual_rate) == (D(20), "per_month", D(240))
    page = shown(client.get(f"/cases/{case.reference}/").content.decode())
    assert "20.00 % ต่อเดือน" in page
    assert "เท่ากับ 240.00 % ต่อปี" in page


def test_what_few_debts_have_is_folded_until_something_stands_in_it(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    address = f"/cases/{case.reference}/debts/new/"

    def fold(page: str) -> str:
        found = re.search(r'<details class="fold mb-3"( open)?>\s*<summary>สัญญา', page)
        assert found is not None
        return found.group(1) or ""

    assert fold(client.get(address).content.decode()) == ""
    assert fold(client.post(address, DEBT | {"rate": "", "collateral": "ที่ดิน"}).content.decode()) == " open"
    assert fold(client.post(address, DEBT | {"contract_date_day": "31"}).content.decode()) == " open"
    assert client.post(address, DEBT | {"contract_number": "ก 1/2561"}).status_code == 302
    assert fold(client.get(f"/cases/{case.reference}/debts/{case.debts.get().pk}/").content.decode()) == " open"


@pytest.mark.parametrize("page", ["debts/new/", "debts/paste/"])
def test_the_question_about_outside_debts_stands_before_they_are_written(
    client_as: Any, cast: dict[str, Any], page: str
) -> None:
    case, client = make_case(), client_as("officer.cmi")
    question = f"/members/{case.member.number}/consents/outside_debts/new/"
    asked = {"member": case.member, "purpose": "outside_debts", "channel": "spoken", "given_on": timezone.localdate()}
    assert question in client.get(f"/cases/{case.reference}/{page}").content.decode()
    answer_consent(answer="declined", by=cast["officer.cmi"], **asked)
    assert "สมาชิกไม่ยินยอมให้เก็บข้อมูลหนี้กับเจ้าหนี้ภายนอกเมื่อ" in client.get(f"/cases/{case.reference}/{page}").content.decode()
    answer_consent(answer="given", by=cast["officer.cmi"], **asked)
    assert question not in client.get(f"/cases/{case.reference}/{page}").content.decode()


def test_a_debt_that_never_ends_is_said_plainly(client_as: Any) -> None:
    """Formula 8: 95,000 at 28 % with 2,200 a month never ends, its interest is 2,216.67."""
    case, client = make_case(), client_as("officer.cmi")
    debt = money.add_debt(case, by=case.officer, **debt_fields("ก.", 95_000, "28", 2_200))
    sentence = "ผ่อน 2,200.00 ไม่พ้นดอกเบี้ยเดือนละ 2,216.67 หนี้นี้ไม่มีวันหมด"
    assert sentence in shown(client.get(f"/cases/{case.reference}/").content.decode())
    assert sentence in shown(client.get(f"/cases/{case.reference}/debts/{debt.pk}/").content.decode())
    assert "never_ends" in {reason.code for reason in triage_of(case).reasons}


def test_a_debt_says_when_it_ends(client_as: Any) -> None:
    """Formula 8: 180,000 at 18 % with 6,500 takes 37 payments, the last 356.62, interest 54,356.62."""
    case = make_case()
    debt = money.add_debt(case, by=case.officer, **debt_fields("ก.", 180_000, "18", 6_500))
    page = shown(client_as("officer.cmi").get(f"/cases/{case.reference}/debts/{debt.pk}/").content.decode())
    assert "อีก 37 งวดจึงหมด ดอกเบี้ยรวม 54,356.62 บาท งวดสุดท้าย 356.62 บาท" in page


def test_a_cards_instalment_follows_from_its_minimum(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    address = f"/cases/{case.reference}/debts/new/"
    assert client.post(address, {**DEBT, "instalment": "", "minimum_percent": "10"}).status_code == 302
    assert case.debts.get().instalment == D("9500.00")
    refused = client.post(address, {**DEBT, "instalment": ""})
    assert refused.status_code == 422
    assert "ถ้าไม่ได้ผ่อนให้กรอก 0" in refused.content.decode()


def test_a_flat_rate_with_its_contract_joins_the_sums(cast: dict[str, Any]) -> None:
    case = make_case()
    terms = {"rate_kind": "flat_rate", "original_amount": D(600_000), "original_periods": 72}
    debt = money.add_debt(case, by=case.officer, **debt_fields("เช่าซื้อ", 500_000, "3.49", 10_080, **terms))
    assert debt_line(debt).annual_rate == D("6.47")


@pytest.mark.parametrize(
    ("fields", "box"),
    [
        ({"rate": D(100), "rate_kind": "per_day"}, "rate"),
        ({"rate": D("NaN")}, "rate"),
        ({"method": "x"}, "method"),
        ({"original_amount": D(-1)}, "original_amount"),
    ],
)
def test_the_service_refuses_what_no_debt_has(cast: dict[str, Any], fields: dict[str, Any], box: str) -> None:
    case = make_case()
    with pytest.raises(ValidationError) as refused:
        money.add_debt(case, by=case.officer, **{**debt_fields("ก", 1000, "5", 100), **fields})
    assert set(refused.value.message_dict) == {box}
    assert not case.debts.exists()
