"""Forms of the service calendar: a day, a series with its preview, a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.dates import WEEKDAYS
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiIntegerField
from clinic_project.thai.times import ThaiTimeField
from clinic_project.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect
from clinics.models import Clinic, ServiceDay
from clinics.models.service_day import OFFICIAL_HOURS
from clinics.recurrence import LAST, OnHoliday, Pattern, Proposal, Recurrence

PUBLIC_NOTE = _("แสดงในหน้าสาธารณะ เช่น เปิดครึ่งวัน นำสลิปเงินเดือนมาด้วย ไม่ต้องใส่ชื่อสมาชิก")
CHOOSE = {"required": _("เลือกอย่างใดอย่างหนึ่ง"), "invalid_choice": _("มีตัวเลือกที่ระบบไม่รู้จัก เลือกจากรายการ")}
CHOOSE_MANY = {**CHOOSE, "invalid_list": CHOOSE["invalid_choice"]}


class DayForm(PlainForm):
    """One service day. ``day_of`` gives what is stored, for an edit."""

    day = ThaiDateField(label=_("วันที่เปิดให้บริการ"))
    starts_at = ThaiTimeField(label=_("เปิดเวลา"), initial=OFFICIAL_HOURS[0])
    ends_at = ThaiTimeField(label=_("ถึงเวลา"), initial=OFFICIAL_HOURS[1])
    in_official_hours = forms.BooleanField(
        label=_("ในเวลาราชการ นับเป็นวัน Walk In ของเดือน"),
        required=False,
        initial=True,
        help_text=_("เอาออกเมื่อเปิดวันหยุดหรือนอกเวลา 08.30 ถึง 16.30 น. วันนั้นเปิดได้แต่ไม่นับตามเกณฑ์เดือนละ 2 วัน"),
    )
    place = ThaiCharField(
        label=_("สถานที่"), required=False, max_length=200, help_text=_("เว้นว่างถ้าเปิดที่คลินิก ระบบจะแสดงที่อยู่ของคลินิก")
    )
    note = ThaiCharField(label=_("ข้อความถึงผู้มารับบริการ"), required=False, max_length=300, help_text=PUBLIC_NOTE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_now("วันและเวลา"), "day", "starts_at", "ends_at", "in_official_hours"),
            Fieldset(_now("ที่ไหน"), "place", "note"),
        )


FACTS = ("day", "starts_at", "ends_at", "in_official_hours", "place", "note")


def initial_of(service_day: ServiceDay) -> dict[str, Any]:
    """What is stored of a day, as its form shows it."""
    return {name: getattr(service_day, name) for name in FACTS}


class CancelForm(PlainForm):
    """Why a day is cancelled; staff read it, the public only that it is cancelled."""

    reason = ThaiCharField(label=_("เหตุที่ยกเลิก"), max_length=300, help_text=_("เจ้าหน้าที่เห็น หน้าสาธารณะบอกเพียงว่างดให้บริการ"))


class MonthDaysField(ThaiCharField):
    """Days of the month as typed: ``10, 25`` or ``๑๐ และ ๒๕``; cleans to a tuple of numbers."""

    def clean(self, value: Any) -> Any:
        """The days in order. Raises ValidationError."""
        text = to_arabic_digits(super().clean(value) or "").replace("และ", ",").replace(" ", ",")
        parts = [part for part in text.split(",") if part]
        if any(not (part.isascii() and part.isdigit() and 1 <= int(part[:3]) <= 31) for part in parts):
            raise forms.ValidationError(_("กรอกวันที่ 1 ถึง 31 คั่นด้วยจุลภาค เช่น 10, 25"), code="invalid")
        return tuple(sorted({int(part) for part in parts}))


class SeriesForm(PlainForm):
    """A recurring plan. With ``offer`` (after the preview) it also asks which of the days to take."""

    pattern = forms.ChoiceField(
        label=_("เปิดซ้ำแบบใด"),
        choices=Pattern.choices,
        initial=Pattern.WEEKDAY_OF_MONTH,
        widget=ChipRadioSelect,
        error_messages=CHOOSE,
    )
    weekdays = forms.MultipleChoiceField(
        label=_("วัน"),
        choices=[(str(n), WEEKDAYS[n]) for n in range(5)],
        required=False,
        widget=ChipCheckboxSelectMultiple,
        help_text=_("ใช้กับวันในสัปดาห์ของเดือน และทุกกี่สัปดาห์"),
        error_messages=CHOOSE_MANY,
    )
    nth = forms.MultipleChoiceField(
        label=_("ครั้งที่เท่าไรของเดือน"),
        choices=[("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), (str(LAST), _("สุดท้าย"))],
        required=False,
        widget=ChipCheckboxSelectMultiple,
        help_text=_("ใช้กับวันในสัปดาห์ของเดือน เช่น 1 และ 3"),
        error_messages=CHOOSE_MANY,
    )
    every = ThaiIntegerField(
        label=_("ทุกกี่สัปดาห์"), required=False, min_value=1, max_value=8, initial=2, help_text=_("ใช้กับแบบทุกกี่สัปดาห์")
    )
    month_days = MonthDaysField(
        label=_("วันที่ของเดือน"),
        required=False,
        max_length=100,
        help_text=_("ใช้กับแบบวันที่ของเดือน เช่น 10, 25 เดือนที่ไม่มีวันที่นั้นจะข้ามไป"),
    )
    starts_on = ThaiDateField(label=_("ตั้งแต่วันที่"), initial=timezone.localdate)
    until = ThaiDateField(label=_("ถึงวันที่"))
    on_holiday = forms.ChoiceField(
        label=_("ถ้าตรงกับวันหยุด"),
        choices=OnHoliday.choices,
        initial=OnHoliday.NEXT,
        widget=ChipRadioSelect,
        error_messages=CHOOSE,
    )
    starts_at = ThaiTimeField(label=_("เปิดเวลา"), initial=OFFICIAL_HOURS[0])
    ends_at = ThaiTimeField(label=_("ถึงเวลา"), initial=OFFICIAL_HOURS[1])
    place = ThaiCharField(label=_("สถานที่"), required=False, max_length=200, help_text=_("เว้นว่างถ้าเปิดที่คลินิก"))
    note = ThaiCharField(label=_("ข้อความถึงผู้มารับบริการ"), required=False, max_length=300, help_text=PUBLIC_NOTE)
    days = forms.TypedMultipleChoiceField(
        label=_("วันที่จะวางแผน"),
        required=False,
        coerce=date.fromisoformat,
        widget=forms.MultipleHiddenInput,
        error_messages={**CHOOSE_MANY, "invalid_choice": _("แผนเปลี่ยนไปจากที่ดูไว้ กด “ดูวันที่จะได้” แล้วเลือกวันอีกครั้ง")},
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clinic = clinic
        self.helper.layout = Layout(
            Fieldset(_now("เปิดซ้ำ"), "pattern", "weekdays", "nth", "every", "month_days"),
            Fieldset(_now("ช่วงของแผน"), "starts_on", "until", "on_holiday"),
            Fieldset(_now("เวลาและสถานที่ของทุกวัน"), "starts_at", "ends_at", "place", "note"),
        )

    def offer(self, proposals: Sequence[Proposal]) -> None:
        """Take these days as choices."""
        field: Any = self.fields["days"]
        field.choices = [(one.day.isoformat(), one.day.isoformat()) for one in proposals if one.day]

    def clean(self) -> dict[str, Any]:
        """What the pattern needs is there."""
        data = super().clean() or {}
        pattern = data.get("pattern")
        if pattern in {Pattern.WEEKDAY_OF_MONTH, Pattern.WEEKS} and not data.get("weekdays"):
            self._need("weekdays", _("เลือกวันในสัปดาห์อย่างน้อยหนึ่งวัน"))
        if pattern == Pattern.WEEKDAY_OF_MONTH and not data.get("nth"):
            self._need("nth", _("เลือกว่าเป็นครั้งที่เท่าไรของเดือน เช่น 1 และ 3"))
        if pattern == Pattern.WEEKS and not data.get("every"):
            self._need("every", _("กรอกว่าทุกกี่สัปดาห์ 1 ถึง 8"))
        if pattern == Pattern.MONTH_DAYS and not data.get("month_days"):
            self._need("month_days", _("กรอกวันที่ของเดือน เช่น 10, 25"))
        return data

    def _need(self, name: str, message: Any) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def rule(self) -> Recurrence:
        """The rule typed; call when the form is valid but for ``days``."""
        data = self.cleaned_data
        return Recurrence(
            pattern=data["pattern"],
            starts_on=data["starts_on"],
            until=data["until"],
            weekdays=tuple(int(n) for n in data["weekdays"]),
            nth=tuple(int(n) for n in data["nth"]),
            every=data["every"] or 1,
            month_days=data["month_days"] or (),
        )

    def facts(self) -> dict[str, Any]:
        """Hours, place and note of each day."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "place", "note")}
