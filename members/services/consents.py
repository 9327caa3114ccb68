"""Answers to a question of consent. Taking one back is as easy as giving, and ends every use at once (domain.md 6)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file
from clinic_project.thai.dates import format_long
from clinic_project.thai.text import normalise
from members.consent_texts import TEXTS, texts_in_force
from members.models import Consent, ConsentText, Member
from members.permissions import can_serve_member
from members.privacy_permissions import can_write_consent_texts
from members.services.living import lock_living


def _signed_on(member: Member, day: date) -> Any:
    """The scan of the form the member signed on a day, if any: one form has the answers to every purpose."""
    signed = Consent.objects.filter(member=member, channel="paper", given_on=day, paper__isnull=False)
    newest = signed.select_related("paper").order_by("-pk").first()
    return newest.paper if newest else None


def _refuse_unrecordable(channel: str, given_on: date, paper: Any) -> None:
    if given_on > timezone.localdate():
        raise ValidationError({"given_on": _("วันที่ตอบต้องไม่หลังวันนี้")})
    if channel == Consent.Channel.PAPER and paper is None:
        raise ValidationError({"paper": _("แนบภาพหรือสแกนของแบบที่สมาชิกลงชื่อ")})


@transaction.atomic
def answer_consent(
    *,
    member: Member,
    purpose: str,
    answer: str,
    channel: str,
    given_on: date,
    by: Any,
    paper: CheckedFile | None = None,
) -> Consent:
    """Record a member's answer to the text of a purpose that was in force on the day it was given.

    A signed form is sent once: the other answers in it, of the same day, lead to the same scan.
    Raises ``ValidationError`` when they already allowed it, when the day is to come, when a signed form has no scan,
    or when the record was merged into another one.
    """
    # Two officers at once: the second sees the first.
    member = lock_living(member)
    can_serve_member(by, member).or_raise()
    known = _signed_on(member, given_on) if channel == Consent.Channel.PAPER and paper is None else None
    _refuse_unrecordable(channel, given_on, paper or known)
    standing = Consent.objects.in_force(purpose).filter(member=member).first()
    if standing:
        day = format_long(standing.given_on)
        raise ValidationError(_("สมาชิกให้ความยินยอมเรื่องนี้ไว้แล้วเมื่อวันที่ %(day)s") % {"day": day})
    version = texts_in_force(given_on)[purpose].version
    consent: Consent = Consent.objects.create(
        member=member,
        purpose=purpose,
        answer=answer,
        text_version=version,
        channel=channel,
        given_on=given_on,
        recorded_at=timezone.now(),
        recorded_by=by,
        paper=store_file(paper, by=by) if paper else known,
    )
    audit.record(f"member.consent.{answer}", member, by=by, detail={"purpose": purpose, "version": version})
    return consent


def give_consent(
    *, member: Member, purpose: str, channel: str, given_on: date, by: Any, paper: CheckedFile | None = None
) -> Consent:
    """The member allowed it: :func:`answer_consent`."""
    return answer_consent(
        member=member, purpose=purpose, answer="given", channel=channel, given_on=given_on, by=by, paper=paper
    )


@transaction.atomic
def withdraw_consent(
    consent: Consent, *, by: Any, channel: str = Consent.Channel.SPOKEN, withdrawn_on: date | None = None
) -> Consent:
    """Record that the member took a consent back: how they said so, and on which day (today unless said otherwise).

    It ends at once. Raises ``ValidationError`` when there is none to take back, and for a day to come or before it was
    given.
    """
    locked: Consent = Consent.objects.select_for_update(of=("self",)).select_related("member").get(pk=consent.pk)
    can_serve_member(by, locked.member).or_raise()
    if not locked.is_in_force:
        raise ValidationError(_("ความยินยอมนี้ถอนไปแล้ว"))
    day = withdrawn_on or timezone.localdate()
    if not locked.given_on <= day <= timezone.localdate():
        raise ValidationError({"withdrawn_on": _("วันที่ถอนต้องไม่ก่อนวันที่ให้ความยินยอม และไม่หลังวันนี้")})
    locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by
    locked.withdrawn_on, locked.withdrawn_channel = day, channel
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_on", "withdrawn_channel"])
    audit.record("member.consent.withdrawn", locked.member, by=by, detail={"purpose": locked.purpose})
    return locked


@transaction.atomic
def write_consent_text(*, purpose: str, text: str, starts_on: date, by: Any) -> ConsentText:
    """Add the next version of a text, read to members from a day on. Raises ``ValidationError`` in Thai."""
    can_write_consent_texts(by).or_raise()
    text = normalise(text)
    if len(text) < 40:
        raise ValidationError({"text": _("เขียนข้อความให้ครบ: ใช้อะไร เพื่ออะไร ไม่ให้ได้ และถอนได้ทางใด")})
    if starts_on < timezone.localdate():
        raise ValidationError({"starts_on": _("เริ่มใช้ได้ตั้งแต่วันนี้เป็นต้นไป ข้อความที่อ่านให้สมาชิกไปแล้วเปลี่ยนไม่ได้")})
    rows = list(ConsentText.objects.select_for_update().filter(purpose=purpose).order_by("version"))
    if rows and starts_on < rows[-1].starts_on:
        day = format_long(rows[-1].starts_on)
        raise ValidationError({"starts_on": _("ต้องไม่ก่อนฉบับก่อนหน้า ซึ่งเริ่มใช้ %(day)s") % {"day": day}})
    version = max([number for known, number in TEXTS if known == purpose] + [row.version for row in rows]) + 1
    row: ConsentText = ConsentText.objects.create(
        purpose=purpose, version=version, text=text, starts_on=starts_on, written_at=timezone.now(), written_by=by
    )
    audit.record("consent_text.written", row, by=by, detail={"purpose": purpose, "version": version})
    return row
