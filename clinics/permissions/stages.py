"""Who leads a clinic through its year (R5, R12)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_select_clinics(user: Any, clinic_year: Any = None) -> Verdict:
    """Select one volunteering province per group: the education committee's chair or secretary (R12)."""
    if not user.is_education:
        return hide(_("คณะกรรมการศึกษาเป็นผู้คัดเลือก"))
    if not user.is_education_officer:
        return deny(_("ประธานหรือเลขานุการคณะกรรมการศึกษาเป็นผู้บันทึกการคัดเลือก"))
    return ALLOW


def can_lead_clinics(user: Any, clinic_year: Any = None) -> Verdict:
    """Record orientation, close or open again a clinic's year: the central clinic."""
    return ALLOW if user.is_central else hide(_("คลินิกส่วนกลางเป็นผู้บันทึก"))


def can_open_clinic(user: Any, clinic_year: Any) -> Verdict:
    """Open a clinic for service: its own head, or the central clinic."""
    clinic = clinic_year.clinic_id
    if user.is_central or user.is_head_of(clinic):
        return ALLOW
    if user.works_at(clinic):
        return deny(_("หัวหน้าคลินิกหรือคลินิกส่วนกลางเป็นผู้เปิดให้บริการ"))
    return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))


def has_confirmed(user: Any, clinic_year: Any) -> Verdict:
    """The eleven confirm before they count as oriented; the four continuing pilots need not (R6)."""
    if clinic_year.must_confirm and clinic_year.status != "confirmed":
        return deny(_("คลินิกนี้ยังไม่ได้แจ้งยืนยัน"))
    return ALLOW
