"""Forms of holds and of breaches."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinic_project.thai.times import ThaiTimeField


class HoldForm(PlainForm):
    """Why the data must stay."""

    reason = ThaiCharField(
        label=_("เหตุผลที่ต้องเก็บไว้"), max_length=300, help_text=_("เช่น อยู่ระหว่างคดี พร้อมเลขคดีหรือหนังสืออ้างอิง")
    )
    case_reference = ThaiCharField(
        label=_("เฉพาะเรื่องเลขที่"), max_length=20, required=False, help_text=_("เว้นว่างไว้เพื่อระงับการลบทุกอย่างของสมาชิก")
    )


class LiftForm(PlainForm):
    """Why the data need not stay any longer."""

    reason = ThaiCharField(label=_("เหตุผลที่ยกเลิก"), max_length=300, help_text=_("เช่น คดีถึงที่สุดแล้ว พร้อมเลขคดี"))


class BreachForm(PlainForm):
    """What happened, when it was known, whom it concerns, what was done."""

    what = ThaiTextField(
        label=_("เกิดอะไรขึ้น"), max_length=2000, widget=forms.Textarea({"rows": 4}), help_text=_("ไม่ต้องใส่ชื่อหรือเลขสมาชิก")
    )
    known_on = ThaiDateField(label=_("วันที่ทราบเหตุ"), max_date=timezone.localdate)
    known_time = ThaiTimeField(label=_("เวลาที่ทราบเหตุ"), help_text=_("นับ 72 ชั่วโมงจากเวลานี้ รวมวันหยุด"))
    concerned = ThaiCharField(label=_("เกี่ยวกับใคร"), max_length=300, help_text=_("เช่น สมาชิกที่รับบริการเดือนนี้ของคลินิกหนึ่ง"))
    people = ThaiIntegerField(label=_("จำนวนคนโดยประมาณ"), min_value=0, max_value=1_000_000)
    measures = ThaiTextField(label=_("ทำอะไรไปแล้ว"), max_length=2000, widget=forms.Textarea({"rows": 3}))

    def clean(self) -> dict[str, Any]:
        """Day and time as one moment, not to come."""
        data = super().clean() or self.cleaned_data
        day, time = data.pop("known_on", None), data.pop("known_time", None)
        if day and time:
            data["known_at"] = timezone.make_aware(datetime.combine(day, time))
            if data["known_at"] > timezone.now():
                raise ValidationError({"known_time": _("เวลาที่ทราบเหตุต้องไม่หลังเวลานี้")})
        return data


class BreachNotifyForm(PlainForm):
    """How the regulator was told."""

    note = ThaiTextField(
        label=_("แจ้งอย่างไร"), max_length=1000, widget=forms.Textarea({"rows": 3}), help_text=_("ช่องทาง เลขรับ และผู้รับแจ้ง")
    )
    measures = ThaiTextField(
        label=_("มาตรการเพิ่มเติม"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )


class BreachKeepForm(BreachNotifyForm):
    """Why the regulator was not told."""

    note = ThaiTextField(
        label=_("เหตุผลที่ไม่ต้องแจ้ง"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("เช่น ไม่มีความเสี่ยงต่อสิทธิและเสรีภาพของผู้ใด เพราะเหตุใด"),
    )
