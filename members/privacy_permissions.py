"""Who may do what with consents, requests about data, and who looked. Each answers with a Thai reason."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide
from members.leading import leads_central, led_clinics


def can_write_consent_texts(user: Any) -> Verdict:
    """Change what is read to members: head or secretary of the central clinic."""
    if not user.is_clinic_staff:
        return hide(_("หน้านี้สำหรับเจ้าหน้าที่คลินิก"))
    if not leads_central(user):
        return hide(_("เฉพาะหัวหน้าและเลขานุการคลินิกส่วนกลางเพิ่มข้อความได้"))
    return ALLOW


def can_see_readers(user: Any, member: Any) -> Verdict:
    """See who opened a member's data: secretaries of the clinics that serve the member, and central."""
    if user.is_central or any(user.is_secretary_of(link.clinic_id) for link in member.clinic_links.all()):
        return ALLOW
    return hide(_("เฉพาะเลขานุการของคลินิกที่ดูแลสมาชิก และคลินิกส่วนกลาง ออกรายงานนี้ได้"))


def can_decide_request(user: Any, request: Any) -> Verdict:
    """Answer a member's request about their data: head or secretary of the central clinic."""
    if leads_central(user):
        return ALLOW
    return hide(_("คลินิกส่วนกลางเป็นผู้พิจารณาคำขอ"))


def can_withdraw_request(user: Any, request: Any) -> Verdict:
    """Record that the member took the request back: the clinic that recorded it, or central."""
    if leads_central(user) or user.works_at(request.clinic_id):
        return ALLOW
    return hide(_("เฉพาะคลินิกที่รับคำขอ และคลินิกส่วนกลาง"))


def can_export_request(user: Any, request: Any) -> Verdict:
    """Take out what is held about the member: only for a request to see it, by who leads its clinic or central."""
    if request.kind != "access":
        return hide(_("ออกแฟ้มข้อมูลได้เฉพาะคำขอดูข้อมูล"))
    if request.status in {"refused", "withdrawn"}:
        return hide(_("คำขอนี้จบแล้วโดยไม่ให้ข้อมูล"))
    return (
        ALLOW
        if request.clinic_id in led_clinics(user) or leads_central(user)
        else hide(_("เฉพาะหัวหน้าหรือเลขานุการคลินิกออกแฟ้มข้อมูลได้"))
    )


def can_run_retention(user: Any) -> Verdict:
    """Take out what was kept long enough: an administrator, who sees counts and numbers of records alone."""
    return ALLOW if user.is_staff else hide(_("เฉพาะผู้ดูแลระบบลบข้อมูลที่พ้นกำหนด"))


def can_hold(user: Any, member: Any) -> Verdict:
    """Forbid that a member's data are taken out: heads and secretaries of their clinics, and of central."""
    leads = any(link.clinic_id in led_clinics(user) for link in member.clinic_links.all())
    return ALLOW if leads or leads_central(user) else hide(_("เฉพาะหัวหน้าและเลขานุการคลินิกระงับการลบได้"))


def can_lift(user: Any, hold: Any) -> Verdict:
    """Let a held member's data be taken out again: who leads the clinic that placed the hold, and central."""
    return (
        ALLOW
        if hold.clinic_id in led_clinics(user) or leads_central(user)
        else deny(_("ยกเลิกได้เฉพาะหัวหน้าหรือเลขานุการของคลินิกที่ระงับ และคลินิกส่วนกลาง"))
    )


def can_keep_breaches(user: Any, breach: Any = None) -> Verdict:
    """Keep the register of breaches: the central clinic's staff and administrators."""
    return ALLOW if user.is_central or user.is_staff else hide(_("ทะเบียนเหตุละเมิดเป็นของคลินิกส่วนกลางและผู้ดูแลระบบ"))
