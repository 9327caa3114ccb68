"""Choices drawn as chips to press: real radio buttons and tick boxes, no script needed.

crispy-forms draws them through ``templates/bootstrap5/layout/radio_checkbox_select.html``, a bare
``{{ form.field }}`` through ``templates/widgets/chips.html``; both give the same markup.
"""

from typing import Any

from django import forms


class ChipRadioSelect(forms.RadioSelect):
    """One of a few choices, each a chip. The empty choice of an optional field stays choosable."""

    template_name = "widgets/chips.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Leave ``aria-invalid`` off the single radio: it belongs to the group, whose fieldset names the error."""
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("aria-invalid", None)
        return option


class ChipCheckboxSelectMultiple(forms.CheckboxSelectMultiple):
    """Any of a few choices, each a chip."""

    template_name = "widgets/chips.html"
