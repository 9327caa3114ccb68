"""The base of most forms: fields only; the template has the <form> element."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class PlainForm(forms.Form):
    """Fields only, drawn by crispy; a form that wants its fields in groups sets ``self.helper.layout``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class NothingForm(PlainForm):
    """A move that only has to be confirmed: the sending itself is the decision."""
