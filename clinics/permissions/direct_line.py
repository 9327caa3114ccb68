"""Who talks on the direct line (R16): every member of the clinic's staff, and central's."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, hide


def can_use_line(user: Any) -> Verdict:
    """Open the direct line at all: staff of clinics."""
    return ALLOW if user.is_clinic_staff else hide(_("สายตรงใช้ระหว่างเจ้าหน้าที่คลินิกกับส่วนกลาง"))


def can_answer_for_central(user: Any, conversation: Any) -> Verdict:
    """Answer a clinic: central's staff."""
    return ALLOW if user.is_central else hide(_("คลินิกส่วนกลางเป็นผู้ตอบ"))


def can_ask_for_clinic(user: Any, conversation: Any) -> Verdict:
    """Ask central: staff of the conversation's clinic."""
    return ALLOW if user.works_at(conversation.clinic_id) else hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))


def can_talk(user: Any, conversation: Any) -> Verdict:
    """Write, end or take up a conversation: either side."""
    return can_answer_for_central(user, conversation) or can_ask_for_clinic(user, conversation)
