"""Forms of a meeting: plan, fill the agenda, hold, close, give a reason."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.dates import format_short
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinic_project.thai.times import ThaiTimeField
from clinic_project.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect
from clinics.models import Appointment, Role
from referrals.models import Attendance, Measure, Meeting


class MeetingForm(PlainForm):
    """A plain form whose texts have four lines."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ThaiTextField):
                field.widget.attrs["rows"] = 4


class PlanForm(MeetingForm):
    """Day, time, place and quorum of a new meeting."""

    planned_on = ThaiDateField(label=_("วันประชุม"))
    starts_at = ThaiTimeField(label=_("เริ่มเวลา"), initial=time(9, 30))
    place = ThaiCharField(label=_("สถานที่"), max_length=200)
    quorum = ThaiIntegerField(label=_("องค์ประชุม (คน)"), min_value=1, max_value=100)


class MeasureChoices(forms.ModelMultipleChoiceField):
    """Waiting measures as chips: case number, clinic, kind, waiting since."""

    widget = ChipCheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """No member's name: the committee knows a case by its number."""
        case = obj.referral.case
        since = format_short(obj.submitted_at) if obj.submitted_at else ""
        parts = [case.reference, case.clinic.name, obj.get_kind_display(), since]
        if obj.status == "deferred":
            parts.append(str(_("เลื่อนมา")))
        return " · ".join(str(part) for part in parts if part)


class ItemForm(MeetingForm):
    """Put waiting measures, or a matter for information, on the agenda."""

    measures = MeasureChoices(label=_("มาตรการที่รอบรรจุวาระ"), queryset=Measure.objects.none(), required=False)
    title = ThaiCharField(
        label=_("เรื่องเพื่อทราบ"), required=False, max_length=250, help_text=_("กรอกเมื่อมีเรื่องที่ไม่ต้องลงมติ ไม่ต้องใส่ชื่อสมาชิก")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = Measure.objects.known_to(user).awaiting_meeting().filter(referral__status="in_review")
        choices: Any = self.fields["measures"]
        choices.queryset = waiting
        if not waiting:
            del self.fields["measures"]

    def clean(self) -> dict[str, Any]:
        """One of the two at least."""
        data = super().clean() or {}
        if not self.errors and not data.get("measures") and not data.get("title"):
            raise ValidationError(_("เลือกมาตรการที่รอบรรจุวาระ หรือกรอกเรื่องเพื่อทราบ"))
        return data


class AttendanceForm(MeetingForm):
    """Who of the seats in force came; who chairs; what the chair announced."""

    opening_note = ThaiTextField(label=_("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"), required=False, max_length=4000)

    def __init__(self, *args: Any, seats: Sequence[Appointment], meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        known = {row.user_id: row.state for row in meeting.attendances.all()}
        for seat in self.seats:
            self.fields[self._name(seat)] = forms.ChoiceField(
                label=f"{seat.user.full_name} ({seat.post_title or seat.get_role_display()})",
                choices=Attendance.State.choices,
                widget=ChipRadioSelect,
                initial=known.get(seat.user_id, Attendance.State.PRESENT),
                error_messages={"required": _("เลือกมาประชุม ลาประชุม หรือไม่มา")},
            )
        self.fields["chair"] = forms.ChoiceField(
            label=_("ประธานในที่ประชุม"),
            choices=[(str(seat.user_id), seat.user.full_name) for seat in self.seats],
            initial=str(meeting.chair_id or next((s.user_id for s in self.seats if s.role == Role.CHAIR), "")),
            help_text=_("ถ้าประธานกรรมการไม่มา ให้เลือกกรรมการที่มาประชุมทำหน้าที่แทน"),
        )
        self.fields["opening_note"].initial = meeting.opening_note
        people = [self._name(seat) for seat in self.seats]
        self.helper.layout = Layout(
            Fieldset(_("การมาประชุม"), *people), Fieldset(_("ประธานและเรื่องแจ้ง"), "chair", "opening_note")
        )

    @staticmethod
    def _name(seat: Appointment) -> str:
        return f"state_{seat.user_id}"

    def arguments(self) -> dict[str, Any]:
        """What the services of holding and of putting right take."""
        data = self.cleaned_data
        return {
            "attendance": {seat.user_id: data[self._name(seat)] for seat in self.seats},
            "chair": next(seat.user for seat in self.seats if str(seat.user_id) == data["chair"]),
            "opening_note": data["opening_note"],
        }


class CloseForm(MeetingForm):
    """When the meeting ended."""

    ended_at = ThaiTimeField(label=_("เลิกประชุมเวลา"))


class ReasonForm(MeetingForm):
    """Why something is taken back."""

    reason = ThaiCharField(label=_("เหตุผล"), max_length=300)
