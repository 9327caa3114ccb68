"""Workbooks that go out: template with examples, the rows to mend, the register. Text is never a formula."""

import io
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]

from clinic_project.spreadsheets import escape_cell
from clinic_project.thai.dates import format_short
from clinic_project.thai.text import UNSTORABLE
from members.tables.cells import baht
from members.tables.columns import CLINICS, COLUMNS, MEMBER_COLUMNS, NATIONAL_ID
from members.tables.reading import Table
from members.tables.showing import may_be_national_id, shown_cell

_CONTROL = "".join(map(chr, [*range(9), 11, 12, *range(14, 32)]))
_WITHOUT_CONTROL = str.maketrans("", "", _CONTROL)
_MARKED = PatternFill("solid", fgColor="FFE3B3")


@dataclass(frozen=True)
class _Wrong:
    """A value whose cell is marked."""

    value: Any


def _cell(sheet: Any, value: Any) -> Any:
    """A number stays a number; everything else is text in a cell formatted as text, so that no zero is lost."""
    if isinstance(value, _Wrong):
        plain = _cell(sheet, value.value)
        marked = plain if hasattr(plain, "number_format") else WriteOnlyCell(sheet, value=plain)
        marked.fill = _MARKED
        return marked
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and math.isfinite(value):
        return value
    if isinstance(value, date):
        value = format_short(value)
    text = escape_cell(UNSTORABLE.sub("", str("" if value is None else value)).translate(_WITHOUT_CONTROL)[:32_000])
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.number_format = "s", "@"
    return cell


def _heading(sheet: Any, text: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=escape_cell(str(text)))
    cell.font = Font(bold=True)
    return cell


def workbook(title: str, headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Workbook:
    """A workbook of one sheet."""
    book = Workbook(write_only=True)
    add_sheet(book, title, headings, rows)
    return book


def add_sheet(book: Workbook, title: str, headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> None:
    """A sheet with a bold first row that stays in sight."""
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    headings = list(headings)
    for place in range(len(headings)):
        sheet.column_dimensions[chr(65 + place) if place < 26 else f"A{chr(39 + place)}"].width = 20
    sheet.append([_heading(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def saved(book: Workbook) -> bytes:
    """The file's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template(kind: str) -> bytes:
    """An empty table with two examples, and a sheet that says what each column takes."""
    columns = COLUMNS[kind]
    book = workbook(_("ตัวอย่าง"), [one.heading for one in columns], zip(*(one.examples for one in columns), strict=True))
    said = [
        (
            one.heading,
            _("ต้องมี") if one.is_required else _("ไม่มีก็ได้ เซลล์ว่างคือไม่แก้ค่าเดิม"),
            _("จำนวนเงิน") if one.read is baht else _("ข้อความ"),
            _(" หรือ ").join(one.others),
        )
        for one in columns
    ]
    add_sheet(book, _("คำอธิบาย"), [_("คอลัมน์"), _("จำเป็นหรือไม่"), _("ชนิด"), _("ชื่ออื่นที่ระบบรู้จัก")], said)
    return saved(book)


def error_sheet(table: Table, columns: dict[str, str], problems: list[list[Any]]) -> bytes:
    """The rows to mend as they came, with what is wrong before them and the wrong cells in colour.

    What is a national ID, or could be one, is masked.
    """
    why: dict[int, list[str]] = {}
    wrong: dict[int, set[str]] = {}
    for row, heading, text in problems:
        why.setdefault(row, []).append(f"{heading}: {text}" if heading else text)
        wrong.setdefault(row, set()).add(heading)

    def rows() -> Iterator[list[Any]]:
        for number, cells in table.rows:
            if number in why:
                shown = [
                    _Wrong(value) if header in wrong[number] else value
                    for header, cell in zip(table.headers, cells, strict=True)
                    for value in (_masked(cell, columns.get(header) == NATIONAL_ID),)
                ]
                yield [number, " · ".join(why[number]), *shown]

    return saved(workbook(_("แถวที่ต้องแก้"), [_("แถวในแฟ้ม"), _("ต้องแก้"), *table.headers], rows()))


def _masked(cell: Any, is_secret: bool) -> Any:
    return shown_cell(cell, is_secret=True) if is_secret or may_be_national_id(cell) else cell


def register_sheet(members: Iterable[Any], tell: Callable[[int], None]) -> bytes:
    """Members as the import takes them, without national IDs."""
    columns = [one for one in MEMBER_COLUMNS if one.name != NATIONAL_ID]

    def rows() -> Iterator[list[Any]]:
        for number, member in enumerate(members, 1):
            yield [_value(member, one.name) for one in columns]
            tell(number)

    return saved(workbook(_("ทะเบียนสมาชิก"), [one.heading for one in columns], rows()))


def _value(member: Any, name: str) -> Any:
    if name == CLINICS:
        return " ".join(link.clinic.code for link in member.clinic_links.all())
    if name == "kind":
        return member.get_kind_display()
    return getattr(member, name)
