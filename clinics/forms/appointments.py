"""Forms about who holds which post."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.fields import UploadField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField
from clinic_project.widgets import ChipRadioSelect
from clinics.models import Appointment, ClinicYear, User
from clinics.posts import DUTIES, FREE_DUTIES, duty_choices

TERM = ("starts_on", "ends_on")
GROUNDS = ("order_number", "order_date", "reason", "evidence")


class SectionForm(PlainForm):
    """A form in sections, whose <form> element stands in the template."""

    def lay_out(self, *sections: tuple[Any, Iterable[str]]) -> None:
        """Title and fields of each section."""
        self.helper.layout = Layout(*(Fieldset(title, *fields) for title, fields in sections))


def check_order(data: dict[str, Any]) -> None:
    """First day, last day in order. Raises ``ValidationError`` at the last day."""
    starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        raise ValidationError({"ends_on": _("วันสุดท้ายต้องไม่ก่อนวันเริ่ม")})


class TermForm(SectionForm):
    """From when to when in one programme year, and the order it rests on."""

    starts_on = ThaiDateField(label=_("ตั้งแต่วันที่"))
    ends_on = ThaiDateField(label=_("ถึงวันที่"), required=False, help_text=_("เว้นว่างถ้ายังไม่กำหนดวันสิ้นสุด"))
    order_number = ThaiCharField(label=_("คำสั่งหรือหนังสือที่"), required=False, max_length=40)
    order_date = ThaiDateField(label=_("ลงวันที่"), required=False)
    reason = ThaiCharField(label=_("เหตุผล"), required=False, max_length=300)
    evidence = UploadField(label=_("หลักฐาน (สแกนคำสั่งหรือหนังสือ)"), required=False)

    def __init__(self, *args: Any, clinic_year: ClinicYear, **kwargs: Any) -> None:
        year = clinic_year.year.gregorian_year
        self.first_day, self.last_day = date(year, 1, 1), date(year, 12, 31)
        today = timezone.localdate()
        kwargs["initial"] = {"starts_on": min(max(today, self.first_day), self.last_day), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.clinic_year = clinic_year
        for name in TERM:
            field = self.fields[name]
            field.min_date, field.max_date = self.first_day, self.last_day  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        data = super().clean() or {}
        check_order(data)
        return data


class AppointForm(TermForm):
    """Appoint somebody who has an account."""

    duty = forms.ChoiceField(
        label=_("ตำแหน่งและหน้าที่"), widget=ChipRadioSelect, error_messages={"required": _("เลือกตำแหน่งและหน้าที่")}
    )
    post_title = ThaiCharField(
        label=_("ชื่อตำแหน่ง"),
        required=False,
        max_length=200,
        help_text=_("จำเป็นเมื่อเป็นตำแหน่งอื่นของส่วนกลาง นอกนั้นเว้นว่างได้"),
    )

    def __init__(self, *args: Any, clinic_year: ClinicYear, duty: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {"duty": duty}
        super().__init__(*args, clinic_year=clinic_year, **kwargs)
        self.fields["duty"].choices = duty_choices(clinic_year)  # type: ignore[attr-defined]
        self.lay_out(*self.sections())

    def sections(self) -> list[tuple[Any, Iterable[str]]]:
        """Titles and fields."""
        return [(_("ตำแหน่ง"), ("duty", "post_title")), (_("ระยะเวลา"), TERM), (_("คำสั่งและหลักฐาน"), GROUNDS)]

    def clean(self) -> dict[str, Any]:
        """A post and its role; a free post has a name."""
        data = super().clean()
        if duty := data.pop("duty", None):
            data["post"], data["role"] = {**DUTIES, **FREE_DUTIES}[duty]
            if duty in FREE_DUTIES and not data.get("post_title"):
                raise ValidationError({"post_title": _("กรอกชื่อตำแหน่ง")})
        return data


class NewPersonForm(AppointForm):
    """Appoint somebody who has no account yet: it is opened with the appointment."""

    ACCOUNT = ("username", "prefix", "first_name", "last_name", "phone")

    username = ThaiCharField(
        label=_("ชื่อผู้ใช้"),
        max_length=150,
        help_text=_("ตัวอักษรอังกฤษ ตัวเลข จุด หรือขีด เช่น officer2.cmi"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    prefix = ThaiCharField(label=_("คำนำหน้า"), required=False, max_length=40)  # type: ignore[assignment]
    first_name = ThaiCharField(label=_("ชื่อ"), max_length=150)
    last_name = ThaiCharField(label=_("นามสกุล"), required=False, max_length=150)
    phone = ThaiCharField(label=_("โทรศัพท์"), required=False, max_length=20)

    def sections(self) -> list[tuple[Any, Iterable[str]]]:
        """The account before the post."""
        return [(_("บัญชีใหม่"), self.ACCOUNT), *super().sections()]

    def clean(self) -> dict[str, Any]:
        """The account's facts apart, as the service takes them."""
        data = super().clean()
        data["account"] = {name: data.pop(name, "") for name in self.ACCOUNT}
        return data


class ActForm(TermForm):
    """Let somebody of the clinic act in a post for a period."""

    user = forms.ModelChoiceField(
        label=_("ผู้รักษาการแทน"),
        queryset=User.objects.none(),
        empty_label=_("เลือกผู้รักษาการแทน"),
        error_messages={"required": _("เลือกผู้รักษาการแทน")},
    )

    def __init__(self, *args: Any, clinic_year: ClinicYear, held: Appointment | None, **kwargs: Any) -> None:
        super().__init__(*args, clinic_year=clinic_year, **kwargs)
        staff = User.objects.staff_of(clinic_year.clinic_id)
        self.fields["user"].queryset = staff.exclude(pk=held.user_id) if held else staff  # type: ignore[attr-defined]
        if held is not None:
            self.fields["ends_on"].required = True
            self.fields["ends_on"].help_text = ""
        else:
            self.fields["ends_on"].help_text = _("เว้นว่างถ้ารักษาการจนกว่าจะมีผู้ดำรงตำแหน่ง")
        self.lay_out((_("ผู้รักษาการแทน"), ("user",)), (_("ระยะเวลา"), TERM), (_("คำสั่งและหลักฐาน"), GROUNDS))


class ExtendForm(SectionForm):
    """Another last day for an appointment."""

    ends_on = ThaiDateField(label=_("ขยายถึงวันที่"), required=False, help_text=_("เว้นว่างถ้าไม่กำหนดวันสิ้นสุด"))
    order_number = ThaiCharField(label=_("คำสั่งหรือหนังสือที่"), required=False, max_length=40)
    order_date = ThaiDateField(label=_("ลงวันที่"), required=False)
    reason = ThaiCharField(label=_("เหตุผล"), required=False, max_length=300)

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, initial={"ends_on": appointment.ends_on}, **kwargs)
        last = date(appointment.place.year.gregorian_year, 12, 31)
        self.fields["ends_on"].max_date = last  # type: ignore[attr-defined]


class SeatForm(SectionForm):
    """A person in a committee's seat."""

    role = forms.ChoiceField(
        label=_("หน้าที่"),
        choices=[
            ("chair", _("ประธานกรรมการ")),
            ("committee_secretary", _("กรรมการและเลขานุการ")),
            ("member", _("กรรมการ")),
        ],
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกหน้าที่")},
    )
    is_acting = forms.BooleanField(label=_("รักษาการแทน"), required=False)
    starts_on = ThaiDateField(label=_("ตั้งแต่วันที่"))
    ends_on = ThaiDateField(label=_("ถึงวันที่"), required=False, help_text=_("เว้นว่างถ้ายังไม่กำหนดวันสิ้นสุด"))
    order_number = ThaiCharField(label=_("คำสั่งหรือหนังสือที่"), required=False, max_length=40)
    order_date = ThaiDateField(label=_("ลงวันที่"), required=False)
    evidence = UploadField(label=_("หลักฐาน (สแกนคำสั่งหรือหนังสือ)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"starts_on": timezone.localdate()}, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Days in order; an acting seat ends."""
        data = super().clean() or {}
        check_order(data)
        if data.get("is_acting") and not data.get("ends_on") and "ends_on" not in self.errors:
            raise ValidationError({"ends_on": _("กรอกวันสุดท้ายที่รักษาการแทน")})
        return data


class EndSeatForm(SectionForm):
    """The last day in a committee's seat, and why."""

    ends_on = ThaiDateField(label=_("วันสุดท้ายที่ปฏิบัติหน้าที่"))
    reason = ThaiCharField(label=_("เหตุที่พ้นตำแหน่ง"), max_length=300, help_text=_("เช่น ลาออก ครบวาระ เกษียณอายุ"))


__all__ = [
    "ActForm",
    "AppointForm",
    "EndSeatForm",
    "ExtendForm",
    "NewPersonForm",
    "SeatForm",
    "SectionForm",
    "TermForm",
]
