"""The baseline figures of all clinics as a spreadsheet (R37)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import tablib
from django.utils.translation import gettext as _

from clinic_project.spreadsheets import escape_cell
from clinic_project.thai.dates import format_short
from clinics.baseline_pages import YearRow, totals
from clinics.models import Baseline


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else "" if value is None else value


def baseline_sheet(rows: Sequence[YearRow]) -> bytes:
    """XLSX with a row a clinic and the sums; numbers are numbers, text is never a formula."""
    heads = [_("ลำดับ"), _("รหัส"), _("คลินิก"), *(str(Baseline.label(name)) for name in Baseline.NUMBERS)]
    sheet = tablib.Dataset(headers=[*heads, _("ข้อมูล ณ วันที่"), _("แหล่งข้อมูล"), _("ความคาดหวัง")])
    sheet.title = _("ข้อมูลเบื้องต้น")
    for row in rows:
        clinic, found = row.clinic_year.clinic, row.baseline
        counted = format_short(found.counted_on) if found and found.counted_on else ""
        words = (counted, found.sources, found.expectations) if found else ("", "", "")
        figures = [_number(value) for value in row.values]
        sheet.append([clinic.number, clinic.code, escape_cell(clinic.name), *figures, *map(escape_cell, words)])
    sheet.append(["", "", _("รวม"), *(_number(value) for value in totals(rows)), "", "", ""])
    return bytes(sheet.export("xlsx"))
