"""Forms about a member's request."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.step_up import PasswordAgain
from clinic_project.thai.forms import ThaiDateField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from members.models import DataRequest

_CHOOSE = {"required": _("เลือกหนึ่งข้อ"), "invalid_choice": _("เลือกจากรายการ")}


class DataRequestForm(PlainForm):
    """What the member asks for."""

    kind = forms.ChoiceField(
        label=_("สมาชิกขอ"), choices=DataRequest.Kind.choices, widget=ChipRadioSelect, error_messages=_CHOOSE
    )
    wish = ThaiTextField(label=_("รายละเอียดที่ขอ"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    channel = forms.ChoiceField(
        label=_("ขอทางใด"), choices=DataRequest.Channel.choices, widget=ChipRadioSelect, error_messages=_CHOOSE
    )
    received_on = ThaiDateField(
        label=_("วันที่รับคำขอ"),
        max_date=timezone.localdate,
        initial=timezone.localdate,
        help_text=_("ต้องตอบสมาชิกภายใน 30 วันนับจากวันที่รับคำขอ รวมวันหยุด"),
    )


class AnswerForm(PlainForm):
    """What the member was answered, or why not."""

    answer = ThaiTextField(label=_("คำตอบหรือเหตุผล"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class WithdrawForm(PlainForm):
    """The member took the request back; a note is free."""

    answer = ThaiTextField(label=_("หมายเหตุ"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}))


class ConfirmForm(PasswordAgain):
    """The password again before anything is taken out."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
