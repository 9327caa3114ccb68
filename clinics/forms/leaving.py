"""Forms of leaving a clinic and of the representatives' choice."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.fields import UploadField
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiIntegerField
from clinic_project.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect
from clinics.forms.appointments import SectionForm
from clinics.models import Appointment, SecretaryChoice, User
from clinics.services.handover import InHand
from clinics.services.secretary import Choosing


class LeaveForm(SectionForm):
    """The last day, why, and who takes over what: one person for everything, or another one for a row."""

    ends_on = ThaiDateField(label=_("วันสุดท้ายที่ปฏิบัติหน้าที่"))
    reason = ThaiCharField(label=_("เหตุที่พ้นตำแหน่ง"), max_length=300, help_text=_("เช่น ลาออก ย้าย เกษียณอายุ"))

    def __init__(
        self, *args: Any, appointment: Appointment, parts: Sequence[InHand], receivers: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.appointment, self.parts = appointment, parts
        self.people = {str(person.pk): person for person in receivers}
        if appointment.last_day < timezone.localdate():
            # Ended already: only what was left is handed over.
            del self.fields["ends_on"], self.fields["reason"]
        else:
            self.fields["ends_on"].min_date = appointment.starts_on  # type: ignore[attr-defined]
            self.fields["ends_on"].initial = appointment.ends_on or timezone.localdate()
            self.fields["reason"].initial = appointment.ended_reason
        if parts:
            self.fields["to"] = self._choice(_("ผู้รับมอบงานทั้งหมด"), _("เลือกผู้รับมอบ"))
            for part in parts:
                for row in part.rows:
                    self.fields[part.field(row)] = self._choice(row.title, _("ตามที่เลือกด้านบน"))

    def _choice(self, label: Any, empty: Any) -> forms.ChoiceField:
        people = [(key, person.full_name) for key, person in self.people.items()]
        return forms.ChoiceField(label=label, required=False, choices=[("", empty), *people])

    @property
    def listed(self) -> list[tuple[InHand, list[tuple[Any, forms.BoundField]]]]:
        """What is in hand, each row with its box."""
        return [(part, [(row, self[part.field(row)]) for row in part.rows]) for part in self.parts]

    def clean(self) -> dict[str, Any]:
        """People instead of their keys, as the service takes them."""
        data = super().clean() or {}
        successors = {
            part.field(row): self.people.get(data.pop(part.field(row), "")) for part in self.parts for row in part.rows
        }
        return {
            "ends_on": data.get("ends_on"),
            "reason": data.get("reason", ""),
            "to": self.people.get(data.get("to", "")),
            "successors": successors,
        }


class SecretaryForm(SectionForm):
    """How the representatives chose, and whom."""

    chosen = forms.ChoiceField(label=_("ผู้ได้รับเลือกเป็นเลขานุการ"), error_messages={"required": _("เลือกผู้ได้รับเลือก")})
    method = forms.ChoiceField(
        label=_("วิธีคัดเลือก"),
        choices=SecretaryChoice.Method.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกวิธีคัดเลือก")},
    )
    took_part = forms.MultipleChoiceField(
        label=_("ผู้แทนสมาชิกที่ร่วมคัดเลือก"),
        widget=ChipCheckboxSelectMultiple,
        error_messages={"required": _("เลือกผู้แทนสมาชิกที่ร่วมคัดเลือกอย่างน้อย 2 คน")},
    )
    chosen_on = ThaiDateField(label=_("วันที่คัดเลือก"), max_date=timezone.localdate)
    starts_on = ThaiDateField(label=_("เริ่มทำหน้าที่เลขานุการวันที่"))
    note = ThaiCharField(label=_("บันทึก"), required=False, max_length=300)
    evidence = UploadField(label=_("หลักฐาน (สแกนบันทึกการคัดเลือก)"), required=False)

    def __init__(self, *args: Any, seats: Sequence[Appointment], day: date, **kwargs: Any) -> None:
        initial = {
            "took_part": [str(seat.user_id) for seat in seats],
            "chosen_on": timezone.localdate(),
            "starts_on": day,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.seats = {str(seat.user_id): seat for seat in seats}
        people = [(key, seat.user.full_name) for key, seat in self.seats.items()]
        self.fields["chosen"].choices = [("", _("เลือกผู้แทนสมาชิก")), *people]  # type: ignore[attr-defined]
        self.fields["took_part"].choices = people  # type: ignore[attr-defined]
        for key, seat in self.seats.items():
            label = _("คะแนนของ %(name)s") % {"name": seat.user.full_name}
            self.fields[f"votes-{key}"] = ThaiIntegerField(label=label, required=False, min_value=0, max_value=99)
        votes = [f"votes-{key}" for key in self.seats]
        self.lay_out(
            (_("ผลการคัดเลือก"), ("chosen", "method", "took_part")),
            (_("คะแนน (กรอกเมื่อลงคะแนน)"), votes),
            (_("วันที่และหลักฐาน"), ("chosen_on", "starts_on", "note", "evidence")),
        )

    def clean(self) -> dict[str, Any]:
        """The choosing as the service takes it."""
        data = super().clean() or {}
        if self.errors:
            return data
        votes = {int(key): data[f"votes-{key}"] or 0 for key in self.seats}
        if data["method"] == SecretaryChoice.Method.VOTE and not any(votes.values()):
            raise ValidationError(_("กรอกคะแนนที่แต่ละคนได้ หรือเลือกว่าตกลงร่วมกัน"))
        choosing = Choosing(
            chosen_on=data["chosen_on"],
            method=data["method"],
            took_part=frozenset(int(key) for key in data["took_part"]),
            votes=votes,
            note=data["note"],
        )
        return {
            "chosen": self.seats[data["chosen"]],
            "choosing": choosing,
            "starts_on": data["starts_on"],
            "evidence": data["evidence"],
        }
