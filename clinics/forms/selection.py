"""Forms of the selection: a volunteering unit, a vote, the decision."""

import re
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.forms import FewLines, ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from clinics.models import Candidate, Clinic, SelectionVote
from clinics.permissions.selection import leads_clinics_of

_MEETING = re.compile(r"[0-9]{1,3}/[0-9]{4}\Z")
_CODE = re.compile(r"[A-Z]{3}\Z")


def meeting_number(text: str) -> str:
    """A meeting's number as ``3/2561``; empty stays empty. Raises ``ValidationError``."""
    number = to_arabic_digits(text).replace(" ", "")
    if number and not _MEETING.match(number):
        raise ValidationError(_("เขียนครั้งที่ประชุมเป็น ครั้งที่/ปี พ.ศ. เช่น 3/2561"))
    return number


class CandidateForm(PlainForm):
    """A unit that volunteers: which, why, whom to ask, since when."""

    clinic = forms.ModelChoiceField(
        label=_("เป็นคลินิกอยู่แล้ว"),
        queryset=Clinic.objects.none(),
        required=False,
        empty_label=_("ยังไม่เป็นคลินิก"),
        help_text=_("คลินิกของกลุ่มนี้ ถ้าหน่วยงานยังไม่เป็นคลินิกให้เว้นไว้"),
    )
    unit_name = ThaiCharField(label=_("หน่วยงานที่สมัคร"), max_length=200, help_text=_("เช่น สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่"))
    reasons = ThaiTextField(
        label=_("เหตุผลที่สมัคร"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("เช่น จำนวนสมาชิกในพื้นที่ ปัญหาหนี้สินที่พบ ความพร้อมของสถานที่และบุคลากร"),
    )
    contact = ThaiCharField(
        label=_("ผู้ประสานงานและโทรศัพท์"), max_length=200, required=False, help_text=_("ตำแหน่งและหมายเลขที่ติดต่อได้")
    )
    volunteered_on = ThaiDateField(label=_("วันที่สมัคร"), max_date=timezone.localdate)

    def __init__(self, *args: Any, user: Any, group: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinics = Clinic.objects.visible_to(user).filter(group=group, is_continuing_pilot=False)
        field: Any = self.fields["clinic"]
        if not user.is_central:
            clinics = clinics.filter(pk__in=leads_clinics_of(user))
            field.required, field.empty_label = True, None
            field.error_messages["required"] = _("เลือกคลินิกของคุณ")
        field.queryset = clinics

    @classmethod
    def facts_of(cls, candidate: Candidate) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        return {name: getattr(candidate, name) for name in ("unit_name", "reasons", "contact", "volunteered_on")} | {
            "clinic": candidate.clinic_id
        }


class CandidateField(forms.ModelChoiceField):
    """One of the standing units, each a chip."""

    widget = ChipRadioSelect

    def label_from_instance(self, obj: Any) -> str:
        """The unit's name."""
        return str(obj.unit_name)


class SelectionVoteForm(PlainForm):
    """One's own vote in a group."""

    candidate = CandidateField(
        label=_("หน่วยงานที่ลงคะแนนให้"),
        queryset=Candidate.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("เลือกหน่วยงานหนึ่งแห่ง"),
            "invalid_choice": _("หน่วยงานนี้ไม่ได้รอคัดเลือกแล้ว เลือกหน่วยงานอื่น"),
        },
    )

    def __init__(self, *args: Any, candidates: Any, vote: SelectionVote | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"candidate": vote.candidate_id if vote else None}, **kwargs)
        field: Any = self.fields["candidate"]
        field.queryset = candidates


class SelectForm(PlainForm):
    """The decision: which unit, on what grounds; what a unit needs that is no clinic yet."""

    candidate = CandidateField(
        label=_("คัดเลือกหน่วยงาน"),
        queryset=Candidate.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("เลือกหน่วยงานหนึ่งแห่ง"),
            "invalid_choice": _("หน่วยงานนี้ไม่ได้รอคัดเลือกแล้ว เลือกหน่วยงานอื่น"),
        },
    )
    method = forms.ChoiceField(
        label=_("วิธีคัดเลือก"),
        choices=Candidate.Method.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกวิธีคัดเลือก")},
    )
    meeting_number = ThaiCharField(
        label=_("ประชุมคณะกรรมการศึกษาครั้งที่"), required=False, max_length=20, help_text=_("เมื่อคัดเลือกตามมติ เช่น 3/2561")
    )
    meeting_on = ThaiDateField(label=_("วันที่ประชุม"), required=False, max_date=timezone.localdate)
    reason = ThaiTextField(
        label=_("เหตุผล"),
        required=False,
        max_length=1000,
        widget=FewLines(),
        help_text=_("ต้องกรอกเมื่อคะแนนสูงสุดเท่ากัน"),
    )
    code = ThaiCharField(
        label=_("รหัสคลินิก"), required=False, max_length=3, help_text=_("อักษรอังกฤษสามตัว เช่น CMI ใช้ในเลขที่เรื่อง")
    )
    number = ThaiIntegerField(label=_("ลำดับที่ของคลินิก"), required=False, min_value=1, max_value=999)
    name = ThaiCharField(label=_("ชื่อคลินิก"), required=False, max_length=120, help_text=_("เช่น จ.เชียงใหม่"))
    kind = forms.ChoiceField(
        label=_("ประเภท"),
        required=False,
        choices=[choice for choice in Clinic.Kind.choices if choice[0] != "central"],
        widget=ChipRadioSelect,
    )
    NEW = ("code", "number", "name", "kind")

    def __init__(self, *args: Any, candidates: Any, group: int, next_number: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"number": next_number, "kind": "provincial"}, **kwargs)
        self.group = group
        field: Any = self.fields["candidate"]
        field.queryset = candidates
        parts: list[Any] = ["candidate", "method", Fieldset(_("มติที่ประชุม"), "meeting_number", "meeting_on"), "reason"]
        if any(candidate.clinic_id is None for candidate in candidates):
            parts.append(Fieldset(_("เมื่อหน่วยงานยังไม่เป็นคลินิก"), *self.NEW))
        else:
            for name in self.NEW:
                del self.fields[name]
        self.helper.layout = Layout(*parts)

    def clean_meeting_number(self) -> str:
        """The number as ``n/BBBB``."""
        return meeting_number(self.cleaned_data["meeting_number"])

    def clean_code(self) -> str:
        """Three Latin capitals."""
        code = str(self.cleaned_data["code"]).upper()
        if code and not _CODE.match(code):
            raise ValidationError(_("รหัสคลินิกเป็นอักษรอังกฤษสามตัว เช่น CMI"))
        return code

    def clean(self) -> dict[str, Any]:
        """A unit that is no clinic yet needs all four facts of a clinic."""
        data = super().clean() or {}
        chosen = data.get("candidate")
        if chosen is not None and chosen.clinic_id is None:
            for name in self.NEW:
                if name in self.fields and not data.get(name) and name not in self.errors:
                    self.add_error(name, _("หน่วยงานที่เลือกยังไม่เป็นคลินิก กรอกช่องนี้"))
        return data

    def new_clinic(self) -> dict[str, Any] | None:
        """Facts of the clinic to be made, or None where the unit is one."""
        data = self.cleaned_data
        if data["candidate"].clinic_id is not None:
            return None
        return {name: data[name] for name in self.NEW}
