"""Days and months as the calendar's pages and papers write them. ``{% load calendar_days %}``."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from clinic_project.thai.dates import BUDDHIST_OFFSET, MONTHS_SHORT, WEEKDAYS
from clinics import months

register = template.Library()


@register.filter
def month_text(month: date) -> str:
    """A month as it stands in an address: ``2561-07``."""
    return months.month_text(month)


@register.filter
def month_short(month: date) -> str:
    """``ก.ค. 2561``."""
    return f"{MONTHS_SHORT[month.month]} {month.year + BUDDHIST_OFFSET}"


@register.filter
def weekday_day(day: date) -> str:
    """``วันพุธที่ 4``, under a heading that names the month."""
    return _("วัน%(weekday)sที่ %(day)s") % {"weekday": WEEKDAYS[day.weekday()], "day": day.day}
