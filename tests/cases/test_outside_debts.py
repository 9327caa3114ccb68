"""After the member's no, outside debts are neither added nor changed nor compared anew; what stands may be removed."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Case, Debt
from cases.services import money
from cases.services.guarantees import add_guarantor
from cases.services.lawsuits import remove_lawsuit, save_lawsuit
from cases.services.ways_out import facts_of
from clinic_project.thai.dates import format_long
from members.services.consents import answer_consent, give_consent, withdraw_consent
from tests.factories_cases import debt_fields, make_case, with_example
from tests.factories_plan import agree, compare

pytestmark = pytest.mark.django_db
SUIT = {"plaintiff": "ธนาคาร", "court": "ศาลแขวง", "black_number": "ผบ.1/2561", "stage": "filed"}


@pytest.fixture
def case(cast: dict[str, Any]) -> Case:
    return with_example(make_case("in_progress"))


def ask(case: Case) -> dict[str, Any]:
    return {"member": case.member, "purpose": "outside_debts", "channel": "spoken", "given_on": timezone.localdate()}


def withdraw(case: Case) -> str:
    """The member allows it and takes it back; the day as the pages say it."""
    withdraw_consent(give_consent(**ask(case), by=case.officer), by=case.officer)
    return format_long(timezone.localdate())


def outside(case: Case) -> Debt:
    debt: Debt = case.debts.filter(is_cooperative=False).earliest("pk")
    return debt


def own(case: Case) -> Debt:
    debt: Debt = case.debts.filter(is_cooperative=True).earliest("pk")
    return debt


def test_an_outside_debt_is_neither_changed_nor_turned_but_removed(case: Case) -> None:
    day, debt, by = withdraw(case), outside(case), case.officer
    for fields in ({"balance": Decimal(1)}, {"is_cooperative": True}, {"stage": "sued"}):
        with pytest.raises(ValidationError, match=day):
            money.update_debt(debt, by=by, **fields)
    with pytest.raises(ValidationError, match=day):
        money.update_debt(own(case), by=by, is_cooperative=False)
    money.update_debt(own(case), by=by, balance=Decimal(1000))
    money.update_debt(debt, by=by, balance=debt.balance)
    money.remove_debt(debt, by=by)
    assert not case.debts.filter(pk=debt.pk).exists()


def test_the_set_as_a_whole_keeps_outside_debts_as_they_are(case: Case) -> None:
    withdraw(case)
    rows = [{"id": debt.pk, **money.values_of(debt)} for debt in case.debts.all()]
    assert len(money.save_debts(case, debts=rows, by=case.officer)) == len(rows)
    changed = [{**row, "balance": row["balance"] + 1} for row in rows]
    with pytest.raises(ValidationError, match="ถอนความยินยอม"):
        money.save_debts(case, debts=changed, by=case.officer)
    with pytest.raises(ValidationError, match="ถอนความยินยอม"):
        money.save_debts(case, debts=[*rows, debt_fields("ก.", 1_000, "18", 100)], by=case.officer)


def test_lawsuits_and_guarantors_follow_their_debt(case: Case) -> None:
    by = case.officer
    old = save_lawsuit(case, by=by, debt=outside(case), **SUIT)
    withdraw(case)
    for about in (outside(case), None):
        with pytest.raises(ValidationError, match="ถอนความยินยอม"):
            save_lawsuit(case, by=by, debt=about, **SUIT)
    for about in (old.debt, own(case)):
        with pytest.raises(ValidationError, match="ถอนความยินยอม"):
            save_lawsuit(case, lawsuit=old, by=by, **{**SUIT, "debt": about, "court": "ศาลจังหวัด"})
    with pytest.raises(ValidationError, match="ถอนความยินยอม"):
        add_guarantor(outside(case), by=by, name="นายกำพล")
    save_lawsuit(case, by=by, debt=own(case), **SUIT)
    add_guarantor(own(case), by=by, name="นายกำพล")
    remove_lawsuit(old, by=by)


def test_a_no_counts_like_a_withdrawal_and_a_new_yes_opens_again(case: Case) -> None:
    answer_consent(**ask(case), answer="declined", by=case.officer)
    with pytest.raises(ValidationError, match="ไม่ยินยอม"):
        money.update_debt(outside(case), by=case.officer, balance=Decimal(1))
    give_consent(**ask(case), by=case.officer)
    money.update_debt(outside(case), by=case.officer, balance=Decimal(1))


def test_the_form_says_so_when_it_is_opened(client_as: Any, case: Case) -> None:
    day, client, address = withdraw(case), client_as("officer.cmi"), f"/cases/{case.reference}"
    for page in ("debts/new", f"debts/{outside(case).pk}", "lawsuits/new"):
        assert f"เจ้าหนี้ภายนอกเมื่อ {day}" in client.get(f"{address}/{page}/").content.decode(), page
    assert f"เจ้าหนี้ภายนอกเมื่อ {day}" not in client.get(f"{address}/debts/{own(case).pk}/").content.decode()


def test_a_new_comparison_leaves_outside_debts_out_and_says_so(client_as: Any, case: Case) -> None:
    before = compare(case)
    day, client, address = withdraw(case), client_as("officer.cmi"), f"/cases/{case.reference}/"
    facts = facts_of(Case.objects.get(pk=case.pk))
    assert {loan.key for loan in facts.loans} == set(
        case.debts.filter(is_cooperative=True).values_list("pk", flat=True)
    )
    for page in (address, f"{address}ways-out/", f"{address}ways-out/{before.number}/"):
        assert f"ถอนความยินยอมให้เก็บข้อมูลหนี้กับเจ้าหนี้ภายนอกเมื่อ {day}" in client.get(page).content.decode(), page
    kept = compare(case)
    figures = kept.options.get(order=1).figures
    assert any("คิดเฉพาะหนี้กับสหกรณ์" in note for note in figures["notes"])
    # Formula 3 without the outside instalments of 13,750: 20,310 / 42,000.
    assert kept.before["dsr"] == "48.36"
    assert "ทำไว้ก่อนวันนั้น" not in client.get(f"{address}ways-out/{kept.number}/").content.decode()


def test_a_plan_does_not_take_up_a_way_from_before(case: Case) -> None:
    before = compare(case).options.get(order=1)
    followed = agree(case, way_out=before)
    withdraw(case)
    assert agree(case, way_out=before).number == followed.number + 1
    with pytest.raises(ValidationError, match="เปรียบเทียบใหม่ก่อน"):
        agree(case, way_out=before.compared.options.get(order=2))
    agree(case, way_out=compare(case).options.get(order=1))


def test_without_a_question_asked_the_counter_goes_on(case: Case) -> None:
    money.update_debt(outside(case), by=case.officer, balance=Decimal(1))
    save_lawsuit(case, by=case.officer, debt=None, **SUIT)
    assert facts_of(Case.objects.get(pk=case.pk)).remarks == ()
