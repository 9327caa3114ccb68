"""Forms of what a year's paper is made of: resolutions, milestones, signatures."""

import re
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.step_up import PasswordAgain
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.forms import MoneyField, ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinics.models import Milestone, ProgrammeYear, YearResolution

MEETING = re.compile(r"[1-9][0-9]{0,2}/(25[0-9]{2})\Z")


class MeetingNumberField(ThaiCharField):
    """A meeting's number ``5/2561``, Thai digits allowed; empty for a meeting that has none."""

    def to_python(self, value: Any) -> str | None:
        """The number in Arabic digits without spaces. Raises ValidationError."""
        text = re.sub(r"\s*/\s*", "/", to_arabic_digits(super().to_python(value) or ""))
        if text and not MEETING.match(text):
            raise ValidationError(_("กรอกครั้งที่และปี พ.ศ. คั่นด้วยเครื่องหมายทับ เช่น 5/2561"), code="meeting")
        return text


class ResolutionForm(PlainForm):
    """A resolution the year rests on (R1)."""

    body = ThaiCharField(
        label=_("ที่ประชุม"), max_length=200, help_text=_("เช่น คณะกรรมการดำเนินการ หรือ ที่ประชุมใหญ่สามัญประจำปี 2561")
    )
    meeting_number = MeetingNumberField(
        label=_("ครั้งที่"), max_length=20, required=False, help_text=_("เช่น 5/2561 เว้นว่างได้สำหรับที่ประชุมใหญ่")
    )
    resolved_on = ThaiDateField(label=_("วันที่มีมติ"), required=False, max_date=timezone.localdate)
    subject = ThaiCharField(label=_("เรื่อง"), max_length=300)
    amount = MoneyField(label=_("จำนวนเงิน (บาท)"), required=False, help_text=_("เว้นว่างถ้ามติไม่เกี่ยวกับเงิน"))

    def __init__(self, *args: Any, resolution: YearResolution | None = None, **kwargs: Any) -> None:
        if resolution:
            kwargs["initial"] = {name: getattr(resolution, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A meeting's number is of the year of its day."""
        data = super().clean() or self.cleaned_data
        found, day = MEETING.match(data.get("meeting_number") or ""), data.get("resolved_on")
        if found and day and int(found[1]) != day.year + 543:
            self.add_error("meeting_number", ValidationError(_("ปีของครั้งที่ประชุมไม่ตรงกับปีของวันที่มีมติ ตรวจอีกครั้ง")))
        return data


class MilestoneForm(PlainForm):
    """A step of the calendar (R36)."""

    kind = forms.ChoiceField(label=_("ชนิด"), choices=Milestone.Kind.choices, initial=Milestone.Kind.OTHER)
    title = ThaiCharField(label=_("กิจกรรม"), max_length=200)
    starts_on = ThaiDateField(label=_("ตั้งแต่"), required=False)
    ends_on = ThaiDateField(label=_("ถึง"), required=False, help_text=_("เว้นว่างถ้าเป็นวันเดียว"))
    timing = ThaiCharField(
        label=_("คำอธิบายเวลา"),
        required=False,
        max_length=120,
        help_text=_("เช่น 1 วันในช่วงนี้ หรือวันที่ยังไม่กำหนด"),
    )
    order = ThaiIntegerField(label=_("ลำดับในปฏิทิน"), min_value=1, max_value=99)

    def __init__(self, *args: Any, year: ProgrammeYear, milestone: Milestone | None = None, **kwargs: Any) -> None:
        last = max((row.order for row in year.milestones.all()), default=0)
        kwargs["initial"] = {"order": last + 1}
        if milestone:
            kwargs["initial"] = {name: getattr(milestone, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("kind", "title", Div("starts_on", "ends_on", css_class="grid2"), "timing", "order")
        if milestone and milestone.follows_rules:
            for name in ("starts_on", "ends_on"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("ตามวันที่ของปีโครงการ แก้ที่หน้าแก้ไขปี")

    def clean(self) -> dict[str, Any]:
        """One day is both first and last; the last is not before the first."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and not last and "ends_on" not in self.errors:
            data["ends_on"] = first
        elif last and not first and "starts_on" not in self.errors:
            self.add_error("starts_on", ValidationError(_("กรอกวันเริ่มด้วย หรือเว้นว่างทั้งสองวัน")))
        elif first and last and last < first:
            self.add_error("ends_on", ValidationError(_("วันสิ้นสุดต้องไม่ก่อนวันเริ่ม")))
        return data


class MilestoneDoneForm(PlainForm):
    """When a milestone was done."""

    done_on = ThaiDateField(label=_("ทำแล้วเมื่อ"), max_date=timezone.localdate)


class SignForm(PasswordAgain):
    """Take a step of the sign-off: in which post, for whom, and the password again (R7, R44)."""

    position = ThaiCharField(label=_("ตำแหน่ง"), max_length=200)
    acting = ThaiCharField(
        label=_("ลงนามแทน"),
        required=False,
        max_length=200,
        help_text=_("เว้นว่างถ้าลงนามในตำแหน่งของตนเอง เช่น ปฏิบัติหน้าที่แทน หรือ รักษาการแทน ประธานคณะกรรมการศึกษา"),
    )
    seen = forms.CharField(label=_("เอกสารที่เห็น"), widget=forms.HiddenInput, max_length=64)
    field_order = ("position", "acting", "password", "seen")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class ReturnForm(PlainForm):
    """Why the paper goes back."""

    reason = ThaiTextField(label=_("เหตุผลและสิ่งที่ให้แก้ไข"), max_length=300, widget=forms.Textarea({"rows": 3}))
