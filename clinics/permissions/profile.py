"""Who may do what with a clinic's own facts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_edit_profile(user: Any, clinic_year: Any) -> Verdict:
    """Change contact facts: the clinic's head or secretary."""
    clinic = clinic_year.clinic_id
    if not user.works_at(clinic):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))
    if not (user.is_head_of(clinic) or user.is_secretary_of(clinic)):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้แก้ไข"))
    return ALLOW
