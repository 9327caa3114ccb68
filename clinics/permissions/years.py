"""Who sets up a programme year, signs it, and looks at the board of its clinics."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide
from clinics.models.programme import ProgrammeSignature

Step = ProgrammeSignature.Step


def is_central_head(user: Any) -> bool:
    """Head of the central clinic, also when acting."""
    return any(
        seat.role == "head" and seat.clinic_year is not None and seat.clinic_year.clinic.is_central
        for seat in user.clinic_seats
    )


def can_lead_years(user: Any, year: Any = None) -> Verdict:
    """Set a year up, change its rules, resolutions and milestones: administrators and the central clinic's head."""
    if user.is_staff or is_central_head(user):
        return ALLOW
    reason = _("ผู้ดูแลระบบหรือหัวหน้าคลินิกส่วนกลางเป็นผู้ตั้งและแก้ไขปีโครงการ")
    return deny(reason) if user.is_central else hide(reason)


def can_see_board(user: Any, year: Any = None) -> Verdict:
    """The clinics of a year by stage: central, the education committee and administrators."""
    if user.is_central or user.is_education or user.is_staff:
        return ALLOW
    return hide(_("คลินิกส่วนกลาง คณะกรรมการศึกษา และผู้ดูแลระบบเป็นผู้ดูกระดานคลินิก"))


def holds_step(user: Any, step: int) -> bool:
    """Whether the person's post is the one that takes this step of the sign-off (R44)."""
    if step == Step.PROPOSER:
        return is_central_head(user)
    if step == Step.ENDORSER:
        return any(seat.committee == "education" and seat.role == "chair" for seat in user.seats)
    return bool(user.is_board_chair)


def can_sign(user: Any, year: Any, signatures: Any) -> Verdict:
    """Take the next step. ``signatures``: those of the year's present version, in order."""
    step = len(signatures) + 1
    if step > Step.APPROVER:
        return hide(_("ลงนามครบทั้งสามขั้นแล้ว"))
    if any(signature.signed_by_id == user.pk for signature in signatures):
        return deny(_("คุณลงนามในขั้นอื่นแล้ว ผู้ลงนามแต่ละขั้นต้องเป็นคนละคน"))
    if holds_step(user, step):
        return ALLOW
    waits = {
        Step.PROPOSER: _("รอหัวหน้าคลินิกส่วนกลางลงนามเสนอโครงการ"),
        Step.ENDORSER: _("รอประธานคณะกรรมการศึกษาลงนามเห็นชอบ"),
        Step.APPROVER: _("รอประธานกรรมการดำเนินการลงนามอนุมัติ"),
    }[Step(step)]
    return deny(waits) if any(holds_step(user, other) for other in Step) else hide(waits)


def can_return(user: Any, year: Any, signatures: Any) -> Verdict:
    """Send the paper back: whoever it waits for, and its proposer; before the last step."""
    step = len(signatures) + 1
    if step == Step.PROPOSER or step > Step.APPROVER:
        return hide(_("ส่งกลับได้เฉพาะเอกสารที่อยู่ระหว่างลงนาม"))
    if signatures[0].signed_by_id == user.pk or holds_step(user, step):
        return ALLOW
    return hide(_("ผู้เสนอโครงการ หรือผู้ที่เอกสารรออยู่ เป็นผู้ส่งกลับ"))
