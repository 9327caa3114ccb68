"""Who follows a clinic up, and who answers (R20)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_record_visit(user: Any, visit: Any = None) -> Verdict:
    """Record a follow-up: members of the education committee."""
    return ALLOW if user.is_education else hide(_("คณะกรรมการศึกษาเป็นผู้ติดตามคลินิก"))


def can_change_visit(user: Any, visit: Any) -> Verdict:
    """Mend one's own record as long as the clinic has not answered it."""
    verdict = can_record_visit(user)
    if not verdict:
        return verdict
    if visit.recorded_by_id != user.pk:
        return deny(_("ผู้บันทึกเป็นผู้แก้ไข"))
    return deny(_("คลินิกตอบแล้ว แก้ไขไม่ได้ บันทึกเป็นครั้งใหม่")) if visit.reply else ALLOW


def can_reply_to_visit(user: Any, visit: Any) -> Verdict:
    """Say what was done: the clinic's head or secretary."""
    clinic = visit.clinic_year.clinic_id
    if user.is_head_of(clinic) or user.is_secretary_of(clinic):
        return ALLOW
    if user.works_at(clinic):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้ตอบ"))
    return hide(_("คลินิกที่ได้รับการติดตามเป็นผู้ตอบ"))


def can_see_visits(user: Any) -> Verdict:
    """See the follow-ups: clinics their own; central, the education committee and administrators all."""
    if user.is_education or user.is_clinic_staff or user.is_staff:
        return ALLOW
    return deny(_("หน้านี้สำหรับเจ้าหน้าที่คลินิก คณะกรรมการศึกษา และผู้ดูแลระบบ"))
