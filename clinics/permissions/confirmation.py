"""Who fills, sends, receives and declines a clinic's confirmation (R6, R13, R45)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide

NOT_REQUIRED = _("คลินิกนี้เป็นจังหวัดนำร่องเดิม ไม่ต้องแจ้งยืนยัน")


def can_read_confirmation(user: Any, clinic_year: Any) -> Verdict:
    """Open the form and its page: whoever may see the clinic's year, of a clinic that confirms at all."""
    return ALLOW if clinic_year.must_confirm else deny(NOT_REQUIRED)


def can_prepare_confirmation(user: Any, confirmation: Any) -> Verdict:
    """Fill the form, print it, attach the signed scan: the clinic's head or secretary."""
    clinic_year = confirmation.clinic_year
    if not clinic_year.must_confirm:
        return deny(NOT_REQUIRED)
    return _heads_and_secretaries(user, clinic_year.clinic_id)


def _heads_and_secretaries(user: Any, clinic: int) -> Verdict:
    if not user.works_at(clinic):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))
    if not (user.is_head_of(clinic) or user.is_secretary_of(clinic)):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้จัดทำแบบแจ้งยืนยัน"))
    return ALLOW


def can_submit_confirmation(user: Any, confirmation: Any) -> Verdict:
    """Send the signed form, or say that the clinic will not take part: its head, also when acting."""
    clinic_year = confirmation.clinic_year
    if not clinic_year.must_confirm:
        return deny(NOT_REQUIRED)
    if not user.works_at(clinic_year.clinic_id):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))
    if not user.is_head_of(clinic_year.clinic_id):
        return deny(_("หัวหน้าคลินิกหรือผู้รักษาการแทนเป็นผู้ส่ง"))
    return ALLOW


def can_receive_confirmation(user: Any, confirmation: Any) -> Verdict:
    """Accept or return what a clinic sent: central, but never the person who sent it."""
    if not user.is_central:
        return hide(_("คลินิกส่วนกลางเป็นผู้รับแบบแจ้งยืนยัน"))
    if confirmation.submitted_by_id == user.pk:
        return deny(_("ผู้ส่งรับแบบของตนเองไม่ได้ ให้เจ้าหน้าที่ส่วนกลางคนอื่นเป็นผู้รับ"))
    return ALLOW


def can_follow_confirmations(user: Any) -> Verdict:
    """See how all clinics stand: central, the education committee, administrators."""
    if user.is_central or user.is_education or user.is_staff:
        return ALLOW
    return deny(_("หน้ารวมของทุกคลินิกเปิดได้เฉพาะส่วนกลาง คณะกรรมการศึกษา และผู้ดูแลระบบ"))


def can_remind(user: Any) -> Verdict:
    """Remind clinics that have not confirmed yet: central."""
    return ALLOW if user.is_central else deny(_("คลินิกส่วนกลางเป็นผู้เตือน"))


def is_selected(user: Any, confirmation: Any) -> Verdict:
    """Only a clinic that was selected and has gone no further has something to confirm."""
    if confirmation.clinic_year.status == "selected":
        return ALLOW
    return deny(
        _("ตอนนี้คลินิกอยู่ในขั้น “%(stage)s” แจ้งยืนยันได้เมื่อได้รับคัดเลือกแล้วเท่านั้น")
        % {"stage": confirmation.clinic_year.status_label}
    )


def is_printable(user: Any, confirmation: Any) -> Verdict:
    """Before printing: who signs is written down, and somebody holds a post."""
    selected = is_selected(user, confirmation)
    if not selected:
        return selected
    if not (confirmation.unit_name and confirmation.signer_name and confirmation.signer_position):
        return deny(_("กรอกหน่วยงาน ผู้ลงชื่อ และตำแหน่งก่อนพิมพ์"))
    return ALLOW if confirmation.has_people else deny(_("แต่งตั้งเจ้าหน้าที่อย่างน้อยหนึ่งคนก่อนพิมพ์"))


def is_signed(user: Any, confirmation: Any) -> Verdict:
    """Before sending: the printed form says what is so now, and its signed scan is there."""
    selected = is_selected(user, confirmation)
    if not selected:
        return selected
    if confirmation.paper_id is None:
        return deny(_("พิมพ์แบบ ลงนาม แล้วแนบสแกนก่อนส่ง"))
    if changed := confirmation.changed_since_print:
        return deny(changed)
    return ALLOW if confirmation.has_fresh_scan else deny(_("แนบสแกนของฉบับที่พิมพ์ล่าสุดซึ่งลงนามแล้วก่อนส่ง"))
