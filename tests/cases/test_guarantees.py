"""Guarantees both ways, who may know of them, and people who stand too near."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cases.conflicts import conflicts_in_data
from cases.guarantees import given_by, guarantors_of
from cases.models import Case, Guarantor
from cases.services import cases, follow_ups, guarantees
from cases.services.figures import triage_of
from clinics.models import Clinic, HostUnit
from members.models import Member
from tests.cases.test_case_money import shown
from tests.factories_cases import a_member, make_case, with_example

D = Decimal


@pytest.fixture
def case(cast: dict[str, Any]) -> Case:
    """The example of the counselling sheet; its member has shares and deposits."""
    found = with_example(make_case())
    Member.objects.filter(pk=found.member_id).update(share_capital=D(300_000), deposits=D(40_000))
    return Case.objects.get(pk=found.pk)


def test_each_guarantor_answers_for_a_share(case: Case) -> None:
    """Formula 15: (1,000,000 - 300,000 - 40,000) / 2; shares stand against the cooperative's own loans only."""
    loan, card = case.debts.all()[0], case.debts.get(kind="credit_card")
    for name in ("นายณัฏฐ์ ฎีกาธรรม", "นางสาวเอื้ออารี อิ่มเอม"):
        guarantees.add_guarantor(loan, name=name, by=case.officer)
    guarantees.add_guarantor(card, name="นางปิ่นปักษ์ ฝ้ายคำ", by=case.officer)
    found = guarantors_of(case.officer, Case.objects.get(pk=case.pk))
    assert [row.exposure for row in found[loan.pk]] == [D(330_000), D(330_000)]
    assert [row.exposure for row in found[card.pk]] == [D(95_000)]


def test_a_guarantor_of_another_clinic_keeps_their_name(case: Case, cast: dict[str, Any], client_as: Any) -> None:
    mine = a_member(case.clinic, case.officer, first_name="เก่งกาจ", last_name="แก้วกาญจน์")
    stranger = a_member(
        Clinic.objects.get(code="PCT"), cast["officer.pct"], first_name="อับดุลเลาะ", last_name="หะยีทดสอบ"
    )
    loan = case.debts.all()[0]
    guarantees.add_guarantor(loan, member=mine, by=case.officer)
    with pytest.raises(ValidationError, match="ไม่พบสมาชิกเลขนี้"):
        guarantees.add_guarantor(loan, member=stranger, by=case.officer)
    client = client_as("officer.cmi")
    address = f"/cases/{case.reference}/debts/{loan.pk}/guarantors/new/"
    unknown = client.post(address, {"number": "999999"})
    foreign = client.post(address, {"number": stranger.number})
    assert unknown.status_code == foreign.status_code == 422
    assert [answer.context["form"].errors["number"] for answer in (unknown, foreign)] == [
        ["ไม่พบสมาชิกเลขนี้ในคลินิกของคุณ ตรวจเลข หรือบันทึกเฉพาะชื่อ"]
    ] * 2
    # Central reads the case that was sent, and does not know the guarantor.
    Case.objects.filter(pk=case.pk).update(is_known_to_central=True)
    page = shown(client_as("officer.cen").get(f"/cases/{case.reference}/").content.decode())
    assert "เก่งกาจ" not in page
    assert "สมาชิกสหกรณ์ (ดูชื่อได้เฉพาะคลินิกที่ดูแล)" in page
    assert "เก่งกาจ" in shown(client.get(f"/cases/{case.reference}/").content.decode())


def test_the_warning_comes_only_from_what_one_may_read(case: Case, cast: dict[str, Any]) -> None:
    """Formula 15: N 17,485 of the guarantor less 11,930 falls under F 11,550; a restricted case tells nothing."""
    guarantor = a_member(case.clinic, case.officer, first_name="เก่งกาจ", last_name="แก้วกาญจน์")
    own = with_example(make_case(member=guarantor))
    loan = case.debts.all()[0]
    guarantees.add_guarantor(loan, member=guarantor, by=case.officer)

    def falls(who: str) -> bool:
        return guarantors_of(cast[who], Case.objects.get(pk=case.pk))[loan.pk][0].falls_below_floor

    assert falls("officer2.cmi")
    Case.objects.filter(pk=own.pk).update(is_restricted=True)
    assert not falls("officer2.cmi")


def test_what_the_member_answers_for_stands_on_their_case(case: Case, cast: dict[str, Any], client_as: Any) -> None:
    given = {"borrower": "นายกำพล น้ำใจงาม", "creditor": "สอ.พช.", "balance": "250,000", "guarantors": "2"}
    answer = client_as("officer.cmi").post(
        f"/cases/{case.reference}/guarantees/new/", {**given, "shares_deposits": "50000", "state": "late"}
    )
    assert answer.status_code == 302
    other = with_example(make_case())
    guarantees.add_guarantor(other.debts.all()[0], member=case.member, by=other.officer)
    rows = given_by(case.officer, Case.objects.get(pk=case.pk))
    assert [row.exposure for row in rows] == [D(100_000), D(1_000_000)]
    assert rows[1].url == other.get_absolute_url()
    assert "guarantee_in_default" in {reason.code for reason in triage_of(Case.objects.get(pk=case.pk)).reasons}
    Case.objects.filter(pk=other.pk).update(is_restricted=True)
    assert len(given_by(cast["officer2.cmi"], Case.objects.get(pk=case.pk))) == 1


def test_nobody_answers_for_their_own_debt_or_twice(case: Case) -> None:
    loan = case.debts.all()[0]
    with pytest.raises(ValidationError, match="ค้ำหนี้ของตนเองไม่ได้"):
        guarantees.add_guarantor(loan, member=case.member, by=case.officer)
    friend = a_member(case.clinic, case.officer)
    guarantees.add_guarantor(loan, member=friend, is_called=True, by=case.officer)
    with pytest.raises(ValidationError, match="อยู่แล้ว"):
        guarantees.add_guarantor(loan, member=friend, by=case.officer)
    assert "guarantor_called" in {reason.code for reason in triage_of(Case.objects.get(pk=case.pk)).reasons}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_guarantor SET name = 'x'",
        "INSERT INTO cases_guarantor (debt_id, member_id, name, is_called) "
        "SELECT debt_id, member_id, name, is_called FROM cases_guarantor",
        "UPDATE cases_guarantor SET member_id = NULL",
        "UPDATE cases_guaranteegiven SET balance = -1",
        "UPDATE cases_guaranteegiven SET guarantors = 0",
    ],
)
def test_the_database_refuses(case: Case, statement: str) -> None:
    guarantees.add_guarantor(case.debts.all()[0], member=a_member(case.clinic, case.officer), by=case.officer)
    guarantees.save_guarantee(case, borrower="ก", creditor="ข", balance=D(1), by=case.officer)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("relation", ["guarantor", "creditor", "superior"])
def test_the_data_show_who_stands_too_near(case: Case, cast: dict[str, Any], relation: str) -> None:
    near = cast["head.cmi"]
    if relation == "guarantor":
        guarantees.add_guarantor(case.debts.all()[0], name=near.full_name, by=case.officer)
    elif relation == "creditor":
        case.debts.filter(kind="credit_card").update(creditor=f"{near.first_name} {near.last_name}", kind="informal")
    else:
        HostUnit.objects.create(clinic=case.clinic, name="สนง.พัฒนาชุมชนจำลอง")
        Member.objects.filter(pk=case.member_id).update(unit="สนง. พัฒนาชุมชนจำลอง")
    fresh = Case.objects.get(pk=case.pk)
    assert conflicts_in_data(fresh, cast.values()) == {near.pk: relation}
    with pytest.raises(ValidationError) as refused:
        cases.assign_officer(fresh, officer=near, by=fresh.officer)
    assert set(refused.value.message_dict) == {"officer"}
    with pytest.raises(ValidationError):
        follow_ups.plan_follow_up(fresh, subject="x", due_on=fresh.opened_on, officer=near, by=fresh.officer)


def test_who_is_in_charge_though_too_near_is_shown(case: Case, client_as: Any) -> None:
    guarantees.add_guarantor(case.debts.all()[0], name=case.officer.full_name, by=case.officer)
    page = shown(client_as("head.cmi").get(f"/cases/{case.reference}/").content.decode())
    assert f"{case.officer.full_name} อาจเป็นผู้ค้ำประกันของสมาชิก" in page


def test_a_guarantor_is_taken_off(case: Case, client_as: Any) -> None:
    row = guarantees.add_guarantor(case.debts.all()[0], name="นายณัฏฐ์ ฎีกาธรรม", by=case.officer)
    address = f"/cases/{case.reference}/debts/{row.debt_id}/guarantors/{row.pk}/remove/"
    assert client_as("officer.pct").post(address, {}).status_code == 404
    assert client_as("officer.cmi").post(address, {}).status_code == 302
    assert not Guarantor.objects.exists()
