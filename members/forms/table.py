"""Forms about tables in and out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.step_up import PasswordAgain
from clinic_project.thai.forms import ThaiDateField
from clinic_project.widgets import ChipRadioSelect
from members.models import TableFile, TableKind
from members.tables.columns import COLUMNS, Column


class MendedForm(PlainForm):
    """A table to bring in, of which the rest is known."""

    file = forms.FileField(
        label=_("แฟ้ม"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=_("ตาราง .xlsx หรือ .csv ที่แถวแรกเป็นหัวคอลัมน์ ภาษาไทยเข้ารหัสแบบใดก็ได้"),
        error_messages={
            "required": _("เลือกแฟ้มที่จะนำเข้า"),
            "invalid": _("แฟ้มไม่ได้ถูกส่งมา เลือกแฟ้มแล้วส่งอีกครั้ง"),
            "empty": _("แฟ้มนี้ว่างเปล่า เลือกแฟ้มใหม่"),
            "max_length": _("ชื่อแฟ้มยาวเกินไป ตั้งชื่อให้สั้นลงแล้วส่งใหม่"),
            "contradiction": _("เลือกแฟ้มที่จะนำเข้าแฟ้มเดียว"),
        },
        max_length=250,
    )


class SendForm(MendedForm):
    """A table to bring in."""

    field_order = ("kind", "month", "file")
    kind = forms.ChoiceField(
        label=_("ข้อมูลในแฟ้ม"),
        choices=TableKind.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกว่าแฟ้มเป็นข้อมูลอะไร"), "invalid_choice": _("เลือกจากรายการ")},
    )
    month = ThaiDateField(
        label=_("วันในเดือนของข้อมูล"),
        required=False,
        max_date=timezone.localdate,
        help_text=_("เฉพาะข้อมูลเงินเดือน ใส่วันใดก็ได้ในเดือนนั้น"),
    )

    def clean(self) -> dict[str, Any]:
        """A payroll is of a month."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == TableKind.PAYROLL and not cleaned.get("month") and "month" not in self.errors:
            raise ValidationError({"month": _("ระบุเดือนของข้อมูลเงินเดือน")})
        return cleaned


def _choice(one: Column) -> Any:
    """The heading, and whether a table can't do without it."""
    return _("%(heading)s (ต้องมี)") % {"heading": one.heading} if one.is_required else one.heading


class ColumnsForm(PlainForm):
    """What each column of a table is; begins with what was said the last time, or with what the headings say."""

    def __init__(self, *args: Any, sent: TableFile, samples: Sequence[str] = (), **kwargs: Any) -> None:
        """``samples``: what stands in the first rows of each column, masked where it has to be."""
        super().__init__(*args, **kwargs)
        self.sent = sent
        shown = dict(enumerate(samples))
        choices = [("", _("ไม่ใช้คอลัมน์นี้")), *((one.name, _choice(one)) for one in COLUMNS[sent.kind])]
        for place, header in enumerate(sent.headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header,
                choices=choices,
                required=False,
                initial=sent.columns.get(header, ""),
                help_text=_("ในแฟ้ม: %(cells)s") % {"cells": shown[place]} if shown.get(place) else _("ในแฟ้ม: ว่าง"),
                error_messages={"invalid_choice": _("เลือกจากรายการ")},
            )
            # A heading that isn't chosen is left out; nobody is told that the member's number may be.
            self.fields[f"column_{place}"].is_quiet = True  # type: ignore[attr-defined]

    def columns(self) -> dict[str, str]:
        """Heading -> field."""
        found = {header: self.cleaned_data.get(f"column_{place}", "") for place, header in enumerate(self.sent.headers)}
        return {header: name for header, name in found.items() if name}


class ExportForm(PasswordAgain):
    """The password before members leave as a table."""
