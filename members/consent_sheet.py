"""What the page of a member's consents shows: each purpose with its text, the member's answers, what may be done."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from members.consent_texts import Text, texts_in_force
from members.models import Consent, Member

REFUSES: dict[str, Any] = {
    "outside_debts": _("ถ้าสมาชิกไม่ยินยอมหรือถอน ระบบไม่รับหนี้กับเจ้าหนี้ภายนอกเพิ่ม"),
    "third_party": _("ถ้าไม่มี ห้ามส่งข้อมูลออกนอกสหกรณ์"),
    "health": _("ถ้าไม่มี ห้ามเขียนข้อมูลสุขภาพในเรื่อง"),
    "photo": _("ถ้าไม่มี ห้ามใช้ภาพ"),
    "story": _("ถ้าไม่มีหรือถอน เรื่องเล่าไม่ปรากฏในโปสเตอร์"),
}


@dataclass(frozen=True)
class Line:
    """One purpose of one member."""

    text: Text
    answers: list[Consent]
    rule: Any

    @property
    def in_force(self) -> Consent | None:
        """The consent that may be taken back, if there is one."""
        return next((answer for answer in self.answers if answer.is_in_force), None)

    @property
    def newest(self) -> Consent | None:
        """The last answer; None where the member was never asked."""
        return self.answers[0] if self.answers else None

    @property
    def is_older_text(self) -> bool:
        """Whether the member allowed an earlier text than the one in force."""
        return self.in_force is not None and self.in_force.text_version < self.text.version


def sheet_of(user: Any, member: Member) -> list[Line]:
    """Every purpose, in the order of the form."""
    found = list(Consent.objects.visible_to(user).filter(member=member).select_related("recorded_by", "withdrawn_by"))
    return [
        Line(text, [row for row in found if row.purpose == purpose], REFUSES[purpose])
        for purpose, text in texts_in_force().items()
    ]
