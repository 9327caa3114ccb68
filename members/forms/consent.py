"""Forms about consents."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.fields import UploadField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiDateField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from members.models import Consent, Purpose


class ConsentForm(PlainForm):
    """What the member answered, and how. Nothing is chosen beforehand."""

    answer = forms.ChoiceField(
        label=_("สมาชิกตอบว่า"),
        choices=Consent.Answer.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกคำตอบของสมาชิก"), "invalid_choice": _("เลือกจากรายการ")},
    )
    channel = forms.ChoiceField(
        label=_("สมาชิกตอบทางใด"),
        choices=Consent.Channel.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกว่าสมาชิกตอบทางใด"), "invalid_choice": _("เลือกจากรายการ")},
    )
    given_on = ThaiDateField(label=_("วันที่ตอบ"), max_date=timezone.localdate, initial=timezone.localdate)
    paper = UploadField(
        label=_("แบบที่ลงชื่อ"),
        required=False,
        help_text=_("ภาพถ่ายหรือ PDF แนบครั้งเดียวต่อแบบ คำตอบข้ออื่นในแบบที่ลงชื่อวันเดียวกันใช้แฟ้มเดิม"),
    )
    is_voluntary = forms.BooleanField(
        label=_("สมาชิกอ่านหรือฟังข้อความแล้ว และตอบโดยสมัครใจ"),
        error_messages={"required": _("ถามสมาชิกก่อน แล้วทำเครื่องหมายเมื่อสมาชิกตอบ")},
    )

    def clean(self) -> dict[str, Any]:
        """What is stored; that it was voluntary is the condition for storing anything."""
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop("is_voluntary", None)
        return cleaned


class WithdrawConsentForm(PlainForm):
    """How the member took it back, and when; filled in with what is usual, so that it is no harder than giving."""

    channel = forms.ChoiceField(
        label=_("สมาชิกบอกทางใด"),
        choices=Consent.Channel.choices,
        initial=Consent.Channel.SPOKEN,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกว่าสมาชิกบอกทางใด"), "invalid_choice": _("เลือกจากรายการ")},
    )
    withdrawn_on = ThaiDateField(label=_("วันที่สมาชิกถอน"), max_date=timezone.localdate, initial=timezone.localdate)


class ConsentTextForm(PlainForm):
    """The next version of a text that is read to members."""

    purpose = forms.ChoiceField(
        label=_("ใช้เพื่อ"),
        choices=Purpose.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกว่าเป็นข้อความเรื่องใด"), "invalid_choice": _("เลือกจากรายการ")},
    )
    text = ThaiTextField(
        label=_("ข้อความ"),
        max_length=1500,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("บอกว่าใช้อะไร เพื่ออะไร ไม่ให้ก็ได้ และถอนได้อย่างไร"),
    )
    starts_on = ThaiDateField(label=_("เริ่มใช้วันที่"))
