"""Debts to outside creditors after the member said no to keeping them, or took the consent back (domain.md, section 6).

What stands stays until it is removed; nothing is added to it or changed in it, and no new sum is made of it.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.thai.dates import format_long
from members.models import Consent, Member


def said_no(member: Member) -> Consent | None:
    """The member's no: the newest answer, where none is in force. None where they allowed it or were never asked."""
    answers = list(Consent.objects.answers_to(Consent.Purpose.OUTSIDE_DEBTS).filter(member=member))
    if any(answer.is_in_force for answer in answers):
        return None
    return answers[0] if answers else None


def no_text(answer: Consent) -> str:
    """That the member said no, or took it back, and on which day."""
    if answer.withdrawn_at:
        day = format_long(timezone.localdate(answer.withdrawn_at))
        return _("สมาชิกถอนความยินยอมให้เก็บข้อมูลหนี้กับเจ้าหนี้ภายนอกเมื่อ %(day)s") % {"day": day}
    day = format_long(answer.given_on)
    return _("สมาชิกไม่ยินยอมให้เก็บข้อมูลหนี้กับเจ้าหนี้ภายนอกเมื่อ %(day)s") % {"day": day}


def left_out_text(answer: Consent) -> str:
    """What a comparison made after the no says of every option."""
    rest = _("จึงคิดเฉพาะหนี้กับสหกรณ์ ค่างวดหนี้ภายนอกไม่ได้หักไว้ เหลือใช้จริงอาจน้อยกว่านี้")
    return f"{no_text(answer)} {rest}"


def outdated_text(member: Member, compared_at: datetime) -> str:
    """Said of a comparison made before the member's no: it still counts outside debts. Empty for any other."""
    answer = said_no(member)
    if answer is None or compared_at >= (answer.withdrawn_at or answer.recorded_at):
        return ""
    rest = _("การเปรียบเทียบนี้ทำไว้ก่อนวันนั้นและยังคิดหนี้ภายนอก เปรียบเทียบใหม่ก่อนทำแผนหรือส่งต่อ")
    return f"{no_text(answer)} {rest}"


def closed_text(member: Member) -> str:
    """Why outside debts and their lawsuits take nothing more, and what to do; empty where they do."""
    answer = said_no(member)
    if answer is None:
        return ""
    todo = _("จึงเพิ่มหรือแก้หนี้ภายนอกและคดีของหนี้นั้นไม่ได้ ลบออกได้ ถ้าสมาชิกเปลี่ยนใจให้บันทึกความยินยอมที่หน้าสมาชิกก่อน")
    return f"{no_text(answer)} {todo}"


def refuse_after_no(member: Member) -> None:
    """Raise ``ValidationError`` with the day and what to do, before anything of an outside debt is written."""
    if text := closed_text(member):
        raise ValidationError(text)
