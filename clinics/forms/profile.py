"""Forms of clinics."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiTextField
from clinics.models import ClinicYear


class ProfileForm(forms.Form):
    """Contact facts and the words of the confirmation form."""

    address = ThaiTextField(label=_("ที่อยู่"), required=False, max_length=500, widget=forms.Textarea({"rows": 3}))
    phone = ThaiCharField(label=_("โทรศัพท์"), required=False, max_length=20)
    phone_extension = ThaiCharField(label=_("ต่อ"), required=False, max_length=20)
    line_id = ThaiCharField(label=_("บัญชีไลน์"), required=False, max_length=60)
    unit_name = ThaiCharField(label=_("หน่วยงาน (ในแบบแจ้งยืนยัน)"), max_length=200)
    confirmed_on = ThaiDateField(label=_("วันที่แจ้งยืนยัน"), required=False)
    signer_name = ThaiCharField(label=_("ผู้ลงชื่อ"), required=False, max_length=200)
    signer_position = ThaiCharField(label=_("ตำแหน่ง"), required=False, max_length=200)
    signer_acting = ThaiCharField(
        label=_("ลงชื่อแทน"),
        required=False,
        max_length=200,
        help_text=_("เช่น ปฏิบัติหน้าที่แทนพัฒนาการจังหวัด หรือ รักษาราชการแทนพัฒนาการจังหวัด"),
    )

    def __init__(self, *args: Any, clinic_year: ClinicYear, **kwargs: Any) -> None:
        clinic = clinic_year.clinic
        contact = {name: getattr(clinic, name) for name in ("address", "phone", "phone_extension", "line_id")}
        words = {
            name: getattr(clinic_year, name)
            for name in ("unit_name", "confirmed_on", "signer_name", "signer_position", "signer_acting")
        }
        kwargs["initial"] = {**contact, **words}
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset(_("ช่องทางติดต่อ"), "address", "phone", "phone_extension", "line_id"),
            Fieldset(_("แบบแจ้งยืนยัน"), "unit_name", "confirmed_on", "signer_name", "signer_position", "signer_acting"),
        )
