"""Forms of follow-ups."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.case import staff_choices
from cases.models import Case
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiTextField
from clinics.models import User


class FollowUpForm(PlainForm):
    """Plan a follow-up."""

    subject = ThaiCharField(label=_("ติดตามเรื่อง"), max_length=200, help_text=_("เช่น ผลเจรจากับธนาคาร การชำระงวดแรก"))
    due_on = ThaiDateField(label=_("ภายในวันที่"), min_date=timezone.localdate)
    officer = forms.ModelChoiceField(
        label=_("ผู้ติดตาม"),
        queryset=User.objects.none(),
        empty_label=_("เลือกผู้ติดตาม"),
        error_messages={"required": _("เลือกผู้ติดตาม")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, initial={"officer": case.officer_id}, **kwargs)
        conflicted = [conflict.user_id for conflict in case.conflicts.all()]
        field = self.fields["officer"]
        field.queryset = staff_choices(case.clinic_id).exclude(pk__in=conflicted)  # type: ignore[attr-defined]


class FollowUpResultForm(PlainForm):
    """What came of it."""

    result = ThaiTextField(label=_("ผลการติดตาม"), max_length=5000)
