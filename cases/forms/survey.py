"""The satisfaction survey: five questions, who answers, a comment (R41)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Response
from cases.services.surveys import SCORES
from clinic_project.thai.forms import ThaiTextField
from clinic_project.widgets import ChipRadioSelect

LEVELS = [
    (5, _("มากที่สุด")),
    (4, _("มาก")),
    (3, _("ปานกลาง")),
    (2, _("น้อย")),
    (1, _("น้อยที่สุด")),
]


class SurveyForm(forms.Form):
    """Scores 5 (มากที่สุด) to 1 (น้อยที่สุด)."""

    respondent_kind = forms.ChoiceField(
        label=_("ท่านเป็น"),
        choices=Response.Kind.choices,
        initial=Response.Kind.MEMBER,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกอย่างหนึ่ง"), "invalid_choice": _("เลือกจากรายการ")},
    )
    comment = ThaiTextField(label=_("ข้อเสนอแนะ"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SCORES:
            self.fields[name] = forms.TypedChoiceField(
                label=Response._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                choices=LEVELS,
                coerce=int,
                widget=ChipRadioSelect,
                error_messages={"required": _("เลือกคะแนนข้อนี้"), "invalid_choice": _("เลือกคะแนน 1 ถึง 5")},
            )
        self.order_fields([*SCORES, "respondent_kind", "comment"])
        self.use_required_attribute = False

    def score_fields(self) -> list[forms.BoundField]:
        """The five questions, for the template."""
        return [self[name] for name in SCORES]

    def answer(self) -> dict[str, Any]:
        """What :func:`answer_survey` needs, from a valid form."""
        return {
            "scores": {name: self.cleaned_data[name] for name in SCORES},
            "respondent_kind": self.cleaned_data["respondent_kind"],
            "comment": self.cleaned_data["comment"],
        }
