"""Who may do what with referrals, measures and meetings. Each answers with a Thai reason."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.permissions import can_work, is_free_of_conflict
from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_refer(user: Any, case: Any) -> Verdict:
    """Begin a referral of a case: staff of the clinic that has it."""
    return can_work(user, case)


def can_draft(user: Any, referral: Any) -> Verdict:
    """Write the draft and answer questions: staff of the sending clinic."""
    return can_work(user, referral.case)


def can_send(user: Any, referral: Any) -> Verdict:
    """Send or withdraw: the sending clinic's head (domain.md: the head sends referrals).

    A restricted case, which the head may not read, is sent by the secretary.
    """
    verdict = can_work(user, referral.case)
    if not verdict:
        return verdict
    if is_sender(user, referral.case):
        return ALLOW
    if referral.case.is_restricted:
        return deny(_("เรื่องปกปิด เลขานุการคลินิกเป็นผู้ส่งต่อส่วนกลาง"))
    return deny(_("หัวหน้าคลินิก (หรือผู้รักษาการ) เป็นผู้ส่งต่อส่วนกลาง"))


def is_sender(user: Any, case: Any) -> bool:
    """Whether this person's post sends the case's referrals; conflicts are not asked here."""
    return bool(user.is_head_of(case.clinic_id) or (case.is_restricted and user.is_secretary_of(case.clinic_id)))


def can_acknowledge(user: Any, referral: Any) -> Verdict:
    """Acknowledge the decision for the clinic: its head or secretary."""
    verdict = can_work(user, referral.case)
    if not verdict:
        return verdict
    clinic = referral.case.clinic_id
    if not (user.is_head_of(clinic) or user.is_secretary_of(clinic)):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้รับทราบมติ"))
    return ALLOW


def can_handle(user: Any, referral: Any) -> Verdict:
    """Receive, ask back, advise and propose: staff of the central clinic."""
    if not user.is_central:
        return hide(_("เฉพาะเจ้าหน้าที่คลินิกส่วนกลางทำได้"))
    return is_free_of_conflict(user, referral.case)


def can_message(user: Any, referral: Any) -> Verdict:
    """Write on the direct line of a sent referral: the sending clinic and central (R16)."""
    if referral.sent_at is None:
        return deny(_("ส่งเรื่องให้ส่วนกลางก่อนจึงใช้สายตรงได้"))
    return can_handle(user, referral) if user.is_central else can_draft(user, referral)


def can_endorse(user: Any, measure: Any) -> Verdict:
    """Check a submitted measure as the second person at central: not the one who wrote it."""
    verdict = can_handle(user, measure.referral)
    if not verdict:
        return verdict
    if measure.proposed_by_id == user.pk or measure.submitted_by_id == user.pk:
        return deny(_("ผู้เสนอมาตรการตรวจทานของตนเองไม่ได้ ให้เจ้าหน้าที่ส่วนกลางอีกท่านตรวจทาน"))
    if measure.status not in {"submitted", "scheduled"}:
        return hide(_("ตรวจทานได้เมื่อเสนอมาตรการแล้ว"))
    return ALLOW


def can_propose(user: Any, measure: Any) -> Verdict:
    """Write, submit and withdraw a measure: central only (R18)."""
    return can_handle(user, measure.referral)


def can_implement(user: Any, measure: Any) -> Verdict:
    """Carry out an approved measure: staff of the clinic that has the case."""
    return can_work(user, measure.referral.case)


def can_see_meetings(user: Any) -> Verdict:
    """Know of the committee's meetings: its members and central."""
    if user.is_board or user.is_central:
        return ALLOW
    return hide(_("การประชุมดูได้เฉพาะคณะกรรมการดำเนินการและคลินิกส่วนกลาง"))


def can_run_meetings(user: Any, meeting: Any) -> Verdict:
    """Plan, hold, record and close: the committee's secretary."""
    if not user.is_board:
        return hide(_("เฉพาะคณะกรรมการดำเนินการ"))
    if not user.is_board_secretary:
        return deny(_("เลขานุการคณะกรรมการดำเนินการเป็นผู้ทำ"))
    return ALLOW


def can_certify(user: Any, meeting: Any) -> Verdict:
    """Certify the minutes: the chair."""
    if not user.is_board:
        return hide(_("เฉพาะคณะกรรมการดำเนินการ"))
    if not user.is_board_chair:
        return deny(_("ประธานกรรมการเป็นผู้รับรองรายงานการประชุม"))
    return ALLOW


def can_read_excerpt(user: Any, referral: Any) -> Verdict:
    """Read the notice of resolution, which names the member: who may read the case, and the committee's secretary."""
    if user.is_board_secretary or Case.objects.visible_to(user).filter(pk=referral.case_id).exists():
        return ALLOW
    return deny(_("สำเนามติมีชื่อสมาชิก เปิดได้เฉพาะคลินิก ส่วนกลาง และเลขานุการคณะกรรมการ"))
