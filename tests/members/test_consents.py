"""Consent: free, apart, never ticked beforehand, and as easy to take back as to give (domain.md section 6)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from cases.outside_debts import refuse_after_no
from cases.services.money import add_debt
from clinic_project.models import Event
from clinic_project.pdf.text import to_digits
from clinic_project.verdicts import NotAllowed
from clinics.models import User
from members.consent_texts import TEXTS, text_of, texts_in_force
from members.documents.consent import consent_pdf
from members.models import Consent, Member
from members.services.consents import (
    answer_consent,
    give_consent,
    withdraw_consent,
    write_consent_text,
)
from tests.factories_cases import make_case, with_example
from tests.factories_members import make_member
from tests.pdf_readers import plain
from tests.pictures import checked, sent

pytestmark = pytest.mark.django_db


def give(member: Member, by: Any, **more: Any) -> Consent:
    given = {"purpose": "story", "channel": "spoken", "given_on": timezone.localdate(), **more}
    return give_consent(member=member, by=by, **given)


def test_a_consent_keeps_text_time_channel_and_officer(cast: dict[str, Any]) -> None:
    consent = give(make_member(), cast["officer.cmi"])
    assert (consent.text_version, consent.channel, consent.recorded_by) == (1, "spoken", cast["officer.cmi"])
    assert consent.recorded_at is not None
    assert Event.objects.filter(kind="member.consent.given").get().detail == {"purpose": "story", "version": 1}


def test_one_consent_at_a_time_and_a_new_one_after_taking_back(cast: dict[str, Any]) -> None:
    member, by = make_member(), cast["officer.cmi"]
    first = give(member, by)
    with pytest.raises(ValidationError, match="ให้ความยินยอมเรื่องนี้ไว้แล้ว"):
        give(member, by)
    assert not withdraw_consent(first, by=by).is_in_force
    with pytest.raises(ValidationError, match="ถอนไปแล้ว"):
        withdraw_consent(first, by=by)
    assert give(member, by).is_in_force
    assert Consent.objects.count() == 2


def test_what_is_refused(cast: dict[str, Any]) -> None:
    member, by = make_member(), cast["officer.cmi"]
    with pytest.raises(ValidationError, match="ต้องไม่หลังวันนี้"):
        give(member, by, given_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ValidationError, match="แนบภาพหรือสแกน"):
        give(member, by, channel="paper")
    for who in ("officer.pct", "head.cen", "edu.chair", "admin"):
        with pytest.raises(NotAllowed):
            give(member, cast[who])
    assert not Consent.objects.exists()


def test_the_database_keeps_one_in_force_and_pairs(cast: dict[str, Any]) -> None:
    consent = give(make_member(), cast["officer.cmi"])
    copied = (
        "INSERT INTO members_consent (member_id, purpose, answer, text_version, channel, given_on, recorded_at,"
        " recorded_by_id) "
        "SELECT member_id, purpose, answer, text_version, channel, given_on, recorded_at, recorded_by_id "
        "FROM members_consent"
    )
    for statement in (copied, "UPDATE members_consent SET withdrawn_at = recorded_at"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Consent.objects.get() == consent


def test_one_signed_form_with_several_answers_is_sent_once(cast: dict[str, Any]) -> None:
    member, by, today = make_member(), cast["officer.cmi"], timezone.localdate()
    first = give(member, by, channel="paper", paper=checked("แบบ.jpg"))
    second = give(member, by, purpose="photo", channel="paper")
    assert second.paper == first.paper
    with pytest.raises(ValidationError, match="แนบภาพหรือสแกน"):
        give(member, by, purpose="health", channel="paper", given_on=today - timedelta(days=1))
    with pytest.raises(ValidationError, match="แนบภาพหรือสแกน"):
        give(make_member(), by, channel="paper")
    assert give(member, by, purpose="health").paper is None


def test_giving_and_taking_back_take_one_page_each(client_as: Callable[[str], Client]) -> None:
    member = make_member()
    officer, address = client_as("officer.cmi"), f"/members/{member.number}/consents/story/new/"
    page = officer.get(address).content.decode()
    assert str(TEXTS["story", 1])[:40] in page
    assert "checked" not in page
    today = timezone.localdate()
    day = {"given_on_day": today.day, "given_on_month": today.month, "given_on_year": today.year + 543}
    unasked = officer.post(address, {"answer": "given", "channel": "spoken", **day})
    assert unasked.status_code == 422
    assert "ถามสมาชิกก่อน" in unasked.content.decode()
    signed = {"answer": "given", "channel": "paper", **day, "is_voluntary": "on", "paper": sent("แบบ.jpg")}
    assert officer.post(address, signed).status_code == 302
    consent = Consent.objects.get()
    assert consent.paper is not None
    shown = officer.get(member.get_absolute_url()).content.decode()
    assert f"/consents/{consent.pk}/withdraw/" in shown
    address = f"/members/{member.number}/consents/{consent.pk}/withdraw/"
    page = officer.get(address)
    asked = {name: page.context["form"][name].value() for name in ("channel", "withdrawn_on")}
    assert asked == {"channel": "spoken", "withdrawn_on": timezone.localdate()}

    def told(day: date) -> dict[str, Any]:
        parts = {"day": day.day, "month": day.month, "year": day.year + 543}
        return {"channel": "phone", **{f"withdrawn_on_{name}": value for name, value in parts.items()}}

    assert officer.post(address, {"channel": "phone"}).status_code == 422
    for wrong in (today + timedelta(days=1), today - timedelta(days=1)):
        assert officer.post(address, told(wrong)).status_code == 422
    assert officer.post(address, told(today)).status_code == 302
    consent.refresh_from_db()
    assert (consent.withdrawn_channel, consent.withdrawn_on) == ("phone", timezone.localdate())
    assert "ทางโทรศัพท์ · บันทึก" in officer.get(f"/members/{member.number}/consents/").content.decode()
    assert not Consent.objects.get().is_in_force


def test_every_purpose_has_a_first_text(cast: dict[str, Any]) -> None:
    assert {purpose for purpose, version in TEXTS if version == 1} == set(Consent.Purpose.values)
    assert list(texts_in_force()) == list(Consent.Purpose.values)


def test_a_refusal_shows_that_the_member_was_asked_and_is_no_consent(cast: dict[str, Any]) -> None:
    member, by, today = make_member(), cast["officer.cmi"], timezone.localdate()
    asked = {"member": member, "purpose": "outside_debts", "channel": "spoken", "given_on": today, "by": by}
    refuse_after_no(member)
    refused = answer_consent(answer="declined", **asked)
    assert not refused.is_in_force
    with pytest.raises(ValidationError, match="ไม่ยินยอมให้เก็บข้อมูลหนี้"):
        refuse_after_no(member)
    with pytest.raises(ValidationError, match="ถอนไปแล้ว"):
        withdraw_consent(refused, by=by)
    given = answer_consent(answer="given", **asked)
    refuse_after_no(member)
    withdraw_consent(given, by=by)
    with pytest.raises(ValidationError, match="ถอนความยินยอมให้เก็บข้อมูลหนี้"):
        refuse_after_no(member)


def test_an_outside_debt_is_not_kept_against_the_members_will(cast: dict[str, Any]) -> None:
    case, by = make_case("in_progress"), cast["officer.cmi"]
    debt = {"kind": "credit_card", "balance": Decimal(1000), "rate": Decimal(16), "instalment": Decimal(50)}
    add_debt(case, creditor="ธนาคารก.", by=by, **debt)
    answer_consent(
        member=case.member, purpose="outside_debts", answer="declined", channel="phone",
        given_on=timezone.localdate(), by=by,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="ไม่ยินยอม"):
        add_debt(case, creditor="ธนาคารข.", by=by, **debt)
    add_debt(case, creditor="สหกรณ์", is_cooperative=True, by=by, **debt)


def test_a_case_says_that_the_question_is_open(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    case = with_example(make_case("in_progress"))
    officer = client_as("officer.cmi")
    address = f"/members/{case.member.number}/consents/outside_debts/new/"
    assert address in officer.get(case.get_absolute_url()).content.decode()
    give(case.member, cast["officer.cmi"], purpose="outside_debts")
    assert address not in officer.get(case.get_absolute_url()).content.decode()


def test_a_note_says_that_health_is_not_written_down_before_it_is_allowed(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    case = make_case("in_progress")
    officer, address = client_as("officer.cmi"), f"/members/{case.member.number}/consents/health/new/"
    assert address in officer.get(case.get_absolute_url()).content.decode()
    give(case.member, cast["officer.cmi"], purpose="health")
    assert address not in officer.get(case.get_absolute_url()).content.decode()


def test_a_new_text_begins_on_its_day_and_the_old_one_stays(cast: dict[str, Any]) -> None:
    member, by, today = make_member(), cast["head.cen"], timezone.localdate()
    text = "ข้าพเจ้ายินยอมให้ใช้ภาพในเอกสารของสหกรณ์เท่านั้น ไม่ให้ก็ได้ และถอนได้ทุกเมื่อ"
    with pytest.raises(NotAllowed):
        write_consent_text(purpose="photo", text=text, starts_on=today, by=cast["head.cmi"])
    with pytest.raises(ValidationError, match="ตั้งแต่วันนี้"):
        write_consent_text(purpose="photo", text=text, starts_on=today - timedelta(days=1), by=by)
    with pytest.raises(ValidationError, match="ให้ครบ"):
        write_consent_text(purpose="photo", text="สั้น", starts_on=today, by=by)
    later = write_consent_text(purpose="photo", text=text, starts_on=today + timedelta(days=3), by=by)
    assert (later.version, texts_in_force()["photo"].version) == (2, 1)
    assert texts_in_force(today + timedelta(days=3))["photo"].text == text
    old = give(member, cast["officer.cmi"], purpose="photo")
    assert text_of("photo", old.text_version) == str(TEXTS["photo", 1])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE members_consenttext SET text = 'x'")


def test_the_page_has_each_purpose_apart_and_nothing_ticked(client_as: Callable[[str], Client]) -> None:
    member = make_member()
    officer = client_as("officer.cmi")
    page = officer.get(f"/members/{member.number}/consents/").content.decode()
    for purpose in Consent.Purpose:
        assert f"/consents/{purpose.value}/new/" in page
    assert officer.get(f"/members/{member.number}/consents/nothing/new/").status_code == 404
    assert "checked" not in officer.get(f"/members/{member.number}/consents/photo/new/").content.decode()


def test_the_signed_form_is_read_by_who_serves_the_member(client_as: Callable[[str], Client]) -> None:
    member = make_member()
    consent = give(member, User.objects.get(username="officer.cmi"), channel="paper", paper=checked())
    address = f"/members/{member.number}/consents/{consent.pk}/paper/"
    assert client_as("head.cmi").get(address)["Content-Type"] == "image/jpeg"
    assert Event.objects.filter(kind="member.read", detail__page="consent_paper").exists()
    assert client_as("officer.pct").get(address).status_code == 404


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_the_form_says_exactly_what_it_should(cast: Any, read: Callable[[bytes], str], digits: Any) -> None:
    member = make_member(unit="สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่")
    texts = [f"{text.label}(ฉบับที่ 1){text.text}ยินยอม ไม่ยินยอม" for text in texts_in_force().values()]
    text = "".join(read(consent_pdf(member, digits=digits)).split())
    heads = ("แบบให้ความยินยอมเกี่ยวกับข้อมูลส่วนบุคคล", "แบบ คส.05 (ปรับปรุง 1/2561)", member.full_name, member.number)
    for expected in (*texts, *heads, member.unit):
        assert "".join(plain(to_digits(expected, digits)).split()) in text, expected


def test_the_blank_form_names_nobody(client_as: Callable[[str], Client]) -> None:
    answer = client_as("officer.cmi").get("/members/consent-form.pdf?digits=thai")
    assert answer.content.startswith(b"%PDF")
    assert not Event.objects.filter(kind="member.read").exists()
