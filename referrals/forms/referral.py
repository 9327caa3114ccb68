"""Forms of a referral: draft, each move, message, telling the member, filters of the queue."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import NothingForm, PlainForm
from clinic_project.thai.forms import ThaiDateField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from clinics.models import Clinic
from referrals.models import Referral

TALL = forms.Textarea(attrs={"rows": 6})
LOW = forms.Textarea(attrs={"rows": 3})


class DraftForm(PlainForm):
    """What is asked of central, and what the clinic has tried."""

    route = forms.ChoiceField(
        label=_("ส่งเพื่อ"),
        choices=Referral.Route.choices,
        widget=ChipRadioSelect,
        help_text=_("ขอคำปรึกษา: ส่วนกลางตอบเอง · เสนอคณะกรรมการ: ส่วนกลางจัดทำมาตรการเสนอ"),
    )
    question = ThaiTextField(
        label=_("คำถามหรือเหตุที่ส่งต่อ"),
        widget=TALL,
        required=False,
        help_text=_("บอกสิ่งที่อยากให้ส่วนกลางช่วยตัดสินใจ ใส่กำหนดที่รีบ เช่น วันนัดศาล"),
    )
    tried = ThaiTextField(label=_("สิ่งที่คลินิกทำไปแล้ว"), widget=LOW, required=False)


class DeclineForm(PlainForm):
    """Why central does not take it on."""

    code = forms.ChoiceField(label=_("เหตุที่ไม่รับ"), choices=Referral.DeclineCode.choices, widget=ChipRadioSelect)
    note = ThaiTextField(label=_("อธิบาย และบอกคลินิกว่าควรทำอะไรต่อ"), widget=LOW)


class WithdrawForm(PlainForm):
    """Why the clinic takes it back."""

    reason = ThaiTextField(label=_("เหตุผลที่ถอนเรื่อง"), widget=LOW, required=False)


class AskForm(PlainForm):
    """What central still has to know."""

    question = ThaiTextField(label=_("ข้อมูลที่ขอเพิ่ม"), widget=LOW)


class AnswerForm(PlainForm):
    """The clinic's answer."""

    answer = ThaiTextField(label=_("ข้อมูลที่ส่งให้ส่วนกลาง"), widget=TALL)


class AdviceForm(PlainForm):
    """Central's answer."""

    advice = ThaiTextField(label=_("คำแนะนำถึงคลินิก"), widget=TALL)


class ImplementForm(PlainForm):
    """What was done with the result."""

    note = ThaiTextField(label=_("ผลการดำเนินการ"), widget=LOW)


class MessageForm(PlainForm):
    """A line on the direct line."""

    text = ThaiTextField(label=_("ข้อความ"), widget=LOW, max_length=4000)


def today() -> date:
    """The day of asking, for date limits."""
    return timezone.localdate()


class TellMemberForm(PlainForm):
    """The day the member was told."""

    on = ThaiDateField(label=_("วันที่แจ้งสมาชิก"), max_date=today)


SHOWN = [
    ("waiting", _("รอฝ่ายเรา")),
    ("active", _("ที่ยังไม่จบ")),
    ("finished", _("จบแล้ว")),
    ("all", _("ทั้งหมด")),
]


class QueueFilterForm(PlainForm):
    """Filters of the queue. What can't be read is left out, never an error."""

    show = forms.ChoiceField(choices=SHOWN, required=False, widget=forms.HiddenInput)
    route = forms.ChoiceField(label=_("ส่งเพื่อ"), required=False, choices=[("", _("ทุกแบบ")), *Referral.Route.choices])
    clinic = forms.ModelChoiceField(
        label=_("คลินิก"), required=False, queryset=Clinic.objects.none(), to_field_name="code", empty_label=_("ทุกคลินิก")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.is_central:
            self.fields["clinic"].queryset = Clinic.objects.visible_to(user)  # type: ignore[attr-defined]
        else:
            del self.fields["clinic"]

    def usable(self) -> dict[str, Any]:
        """The filters that could be read."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


FORMS: dict[str, Callable[..., PlainForm]] = {
    "send": NothingForm,
    "accept": NothingForm,
    "decline": DeclineForm,
    "withdraw": WithdrawForm,
    "review": NothingForm,
    "request_info": AskForm,
    "answer_info": AnswerForm,
    "advise": AdviceForm,
    "acknowledge": NothingForm,
    "implement": ImplementForm,
}
