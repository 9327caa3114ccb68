"""The appointment order (คส.02): numbered when issued, kept as issued, superseded by the next one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clinic_project.models import Counter, IssuedDocument
from clinic_project.pdf.text import to_digits
from clinic_project.verdicts import NotAllowed
from clinics.documents import appointment_order as document
from clinics.models import Appointment, AppointmentOrder, ClinicYear, User
from clinics.services.orders import issue_order, staff_on
from tests.pdf_readers import plain

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = TODAY.year + 543


@pytest.fixture
def clinic_year(cast: dict[str, User]) -> ClinicYear:
    """CMI's, with names of hard letters and somebody acting."""
    names = {"head.cmi": ("นางสาว", "กัญญาณัฐ", "ฐิติวัฒน์กุล"), "officer.cmi": ("ว่าที่ร้อยตรี", "ฤทธิ์ชัย", "ญาติเจริญ")}
    for username, (prefix, first, last) in names.items():
        User.objects.filter(username=username).update(prefix=prefix, first_name=first, last_name=last)
    year: ClinicYear = ClinicYear.objects.select_related("clinic", "year").get(clinic__code="CMI")
    year.year.resolutions.create(body="คณะกรรมการดำเนินการ", meeting_number="5/2561", subject="เห็นชอบโครงการ")
    return year


def words(**other: Any) -> document.Words:
    """What the order says."""
    facts = {"ordered_on": TODAY, "effective_on": TODAY, "grounds": "ตามที่คณะกรรมการดำเนินการ ครั้งที่ 5/2561 เห็นชอบ",
             "signer_name": "นางปิ่นปักษ์ ฝ้ายคำ", "signer_position": "ประธานกรรมการดำเนินการ"}  # fmt: skip
    return document.Words(**{**facts, **other})


def tight(text: str) -> str:
    """Without spaces: readers break lines differently."""
    return "".join(text.split())


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_the_paper_says_exactly_what_it_should(
    clinic_year: ClinicYear, read: Callable[[bytes], str], digits: Any
) -> None:
    Appointment.objects.create(
        user=User.objects.get(username="secretary.cmi"), clinic_year=clinic_year, role="head", post="agent",
        is_acting=True, acting_for=clinic_year.appointments.get(role="head"), starts_on=TODAY, ends_on=TODAY,
    )  # fmt: skip
    paper = document.paper_of(
        clinic_year, staff_on(clinic_year, TODAY), words(signer_acting="รองประธานกรรมการ ปฏิบัติหน้าที่แทน"),
        number=f"12/{YEAR}", serial=f"ORD-{YEAR % 100}-012", replaces=f"คำสั่งที่ 3/{YEAR}",
    )  # fmt: skip
    text = tight(read(document.render(clinic_year, paper, digits=digits)))
    for expected in (
        "คำสั่งสหกรณ์ออมทรัพย์กรมการพัฒนาชุมชน จำกัด", f"ที่ 12/{YEAR}",
        f"เรื่อง แต่งตั้งเจ้าหน้าที่คลินิกสหกรณ์ คลินิก CMI ประจำปี {YEAR}", "ครั้งที่ 5/2561 เห็นชอบ",
        "นางสาวกัญญาณัฐ ฐิติวัฒน์กุล ตำแหน่ง ตัวแทนสหกรณ์ เป็นหัวหน้าคลินิก",
        "ว่าที่ร้อยตรี ฤทธิ์ชัย ญาติเจริญ ตำแหน่ง เจ้าหน้าที่การเงิน เป็นเจ้าหน้าที่คลินิก",
        "(รักษาการแทนนางสาวกัญญาณัฐ ฐิติวัฒน์กุล)", f"ให้ยกเลิกคำสั่งที่ 3/{YEAR} และให้ใช้คำสั่งนี้แทน", "สั่ง ณ วันที่",
        "(นางปิ่นปักษ์ ฝ้ายคำ)", "รองประธานกรรมการ ปฏิบัติหน้าที่แทน", "แบบ คส.02 (ปรับปรุง 1/2561)",
    ):  # fmt: skip
        assert tight(plain(to_digits(expected, digits))) in text, expected
    assert "ร่าง" not in text


def test_an_order_is_numbered_kept_and_superseded(clinic_year: ClinicYear, cast: dict[str, User]) -> None:
    Appointment.objects.filter(user=cast["officer.cmi"]).update(order_number="หนังสือที่ 9", order_date=TODAY)
    first = issue_order(clinic_year, words=words(), digits="thai", by=cast["head.cen"])
    second = issue_order(clinic_year, words=words(), digits="arabic", by=cast["admin"])
    assert (first.reference, second.reference) == (f"1/{YEAR}", f"2/{YEAR}")
    kept = IssuedDocument.objects.get(pk=first.document_id)
    assert kept.is_intact()
    assert kept.superseded_by_id == second.document_id
    numbers = dict(clinic_year.appointments.values_list("user__username", "order_number"))
    assert numbers["officer.cmi"] == "หนังสือที่ 9"
    assert numbers["head.cmi"] == f"1/{YEAR}"


def test_where_the_order_is_refused_no_number_is_used(clinic_year: ClinicYear, cast: dict[str, User]) -> None:
    for who in ("head.cmi", "officer.cen", "edu.chair"):
        with pytest.raises(NotAllowed):
            issue_order(clinic_year, words=words(), digits="thai", by=cast[who])
    Appointment.objects.filter(clinic_year=clinic_year).update(starts_on="2001-01-01", ends_on="2001-01-02")
    with pytest.raises(ValidationError, match="ไม่มีบุคลากร"):
        issue_order(clinic_year, words=words(), digits="thai", by=cast["head.cen"])
    assert not AppointmentOrder.objects.exists()
    assert Counter.next(f"appointment-order.{YEAR}") == 1


def test_the_address_gives_the_draft_and_then_the_order_as_issued(
    clinic_year: ClinicYear, client_as: Any, cast: dict[str, User], read: Callable[[bytes], str]
) -> None:
    browser, address = client_as("officer.cmi"), f"/clinics/CMI/{YEAR}/appointment-order.pdf"
    draft = tight(read(browser.get(address).content))
    assert "ร่าง" in draft
    assert tight("ตามที่ คณะกรรมการดำเนินการ ครั้งที่ 5/2561 เห็นชอบโครงการ") in draft
    order = issue_order(clinic_year, words=words(), digits="arabic", by=cast["head.cen"])
    assert browser.get(address).content == bytes(IssuedDocument.objects.get(pk=order.document_id).content)
    assert "ร่าง" in tight(read(browser.get(f"{address}?preview=1").content))
    assert client_as("head.pct").get(f"/documents/{order.document.serial}/").status_code == 404


def test_the_draft_is_looked_at_before_it_is_issued(clinic_year: ClinicYear, client_as: Any) -> None:
    browser, address = client_as("head.cen"), f"/clinics/CMI/{YEAR}/staff/order/"
    day = f"{TODAY.day}/{TODAY.month}/{YEAR}"
    sent = {"effective_on": day, "ordered_on": day, "grounds": "ตามมติ", "signer_name": "ก", "signer_position": "ประธาน",
            "digits": "thai"}  # fmt: skip
    looked = browser.post(address, {**sent, "do": "preview"})
    assert looked["Content-Type"] == "application/pdf"
    assert not AppointmentOrder.objects.exists()
    assert browser.post(address, {**sent, "grounds": "", "do": "issue"}).status_code == 422
    assert browser.post(address, {**sent, "do": "issue"}).status_code == 302
    assert AppointmentOrder.objects.get().reference == f"1/{YEAR}"
