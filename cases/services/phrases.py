"""Keeping the phrases of advice: a clinic its own, central those every clinic shares."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import AdvicePhrase, Session
from cases.permissions import can_keep_phrases
from clinic_project import audit
from clinics.models import Clinic

MOST_PHRASES = 40


def _check(phrase: AdvicePhrase) -> None:
    if not phrase.title.strip():
        raise ValidationError({"title": _("กรอกชื่อปุ่ม")})
    if not phrase.text.strip():
        raise ValidationError({"text": _("กรอกข้อความ")})
    if phrase.activity and phrase.activity not in Session.Activity.values:
        raise ValidationError({"activity": _("เลือกกิจกรรมจากรายการ")})
    twins = AdvicePhrase.objects.filter(clinic=phrase.clinic, title=phrase.title).exclude(pk=phrase.pk)
    if twins.exists():
        raise ValidationError({"title": _("มีข้อความชื่อนี้อยู่แล้ว ใช้ชื่ออื่นหรือแก้ข้อความเดิม")})


@transaction.atomic
def save_phrase(
    *,
    title: str,
    text: str,
    by: Any,
    clinic: Clinic | None = None,
    phrase: AdvicePhrase | None = None,
    activity: str = "",
    order: int = 100,
    is_active: bool = True,
) -> AdvicePhrase:
    """Add a phrase to a clinic (None: to every clinic), or change ``phrase``, which stays where it is.

    Raises ``ValidationError`` by field, ``NotAllowed`` for whoever doesn't keep that list.
    """
    row = phrase or AdvicePhrase(clinic=clinic)
    can_keep_phrases(by, row.clinic_id).or_raise()
    if phrase is None and AdvicePhrase.objects.filter(clinic=clinic).count() >= MOST_PHRASES:
        raise ValidationError(_("มีข้อความครบ 40 รายการแล้ว ลบรายการที่ไม่ใช้ก่อน"))
    row.title, row.text, row.activity = title.strip(), text.strip(), activity
    row.order, row.is_active = order, is_active
    _check(row)
    row.save()
    audit.record("phrase.saved", row, by=by, detail={"is_shared": row.clinic_id is None})
    return row


@transaction.atomic
def remove_phrase(phrase: AdvicePhrase, *, by: Any) -> None:
    """Take a phrase off the list; what was written with it stays as it is."""
    can_keep_phrases(by, phrase.clinic_id).or_raise()
    audit.record("phrase.removed", phrase, by=by, detail={"is_shared": phrase.clinic_id is None})
    phrase.delete()
