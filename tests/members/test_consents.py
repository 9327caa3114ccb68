"""Consent: free, apart, never ticked beforehand, and as easy to take back as to give (domain.md section 6)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from members.consent_texts import NEWEST, TEXTS
from members.models import Consent, Member
from members.services.consents import give_consent, withdraw_consent
from tests.factories_members import make_member
from tests.pictures import sent

pytestmark = pytest.mark.django_db


def give(member: Member, by: Any, **more: Any) -> Consent:
    given = {"purpose": "story", "channel": "spoken", "given_on": timezone.localdate(), **more}
    return give_consent(member=member, by=by, **given)


def test_a_consent_keeps_text_time_channel_and_officer(cast: dict[str, Any]) -> None:
    consent = give(make_member(), cast["officer.cmi"])
    assert (consent.text_version, consent.channel, consent.recorded_by) == (1, "spoken", cast["officer.cmi"])
    assert consent.recorded_at is not None
    assert Event.objects.filter(kind="member.consent.given").get().detail == {"version": 1}


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
        "INSERT INTO members_consent (member_id, purpose, text_version, channel, given_on, recorded_at,"
        " recorded_by_id) "
        "SELECT member_id, purpose, text_version, channel, given_on, recorded_at, recorded_by_id FROM members_consent"
    )
    for statement in (copied, "UPDATE members_consent SET withdrawn_at = recorded_at"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Consent.objects.get() == consent


def test_giving_and_taking_back_take_one_page_each(client_as: Callable[[str], Client]) -> None:
    member = make_member()
    officer, address = client_as("officer.cmi"), f"/members/{member.number}/consents/new/"
    page = officer.get(address).content.decode()
    assert str(TEXTS["story", NEWEST["story"]])[:40] in page
    assert "checked" not in page
    today = timezone.localdate()
    day = {"given_on_day": today.day, "given_on_month": today.month, "given_on_year": today.year + 543}
    unasked = officer.post(address, {"channel": "spoken", **day})
    assert unasked.status_code == 422
    assert "ถามสมาชิกก่อน" in unasked.content.decode()
    signed = {"channel": "paper", **day, "is_voluntary": "on", "paper": sent("แบบ.jpg")}
    assert officer.post(address, signed).status_code == 302
    consent = Consent.objects.get()
    assert consent.paper is not None
    shown = officer.get(member.get_absolute_url()).content.decode()
    assert f"/consents/{consent.pk}/withdraw/" in shown
    assert officer.post(f"/members/{member.number}/consents/{consent.pk}/withdraw/").status_code == 302
    assert not Consent.objects.get().is_in_force


def test_a_text_once_read_to_members_stays(cast: dict[str, Any]) -> None:
    for purpose, newest in NEWEST.items():
        assert {version for known, version in TEXTS if known == purpose} == set(range(1, newest + 1))
    assert set(NEWEST) == set(Consent.Purpose.values)
