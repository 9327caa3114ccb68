"""Forms about consents."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.fields import UploadField
from clinic_project.thai.forms import ThaiDateField
from clinic_project.widgets import ChipRadioSelect
from members.models import Consent


class ConsentForm(forms.Form):
    """How a consent was given. Nothing is chosen beforehand."""

    channel = forms.ChoiceField(
        label=_("สมาชิกให้ความยินยอมทางใด"),
        choices=Consent.Channel.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกว่าสมาชิกให้ความยินยอมทางใด"), "invalid_choice": _("เลือกจากรายการ")},
    )
    given_on = ThaiDateField(label=_("วันที่ให้"), max_date=timezone.localdate)
    paper = UploadField(label=_("แบบที่ลงชื่อ"), required=False, help_text=_("ภาพถ่ายหรือ PDF ต้องแนบเมื่อให้ไว้โดยลงชื่อในแบบ"))
    is_voluntary = forms.BooleanField(
        label=_("สมาชิกอ่านหรือฟังข้อความแล้ว และยินยอมโดยสมัครใจ"),
        error_messages={"required": _("ถามสมาชิกก่อน แล้วทำเครื่องหมายเมื่อสมาชิกยินยอม")},
    )

    def clean(self) -> dict[str, Any]:
        """What is stored; that it was voluntary is the condition for storing anything."""
        cleaned = super().clean() or {}
        cleaned.pop("is_voluntary", None)
        return cleaned
