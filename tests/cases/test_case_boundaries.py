"""What stays closed though somebody has a way round it: handing over, conflicts elsewhere, guarantees, gone records."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from cases.models import BreakGlass, Case, Debt
from cases.services import cases, money
from cases.services.access import break_glass
from cases.services.follow_ups import plan_follow_up
from cases.services.guarantees import add_guarantor
from clinic_project.verdicts import NotAllowed
from clinics.models import Appointment, Clinic, HostUnit, User
from clinics.services import handover
from members.models import Member, MemberClinic
from members.readers import events_about
from members.services.consents import answer_consent
from members.services.holds import lift_hold, place_hold
from members.services.members import receive_member
from members.services.merges import merge_members
from tests.factories_cases import COOPERATIVE, debt_fields, make_case
from tests.factories_members import make_member, make_session

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]


def leave(username: str, *, to: str, by: str) -> None:
    """The appointment of a person ends today and everything goes to ``to``."""
    handover.leave(
        Appointment.objects.get(user__username=username), ends_on=timezone.localdate(), reason="ย้ายงาน",
        to=User.objects.get(username=to), successors={}, by=User.objects.get(username=by),
    )  # fmt: skip


def loan(case: Case, by: Any) -> Debt:
    return money.add_debt(case, by=by, **debt_fields("สอ.พช.", 1000, "6", 10, **COOPERATIVE))


def test_a_head_takes_no_restricted_case_over_by_handing_it_to_himself(cast: Any) -> None:
    case = make_case(by=cast["officer2.cmi"], is_restricted=True, officer=cast["officer2.cmi"])
    with pytest.raises(ValidationError, match="เลือกผู้รับมอบคนอื่น"):
        leave("officer2.cmi", to="head.cmi", by="head.cmi")
    assert not Case.objects.visible_to(cast["head.cmi"]).filter(pk=case.pk).exists()
    leave("officer2.cmi", to="secretary.cmi", by="head.cmi")
    assert Case.objects.get().officer == cast["secretary.cmi"]
    assert not BreakGlass.objects.exists()


def test_nor_by_a_follow_up_of_it(cast: Any) -> None:
    case = make_case(by=cast["officer.cmi"], is_restricted=True)
    plan = {"subject": "โทรถามผล", "due_on": timezone.localdate(), "officer": cast["officer2.cmi"]}
    plan_follow_up(case, by=cast["officer.cmi"], **plan)
    with pytest.raises(ValidationError, match="เลือกผู้รับมอบคนอื่น"):
        leave("officer2.cmi", to="head.cmi", by="head.cmi")
    leave("officer2.cmi", to="officer.cmi", by="head.cmi")
    assert not Case.objects.visible_to(cast["head.cmi"]).filter(pk=case.pk).exists()


def test_the_members_superior_breaks_the_glass_with_a_reason(cast: Any) -> None:
    case = make_case(is_restricted=True)
    cases.declare_conflict(case, user=cast["head.cmi"], relation="superior", by=cast["officer.cmi"])
    assert break_glass(case, reason="สมาชิกมีนัดศาลพรุ่งนี้", by=cast["head.cmi"])


def test_a_head_with_a_conflict_breaks_no_glass(cast: Any) -> None:
    case = make_case(is_restricted=True)
    cases.declare_conflict(case, user=cast["head.cmi"], relation="creditor", by=cast["officer.cmi"])
    with pytest.raises(NotAllowed, match="มีส่วนได้เสีย"):
        break_glass(case, reason="สมาชิกมีนัดศาลพรุ่งนี้", by=cast["head.cmi"])


def test_a_conflict_is_with_the_member_not_with_the_case(cast: Any) -> None:
    first = make_case()
    second = make_case(member=first.member)
    other = cast["officer2.cmi"]
    cases.declare_conflict(first, user=other, relation="creditor", by=cast["officer.cmi"])
    with pytest.raises(ValidationError, match="มีส่วนได้เสีย"):
        cases.assign_officer(second, officer=other, by=cast["officer.cmi"])
    with pytest.raises(NotAllowed):
        cases.add_note(Case.objects.get(pk=second.pk), text="จดเอง", by=other)
    with pytest.raises(ValidationError, match="มีส่วนได้เสีย"):
        cases.open_case(clinic=first.clinic, member=first.member, subject="เรื่องใหม่", by=other)
    assert Case.objects.count() == 2


def test_a_head_declared_superior_leads_in_the_members_other_cases(cast: Any) -> None:
    first = make_case(is_restricted=True)
    cases.declare_conflict(first, user=cast["head.cmi"], relation="superior", by=cast["officer.cmi"])
    other = make_case(member=first.member)
    assert cases.add_note(Case.objects.get(pk=other.pk), text="หัวหน้าทราบแล้ว", by=cast["head.cmi"])
    with pytest.raises(ValidationError, match="มีส่วนได้เสีย"):
        cases.assign_officer(other, officer=cast["head.cmi"], by=cast["officer.cmi"])


@pytest.mark.parametrize("relation", ["guarantor", "creditor"])
def test_whom_the_data_show_too_near_does_not_work_on_the_case_either(
    cast: Any, client_as: ClientAs, relation: str
) -> None:
    case, near = make_case("in_progress"), cast["officer2.cmi"]
    name = f"{near.first_name} {near.last_name}"
    if relation == "guarantor":
        add_guarantor(loan(case, cast["officer.cmi"]), by=cast["officer.cmi"], name=f"นาย{name}")
    else:
        money.add_debt(case, by=cast["officer.cmi"], **debt_fields(name, 1000, "6", 10))
    client, address = client_as("officer2.cmi"), f"/cases/{case.reference}/note/"
    refused = client.post(address, {"text": "จดเอง"})
    assert refused.status_code == 403
    assert "ผู้ค้ำประกันหรือเจ้าหนี้" in refused.content.decode()
    assert client.get(f"/cases/{case.reference}/").status_code == 200
    assert client_as("officer.cmi").post(address, {"text": "คนอื่นทำแทน"}).status_code == 302
    other = make_case(member=case.member)
    assert cases.add_note(Case.objects.get(pk=other.pk), text="เรื่องอื่น", by=near)


def test_the_members_own_superior_leads_the_clinic_in_their_cases(cast: Any) -> None:
    clinic = Clinic.objects.get(code="CMI")
    HostUnit.objects.create(clinic=clinic, name="สำนักงานพัฒนาชุมชนทดสอบ")
    case = make_case(member=make_member(unit="สำนักงานพัฒนาชุมชนทดสอบ"))
    assert cases.add_note(Case.objects.get(pk=case.pk), text="หัวหน้าทราบแล้ว", by=cast["head.cmi"])


def test_the_members_own_superior_is_put_in_charge_of_no_new_case(cast: Any) -> None:
    clinic = Clinic.objects.get(code="CMI")
    HostUnit.objects.create(clinic=clinic, name="สำนักงานพัฒนาชุมชนทดสอบ")
    member = make_member(unit="สำนักงานพัฒนาชุมชนทดสอบ")
    with pytest.raises(ValidationError, match="ผู้บังคับบัญชา"):
        cases.open_case(clinic=clinic, member=member, subject="หนี้หลายทาง", by=cast["head.cmi"])
    assert not Case.objects.exists()


def test_a_refused_consent_is_not_got_round_by_an_edit(cast: Any) -> None:
    officer, case = cast["officer.cmi"], make_case()
    debt = loan(case, officer)
    asked = {"member": case.member, "purpose": "outside_debts", "channel": "spoken", "given_on": timezone.localdate()}
    answer_consent(answer="declined", by=officer, **asked)
    outside = debt_fields("ธนาคารก.", 1000, "6", 10) | {"is_cooperative": False}
    with pytest.raises(ValidationError, match="ไม่ยินยอม"):
        money.update_debt(debt, by=officer, **outside)
    with pytest.raises(ValidationError, match="ไม่ยินยอม"):
        money.save_debts(case, debts=[{"id": debt.pk, **outside}], by=officer)


def test_a_guarantor_of_a_debt_that_was_taken_off_is_refused(cast: Any) -> None:
    debt = loan(make_case(), cast["officer.cmi"])
    drawn = Debt.objects.select_related("case").get(pk=debt.pk)
    money.remove_debt(debt, by=cast["officer.cmi"])
    with pytest.raises(ValidationError, match="ถูกลบไปแล้ว"):
        add_guarantor(drawn, by=cast["officer.cmi"], name="นายค้ำ ประกันดี")


def test_nothing_begins_on_a_record_that_was_merged_away(cast: Any) -> None:
    kept, gone = make_member(), make_member(first_name="อื่น")
    drawn = Member.objects.get(pk=gone.pk)
    merge_members(kept, gone, take=[], by=cast["head.cmi"])
    clinic = Clinic.objects.get(code="CMI")
    with pytest.raises(ValidationError, match=kept.number):
        cases.open_case(clinic=clinic, member=drawn, subject="หนี้หลายทาง", by=cast["officer.cmi"])
    with pytest.raises(ValidationError, match=kept.number):
        make_session(member=drawn)


def test_who_is_shown_as_borrower_or_guarantor_has_that_reading_too(client_as: ClientAs, cast: Any) -> None:
    borrower, guarantor = make_member(first_name="ผู้กู้จริง"), make_member(first_name="ผู้ค้ำจริง")
    debt = loan(make_case(member=borrower), cast["officer.cmi"])
    add_guarantor(debt, by=cast["officer.cmi"], member=guarantor)
    case, reader = make_case(member=guarantor), client_as("officer2.cmi")
    for page, shown in ((case.get_absolute_url(), borrower), (debt.case.get_absolute_url(), guarantor)):
        assert shown.first_name in reader.get(page).content.decode()
        readings = events_about(shown).filter(actor=cast["officer2.cmi"], kind="member.read")
        assert [event.detail["page"] for event in readings] == ["guarantee"]


def test_a_restricted_case_of_another_clinic_has_no_number_in_the_report(client_as: ClientAs, cast: Any) -> None:
    member = make_member()
    pct = Clinic.objects.get(code="PCT")
    MemberClinic.objects.create(member=member, clinic=pct, since=timezone.localdate())
    case = make_case(clinic_code="PCT", member=member, is_restricted=True)
    client_as("officer.pct").get(case.get_absolute_url())
    page = client_as("secretary.cmi").get(f"/members/{member.number}/readers/").content.decode()
    assert cast["officer.pct"].full_name in page
    assert case.reference not in page


def test_a_hold_is_lifted_where_it_was_placed_and_with_a_reason(cast: Any) -> None:
    member = make_member()
    hold = place_hold(member=member, reason="คดีผบ 1/2561", by=cast["secretary.cmi"])
    pct = Clinic.objects.get(code="PCT")
    receive_member(number=member.number, last_name=member.last_name, clinic=pct, by=cast["head.pct"])
    with pytest.raises(NotAllowed):
        lift_hold(hold, reason="ไม่ต้องเก็บแล้ว", by=cast["head.pct"])
    with pytest.raises(ValidationError):
        lift_hold(hold, reason=" ", by=cast["secretary.cmi"])
    assert lift_hold(hold, reason="คดีถึงที่สุดแล้ว", by=cast["head.cen"]).lift_reason == "คดีถึงที่สุดแล้ว"


def test_two_posts_are_not_one(cast: Any) -> None:
    """Head of one clinic and officer of another: exports what is led, records a request where the member is served."""
    from openpyxl import load_workbook

    from clinics.models import ClinicYear
    from members.models import DataRequest
    from members.services.data_requests import record_request
    from members.services.table_jobs import begin_export

    since = timezone.localdate() - timedelta(days=3)
    year = ClinicYear.objects.get(clinic__code="CMI")
    Appointment.objects.create(user=cast["head.pct"], clinic_year=year, role="officer", post="other", starts_on=since)
    both = User.objects.get(pk=cast["head.pct"].pk)
    mine, other = make_member("PCT", first_name="ของพิจิตร"), make_member("CMI", first_name="ของเชียงใหม่")
    book = load_workbook(io.BytesIO(bytes(begin_export(by=both).files.get(role="result").content)))
    text = str([[cell.value for cell in row] for row in book.active.iter_rows()])
    assert (mine.first_name in text, other.first_name in text) == (True, False)
    asked = {"kind": "access", "channel": "counter", "wish": "ขอดูข้อมูล", "received_on": timezone.localdate()}
    for member, stranger in ((mine, "secretary.cmi"), (other, "secretary.pct")):
        request = record_request(member=member, by=both, **asked)
        assert not DataRequest.objects.visible_to(cast[stranger]).filter(pk=request.pk).exists()


@pytest.mark.parametrize("written", ["lower", "short", "thai"])
def test_a_hold_knows_its_case_however_the_number_is_written(cast: Any, written: str) -> None:
    from members.retention import due_on

    case = make_case("closed")
    number = {
        "lower": case.reference.lower(),
        "short": case.reference.replace("-0", "-").replace("-0", "-").replace("-0", "-"),
        "thai": case.reference.translate({ord("0") + n: ord("๐") + n for n in range(10)}),
    }[written]
    place_hold(member=case.member, reason="อยู่ระหว่างคดี", case_reference=number, by=cast["head.cmi"])
    due = due_on(timezone.localdate() + timedelta(days=3660))
    assert case.pk not in [thing.record.pk for thing in due.things.get("case", [])]


def test_a_hold_of_no_case_of_the_members_is_refused(cast: Any) -> None:
    member, strange = make_member(), make_case()
    for number in ("69-CMI-9999", strange.reference):
        with pytest.raises(ValidationError, match="ไม่พบเรื่อง"):
            place_hold(member=member, reason="อยู่ระหว่างคดี", case_reference=number, by=cast["head.cmi"])


def test_a_hold_ties_no_restricted_case_to_its_member_for_the_head(client_as: ClientAs, cast: Any) -> None:
    case = make_case(is_restricted=True)
    hold = {"member": case.member, "reason": "อยู่ระหว่างคดี", "case_reference": case.reference}
    place_hold(by=cast["secretary.cmi"], **hold)
    address = f"/members/{case.member.number}/holds/"
    assert case.reference not in client_as("head.cmi").get(address).content.decode()
    assert case.reference in client_as("secretary.cmi").get(address).content.decode()
