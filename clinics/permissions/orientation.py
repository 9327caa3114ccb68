"""Who may do what with the orientation (R14)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.dates import format_formal
from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_see_orientation(user: Any) -> Verdict:
    """See sessions and materials: who is invited or leads; not the operating committee."""
    if user.is_clinic_staff or user.is_education or user.is_staff:
        return ALLOW
    return deny(_("การปฐมนิเทศดูได้เฉพาะเจ้าหน้าที่คลินิก คณะกรรมการศึกษา และผู้ดูแลระบบ"))


def can_lead_orientation(user: Any, session: Any = None) -> Verdict:
    """Plan sessions, tick attendance by hand, put up materials: the central clinic."""
    return ALLOW if user.is_central else hide(_("คลินิกส่วนกลางเป็นผู้จัดการปฐมนิเทศ"))


def is_not_cancelled(session: Any) -> Verdict:
    """Nobody attends what was cancelled."""
    if session.status == "cancelled":
        return deny(_("การปฐมนิเทศครั้งนี้ยกเลิกแล้ว ลงชื่อหรือแก้ไขไม่ได้"))
    return ALLOW


def has_begun(user: Any, session: Any) -> Verdict:
    """Attendance and the note that it was held come on the day or later."""
    if session.day > timezone.localdate():
        return deny(_("ยังไม่ถึงวันปฐมนิเทศ (%(day)s)") % {"day": format_formal(session.day)})
    return ALLOW


def has_nobody(user: Any, session: Any) -> Verdict:
    """What somebody attended can't be cancelled."""
    if session.attendances.exists():
        return deny(_("มีผู้ลงชื่อเข้าร่วมแล้ว ยกเลิกไม่ได้"))
    return ALLOW


def can_attend(user: Any, session: Any) -> Verdict:
    """Have somebody's attendance noted by central: the session was not cancelled and its day has come."""
    verdict = is_not_cancelled(session)
    return has_begun(user, session) if verdict else verdict


def can_check_in(user: Any, session: Any) -> Verdict:
    """Check in oneself by the QR: on the session's day and no other."""
    verdict = is_not_cancelled(session)
    if not verdict:
        return verdict
    today, day = timezone.localdate(), format_formal(session.day)
    if session.day > today:
        return deny(_("ยังไม่ถึงวันปฐมนิเทศ ลงชื่อด้วยคิวอาร์ได้เฉพาะ%(day)s") % {"day": day})
    if session.day < today:
        return deny(_("คิวอาร์นี้ใช้ได้เฉพาะ%(day)s หากเข้าร่วมแล้วแต่ไม่ได้ลงชื่อ แจ้งคลินิกส่วนกลางให้บันทึกย้อนหลัง") % {"day": day})
    return ALLOW
