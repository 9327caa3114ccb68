"""Who makes a clinic's poster (R21)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_edit_poster(user: Any, clinic_year: Any) -> Verdict:
    """Write the words and choose pictures: the clinic's staff. Central helps where it is asked."""
    if user.works_at(clinic_year.clinic_id) or user.is_central:
        return ALLOW
    return hide(_("เจ้าหน้าที่ของคลินิกเป็นผู้จัดทำโปสเตอร์"))


def can_finish_poster(user: Any, clinic_year: Any) -> Verdict:
    """Say that the poster may be shown: the clinic's head or secretary, who answer for what it tells."""
    clinic = clinic_year.clinic_id
    if user.is_head_of(clinic) or user.is_secretary_of(clinic):
        return ALLOW
    if user.works_at(clinic):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้แจ้งว่าพร้อมจัดแสดง"))
    return hide(_("เจ้าหน้าที่ของคลินิกเป็นผู้จัดทำโปสเตอร์"))


def can_see_exhibition(user: Any) -> Verdict:
    """See how far all posters are: central, the education committee, administrators, and clinics their own."""
    if user.is_central or user.is_education or user.is_staff or user.is_clinic_staff:
        return ALLOW
    return deny(_("หน้านี้สำหรับเจ้าหน้าที่คลินิก คณะกรรมการศึกษา และผู้ดูแลระบบ"))
