"""Forms of an agenda item: summary, interest, votes, resolution."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.dates import format_long
from clinic_project.thai.forms import (
    MoneyField,
    PercentField,
    ThaiCharField,
    ThaiDateField,
    ThaiIntegerField,
    ThaiTextField,
)
from clinic_project.widgets import ChipRadioSelect
from referrals.forms.meeting import MeetingForm
from referrals.models import AgendaItem, Attendance, Meeting, Resolution, Vote


class NoteForm(MeetingForm):
    """What was said on the item."""

    note = ThaiTextField(label=_("สรุปการพิจารณา"), required=False, max_length=4000)


class InterestForm(MeetingForm):
    """An interest: one's own, or for the secretary anybody's at the table."""

    note = ThaiCharField(
        label=_("ลักษณะส่วนได้เสีย"), max_length=300, help_text=_("เช่น เป็นผู้ค้ำประกัน เป็นญาติ เป็นผู้บังคับบัญชา ไม่ต้องใส่ชื่อสมาชิก")
    )

    def __init__(self, *args: Any, people: Sequence[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.user_id): row.user for row in people}
        if len(self.people) > 1:
            choices = [(key, user.full_name) for key, user in self.people.items()]
            field = forms.ChoiceField(label=_("กรรมการที่มีส่วนได้เสีย"), choices=[("", _("เลือกกรรมการ")), *choices])
            self.fields = {"user": field, **self.fields}

    def person(self) -> Any:
        """Whose interest it is."""
        return self.people[self.cleaned_data.get("user") or next(iter(self.people))]


class VoteForm(MeetingForm):
    """One's own vote."""

    choice = forms.ChoiceField(
        label=_("ลงมติ"),
        choices=Vote.Choice.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกเห็นชอบ ไม่เห็นชอบ หรืองดออกเสียง")},
    )


class VotesForm(MeetingForm):
    """Votes counted at the table, a row a member who may vote; left open: no vote."""

    def __init__(self, *args: Any, item: AgendaItem, people: Sequence[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast = {vote.user_id: vote.choice for vote in item.votes.all()}
        self.people = list(people)
        for row in self.people:
            self.fields[f"vote_{row.user_id}"] = forms.ChoiceField(
                label=row.user.full_name,
                choices=[*Vote.Choice.choices, ("", _("ไม่ลงคะแนน"))],
                widget=ChipRadioSelect,
                required=False,
                initial=cast.get(row.user_id, ""),
            )

    def votes(self) -> dict[int, str]:
        """User id -> choice, empty where nobody voted."""
        return {row.user_id: self.cleaned_data[f"vote_{row.user_id}"] for row in self.people}


class NextMeetings(forms.ModelChoiceField):
    """Meetings whose agenda is still open."""

    def label_from_instance(self, obj: Any) -> str:
        """Day and reference."""
        return f"{format_long(obj.planned_on)} ({obj.reference})"


class ResolutionForm(MeetingForm):
    """The decision. New terms count for an approval with conditions, the next meeting for a deferral."""

    result = forms.ChoiceField(
        label=_("มติที่ประชุม"),
        choices=Resolution.Result.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกมติที่ประชุม")},
    )
    text = ThaiTextField(label=_("ข้อความมติ"), max_length=4000)
    conditions = ThaiTextField(label=_("เงื่อนไข"), required=False, max_length=4000)
    amended_instalment = MoneyField(label=_("ค่างวดตามมติ (บาทต่อเดือน)"), required=False)
    amended_rate = PercentField(label=_("ดอกเบี้ยตามมติ (ร้อยละต่อปี)"), required=False)
    amended_periods = ThaiIntegerField(label=_("จำนวนงวดตามมติ"), required=False, min_value=1, max_value=600)
    deferred_to = NextMeetings(
        label=_("เลื่อนไปการประชุมวันที่"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("ยังไม่กำหนด"),
        help_text=_("เมื่อปิดการประชุมนี้ เรื่องจะเข้าวาระของการประชุมที่เลือก"),
    )
    effective_on = ThaiDateField(label=_("มีผลตั้งแต่"), required=False)
    responsible = ThaiCharField(label=_("ผู้รับผิดชอบ"), required=False, max_length=150)
    follow_up_on = ThaiDateField(label=_("รายงานผลภายใน"), required=False)

    def __init__(self, *args: Any, user: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Meeting.objects.visible_to(user).taking_items().filter(planned_on__gte=item.meeting.planned_on)
        following: Any = self.fields["deferred_to"]
        following.queryset = later.exclude(pk=item.meeting_id)
        self.helper.layout = Layout(
            Fieldset(_("มติ"), "result", "text"),
            Fieldset(_("เมื่ออนุมัติแบบมีเงื่อนไข"), "conditions", "amended_instalment", "amended_rate", "amended_periods"),
            Fieldset(_("เมื่อเลื่อนการพิจารณา"), "deferred_to"),
            Fieldset(_("การดำเนินการ"), "effective_on", "responsible", "follow_up_on"),
        )
