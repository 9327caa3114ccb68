"""Forms of follow-ups."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from clinics.models import ClinicYear
from evaluations.models import MonitoringVisit

NO_MEMBERS = _("ไม่ใส่ชื่อหรือข้อมูลที่ระบุตัวสมาชิก")


class ClinicChoice(forms.ModelChoiceField):
    """The clinics of a year by name."""

    def label_from_instance(self, clinic_year: Any) -> str:
        """Number and name."""
        return f"{clinic_year.clinic.number}. {clinic_year.clinic.name}"


class VisitForm(PlainForm):
    """What was seen and advised."""

    visited_on = ThaiDateField(label=_("วันที่ติดตาม"), max_date=timezone.localdate)
    mode = forms.ChoiceField(
        label=_("ติดตามโดย"),
        choices=MonitoringVisit.Mode.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกวิธีติดตาม"), "invalid_choice": _("เลือกจากรายการ")},
    )
    visitors = ThaiCharField(label=_("ผู้ติดตาม"), max_length=300)
    findings = ThaiTextField(
        label=_("สิ่งที่พบ"), max_length=4000, widget=forms.Textarea({"rows": 5}), help_text=NO_MEMBERS
    )
    advice = ThaiTextField(label=_("ข้อเสนอแนะ"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4}))
    next_on = ThaiDateField(label=_("ติดตามครั้งต่อไป"), required=False)


class NewVisitForm(VisitForm):
    """The same, of a clinic to be chosen."""

    clinic_year = ClinicChoice(
        label=_("คลินิก"),
        queryset=ClinicYear.objects.none(),
        empty_label=_("เลือกคลินิก"),
        error_messages={"required": _("เลือกคลินิกที่ติดตาม"), "invalid_choice": _("เลือกคลินิกจากรายการ")},
    )
    field_order = ("clinic_year",)

    def __init__(self, *args: Any, user: Any, year: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = ClinicYear.objects.visible_to(user).filter(year=year).select_related("clinic")
        self.fields["clinic_year"].queryset = found.order_by("clinic__number")  # type: ignore[attr-defined]


class ReplyForm(PlainForm):
    """What the clinic did."""

    reply = ThaiTextField(
        label=_("คลินิกดำเนินการอย่างไร"), max_length=4000, widget=forms.Textarea({"rows": 5}), help_text=NO_MEMBERS
    )
