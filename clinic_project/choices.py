"""Several records to choose, whatever is sent in their place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_KEY = 18


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records; a key longer than any the databases hold is a wrong choice, not a fault of ours."""

    def _check_values(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            for key in value:
                if len(str(key)) > LONGEST_KEY:
                    code = "invalid_choice"
                    raise ValidationError(self.error_messages[code], code=code, params={"value": key})
        return super()._check_values(value)  # type: ignore[misc]
