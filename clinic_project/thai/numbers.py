"""Numbers as people here write and read them: Thai digits, commas, baht, baht in words.

Amounts are ``Decimal`` in baht, percentages ``Decimal`` in percent (45.42 means 45.42 %); a float is refused
because it can't hold 0.10.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.translation import gettext as _

from .digits import to_arabic_digits, to_thai_digits
from .text import normalise

__all__ = [
    "ThaiNumberError",
    "baht_words",
    "format_money",
    "format_percent",
    "format_phone",
    "parse_number",
    "to_arabic_digits",
    "to_thai_digits",
    "words_with_amount",
]

MINUS = "\u2212"
NBSP = "\u00a0"
NO_VALUE = "–"

_MAX_TEXT = 60
_MAX_WHOLE_DIGITS = 15
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)

# `1,500.-` is how whole baht are written on receipts here.
_UNIT = re.compile(r"(?:\s*(?:บาท(?:ถ้วน)?|฿)|\.-)\s*\Z")
_NUMBER = re.compile(
    r"(?P<sign>[-+])?\s*(?P<whole>[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)?(?:\.(?P<part>[0-9]*))?\Z",
)


class ThaiNumberError(ValueError):
    """The text is not a number we accept; the message says in Thai what to type instead."""


def _without_unit(text: str) -> str:
    cleaned = to_arabic_digits(normalise(text)).replace(MINUS, "-").replace("–", "-")
    cleaned = _UNIT.sub("", cleaned, count=1)
    sign, rest = ("-", cleaned[1:]) if cleaned.startswith("-") else ("", cleaned)
    return sign + rest.strip().removeprefix("฿").strip()


def parse_number(text: str, *, places: int = 2) -> Decimal:
    """Read what a person typed as a number with at most `places` decimals.

    Accepts Thai digits, ฿, บาท, a leading minus and commas in the right places. ``12,34`` is refused and not
    read as 1234: it is more likely 12.34, and a guess would be a hundredfold error in somebody's debt.
    Raises ThaiNumberError.
    """
    if len(text) > _MAX_TEXT:
        raise ThaiNumberError(_("ตัวเลขยาวเกินไป กรอกเฉพาะตัวเลข เช่น 1,234.50"))
    cleaned = _without_unit(text)
    if not cleaned:
        raise ThaiNumberError(_("กรอกเป็นตัวเลข เช่น 1,234.50"))
    found = _NUMBER.match(cleaned)
    if found is None or not (found["whole"] or found["part"]):
        raise ThaiNumberError(_("อ่านตัวเลขไม่ออก กรอกเฉพาะตัวเลข ใส่จุลภาคคั่นทีละสามหลักหรือไม่ใส่ก็ได้ เช่น 1,234.50 หรือ 1234.50"))
    whole = re.sub(r"[, ]", "", found["whole"] or "0").lstrip("0") or "0"
    part = found["part"] or ""
    if len(whole) > _MAX_WHOLE_DIGITS:
        raise ThaiNumberError(_("ตัวเลขมากเกินไป ตรวจจำนวนหลักอีกครั้ง"))
    if len(part) > places:
        raise ThaiNumberError(
            _("มีทศนิยมได้ไม่เกิน %(places)s ตำแหน่ง") % {"places": places} if places else _("กรอกเป็นจำนวนเต็ม ไม่มีจุดทศนิยม")
        )
    number = Decimal(f"{whole}.{part}" if part else whole)
    return -number if found["sign"] == "-" and number else number


def _rounded(value: Decimal | int, places: int) -> Decimal:
    """`value` rounded half up to `places`; a float or a non-finite number is a programming error."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise TypeError(f"Decimal expected, not {type(value).__name__}")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("a finite number expected")
    rounded = number.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    return rounded if rounded else abs(rounded)


def _shown(number: Decimal) -> str:
    return f"{number:,f}".replace("-", MINUS)


def format_money(value: Decimal | int | None) -> str:
    """An amount in baht for a page: ``1,234.50``, a true minus sign, ``–`` when there is no amount."""
    return NO_VALUE if value is None else _shown(_rounded(value, 2))


def format_percent(value: Decimal | int | None, places: int = 2) -> str:
    """A percentage, given in percent, for a page: ``45.42 %`` that never breaks before the sign."""
    return NO_VALUE if value is None else f"{_shown(_rounded(value, places))}{NBSP}%"


def format_phone(number: str) -> str:
    """A Thai telephone number in groups: 081-234-5678, 02-143-8144, 053-112-233. Anything else as it stands."""
    if not re.fullmatch(r"0[0-9]{8,9}", number):
        return number
    if number.startswith("02") and len(number) == 9:
        return f"{number[:2]}-{number[2:5]}-{number[5:]}"
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"


def baht_words(amount: Decimal | int) -> str:
    """The amount in Thai words as official papers want it (R40), rounded to satang as the figures are.

    The library takes a float, loses satang above 15 digits and says ศูนย์บาท before satang; so it is only asked
    for the words of whole numbers. Raises TypeError for a float.
    """
    from pythainlp.util import num_to_thaiword

    rounded = _rounded(amount, 2)
    baht, satang = divmod(int(rounded.copy_abs().scaleb(2, context=_WIDE)), 100)
    words = "ลบ" if rounded < 0 else ""
    if baht or not satang:
        words += f"{num_to_thaiword(baht)}บาท"
    return words + (f"{num_to_thaiword(satang)}สตางค์" if satang else "ถ้วน")


def words_with_amount(amount: Decimal | int) -> str:
    """Figures and words together: ``150,000.00 (หนึ่งแสนห้าหมื่นบาทถ้วน)`` (R40)."""
    return f"{format_money(amount)} ({baht_words(amount)})"
