"""Forms of evaluations."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.forms import ThaiTextField
from evaluations.services import LONGEST_CONCLUSION


class FreezeForm(forms.Form):
    """Nothing to fill in: the sending itself is the decision."""


class IssueForm(forms.Form):
    """The conclusion that goes into the report."""

    conclusion = ThaiTextField(
        label=_("สรุปผลและข้อเสนอแนะ"),
        max_length=LONGEST_CONCLUSION,
        help_text=_("พิมพ์ลงในรายงานฉบับที่ออก แก้ไขภายหลังไม่ได้ ไม่ใส่ชื่อหรือข้อมูลที่ระบุตัวสมาชิก"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
