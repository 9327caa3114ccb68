"""The form of an appointment order."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from clinics.documents.appointment_order import Words
from clinics.forms.appointments import SectionForm


class OrderForm(SectionForm):
    """What whoever issues the order decides; the names come from the appointments."""

    effective_on = ThaiDateField(label=_("มีผลตั้งแต่วันที่"), help_text=_("รายชื่อในคำสั่งคือผู้ที่ดำรงตำแหน่งในวันนี้"))
    ordered_on = ThaiDateField(label=_("สั่ง ณ วันที่"), max_date=timezone.localdate)
    grounds = ThaiTextField(
        label=_("เหตุผลและมติที่อ้างถึง"), max_length=3000, help_text=_("หนึ่งบรรทัดเป็นหนึ่งย่อหน้าในคำสั่ง"),
        widget=forms.Textarea({"rows": 8}),
    )  # fmt: skip
    signer_name = ThaiCharField(label=_("ผู้ลงนาม"), max_length=200)
    signer_position = ThaiCharField(label=_("ตำแหน่งผู้ลงนาม"), max_length=200)
    signer_acting = ThaiCharField(
        label=_("ลงนามแทน"),
        required=False,
        max_length=200,
        help_text=_("เช่น รองประธานกรรมการ ปฏิบัติหน้าที่แทน ประธานกรรมการดำเนินการ"),
    )
    digits = forms.ChoiceField(
        label=_("ตัวเลขในคำสั่ง"), choices=[("thai", _("เลขไทย")), ("arabic", _("เลขอารบิก"))], widget=ChipRadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out(
            (_("วันที่"), ("effective_on", "ordered_on")),
            (_("ข้อความ"), ("grounds", "digits")),
            (_("ผู้ลงนาม"), ("signer_name", "signer_position", "signer_acting")),
        )

    def clean(self) -> dict[str, Any]:
        """The words of the order, and the digits."""
        data = super().clean() or {}
        if self.errors:
            return data
        digits = data.pop("digits")
        return {"words": Words(**data), "digits": digits}
