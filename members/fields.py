"""Form fields of a member's record."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.forms import ThaiCharField
from clinic_project.thai.text import valid_national_id
from members.models import validate_number


def _digits(text: str) -> str:
    return to_arabic_digits(text).replace(" ", "").replace("-", "").replace(".", "")


class NumberTextField(ThaiCharField):
    """A number kept as text: Thai digits, spaces and hyphens allowed; cleans to what ``checked`` gives back."""

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "numeric"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.update(self.input_attrs, autocomplete="off")

    def to_python(self, value: Any) -> str | None:
        """The digits. Raises ValidationError for what is no such number."""
        text = super().to_python(value)
        return self.checked(self.bare(text)) if text else text

    def bare(self, text: str) -> str:
        """What was typed without the signs people put between digits."""
        return _digits(text)

    def checked(self, number: str) -> str:
        """Give the number back, or raise ValidationError with what to do."""
        raise NotImplementedError


class MemberNumberField(NumberTextField):
    """A member's number, leading zeros kept."""

    def checked(self, number: str) -> str:
        """The number as the cooperative's pattern has it; hyphens are left out unless the pattern has them."""
        try:
            validate_number(number)
        except ValidationError:
            number = number.replace("-", "")
            validate_number(number)
        return number

    def bare(self, text: str) -> str:
        """Hyphens may be part of it."""
        return to_arabic_digits(text).replace(" ", "")


class NationalIdField(NumberTextField):
    """Thirteen digits with the right check digit."""

    def checked(self, number: str) -> str:
        """The number, when its check digit is right."""
        if not valid_national_id(number):
            raise ValidationError(_("เลขประจำตัวประชาชนไม่ถูกต้อง ตรวจทั้ง 13 หลักอีกครั้ง"), code="invalid")
        return number


class PhoneField(NumberTextField):
    """A telephone number; stored as digits, the extension has its own field."""

    input_attrs: ClassVar[dict[str, str]] = {"type": "tel"}

    def checked(self, number: str) -> str:
        """The number, when it is one to call."""
        number = number.replace("(", "").replace(")", "")
        plain = number.removeprefix("+")
        if not (plain.isascii() and plain.isdigit() and 8 <= len(plain) <= 15):
            raise ValidationError(_("เบอร์โทรศัพท์เป็นตัวเลข 8 ถึง 15 หลัก เบอร์ต่อให้กรอกแยกช่อง"), code="invalid")
        return number
