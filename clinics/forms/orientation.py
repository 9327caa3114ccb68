"""Forms of the orientation: a session, who came, a paper to hand out (R14)."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.files.fields import UploadField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinic_project.thai.times import ThaiTimeField
from clinic_project.widgets import ChipCheckboxSelectMultiple
from clinics.models import OrientationSession, User
from clinics.orientation import ClinicStand

FACTS = ("title", "day", "starts_at", "ends_at", "place", "seats", "note")


class SessionForm(PlainForm):
    """A day of orientation: when, where, for how many."""

    title = ThaiCharField(label=_("ชื่อการปฐมนิเทศ"), max_length=200)
    day = ThaiDateField(label=_("วันที่"), help_text=_("จัดวันเสาร์อาทิตย์หรือวันหยุดได้"))
    starts_at = ThaiTimeField(label=_("เริ่มเวลา"), initial=time(9, 0))
    ends_at = ThaiTimeField(label=_("เลิกเวลา"), initial=time(16, 0))
    place = ThaiCharField(label=_("สถานที่"), max_length=200)
    seats = ThaiIntegerField(label=_("จำนวนที่นั่ง"), required=False, min_value=1, max_value=10_000)
    note = ThaiTextField(
        label=_("หมายเหตุ"), required=False, max_length=2000, help_text=_("เช่น การเดินทาง สิ่งที่ต้องนำมา กำหนดการย่อ")
    )

    def __init__(self, *args: Any, session: OrientationSession | None = None, **kwargs: Any) -> None:
        if session:
            kwargs["initial"] = {name: getattr(session, name) for name in FACTS}
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("การปฐมนิเทศ"), "title", "place"),
            Fieldset(_("วันและเวลา"), "day", "starts_at", "ends_at"),
            Fieldset(_("รายละเอียด"), "seats", "note"),
        )

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data = super().clean() or {}
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("เวลาเลิกต้องหลังเวลาเริ่ม"))
        return data


class CancelForm(PlainForm):
    """Why it is cancelled."""

    reason = ThaiCharField(label=_("เหตุที่ยกเลิก"), max_length=300)


class TickForm(PlainForm):
    """Everybody who is not there yet, a group of chips a clinic; many are ticked at once."""

    def __init__(self, *args: Any, stands: Sequence[ClinicStand], there: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, User] = {}
        for stand in stands:
            absent = [person for person in stand.people if person.seat.user_id not in there]
            if not absent:
                continue
            self.people |= {person.seat.user.username: person.seat.user for person in absent}
            self.fields[f"clinic_{stand.clinic_year.clinic.code}"] = forms.MultipleChoiceField(
                label=stand.clinic_year.clinic.name,
                choices=[(p.seat.user.username, f"{p.seat.user.full_name} · {p.position}") for p in absent],
                widget=ChipCheckboxSelectMultiple,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Somebody was ticked."""
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(_("ยังไม่ได้เลือกผู้เข้าร่วม กดชื่อผู้ที่มาแล้วบันทึก"))
        return data

    def users(self) -> list[User]:
        """Who was ticked; somebody with posts in two clinics once."""
        chosen = dict.fromkeys(key for keys in self.cleaned_data.values() for key in keys)
        return [self.people[key] for key in chosen]


class MaterialForm(PlainForm):
    """A paper everybody invited may download."""

    title = ThaiCharField(label=_("ชื่อเอกสาร"), max_length=200)
    file = UploadField(label=_("แฟ้ม"), help_text=_("PDF หรือภาพ ไม่มีข้อมูลสมาชิก"))
