"""Forms of the direct line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiTextField
from clinics.models import Clinic

CAREFUL = _("อย่าพิมพ์ชื่อหรือข้อมูลของสมาชิก เรื่องของสมาชิกให้ใช้การส่งต่อ")


class SayForm(PlainForm):
    """One more message."""

    text = ThaiTextField(label=_("ข้อความ"), max_length=4000, widget=forms.Textarea({"rows": 4}), help_text=CAREFUL)


class LineFindForm(PlainForm):
    """What is looked for in the list."""

    q = ThaiCharField(label=_("ค้นเลขที่หรือเรื่อง"), required=False, max_length=100)


class BeginForm(PlainForm):
    """A new conversation: central chooses the clinic, a clinic talks to central."""

    clinic = forms.ModelChoiceField(
        label=_("คลินิก"),
        queryset=Clinic.objects.none(),
        empty_label=_("เลือกคลินิก"),
        error_messages={"required": _("เลือกคลินิกที่ต้องการคุยด้วย"), "invalid_choice": _("เลือกคลินิกจากรายการ")},
    )
    subject = ThaiCharField(label=_("เรื่อง"), max_length=150)
    text = ThaiTextField(label=_("ข้อความ"), max_length=4000, widget=forms.Textarea({"rows": 5}), help_text=CAREFUL)
    is_urgent = forms.BooleanField(label=_("ด่วน ขอคำตอบภายในวันทำการนี้"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Clinic.objects.visible_to(user).exclude(kind="central")
        mine = others if user.is_central else others.filter(pk__in=user.clinic_ids)
        self.fields["clinic"].queryset = mine  # type: ignore[attr-defined]
        first = list(mine[:2])
        if len(first) == 1:
            self.fields["clinic"].initial = first[0]
            self.fields["clinic"].widget = forms.HiddenInput()
