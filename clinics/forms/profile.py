"""Forms of clinics."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiTextField
from clinics.models import ClinicYear


class ProfileForm(PlainForm):
    """Contact facts."""

    address = ThaiTextField(label=_("ที่อยู่"), required=False, max_length=500, widget=forms.Textarea({"rows": 3}))
    phone = ThaiCharField(label=_("โทรศัพท์"), required=False, max_length=20)
    phone_extension = ThaiCharField(label=_("ต่อ"), required=False, max_length=20)
    line_id = ThaiCharField(label=_("บัญชีไลน์"), required=False, max_length=60)

    def __init__(self, *args: Any, clinic_year: ClinicYear, **kwargs: Any) -> None:
        clinic = clinic_year.clinic
        contact = {name: getattr(clinic, name) for name in ("address", "phone", "phone_extension", "line_id")}
        kwargs["initial"] = contact
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("ช่องทางติดต่อ"), "address", "phone", "phone_extension", "line_id"),
        )
