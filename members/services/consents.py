"""Giving and taking back consent. Taking back is as easy as giving, and ends every use at once (domain.md 6)."""

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
from members.consent_texts import NEWEST
from members.models import Consent, Member
from members.permissions import can_serve_member


@transaction.atomic
def give_consent(
    *, member: Member, purpose: str, channel: str, given_on: date, by: Any, paper: CheckedFile | None = None
) -> Consent:
    """Record that a member consented to the newest text of a purpose.

    Raises ``ValidationError`` when they already have, when the day is to come, or when a signed form has no scan.
    """
    can_serve_member(by, member).or_raise()
    # Two officers at once: the second sees the first.
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if given_on > timezone.localdate():
        raise ValidationError({"given_on": _("วันที่ให้ความยินยอมต้องไม่หลังวันนี้")})
    if channel == Consent.Channel.PAPER and paper is None:
        raise ValidationError({"paper": _("แนบภาพหรือสแกนของแบบที่สมาชิกลงชื่อ")})
    standing = Consent.objects.in_force(purpose).filter(member=member).first()
    if standing:
        day = format_long(standing.given_on)
        raise ValidationError(_("สมาชิกให้ความยินยอมเรื่องนี้ไว้แล้วเมื่อวันที่ %(day)s") % {"day": day})
    consent: Consent = Consent.objects.create(
        member=member,
        purpose=purpose,
        text_version=NEWEST[purpose],
        channel=channel,
        given_on=given_on,
        recorded_at=timezone.now(),
        recorded_by=by,
        paper=store_file(paper, by=by) if paper else None,
    )
    audit.record("member.consent.given", member, by=by, reference=member.number, detail={"version": NEWEST[purpose]})
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Any) -> Consent:
    """Record that the member took a consent back. Raises ``ValidationError`` when it was taken back before."""
    locked: Consent = Consent.objects.select_for_update(of=("self",)).select_related("member").get(pk=consent.pk)
    can_serve_member(by, locked.member).or_raise()
    if not locked.is_in_force:
        raise ValidationError(_("ความยินยอมนี้ถอนไปแล้ว"))
    locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("member.consent.withdrawn", locked.member, by=by, reference=locked.member.number)
    return locked
