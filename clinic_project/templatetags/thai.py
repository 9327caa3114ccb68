"""Thai dates, times, amounts and words in templates. An empty value shows as nothing, an absent amount as –."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from clinic_project.thai import dates, numbers, text

register = template.Library()


@register.filter
def thai_date(value: date | datetime | None) -> str:
    """``23 พฤษภาคม 2561``."""
    return dates.format_long(value) if value else ""


@register.filter
def thai_short(value: date | datetime | None) -> str:
    """``23 พ.ค. 2561``."""
    return dates.format_short(value) if value else ""


@register.filter
def thai_formal(value: date | datetime | None) -> str:
    """``วันพุธที่ 23 พฤษภาคม พ.ศ. 2561``."""
    return dates.format_formal(value) if value else ""


@register.filter
def thai_time(value: time | datetime | None) -> str:
    """``09.30 น.``; midnight is a time too."""
    return dates.format_time(value) if isinstance(value, (time, datetime)) else ""


@register.filter
def thai_datetime(value: datetime | None) -> str:
    """``16 ต.ค. 2561 10.12 น.``."""
    return dates.format_datetime_short(value) if value else ""


@register.filter
def thai_relative(value: date | datetime | None, today: date | None = None) -> str:
    """วันนี้, อีก 3 วัน, 3 วันก่อน; counted from `today`, or from the day it is in Bangkok."""
    return dates.relative(value, today or timezone.localdate(timezone=dates.BANGKOK)) if value else ""


@register.simple_tag
def relative_time(value: datetime | None, now: datetime | None = None) -> str:
    """``3 นาทีที่แล้ว`` with the full date and time as the element's title; counted from ``now`` or from the clock."""
    if not value:
        return ""
    words = dates.relative_moment(value, now or timezone.now())
    exact = dates.format_datetime_short(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat("T", "minutes"), exact, words)


@register.filter
def money(value: Decimal | int | None) -> str:
    """``1,234.50``; – when there is no amount."""
    return numbers.format_money(None if value == "" else value)


@register.filter
def percent(value: Decimal | int | None, places: int = 2) -> str:
    """``45.42 %``; – when there is none."""
    return numbers.format_percent(None if value == "" else value, places)


@register.filter
def baht_words(value: Decimal | int | None) -> str:
    """``หนึ่งแสนห้าหมื่นบาทถ้วน``."""
    return "" if value is None or value == "" else numbers.baht_words(value)


@register.filter
def nbsp(value: str) -> str:
    """Text whose ๆ never starts a line."""
    return text.nbsp_before_maiyamok(str(value))


@register.filter
def whole_words(value: object) -> SafeString:
    """A name that breaks only at its spaces: Thai line breaking would cut a surname into words."""
    return format_html_join(" ", '<span class="word">{}</span>', ((word,) for word in str(value).split()))


@register.filter
def phone(value: str | None) -> str:
    """``081-234-5678``, ``02-143-8144``, ``053-112-233``; anything else as it stands."""
    return numbers.format_phone(value or "")


@register.filter
def unbroken(value: object) -> SafeString:
    """Kept on one line: names, amounts, numbers."""
    return format_html('<span class="nowrap">{}</span>', value)
