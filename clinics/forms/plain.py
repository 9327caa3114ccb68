"""What forms of clinics have in common: their <form> element stands in the template."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.forms import FewLines, ThaiTextField


class PlainForm(forms.Form):
    """Fields only; the template has the <form>."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class NothingForm(PlainForm):
    """An act that only has to be confirmed."""


class ReasonForm(PlainForm):
    """An act that needs its reason."""

    reason = ThaiTextField(label=_("เหตุผล"), max_length=1000, widget=FewLines())
