"""The form of a dated rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import CounsellingRule
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import PercentField, ThaiCharField, ThaiDateField


class RuleForm(PlainForm):
    """What, how much, from when, by what paper."""

    code = forms.ChoiceField(label=_("เกณฑ์"), choices=CounsellingRule.Code.choices)
    value = PercentField(
        label=_("ค่า"), places=3, max_value=999, help_text=_("ดอกเบี้ยและยอดขั้นต่ำเป็นร้อยละ จำนวนงวดเป็นจำนวนเต็ม")
    )
    starts_on = ThaiDateField(label=_("ใช้ตั้งแต่วันที่"))
    source = ThaiCharField(label=_("ที่มา"), max_length=200, help_text=_("ชื่อประกาศหรือระเบียบ และข้อ"))
