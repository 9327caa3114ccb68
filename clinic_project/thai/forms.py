"""Form fields that read and speak Thai. Whatever is typed, the answer is a value or a Thai sentence saying what to do.

What was typed stays in the box when it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .dates import ThaiDateError, format_long, parse_thai_date
from .digits import to_arabic_digits
from .numbers import ThaiNumberError, format_money, parse_number
from .text import UNSTORABLE, normalise, normalise_multiline, stray_marks
from .widgets import ThaiDateWidget

__all__ = [
    "MoneyField",
    "PercentField",
    "ThaiCharField",
    "ThaiDateField",
    "ThaiDateWidget",
    "ThaiIntegerField",
    "ThaiTextField",
]

DateLimit = date | Callable[[], date] | None
MAX_MONEY = Decimal("999999999.99")
_ERA = re.compile(r"\A(?:ปี\s*)?พ\.?\s*ศ\.?\s*")


def _limit(value: DateLimit) -> date | None:
    return value() if callable(value) else value


def _refuse_unstorable(text: str) -> None:
    """NUL and lone surrogates can't be stored in either database."""
    if UNSTORABLE.search(text):
        raise ValidationError(_("มีอักขระที่ระบบเก็บไม่ได้ ลบข้อความนี้แล้วพิมพ์ใหม่"), code="unstorable")


class ThaiDateField(forms.Field):
    """A day typed as day, month and ปี พ.ศ., or pasted whole into the day box; cleans to a ``date`` or None.

    ``min_date`` and ``max_date`` may be functions, so that "today" is asked when the form is used.
    Posted as ``<name>_day``, ``<name>_month``, ``<name>_year``; a single ``<name>`` is read as well.
    """

    widget = ThaiDateWidget
    default_error_messages = {
        "required": _("กรอกวันที่ให้ครบ ทั้งวัน เดือน และปี พ.ศ."),
        "no_day": _("ยังไม่ได้กรอกวันที่ กรอกเลข 1 ถึง 31"),
        "no_month": _("ยังไม่ได้เลือกเดือน เลือกเดือนจากรายการ"),
        "no_year": _("ยังไม่ได้กรอกปี กรอกปี พ.ศ. เช่น 2561"),
        "two_dates": _("วันที่ในช่องวันไม่ตรงกับช่องเดือนหรือปี กรอกวันที่ทั้งหมดในช่องวัน แล้วล้างช่องเดือนและปี"),
        "min_date": _("ต้องไม่ก่อนวันที่ %(limit)s ตรวจวันที่อีกครั้ง"),
        "max_date": _("ต้องไม่หลังวันที่ %(limit)s ตรวจวันที่อีกครั้ง"),
    }

    def __init__(self, *, min_date: DateLimit = None, max_date: DateLimit = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_date = min_date
        self.max_date = max_date

    def _error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)

    def to_python(self, value: Any) -> date | None:
        """The date in the three boxes; None when all are empty. Raises ValidationError."""
        if value is None or isinstance(value, date):
            return value
        boxes = [value] if isinstance(value, str) else [str(part or "") for part in value]
        for box in boxes:
            _refuse_unstorable(box)
        day, month, year = ([to_arabic_digits(normalise(box[:200])) for box in boxes] + ["", "", ""])[:3]
        if not (day or month or year):
            return None
        try:
            return self._from_boxes(day, month, _ERA.sub("", year))
        except ThaiDateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def _from_boxes(self, day: str, month: str, year: str) -> date:
        if not day:
            raise self._error("no_day")
        if not re.fullmatch(r"[0-9]{1,2}", day):
            return self._pasted(day, month, year)
        if not month:
            raise self._error("no_month")
        if not year:
            raise self._error("no_year")
        return parse_thai_date(f"{day}/{month}/{year}")

    def _pasted(self, text: str, month: str, year: str) -> date:
        """A whole date in the day box; boxes filled beside it must agree."""
        pasted = parse_thai_date(text)
        if (month or year) and pasted != parse_thai_date(f"{pasted.day}/{month or pasted.month}/{year or pasted.year}"):
            raise self._error("two_dates")
        return pasted

    def validate(self, value: Any) -> None:
        """Required, and between the limits."""
        super().validate(value)
        if value is None:
            return
        earliest, latest = _limit(self.min_date), _limit(self.max_date)
        for code, limit, outside in (
            ("min_date", earliest, earliest is not None and value < earliest),
            ("max_date", latest, latest is not None and value > latest),
        ):
            if outside and limit is not None:
                raise ValidationError(self.error_messages[code], code=code, params={"limit": format_long(limit)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed; an unreadable one counts as changed."""
        if self.disabled:
            return False
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class _NumberField(forms.Field):
    """Shared by the number fields: a text box, because native number boxes refuse Thai digits and commas."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("กรอกตัวเลขในช่องนี้"),
        "min_value": _("ต้องไม่น้อยกว่า %(limit)s"),
        "max_value": _("ต้องไม่เกิน %(limit)s"),
    }
    places = 0
    inputmode = "decimal"

    def __init__(
        self,
        *,
        min_value: Decimal | int | None = None,
        max_value: Decimal | int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.min_value = min_value
        self.max_value = max_value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The phone's number keys; no browser suggestions over somebody's figures."""
        return {"inputmode": self.inputmode, "autocomplete": "off"}

    def _shown(self, number: Decimal | int) -> str:
        return format(number, ",f") if isinstance(number, Decimal) else format(number, ",d")

    def _text(self, value: Any) -> str:
        text = value if isinstance(value, str) else str(value)
        _refuse_unstorable(text)
        return text[:500]

    def to_python(self, value: Any) -> Any:
        """The number as Decimal; None when the box is empty. Raises ValidationError."""
        if value in self.empty_values or isinstance(value, Decimal):
            return value if isinstance(value, Decimal) else None
        text = self._text(value)
        if len(text) < 200 and not normalise(text):
            return None
        try:
            return parse_number(text, places=self.places)
        except ThaiNumberError as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: Any) -> None:
        """Required, and between the limits."""
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise self._out_of_range("min_value", self.min_value)
        if self.max_value is not None and value > self.max_value:
            raise self._out_of_range("max_value", self.max_value)

    def _out_of_range(self, code: str, limit: Decimal | int) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"limit": self._shown(limit)})


class MoneyField(_NumberField):
    """An amount in baht with at most two decimals; 0 to 999,999,999.99 unless told otherwise."""

    default_error_messages = {
        "required": _("กรอกจำนวนเงินเป็นบาท ถ้าไม่มีให้กรอก 0"),
        "min_value": _("จำนวนเงินต้องไม่น้อยกว่า %(limit)s บาท"),
        "max_value": _("จำนวนเงินต้องไม่เกิน %(limit)s บาท"),
    }
    places = 2

    def __init__(
        self, *, min_value: Decimal | int | None = 0, max_value: Decimal | int | None = MAX_MONEY, **kwargs: Any
    ) -> None:
        # What a model's DecimalField hands over; the places of baht are fixed.
        kwargs.pop("max_digits", None)
        kwargs.pop("decimal_places", None)
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def _shown(self, number: Decimal | int) -> str:
        return format_money(number)

    def prepare_value(self, value: Any) -> Any:
        """Stored amounts with their commas; what was typed exactly as typed."""
        return format_money(value) if isinstance(value, (Decimal, int)) and not isinstance(value, bool) else value


class PercentField(_NumberField):
    """A percentage, in percent (6.25 is 6.25 %); 0 to 100 unless told otherwise. A typed % or ร้อยละ is taken off."""

    default_error_messages = {
        "required": _("กรอกร้อยละในช่องนี้ เช่น 6.25"),
        "min_value": _("ร้อยละต้องไม่น้อยกว่า %(limit)s"),
        "max_value": _("ร้อยละต้องไม่เกิน %(limit)s"),
    }

    def __init__(
        self,
        *,
        places: int = 2,
        min_value: Decimal | int | None = 0,
        max_value: Decimal | int | None = 100,
        **kwargs: Any,
    ) -> None:
        kwargs.pop("max_digits", None)
        kwargs.pop("decimal_places", None)
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        self.places = places

    def _text(self, value: Any) -> str:
        return re.sub(r"\A\s*ร้อยละ|%\s*\Z", "", super()._text(value))


class ThaiIntegerField(_NumberField):
    """A whole number in Thai or Arabic digits, as ``int``."""

    default_error_messages = {"required": _("กรอกจำนวนเต็มในช่องนี้")}
    inputmode = "numeric"

    def to_python(self, value: Any) -> int | None:
        """The number as int; None when the box is empty. Raises ValidationError."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        number = super().to_python(value)
        return None if number is None else int(number)


class ThaiCharField(forms.CharField):
    """One line of text, normalised; loose vowels and tone marks are pointed out, never mended by guess.

    The cleaned value is what is stored and searched; a form that must keep a name exactly as typed stores the raw
    text beside it.
    """

    default_max_length = 255
    default_error_messages = {
        "required": _("กรอกข้อความในช่องนี้"),
        "too_long": _("ยาวเกินไป ใช้ได้ไม่เกิน %(limit)s ตัวอักษร (ขณะนี้ %(length)s) ตัดข้อความให้สั้นลง"),
        "stray_mark": _("มีสระหรือวรรณยุกต์ลอยอยู่ที่ “%(places)s” ลบแล้วพิมพ์คำนั้นใหม่"),
    }

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("strip", False)
        self.text_limit = max_length or self.default_max_length
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: the browser would cut a pasted text in silence and count what normalising removes."""
        return super().widget_attrs(widget)

    def _normalised(self, text: str) -> str:
        return normalise(text)

    def to_python(self, value: Any) -> str | None:
        """The normalised text. Raises ValidationError."""
        if value in self.empty_values:
            return self.empty_value
        text = str(value)
        _refuse_unstorable(text)
        # Far too much is refused before any work is done on it.
        text = self._normalised(text) if len(text) <= self.text_limit * 8 + 100 else text
        if len(text) > self.text_limit:
            numbers = {"limit": f"{self.text_limit:,}", "length": f"{len(text):,}"}
            raise ValidationError(self.error_messages["too_long"], code="too_long", params=numbers)
        if loose := stray_marks(text):
            places = "”, “".join(loose)
            raise ValidationError(self.error_messages["stray_mark"], code="stray_mark", params={"places": places})
        return text or self.empty_value


class FewLines(forms.Textarea):
    """A box for a few sentences; it grows by hand. Ten empty lines would push the button off a phone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": "4", **(attrs or {})})


class ThaiTextField(ThaiCharField):
    """Text of several lines, normalised line by line."""

    widget = FewLines
    default_max_length = 20_000

    def _normalised(self, text: str) -> str:
        return normalise_multiline(text)
