"""Form fields of a member's record."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.forms import ThaiCharField
from clinic_project.thai.text import valid_national_id
from members.models import NUMBER_VALIDATOR


def _digits(text: str) -> str:
    return to_arabic_digits(text).replace(" ", "").replace("-", "").replace(".", "")


class MemberNumberField(ThaiCharField):
    """A member's number in Thai or Arabic digits, leading zeros kept; cleans to Arabic digits without spaces."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.update(inputmode="numeric", autocomplete="off")

    def to_python(self, value: Any) -> str | None:
        """The digits. Raises ValidationError for what is no number."""
        text = super().to_python(value)
        if not text:
            return text
        number = _digits(text)
        NUMBER_VALIDATOR(number)
        return number


class NationalIdField(ThaiCharField):
    """Thirteen digits with the right check digit, spaces and hyphens allowed; cleans to plain digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.update(inputmode="numeric", autocomplete="off")

    def to_python(self, value: Any) -> str | None:
        """The digits. Raises ValidationError when the check digit is wrong."""
        text = super().to_python(value)
        if not text:
            return text
        number = _digits(text)
        if not valid_national_id(number):
            raise ValidationError(_("เลขประจำตัวประชาชนไม่ถูกต้อง ตรวจทั้ง 13 หลักอีกครั้ง"), code="invalid")
        return number


class PhoneField(ThaiCharField):
    """A telephone number; stored as digits, the extension has its own field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.update(type="tel", autocomplete="off")

    def to_python(self, value: Any) -> str | None:
        """The digits. Raises ValidationError for anything that is no number to call."""
        text = super().to_python(value)
        if not text:
            return text
        number = _digits(text).replace("(", "").replace(")", "")
        plain = number.removeprefix("+")
        if not (plain.isascii() and plain.isdigit() and 8 <= len(plain) <= 15):
            raise ValidationError(_("เบอร์โทรศัพท์เป็นตัวเลข 8 ถึง 15 หลัก เบอร์ต่อให้กรอกแยกช่อง"), code="invalid")
        return number
