"""The pages of a clinic's staff and of the committees: what they show, warn of, keep and refuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinics.models import Appointment, ClinicYear, User
from tests.cast import make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = TODAY.year + 543
STAFF = f"/clinics/CMI/{YEAR}/staff/"
DAY = f"{TODAY.day}/{TODAY.month}/{YEAR}"


def text_of(answer: Any) -> str:
    """The page."""
    return str(answer.content.decode())


def test_a_vacant_post_is_warned_of_with_the_way_to_fill_it(client_as: Any) -> None:
    browser = client_as("head.cmi")
    assert "ตำแหน่งว่าง" not in text_of(browser.get(STAFF))
    Appointment.objects.filter(user__username="officer.cmi").update(ends_on=TODAY - timedelta(days=1))
    page = text_of(browser.get(STAFF))
    assert "ตำแหน่งว่าง" in page
    assert f"{STAFF}find/?post=finance" in page
    assert f"{STAFF}find/" not in text_of(client_as("officer2.cmi").get(STAFF))


def test_several_representatives_without_a_recorded_choice_are_warned_of(client_as: Any) -> None:
    place = ClinicYear.objects.get(clinic__code="CMI")
    Appointment.objects.create(
        user=make_user("rep"), clinic_year=place, role="officer", post="member_representative", starts_on=TODAY
    )
    page = text_of(client_as("secretary.cmi").get(STAFF))
    assert "ยังไม่ได้บันทึกว่าคัดเลือกเลขานุการกันอย่างไร" in page
    assert f"{STAFF}secretary/" in page


def test_people_are_found_by_name_and_appointed(client_as: Any) -> None:
    make_user("somebody", prefix="นาย", first_name="ณัฏฐ์", last_name="ฎีกาธรรม")
    browser = client_as("head.cmi")
    assert "person=somebody" in text_of(browser.get(f"{STAFF}find/?q=ณัฏ&post=administration_head"))
    assert "ไม่พบบัญชี" in text_of(browser.get(f"{STAFF}find/?q=ไม่มีใครชื่อนี้"))
    sent = {"duty": "administration_head", "starts_on": DAY, "order_number": "๗/๒๕๖๙"}
    done = browser.post(f"{STAFF}appoint/?person=somebody&post=administration_head", sent)
    assert done["Location"] == STAFF
    assert Appointment.objects.get(user__username="somebody").post == "administration_head"


def test_a_second_finance_officer_is_refused_in_words_and_nothing_typed_is_lost(client_as: Any) -> None:
    make_user("somebody")
    sent = {"duty": "finance", "starts_on": DAY, "reason": "ทดแทนผู้เกษียณ"}
    page = client_as("head.cmi").post(f"{STAFF}appoint/?person=somebody", sent)
    assert page.status_code == 422
    assert "มีเจ้าหน้าที่การเงินอยู่แล้ว" in text_of(page)
    assert "ทดแทนผู้เกษียณ" in text_of(page)
    assert not Appointment.objects.filter(user__username="somebody").exists()


def test_a_scan_that_is_no_paper_is_refused(client_as: Any) -> None:
    make_user("somebody")
    scan = SimpleUploadedFile("scan.pdf", b"MZ not a paper")
    sent = {"duty": "administration_head", "starts_on": DAY, "evidence": scan}
    page = client_as("head.cmi").post(f"{STAFF}appoint/?person=somebody", sent)
    assert page.status_code == 422
    assert "แฟ้มนี้ไม่ใช่ชนิดที่รับได้" in text_of(page)


def test_a_new_accounts_password_is_shown_once(client_as: Any) -> None:
    browser = client_as("head.cmi")
    sent = {"duty": "administration_head", "starts_on": DAY, "username": "officer5.cmi", "first_name": "กำพล"}
    done = browser.post(f"{STAFF}appoint/?new=1", sent)
    first, again = text_of(browser.get(done["Location"])), text_of(browser.get(done["Location"]))
    assert "<code>" in first
    assert "<code>" not in again
    assert "ออกรหัสผ่านครั้งแรกใหม่" in again
    assert User.objects.get(username="officer5.cmi").must_change_password
    User.objects.filter(username="officer5.cmi").update(must_change_password=False)
    refused = text_of(browser.post(done["Location"], follow=True))
    assert "เคยเข้าใช้ระบบแล้ว" in refused
    assert "<code>" not in refused


def test_the_page_asks_as_often_with_one_person_as_with_three(client_as: Any) -> None:
    browser, place = client_as("head.cmi"), ClinicYear.objects.get(clinic__code="CMI")
    counts = []
    for number in (1, 2):
        for more in range(number):
            person = make_user(f"rep{number}{more}")
            Appointment.objects.create(
                user=person, clinic_year=place, role="officer", post="member_representative", starts_on=TODAY
            )
        browser.get(STAFF)
        with CaptureQueriesContext(connection) as asked:
            browser.get(STAFF)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_committees_are_kept_by_administrators_one_chair_at_a_time(client_as: Any) -> None:
    make_user("somebody", first_name="ปิ่นปักษ์")
    browser = client_as("admin")
    assert "/committees/board/appoint/somebody/" in text_of(browser.get("/committees/board/find/?q=ปิ่นปักษ์"))
    sent = {"role": "chair", "starts_on": DAY}
    page = browser.post("/committees/board/appoint/somebody/", sent)
    assert page.status_code == 422
    assert "มีประธานกรรมการอยู่แล้ว" in text_of(page)
    assert browser.post("/committees/board/appoint/somebody/", {**sent, "role": "member"}).status_code == 302
    assert "ปิ่นปักษ์" in text_of(browser.get("/committees/"))


def test_an_appointment_is_extended_by_the_page(client_as: Any) -> None:
    own = Appointment.objects.get(user__username="officer.cmi")
    Appointment.objects.filter(pk=own.pk).update(ends_on=TODAY)
    browser = client_as("head.cmi")
    address = f"{STAFF}{own.pk}/extend/"
    sent = {"ends_on": f"31/12/{YEAR}", "reason": "ภารกิจต่อเนื่อง", "seen": browser.get(address).context["edit"].seen}
    assert browser.post(address, sent).status_code == 302
    own.refresh_from_db()
    assert own.ends_on is not None
    assert own.ends_on.day == 31
