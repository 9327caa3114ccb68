"""Who appoints, ends and hands over (R4, R13). Nobody appoints themselves; heads are appointed from above."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def leads_central(user: Any) -> bool:
    """Head or secretary of the central clinic."""
    return any(seat.clinic_year.clinic.is_central and seat.role in {"head", "secretary"} for seat in user.clinic_seats)


def _leads(user: Any, clinic_id: int) -> bool:
    return bool(user.is_head_of(clinic_id) or user.is_secretary_of(clinic_id))


def can_lead_staff(user: Any, clinic_year: Any) -> Verdict:
    """Look after a clinic's posts: its head and secretary, central, administrators. Central's own: not its officers."""
    if user.is_staff or _leads(user, clinic_year.clinic_id):
        return ALLOW
    if user.is_central and not clinic_year.clinic.is_central:
        return ALLOW
    words = _("หัวหน้าหรือเลขานุการคลินิก ส่วนกลาง หรือผู้ดูแลระบบเป็นผู้แต่งตั้งและบันทึกการพ้นตำแหน่ง")
    return deny(words) if user.works_at(clinic_year.clinic_id) else hide(words)


def can_appoint(user: Any, clinic_year: Any) -> Verdict:
    """Appoint to a clinic's posts, extend, act: who looks after its staff, until its year is closed."""
    verdict = can_lead_staff(user, clinic_year)
    if verdict and clinic_year.status == "closed":
        return deny(_("ปีของคลินิกนี้ปิดแล้ว แต่งตั้งในปีถัดไป"))
    return verdict


def can_decide_head(user: Any, clinic_year: Any) -> Verdict:
    """Appoint a head or end one: central and administrators; central's own head: administrators."""
    if user.is_staff or (user.is_central and not clinic_year.clinic.is_central):
        return ALLOW
    return deny(_("ส่วนกลางหรือผู้ดูแลระบบเป็นผู้แต่งตั้งหัวหน้าคลินิกและบันทึกการพ้นตำแหน่งของหัวหน้า"))


def can_fill(user: Any, clinic_year: Any, *, role: str, is_acting: bool = False) -> Verdict:
    """Appoint to a role. Who acts for the head may also be named by the head."""
    verdict = can_appoint(user, clinic_year)
    if not verdict or role != "head":
        return verdict
    if is_acting and user.is_head_of(clinic_year.clinic_id):
        return ALLOW
    return can_decide_head(user, clinic_year)


def can_end(user: Any, appointment: Any) -> Verdict:
    """End an appointment and hand over what the person has in hand."""
    verdict = can_lead_staff(user, appointment.clinic_year)
    if not verdict or appointment.role != "head":
        return verdict
    if appointment.is_acting and user.is_head_of(appointment.clinic_year.clinic_id):
        return ALLOW
    return can_decide_head(user, appointment.clinic_year)


def can_extend(user: Any, appointment: Any) -> Verdict:
    """Give an appointment another last day, or none; as whoever may appoint to it."""
    if appointment.user_id == user.pk:
        return deny(_("ขยายเวลาให้ตนเองไม่ได้ ให้ผู้มีอำนาจท่านอื่นบันทึก"))
    return can_fill(user, appointment.clinic_year, role=appointment.role, is_acting=appointment.is_acting)


def can_record_choice(user: Any, clinic_year: Any) -> Verdict:
    """Record which secretary the representatives chose: who looks after the staff, or a representative themselves."""
    verdict = can_appoint(user, clinic_year)
    is_one = any(
        seat.clinic_year_id == clinic_year.pk and seat.post == "member_representative" for seat in user.clinic_seats
    )
    if is_one and clinic_year.status != "closed":
        return ALLOW
    return verdict


def can_issue_order(user: Any, clinic_year: Any) -> Verdict:
    """Issue the appointment order in the cooperative's name: central's head or secretary, administrators."""
    words = _("หัวหน้าหรือเลขานุการคลินิกส่วนกลาง หรือผู้ดูแลระบบเป็นผู้ออกคำสั่งแต่งตั้ง")
    if not (user.is_staff or leads_central(user)):
        return deny(words) if _leads(user, clinic_year.clinic_id) or user.is_central else hide(words)
    if clinic_year.status == "closed":
        return deny(_("ปีของคลินิกนี้ปิดแล้ว ออกคำสั่งในปีถัดไป"))
    return ALLOW


def can_run_committees(user: Any) -> Verdict:
    """Keep the seats of both committees: administrators."""
    return ALLOW if user.is_staff else hide(_("ผู้ดูแลระบบเป็นผู้บันทึกกรรมการ"))


def can_see_left_behind(user: Any) -> Verdict:
    """See whose work lies without an owner in any clinic: central and administrators."""
    if user.is_staff or user.is_central:
        return ALLOW
    return hide(_("รายการนี้สำหรับคลินิกส่วนกลางและผู้ดูแลระบบ"))
