"""Forms of the confirmation: its words, how it is printed, the signed scan, and what its moves ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.files.fields import UploadField
from clinic_project.plain_forms import NothingForm, PlainForm
from clinic_project.thai.forms import FewLines, ThaiCharField, ThaiTextField
from clinics.confirmation_states import STATES

WORDS = ("unit_name", "signer_name", "signer_position", "signer_acting")


class ConfirmationWordsForm(PlainForm):
    """What stands on form คส.01 beside the names; the names come from the appointments."""

    unit_name = ThaiCharField(label=_("หน่วยงาน"), max_length=200, help_text=_("ชื่อเต็ม เช่น สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่"))
    signer_name = ThaiCharField(label=_("ผู้ลงชื่อ"), max_length=200, help_text=_("คำนำหน้า ชื่อ และนามสกุล อย่างที่จะพิมพ์ในวงเล็บ"))
    signer_position = ThaiCharField(label=_("ตำแหน่งของผู้ลงชื่อ"), max_length=200)
    signer_acting = ThaiCharField(
        label=_("ลงชื่อแทน (ถ้ามี)"),
        required=False,
        max_length=200,
        help_text=_("เช่น ปฏิบัติหน้าที่แทน พัฒนาการจังหวัด หรือ รักษาราชการแทน พัฒนาการจังหวัด ข้อความนี้พิมพ์ใต้ตำแหน่ง"),
    )


class PrintForm(PlainForm):
    """How the paper to be signed is printed (R49)."""

    digits = forms.ChoiceField(
        label=_("ตัวเลขในแบบ"),
        choices=(("arabic", _("เลขอารบิก 1 2 3")), ("thai", _("เลขไทย ๑ ๒ ๓"))),
        widget=forms.RadioSelect,
        initial="arabic",
        error_messages={"required": _("เลือกแบบตัวเลข"), "invalid_choice": _("เลือกแบบตัวเลขจากรายการ")},
    )


class ScanForm(PlainForm):
    """The signed paper, scanned or photographed."""

    scan = UploadField(
        label=_("สแกนหรือภาพถ่ายของแบบที่ลงนามแล้ว"),
        help_text=_("PDF หรือภาพถ่าย ไม่เกิน 10 เมกะไบต์ ให้เห็นลายมือชื่อและคิวอาร์ครบ"),
    )


class ReturnForm(PlainForm):
    """Why the form goes back."""

    reason = ThaiTextField(
        label=_("ต้องแก้ไขอะไร"),
        max_length=500,
        widget=FewLines(),
        help_text=_("คลินิกจะเห็นข้อความนี้ บอกให้ชัดว่าต้องแก้จุดใดและส่งอย่างไร"),
    )


class DeclineForm(PlainForm):
    """Why the clinic will not take part."""

    reason = ThaiTextField(
        label=_("เหตุที่ขอไม่เข้าร่วม"),
        max_length=500,
        widget=FewLines(),
        help_text=_("ส่วนกลางและคณะกรรมการศึกษาจะเห็นข้อความนี้"),
    )


MOVE_FORMS: dict[str, type[forms.Form]] = {
    "submit": NothingForm,
    "accept": NothingForm,
    "return": ReturnForm,
    "decline": DeclineForm,
}


class ConfirmationFilter(PlainForm):
    """Filter of the page of all clinics; what isn't known counts as none."""

    state = forms.ChoiceField(label=_("สถานะ"), required=False, choices=[("", _("ทั้งหมด")), *STATES.items()])

    def chosen(self) -> str:
        """The chosen state, or empty."""
        return str(self.cleaned_data.get("state", "")) if self.is_valid() else ""


def words_of(confirmation: Any, head_name: str) -> dict[str, str]:
    """What the form shows at first; the head's name where nobody is written down as signing."""
    words = {name: getattr(confirmation, name) for name in WORDS}
    return words | {"signer_name": words["signer_name"] or head_name}
