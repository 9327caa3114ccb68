"""The brief (คส.07): what stands on it, in three readers; the name only on the closed copy, and who may open it."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_project import audit
from clinic_project.thai.dates import format_long
from members.services.consents import give_consent, withdraw_consent
from referrals.documents import brief
from referrals.models import Measure, Referral
from referrals.services import measures
from tests.factories_cases import make_case, with_example
from tests.factories_members import make_member
from tests.factories_referrals import fresh, make_measure, make_referral, person
from tests.pdf_readers import READERS, TORTURE, tight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
SignIn = Callable[[str], Client]


@pytest.fixture
def referral() -> Referral:
    """The example case of a member with hard letters, in court, with a checked measure."""
    member = make_member(prefix="ว่าที่ร้อยตรี", first_name="ฤทธิ์ชัย", last_name="ญาติเจริญ")
    case = with_example(make_case("in_progress", member=member, wish=TORTURE, cause="ฤทธิ์ชัย ญาติเจริญ เจ็บป่วย"))
    case.lawsuits.update(next_date=date(2018, 8, 20), black_number="ผบ 12/2561")
    referral = make_referral("in_review", case=case)
    measure = make_measure(
        "submitted", referral=referral, conditions="ยกเลิกบัตรเครดิต", risks="อาจก่อหนี้ใหม่", exception_note="ใช้ผู้ค้ำเดิม"
    )
    measures.endorse_measure(measure, by=person("head.cen"))
    return fresh(referral)


def html_of(referral: Referral, pages: list[str], **how: Any) -> str:
    """What is sent to the renderer."""
    found = Measure.objects.filter(referral=referral).for_brief()
    brief.render(referral, found, today=timezone.localdate(), **how)
    return pages[-1]


@pytest.mark.parametrize("reader", READERS)
def test_the_text_in_the_file_is_the_text_on_the_page(referral: Referral, reader: str) -> None:
    content = brief.render(referral, Measure.objects.filter(referral=referral).for_brief(), today=timezone.localdate())
    text = tight(READERS[reader](content))
    expected = [
        TORTURE.replace("๒๕๖๑", "2561"), referral.case.reference,
        "17,485.00", "45.42 %", "81.10 %", "3,650.00", "57.05 %", "112,851.02",
        "1,535,000.00", "คงเดิม", "รวมหนี้เป็นเงินกู้สหกรณ์ 120 งวด", "ใช้ผู้ค้ำเดิม", "ยกเลิกบัตรเครดิต", "อาจก่อหนี้ใหม่",
        "นัดศาลครั้งต่อไป 20 สิงหาคม 2561", "แบบ คส.07", person("head.cen").full_name, "มติคณะกรรมการดำเนินการ",
    ]  # fmt: skip
    assert [part for part in expected if tight(part) not in text] == []
    assert "ญาติเจริญ" not in text


def test_one_or_two_pages(referral: Referral) -> None:
    content = brief.render(referral, Measure.objects.filter(referral=referral).for_brief(), today=timezone.localdate())
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) <= 2


def test_the_name_stands_on_the_closed_copy_only(referral: Referral, paper: list[str]) -> None:
    open_copy, closed = html_of(referral, paper), html_of(referral, paper, closed=True)
    assert "ญาติเจริญ" not in open_copy
    assert referral.case.member.number not in open_copy
    assert "สมาชิก เจ็บป่วย" in open_copy
    assert "ว่าที่ร้อยตรี ฤทธิ์ชัย ญาติเจริญ" in closed
    assert "ลับ" in closed


def test_thai_digits(referral: Referral, paper: list[str]) -> None:
    page = html_of(referral, paper, digits="thai")
    assert "๑๗,๔๘๕.๐๐" in page
    assert "17,485.00" not in page


def test_the_resolution_block_is_filled_with_what_was_resolved(paper: list[str]) -> None:
    from tests.factories_meetings import make_meeting

    measure = make_measure("submitted")
    meeting = make_meeting("closed", measures=[measure])
    page = html_of(fresh(measure.referral), paper)
    assert meeting.number in page
    assert format_long(meeting.planned_on) in page
    assert meeting.items.get().resolution.text in page


def test_an_undecided_measure_leaves_the_block_to_fill_in(referral: Referral, paper: list[str]) -> None:
    assert 'class="tick"' in html_of(referral, paper)


def test_a_withdrawn_measure_is_left_out(paper: list[str]) -> None:
    measure = make_measure("withdrawn", rationale="เหตุผลที่ถอนไปแล้ว")
    assert "เหตุผลที่ถอนไปแล้ว" not in html_of(fresh(measure.referral), paper)


@pytest.mark.parametrize(
    ("who", "copy", "status"),
    [
        ("officer.cmi", "", 200),
        ("officer.cmi", "closed", 403),
        ("officer.cen", "closed", 200),
        ("head.pct", "", 404),
        ("board.member1", "", 404),
        ("edu.chair", "", 404),
        ("admin", "closed", 404),
    ],
)
def test_who_may_open_it(
    client_as: SignIn, paper: list[str], referral: Referral, who: str, copy: str, status: int
) -> None:
    url = reverse("referrals:brief", args=[referral.reference])
    answer = client_as(who).get(url, {"copy": copy, "digits": "x"})
    assert answer.status_code == status
    read = audit.events_of(referral).filter(kind="referral.brief")
    assert read.exists() == (status == 200)


def test_the_recorded_consent_stands_on_it(referral: Referral, paper: list[str]) -> None:
    member, officer = referral.case.member, person("officer.cmi")
    member.consents.all().delete()
    assert "ยังไม่ได้ถาม" in html_of(referral, paper)
    consent = give_consent(
        member=member, purpose="outside_debts", channel="spoken", given_on=timezone.localdate(), by=officer
    )
    assert "ยินยอมให้เก็บข้อมูลหนี้กับเจ้าหนี้ภายนอก" in html_of(referral, paper)
    withdraw_consent(consent, by=officer)
    assert f"ถอนความยินยอมเมื่อ {format_long(timezone.localdate())}" in html_of(referral, paper)
