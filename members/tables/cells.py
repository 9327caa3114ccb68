"""One cell as it came out of a file, and the value it means.

What a spreadsheet did to a number is put right where it is certain, and told where it is not. Each reader raises
:class:`BadCell` in Thai; none puts the value into the message where it may be a national ID.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.spreadsheets import unescape_cell
from clinic_project.thai.dates import BUDDHIST_OFFSET, ThaiDateError, parse_thai_date
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.numbers import ThaiNumberError, parse_number
from clinic_project.thai.text import UNSTORABLE, has_stray_mark, normalise, valid_national_id

_SERIAL = re.compile(r"[0-9]{5,6}(?:\.0+)?\Z")
_POWER = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+\Z")
_WHOLE = re.compile(r"([0-9]+)\.0+\Z")
# What stands in a cell whose formula came to nothing, as spreadsheets write it into either kind of file.
_FAILED = re.compile(r"#(?:REF!|VALUE!|DIV/0!|NUM!|NULL!|NAME\?|N/A|SPILL!|CALC!|FIELD!|GETTING_DATA)|Err:[0-9]{3}\Z")
EXAMPLE = "ตัวอย่าง"
"""How the number of a template's example begins: it can't be taken for a member's."""
_EPOCH = date(1899, 12, 30)
_BUDDHIST_FROM = 2400
_MOST_MONEY = Decimal("9999999999.99")


class BadCell(ValueError):
    """The cell can't be read; the message says in Thai what to do."""


def is_empty(value: Any) -> bool:
    """Whether nothing stands in the cell."""
    return value is None or (isinstance(value, str) and not normalise(value))


def _text(value: Any) -> str:
    text = str(unescape_cell(value))
    if UNSTORABLE.search(text):
        raise BadCell(_("มีอักขระที่ระบบเก็บไม่ได้ พิมพ์ใหม่"))
    text = normalise(text)
    if _FAILED.fullmatch(text):
        raise BadCell(_("สูตรในเซลล์คำนวณไม่ได้ แก้สูตร หรือพิมพ์ค่าแทน หรือลบให้ว่าง"))
    return text


def _is_whole(value: float) -> bool:
    """Whether it is a whole number; one no computer can count with (``1e400``) is none of any kind."""
    if not math.isfinite(value):
        raise BadCell(_("ตัวเลขในเซลล์อ่านไม่ได้ พิมพ์ใหม่"))
    return value == int(value)


def _whole(value: float) -> str:
    if not math.isfinite(value) or value != int(value) or value < 0:
        raise BadCell(_("ต้องเป็นจำนวนเต็ม"))
    return str(int(value))


def digits(value: Any) -> tuple[str, bool]:
    """A number that is text, and whether a spreadsheet took it for a number, so that its zeros may be gone."""
    if isinstance(value, (bool, date, timedelta)):
        raise BadCell(_("โปรแกรมตารางแปลงเซลล์เป็นวันที่หรือค่าอื่น จัดรูปแบบเป็นข้อความแล้วพิมพ์ใหม่"))
    if isinstance(value, (int, float)):
        return _whole(value), True
    text = to_arabic_digits(_text(value)).replace(" ", "")
    if text.startswith(EXAMPLE):
        raise BadCell(_("แถวนี้เป็นตัวอย่างของแบบ ลบทั้งแถวออก"))
    if _POWER.match(text):
        raise BadCell(_("โปรแกรมตารางย่อเลขเป็นรูปแบบ E+ เลขท้ายหายไปแล้ว จัดรูปแบบคอลัมน์เป็นข้อความแล้วพิมพ์เลขเต็ม"))
    found = _WHOLE.match(text)
    return (found[1], True) if found else (text, False)


def line(most: int) -> Callable[[Any], str]:
    """A reader of one line of at most so many letters."""

    def read(value: Any) -> str:
        text = _whole(value) if isinstance(value, float) and _is_whole(value) else _text(value)
        if len(text) > most:
            raise BadCell(_("ยาวเกิน %(most)d ตัวอักษร") % {"most": most})
        if has_stray_mark(text):
            raise BadCell(_("มีสระหรือวรรณยุกต์ลอย พิมพ์ใหม่"))
        return text

    return read


def phone(value: Any) -> str:
    """A telephone number. One that lost its zero in a spreadsheet gets it back: every number here begins with one."""
    number, is_mangled = digits(value)
    number = re.sub(r"[-.()]", "", number)
    if is_mangled and len(number) in (8, 9) and not number.startswith("0"):
        number = f"0{number}"
    plain = number.removeprefix("+")
    if not (plain.isascii() and plain.isdigit() and 8 <= len(plain) <= 15):
        raise BadCell(_("เบอร์โทรศัพท์เป็นตัวเลข 8 ถึง 15 หลัก"))
    return number


def extension(value: Any) -> str:
    """An extension: a few digits."""
    number = digits(value)[0]
    if len(number) > 10:
        raise BadCell(_("ยาวเกิน %(most)d ตัวอักษร") % {"most": 10})
    return number


def national_id(value: Any) -> str:
    """Thirteen digits that check; a number cell holds them exactly."""
    number = digits(value)[0].replace("-", "")
    if not valid_national_id(number):
        raise BadCell(_("เลขประจำตัวประชาชนไม่ถูกต้อง ตรวจทั้ง 13 หลัก"))
    return number


def _from_serial(days: float) -> date:
    """A day as a spreadsheet counts them; a Buddhist year typed as if it were Gregorian is turned back."""
    if not 1 <= days < 800_000:
        raise BadCell(_("อ่านวันที่ไม่ออก กรอกเช่น 23/5/2561"))
    return _gregorian(_EPOCH + timedelta(days=int(days)))


def _gregorian(day: date) -> date:
    if day.year < _BUDDHIST_FROM:
        found = day
    else:
        try:
            found = day.replace(year=day.year - BUDDHIST_OFFSET)
        except ValueError as error:
            raise BadCell(_("ไม่มีวันนี้ในปฏิทิน ตรวจวันที่อีกครั้ง")) from error
    if not 1900 <= found.year <= 2200:
        raise BadCell(_("ตรวจปีอีกครั้ง กรอกปี พ.ศ. สี่หลัก เช่น 2561"))
    return found


def day(value: Any) -> date:
    """A date in a Buddhist year, as people write it; a real date cell; or a spreadsheet's count of days."""
    if isinstance(value, datetime):
        return _gregorian(value.date())
    if isinstance(value, date):
        return _gregorian(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_serial(value)
    text = to_arabic_digits(_text(value))
    if _SERIAL.match(text):
        return _from_serial(float(text))
    try:
        # ``2561-05-23 00:00:00`` is how a date cell looks as text.
        return _gregorian(parse_thai_date(re.sub(r"[ T]00:00(?::00)?(?:\.0+)?\Z", "", text)))
    except ThaiDateError as error:
        raise BadCell(str(error)) from error


def baht(value: Any) -> Decimal:
    """An amount, not negative, with at most two decimals; what a float adds behind them is no satang."""
    if isinstance(value, (bool, date, timedelta)):
        raise BadCell(_("อ่านจำนวนเงินไม่ออก กรอกเฉพาะตัวเลข"))
    if isinstance(value, (int, float)):
        amount = _from_number(value)
    else:
        text = _text(value)
        try:
            amount = Decimal(0) if text in {"-", "–"} else parse_number(text, places=2)
        except ThaiNumberError as error:
            raise BadCell(str(error)) from error
    if amount < 0:
        raise BadCell(_("จำนวนเงินต้องไม่ติดลบ"))
    if amount > _MOST_MONEY:
        raise BadCell(_("ตัวเลขมากเกินไป ตรวจจำนวนหลักอีกครั้ง"))
    return amount


def _from_number(value: float) -> Decimal:
    if not math.isfinite(value):
        raise BadCell(_("อ่านจำนวนเงินไม่ออก กรอกเฉพาะตัวเลข"))
    try:
        exact = Decimal(repr(value))
        rounded = exact.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise BadCell(_("อ่านจำนวนเงินไม่ออก กรอกเฉพาะตัวเลข")) from error
    if abs(exact - rounded) > Decimal("0.000001"):
        raise BadCell(_("มีทศนิยมได้ไม่เกิน %(places)s ตำแหน่ง") % {"places": 2})
    return rounded


def choice(choices: list[tuple[str, Any]]) -> Callable[[Any], str]:
    """A reader of one of a few words, in Thai or by its code."""

    def read(value: Any) -> str:
        text = _text(value)
        for code, label in choices:
            if text in {code, str(label)}:
                return code
        words = ", ".join(str(label) for _code, label in choices)
        raise BadCell(_("ใช้ได้เฉพาะ %(words)s") % {"words": words})

    return read


def codes(value: Any) -> list[str]:
    """Codes of clinics, separated by spaces or commas."""
    return sorted(set(_text(value).replace(",", " ").upper().split()))
