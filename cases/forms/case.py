"""Forms of a case: filters of the list, moves, note, severity, who is in charge, conflicts, break-glass."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.groups import GROUPS
from cases.models import Case, ConflictDeclaration
from cases.services.access import SHORTEST_REASON
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from clinics.models import User

ACTIVE, ALL = "", "all"


def staff_choices(clinic_id: int) -> Any:
    """Active staff of one clinic, the only people a case can be given to."""
    return User.objects.staff_of(clinic_id)


class CaseFilterForm(PlainForm):
    """Filters of the list. What can't be read is left out, never an error."""

    q = ThaiCharField(label=_("ชื่อ เลขสมาชิก เลขเรื่อง หรือหัวข้อ"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("สถานะ"),
        required=False,
        choices=[(ACTIVE, _("ที่ยังไม่ยุติ")), *Case.machine.choices, (ALL, _("ทั้งหมด"))],
    )
    severity = forms.ChoiceField(label=_("ระดับ"), required=False, choices=[("", _("ทุกระดับ")), *Case.Severity.choices])
    owner = forms.ChoiceField(label=_("ใครต้องทำต่อ"), required=False, choices=[("", _("ทุกฝ่าย")), *Case.Owner.choices])
    group = forms.ChoiceField(label=_("กลุ่ม"), required=False, choices=[("", _("ทุกกลุ่ม")), *GROUPS.items()])
    officer = forms.ModelChoiceField(
        label=_("ผู้รับผิดชอบ"), required=False, queryset=User.objects.none(), empty_label=_("ทุกคน")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.clinic:
            self.fields["officer"].queryset = staff_choices(user.clinic.pk)  # type: ignore[attr-defined]

    def usable(self) -> dict[str, Any]:
        """The filters that could be read."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class NoteForm(PlainForm):
    """A note for the timeline."""

    text = ThaiTextField(label=_("บันทึก"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class StartForm(PlainForm):
    """A move that asks for nothing but takes a note."""

    note = ThaiTextField(label=_("บันทึกเพิ่มเติม"), required=False, max_length=5000)


class HoldForm(PlainForm):
    """Put on hold: why, until when, and who has to act."""

    hold_reason = ThaiCharField(label=_("พักเรื่องเพราะ"), max_length=300, help_text=_("เช่น รอเอกสารจากศาล รอผลเจรจา"))
    hold_until = ThaiDateField(label=_("กลับมาดำเนินการวันที่"))
    action_owner = forms.ChoiceField(
        label=_("ระหว่างนี้รอใคร"),
        choices=[
            (Case.Owner.MEMBER.value, Case.Owner.MEMBER.label),
            (Case.Owner.CLINIC.value, Case.Owner.CLINIC.label),
        ],
        initial=Case.Owner.MEMBER.value,
        widget=ChipRadioSelect,
    )


class FollowUpMoveForm(PlainForm):
    """Into follow-up: the day of the review."""

    next_review = ThaiDateField(label=_("นัดทบทวนวันที่"))
    note = ThaiTextField(label=_("บันทึกเพิ่มเติม"), required=False, max_length=5000)


class CloseForm(PlainForm):
    """Conclude with an outcome."""

    outcome = forms.ChoiceField(
        label=_("ผลของเรื่อง"),
        choices=Case.Outcome.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกผลของเรื่อง")},
    )
    outcome_summary = ThaiTextField(
        label=_("สรุปผลที่สมาชิกได้รับ"), max_length=5000, help_text=_("สองสามประโยค ให้คนอื่นอ่านแล้วเข้าใจ")
    )


class VoidForm(PlainForm):
    """Entered in error."""

    reason = ThaiTextField(label=_("ยกเลิกเพราะ"), max_length=1000)
    duplicate_of = ThaiCharField(
        label=_("ซ้ำกับเรื่องเลขที่"), required=False, max_length=20, help_text=_("เช่น 61-CMI-0042 เว้นว่างถ้าไม่ซ้ำ")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_duplicate_of(self) -> Case | None:
        """The case of that number within the person's scope."""
        reference = self.cleaned_data["duplicate_of"].strip().upper()
        if not reference:
            return None
        found: Case | None = Case.objects.visible_to(self.user).filter(reference=reference).first()
        if found is None:
            raise ValidationError(_("ไม่พบเลขที่เรื่องนี้"))
        return found


class ReopenForm(PlainForm):
    """Reopen: why."""

    reason = ThaiTextField(label=_("เปิดอีกครั้งเพราะ"), max_length=1000, help_text=_("ผลเดิมยังอยู่ในลำดับเหตุการณ์"))


MOVE_FORMS: dict[str, type[PlainForm]] = {
    "start": StartForm,
    "resume": StartForm,
    "hold": HoldForm,
    "follow_up": FollowUpMoveForm,
    "close": CloseForm,
    "close_with_advice": CloseForm,
    "void": VoidForm,
    "reopen": ReopenForm,
}


def move_form(move: str, data: Any, user: Any) -> PlainForm:
    """The form a move asks for."""
    if move == "void":
        return VoidForm(data, user=user)
    return MOVE_FORMS[move](data)


class EditForm(PlainForm):
    """What was taken down, and the facts no figure shows."""

    subject = ThaiCharField(label=_("เรื่อง"), max_length=200)
    wish = ThaiTextField(label=_("สิ่งที่สมาชิกต้องการ"), required=False, max_length=5000)
    cause = ThaiTextField(label=_("สาเหตุของปัญหา"), required=False, max_length=5000)
    has_informal_threats = forms.BooleanField(label=_("ถูกเจ้าหนี้นอกระบบข่มขู่"), required=False)
    needs_exception = forms.BooleanField(label=_("ต้องขอยกเว้นระเบียบสหกรณ์"), required=False)
    has_codebtor_dispute = forms.BooleanField(label=_("มีข้อพิพาทระหว่างผู้กู้ร่วมหรือผู้ค้ำ"), required=False)
    guarantee_in_default = forms.BooleanField(label=_("หนี้ที่ค้ำให้ผู้อื่นผิดนัด"), required=False)
    guarantor_called = forms.BooleanField(label=_("ผู้ค้ำประกันถูกเรียกให้ชำระแทนแล้ว"), required=False)


class SeverityForm(PlainForm):
    """The decided severity."""

    severity = forms.ChoiceField(label=_("ระดับที่ตัดสิน"), choices=Case.Severity.choices, widget=ChipRadioSelect)
    reason = ThaiCharField(
        label=_("เหตุผล"),
        required=False,
        max_length=500,
        help_text=_("จำเป็นเมื่อลดระดับลงจากเดิม หรือต่ำกว่าที่ระบบแนะนำ"),
    )


class AssignForm(PlainForm):
    """Who is in charge."""

    officer = forms.ModelChoiceField(
        label=_("ผู้รับผิดชอบ"),
        queryset=User.objects.none(),
        empty_label=_("เลือกผู้รับผิดชอบ"),
        error_messages={"required": _("เลือกผู้รับผิดชอบ")},
    )
    keep_previous = forms.BooleanField(label=_("ให้ผู้รับผิดชอบเดิมดูแลร่วมต่อไป"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, initial={"officer": case.officer_id}, **kwargs)
        conflicted = [conflict.user_id for conflict in case.conflicts.all()]
        field = self.fields["officer"]
        field.queryset = staff_choices(case.clinic_id).exclude(pk__in=conflicted)  # type: ignore[attr-defined]


class ConflictForm(PlainForm):
    """Who stands too near to the member."""

    user = forms.ModelChoiceField(
        label=_("เจ้าหน้าที่ที่มีส่วนได้เสีย"),
        queryset=User.objects.none(),
        empty_label=_("เลือกเจ้าหน้าที่"),
        error_messages={"required": _("เลือกเจ้าหน้าที่")},
    )
    relation = forms.ChoiceField(
        label=_("เกี่ยวข้องกับสมาชิกเป็น"),
        choices=ConflictDeclaration.Relation.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกความเกี่ยวข้อง")},
    )
    officer = forms.ModelChoiceField(
        label=_("ผู้รับผิดชอบแทน"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("ไม่เปลี่ยนผู้รับผิดชอบ"),
        help_text=_("จำเป็นเมื่อผู้ที่มีส่วนได้เสียเป็นผู้รับผิดชอบอยู่"),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("user", "officer"):
            self.fields[name].queryset = staff_choices(case.clinic_id)  # type: ignore[attr-defined]


class BreakGlassForm(PlainForm):
    """A written reason to read a restricted case."""

    reason = ThaiTextField(
        label=_("เหตุผลที่ต้องเปิดอ่าน"),
        max_length=500,
        help_text=_("อย่างน้อย %(count)d ตัวอักษร เลขานุการคลินิกและส่วนกลางจะเห็นเหตุผลนี้") % {"count": SHORTEST_REASON},
    )
