"""Who may announce, and who is asked to acknowledge (R17)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_announce(user: Any, announcement: Any = None) -> Verdict:
    """Write, publish, edit and withdraw announcements, and see who has read them: staff of the central clinic."""
    return ALLOW if user.is_central else hide(_("คลินิกส่วนกลางเป็นผู้ประกาศ"))


def can_edit_announcement(user: Any, announcement: Any) -> Verdict:
    """Change an announcement: a draft freely; a published one as a new revision; a withdrawn one no more."""
    verdict = can_announce(user, announcement)
    if verdict and announcement.status == "withdrawn":
        return deny(_("ประกาศนี้ถอนแล้ว แก้ไขไม่ได้ ให้เขียนประกาศใหม่"))
    return verdict


def is_announcement_written(user: Any, announcement: Any) -> Verdict:
    """Ready to publish: its last day is not past, and chosen clinics are chosen."""
    if announcement.is_over:
        return deny(_("วันสิ้นสุดของประกาศผ่านไปแล้ว แก้วันสิ้นสุดก่อนเผยแพร่"))
    if announcement.audience == "chosen_clinics" and not announcement.clinics.exists():
        return deny(_("ยังไม่ได้เลือกคลินิกที่จะรับประกาศ"))
    return ALLOW


def can_remind_readers(user: Any, announcement: Any) -> Verdict:
    """Remind those who have not read or acknowledged: central, while the announcement stands."""
    verdict = can_announce(user, announcement)
    if verdict and not announcement.is_current:
        return deny(_("เตือนได้เมื่อประกาศเผยแพร่อยู่และยังไม่พ้นกำหนด"))
    return verdict
