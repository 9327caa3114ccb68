"""A time of day as people here type it."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .dates import format_time
from .digits import to_arabic_digits

_TIME = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?\s*(?:น\.?)?\Z")


class ThaiTimeField(forms.Field):
    """A time of day typed as ``09.30``, ``9:30 น.`` or in Thai digits; cleans to a ``time`` or None."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("กรอกเวลา เช่น 09.30"),
        "invalid": _("อ่านเวลาไม่ออก กรอกชั่วโมงและนาที เช่น 09.30 หรือ 16.00"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Short box, the phone's number keys."""
        return {"inputmode": "decimal", "autocomplete": "off", "size": 8}

    def to_python(self, value: Any) -> time | None:
        """The time typed; None when empty. Raises ValidationError."""
        if value in self.empty_values or isinstance(value, time):
            return value or None
        found = _TIME.match(to_arabic_digits(str(value)[:40].strip()))
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        """Shown as people here write times."""
        return format_time(value).removesuffix(" น.") if isinstance(value, time) else value
