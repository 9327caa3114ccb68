"""Who may open a clinic and on what condition (R5, R15); who tells the members."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide
from clinics.permissions.stages import has_confirmed


def can_edit_criteria(user: Any) -> Verdict:
    """Say which criteria a year requires: central and administrators (R15)."""
    return ALLOW if user.is_central or user.is_staff else deny(_("คลินิกส่วนกลางหรือผู้ดูแลระบบเป็นผู้กำหนดเกณฑ์การเปิด"))


def can_open_in_spite(user: Any) -> Verdict:
    """Open a clinic although something required is missing, with a written reason: the central clinic."""
    return ALLOW if user.is_central else hide(_("คลินิกส่วนกลางเท่านั้นที่เปิดคลินิกก่อนครบเกณฑ์ได้"))


def is_ready_to_open(user: Any, clinic_year: Any) -> Verdict:
    """All required criteria are met; or central gave a reason (``clinic_year.in_spite``) to open all the same."""
    from clinics.opening import missing_labels  # the models need this table of moves before they can be read

    if clinic_year.in_spite and can_open_in_spite(user):
        return ALLOW
    missing = missing_labels(clinic_year)
    if missing:
        return deny(_("ยังเปิดไม่ได้ ขาด: %(what)s") % {"what": ", ".join(missing)})
    return ALLOW


def can_announce_opening(user: Any, clinic_year: Any) -> Verdict:
    """Note that members were told: the clinic's head or secretary, or central; once the clinic is open."""
    clinic = clinic_year.clinic_id
    if not (user.is_central or user.works_at(clinic)):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))
    if not (user.is_central or user.is_head_of(clinic) or user.is_secretary_of(clinic)):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้บันทึกการประกาศ"))
    if clinic_year.status != "open":
        return deny(_("เปิดให้บริการก่อน จึงประกาศให้สมาชิกทราบ"))
    return ALLOW


def is_ready_for_orientation(user: Any, clinic_year: Any) -> Verdict:
    """The eleven have confirmed (R6), and whoever has to attend the orientation did (R14)."""
    from clinics.orientation import stand_of  # as above

    verdict = has_confirmed(user, clinic_year)
    if not verdict:
        return verdict
    lacking = stand_of(clinic_year).lacking_posts
    if lacking:
        return deny(_("ยังไม่ผ่านการปฐมนิเทศ ขาด: %(who)s") % {"who": ", ".join(lacking)})
    return ALLOW
