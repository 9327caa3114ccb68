"""Forms of a case's papers."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CasePaper
from clinic_project.files.fields import UploadField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField
from clinic_project.widgets import ChipRadioSelect


class PaperForm(PlainForm):
    """A paper to keep with the case."""

    file = UploadField(label=_("แฟ้ม"), help_text=_("PDF หรือภาพถ่าย ไม่เกิน 10 เมกะไบต์ ถ่ายด้วยโทรศัพท์ได้"))
    kind = forms.ChoiceField(
        label=_("ชนิดเอกสาร"),
        choices=CasePaper.Kind.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกชนิดเอกสาร")},
    )
    dated = ThaiDateField(label=_("เอกสารลงวันที่"), required=False, max_date=timezone.localdate)
    note = ThaiCharField(label=_("หมายเหตุ"), required=False, max_length=200)


class RemovePaperForm(PlainForm):
    """Why a paper is taken off."""

    reason = ThaiCharField(
        label=_("นำออกเพราะ"), max_length=300, help_text=_("เช่น แนบผิดคน ภาพไม่ชัด แฟ้มจะถูกลบ แต่เหตุผลยังเก็บไว้")
    )
