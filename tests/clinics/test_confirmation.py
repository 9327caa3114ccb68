"""Form คส.01, word for word, blank and filled, in three readers (domain.md section 4)."""

import io
from collections.abc import Callable
from datetime import date

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from clinic_project.verifying import new_mark
from clinics.documents import blank_confirmation, confirmation_pdf, filled_confirmation
from clinics.models import Appointment, ClinicYear, Confirmation
from tests.cast import make_clinic, make_user, make_year
from tests.pdf_readers import PEOPLE, tight

VERBATIM = (
    "แบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง ประจำปี 2561",
    "1. หน่วยงาน",
    "ขอแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง ประจำปี 2561",
    "2. รายชื่อเจ้าหน้าที่คลินิกสหกรณ์ ประกอบด้วย",
    "(ลงชื่อ)",
    "หมายเหตุ กรณีมีผู้แทนสมาชิกมากกว่า 1 คน ให้คัดเลือกกันเองเสนอเป็นเลขานุการหนึ่งคน ที่เหลือเป็นเจ้าหน้าที่คลินิก",
    "แบบ คส.01 (ปรับปรุง 1/2561)",
)
ROWS = (
    "ตำแหน่ง ตัวแทนสหกรณ์ เป็นหัวหน้าคลินิก",
    "ตำแหน่ง หัวหน้าฝ่ายอำนวยการ เป็นเจ้าหน้าที่คลินิก",
    "ตำแหน่ง เจ้าหน้าที่การเงิน เป็นเจ้าหน้าที่คลินิก",
    "ตำแหน่ง ผู้แทนสมาชิก เป็นเลขานุการคลินิก",
    *("ตำแหน่ง ผู้แทนสมาชิก เป็นเจ้าหน้าที่คลินิก",) * 4,
)
EVERYBODY = [*PEOPLE, "นางสาวสมใจ ดีงาม"]


def test_blank_form_is_verbatim(read: Callable[[bytes], str]) -> None:
    text = tight(read(confirmation_pdf(blank_confirmation(2561))))
    for words in VERBATIM:
        assert tight(words) in text
    at = 0
    for number, row in enumerate(ROWS, 1):
        at = text.index(tight(f"{number}){row}"), at)


def staffed(count: int) -> Confirmation:
    """A clinic of 2561 with ``count`` people: head, administration, finance, then representatives."""
    year = make_year(date(2018, 6, 1))
    clinic_year = ClinicYear.objects.create(clinic=make_clinic("CMI", 2), year=year)
    posts = [
        ("head", "agent"),
        ("officer", "administration_head"),
        ("officer", "finance"),
        ("secretary", "member_representative"),
    ]
    posts += [("officer", "member_representative")] * (count - 4)
    for order, (role, post) in enumerate(posts, 1):
        user = make_user(f"p{order}", prefix="", first_name=EVERYBODY[order - 1], last_name="")
        Appointment.objects.create(
            user=user, clinic_year=clinic_year, role=role, post=post, order=order, starts_on=date(2018, 6, 1)
        )
    return Confirmation(
        clinic_year=clinic_year,
        unit_name="สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่",
        signer_name="นายกำพล น้ำใจงาม",
        signer_position="พัฒนาการจังหวัดเชียงใหม่",
        signer_acting="ปฏิบัติหน้าที่แทนผู้ว่าราชการจังหวัดเชียงใหม่",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "pages"), [(4, 1), (8, 1), (11, 2)])
def test_issued_form_names_everybody_once_in_their_rows(read: Callable[[bytes], str], count: int, pages: int) -> None:
    confirmation = staffed(count)
    mark = new_mark()
    content = confirmation_pdf(filled_confirmation(confirmation), mark=mark, serial="KS01-61-CMI-1")
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == pages
    text = read(content)
    at = 0
    for number, name in enumerate(EVERYBODY[:count], 1):
        assert text.count(name) == 1 + (name == confirmation.signer_name)
        at = text.index(f"{number}) {name}", at)
    assert tight("1. หน่วยงาน สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่ ขอแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง ประจำปี 2561") in tight(text)
    assert "ปฏิบัติหน้าที่แทนผู้ว่าราชการจังหวัดเชียงใหม่" in text
    # The code and its words stand on every page, so that a second page without the first says whose it is.
    assert text.count("สแกนเพื่อตรวจสอบเอกสาร") == text.count("KS01-61-CMI-1") == pages


def test_papers_are_tagged_and_titled() -> None:
    content = confirmation_pdf(blank_confirmation(2561), mark=new_mark(), serial="KS01-61-CMI-1")
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "th"
    assert reader.metadata
    assert reader.metadata.title == VERBATIM[0]


@pytest.mark.django_db
def test_who_has_left_is_not_on_the_form() -> None:
    confirmation = staffed(4)
    Appointment.objects.filter(user__username="p3").update(ends_on=date(2018, 7, 1))
    names = [row.name for row in filled_confirmation(confirmation).rows]
    assert (names[0], names[2]) == (PEOPLE[0], "")


@pytest.mark.django_db
def test_who_acts_beside_the_head_takes_neither_the_heads_row_nor_another() -> None:
    confirmation = staffed(4)
    second = make_user("second", prefix="", first_name="ตัวแทนคนที่สอง", last_name="")
    Appointment.objects.create(
        user=second,
        clinic_year=confirmation.clinic_year,
        role="head",
        post="agent",
        is_acting=True,
        order=9,
        starts_on=date(2018, 6, 1),
    )
    names = [row.name for row in filled_confirmation(confirmation).rows]
    assert names[0] == PEOPLE[0]
    assert "ตัวแทนคนที่สอง" not in names


@pytest.mark.django_db
def test_thai_digits_are_the_only_digits(client_as: Callable[[str], Client], read: Callable[[bytes], str]) -> None:
    year = make_year().buddhist_year
    answer = client_as("officer.cmi").get(reverse("clinics:confirmation_blank", args=["CMI", year]) + "?digits=thai")
    assert answer["Content-Type"] == "application/pdf"
    text = read(answer.content)
    assert "๑)" in text
    assert not any(digit in text for digit in "0123456789")


@pytest.mark.django_db
def test_profile_is_the_heads_and_the_secretarys(client_as: Callable[[str], Client]) -> None:
    url = reverse("clinics:edit", args=["CMI", make_year().buddhist_year])
    facts = {"address": "ศาลากลางจังหวัด", "phone": "๐๘๐-๐๐๐-๐๐๑๒"}
    assert client_as("officer.cmi").post(url, facts).status_code == 403
    assert client_as("head.pct").post(url, facts).status_code == 404
    assert client_as("secretary.cmi").post(url, facts).status_code == 302
    assert ClinicYear.objects.get(clinic__code="CMI", year=make_year()).clinic.address == facts["address"]
