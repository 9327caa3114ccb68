"""Django's administration in Thai: Buddhist dates in boxes and columns, yes and no in words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext as _

from clinic_project.thai.dates import format_datetime_short, format_short
from clinic_project.thai.forms import ThaiDateField, ThaiDateWidget

# For ``formfield_overrides`` of a ModelAdmin or an inline: a day is typed as day, month and Buddhist year.
THAI_DATES: dict[Any, dict[str, Any]] = {models.DateField: {"form_class": ThaiDateField, "widget": ThaiDateWidget}}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("ใช่") if value else _("ไม่ใช่")
    if isinstance(value, datetime):
        return format_datetime_short(value)
    return format_short(value) if isinstance(value, date) else str(value or "")


def column(model: type[models.Model], name: str) -> Callable[[Any, Any], str]:
    """A column, or a line that is only read, for a day, a time or a yes-or-no field.

    Django itself shows these with a Gregorian year, and as a picture named True or False.
    """
    field = model._meta.get_field(name)

    @admin.display(description=getattr(field, "verbose_name", name), ordering=name)
    def show(_options: Any, row: Any) -> str:
        return _shown(getattr(row, name))

    return show
