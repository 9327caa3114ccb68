"""Dates as people here write and read them: day, Thai month, Buddhist year.

Stored dates are Gregorian; every text a person sees or types carries the Buddhist year (Gregorian + 543).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .digits import to_arabic_digits
from .text import normalise

BANGKOK = ZoneInfo("Asia/Bangkok")
BUDDHIST_OFFSET = 543
# From this many days on a date says more than a distance.
WEEK = 7

# The calendar's own names: data of the language, not messages to translate. Index 1 is January.
MONTHS = (
    "", "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")

_OLDEST_BUDDHIST = 2400
_GREGORIAN_YEARS = range(1900, 2201)
_MAX_TEXT = 80

_MONTH_BY_NAME = {
    name: number
    for number in range(1, 13)
    for name in (MONTHS[number], re.sub(r"(?:คม|ยน|พันธ์)\Z", "", MONTHS[number]), MONTHS_SHORT[number].replace(".", ""))
}
_WEEKDAY = re.compile(r"วัน(?P<name>[ก-๎]*?)ที่\s*(?=[0-9])")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})\s*([-/.])\s*(?P<month>[0-9]{1,2})\s*\2\s*(?P<day>[0-9]{1,2})\Z")
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?:\s*[-/.]\s*|\s)(?P<month>[0-9]{1,2})(?:\s*[-/.]\s*|\s)(?P<year>[0-9]{1,4})\Z"
)
_MONTH_NAMED = re.compile(r"(?P<day>[0-9]{1,2})(?P<name>[^0-9]+)(?P<year>[0-9]{1,4})\Z")
_BETWEEN = re.compile(r"[\s./,-]+")
_ERA = re.compile(r"(?:พศ|คศ)\Z")


class ThaiDateError(ValueError):
    """The text is not a date we accept; the message says in Thai what to type instead."""


def local_date(value: date | datetime) -> date:
    """The calendar day in Bangkok; an aware datetime is moved there first, anything else is taken as it is."""
    if isinstance(value, datetime):
        return (value.astimezone(BANGKOK) if value.tzinfo else value).date()
    return value


def _gregorian_year(digits: str) -> int:
    """2561, 61 or 2018 as 2018. Raises ThaiDateError for years nobody here means."""
    year = int(digits)
    if len(digits) == 2:
        year += 2500
    if year >= _OLDEST_BUDDHIST:
        year -= BUDDHIST_OFFSET
        if year < _GREGORIAN_YEARS.stop:
            return year
    elif year in _GREGORIAN_YEARS:
        return year
    raise ThaiDateError(_("ตรวจปีอีกครั้ง กรอกปี พ.ศ. สี่หลัก เช่น 2561"))


def _month_number(name: str) -> int:
    bare = _ERA.sub("", _BETWEEN.sub("", name)).removeprefix("เดือน")
    try:
        return _MONTH_BY_NAME[bare]
    except KeyError:
        raise ThaiDateError(_("ไม่รู้จักชื่อเดือน กรอกเช่น 23 พฤษภาคม 2561 หรือ 23 พ.ค. 2561")) from None


def _date_or_error(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise ThaiDateError(_("เดือนต้องเป็น 1 ถึง 12 กรอกวันก่อนแล้วจึงเดือน เช่น 23/5/2561"))
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ThaiDateError(
            _("เดือน%(month)s พ.ศ. %(year)s มีวันที่ 1 ถึง %(last)s ตรวจวันที่อีกครั้ง")
            % {"month": MONTHS[month], "year": year + BUDDHIST_OFFSET, "last": last}
        )
    return date(year, month, day)


def _weekday_taken_off(text: str) -> tuple[str, str]:
    """The weekday's name (or "") and the text after ``วัน...ที่``."""
    found = _WEEKDAY.match(text)
    return (found["name"], text[found.end() :]) if found else ("", text)


def parse_thai_date(text: str) -> date:
    """Read a date typed or pasted with a Buddhist (or, from other systems, Gregorian) year.

    Two-digit years are 25yy. Raises ThaiDateError with a Thai sentence that says what to do.
    """
    if len(text) > _MAX_TEXT:
        raise ThaiDateError(_("ข้อความยาวเกินไป กรอกเฉพาะวันที่ เช่น 23/5/2561"))
    weekday, cleaned = _weekday_taken_off(to_arabic_digits(normalise(text)))
    found = _YEAR_FIRST.match(cleaned) or _DAY_FIRST.match(cleaned)
    if found:
        month = int(found["month"])
    else:
        found = _MONTH_NAMED.match(cleaned)
        if found is None:
            raise ThaiDateError(_("อ่านวันที่ไม่ออก กรอกวัน เดือน ปี พ.ศ. เช่น 23/5/2561 หรือ 23 พ.ค. 2561"))
        month = _month_number(found["name"])
    result = _date_or_error(int(found["day"]), month, _gregorian_year(found["year"]))
    if weekday and weekday != WEEKDAYS[result.weekday()]:
        raise ThaiDateError(_("วันที่นี้เป็นวัน%(weekday)s ตรวจชื่อวันหรือวันที่อีกครั้ง") % {"weekday": WEEKDAYS[result.weekday()]})
    return result


def buddhist_year(value: date | datetime) -> int:
    """The Buddhist year (พ.ศ.) of a day."""
    return local_date(value).year + BUDDHIST_OFFSET


def month_name(month: int) -> str:
    """The full Thai name of month 1-12. Raises ValueError outside."""
    if not 1 <= month <= 12:
        raise ValueError(f"month 1-12 expected, not {month}")
    return MONTHS[month]


def format_long(value: date | datetime) -> str:
    """``23 พฤษภาคม 2561``: letters and running text."""
    day = local_date(value)
    return f"{day.day} {MONTHS[day.month]} {day.year + BUDDHIST_OFFSET}"


def format_short(value: date | datetime) -> str:
    """``23 พ.ค. 2561``: tables."""
    day = local_date(value)
    return f"{day.day} {MONTHS_SHORT[day.month]} {day.year + BUDDHIST_OFFSET}"


def format_formal(value: date | datetime) -> str:
    """``วันพุธที่ 23 พฤษภาคม พ.ศ. 2561``: orders and minutes."""
    day = local_date(value)
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {day.day} {MONTHS[day.month]} พ.ศ. {day.year + BUDDHIST_OFFSET}"


def format_time(value: time | datetime) -> str:
    """``09.30 น.`` in Bangkok's time."""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(BANGKOK)
    return f"{value.hour:02d}.{value.minute:02d} น."


def format_datetime_short(value: datetime) -> str:
    """``16 ต.ค. 2561 10.12 น.`` in Bangkok's time."""
    return f"{format_short(value)} {format_time(value)}"


def relative(value: date | datetime, today: date) -> str:
    """How far a day is from `today` in calendar days: วันนี้, พรุ่งนี้, เมื่อวาน, อีก 3 วัน, 3 วันก่อน."""
    days = (local_date(value) - local_date(today)).days
    if abs(days) <= 1:
        return (_("วันนี้"), _("พรุ่งนี้"), _("เมื่อวาน"))[days]
    return _("อีก %(days)s วัน") % {"days": days} if days > 0 else _("%(days)s วันก่อน") % {"days": -days}


def relative_moment(value: datetime, now: datetime) -> str:
    """How long ago a moment was: เมื่อครู่นี้, 3 นาทีที่แล้ว, 2 ชั่วโมงที่แล้ว (of the same day), then days, then the date.

    A moment to come reads อีก 5 นาที in the same steps.
    """
    minutes = int((now - value).total_seconds() // 60) if value <= now else -int((value - now).total_seconds() // 60)
    far, days = abs(minutes), (local_date(value) - local_date(now)).days
    if far == 0:
        return _("เมื่อครู่นี้")
    if far < 60:
        text = _("%(n)s นาทีที่แล้ว") if minutes > 0 else _("อีก %(n)s นาที")
        return text % {"n": far}
    if days == 0:
        text = _("%(n)s ชั่วโมงที่แล้ว") if minutes > 0 else _("อีก %(n)s ชั่วโมง")
        return text % {"n": far // 60}
    return relative(value, local_date(now)) if abs(days) < WEEK else format_short(value)
