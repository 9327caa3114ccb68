"""From the bytes of a file to headings and rows: XLSX by what is packed in it, text in UTF-8, UTF-16 or CP874."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from clinic_project.spreadsheets import unescape_cell
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.text import normalise, valid_national_id
from members.tables.failed_cells import told
from members.tables.measuring import MOST_COLUMNS, MOST_ROWS, SPARE_ROWS, damaged, measure, too_large

MOST_UNPACKED = 300 * 1024 * 1024
"""Bytes of a workbook unpacked: 150 KB can be a million rows."""
_LETTER = "[^\\W0-9๐-๙_]"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


@dataclass
class Table:
    """Headings, and rows with their numbers as a spreadsheet shows them."""

    headers: list[str]
    rows: list[tuple[int, list[Any]]] = field(default_factory=list)


def _look_into(content: bytes) -> None:
    """Refuse a workbook that unpacks to more than any register needs, by its directory and before unpacking."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = {part.filename for part in packed.infolist()}
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise ValidationError(_("เปิดแฟ้มนี้ไม่ได้ แฟ้มอาจเสีย บันทึกเป็น .xlsx หรือ .csv ใหม่แล้วส่งอีกครั้ง")) from error
    if "xl/workbook.xml" not in names:
        raise ValidationError(_("แฟ้มนี้ไม่ใช่ตาราง ใช้แฟ้ม .xlsx หรือ .csv"))
    if size > MOST_UNPACKED:
        raise ValidationError(_("แฟ้มใหญ่เกินไป แบ่งเป็นหลายแฟ้มแล้วนำเข้าทีละแฟ้ม"))


def _workbook(content: bytes) -> list[tuple[int, list[Any]]]:
    _look_into(content)
    failed = measure(content, most_unpacked=MOST_UNPACKED)
    try:
        content = told(content, failed) if failed else content
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheet = book.get_sheet_by_index(0)
            return list(enumerate(sheet.to_python(skip_empty_area=False), 1))
    except (CalamineError, OSError, ValueError) as error:
        raise damaged() from error


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, UTF-16 with it, or else CP874 (TIS-620)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried: tuple[str, ...] = ("utf-16",)
    else:
        tried = ("utf-8-sig", "cp874")
    for encoding in tried:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValidationError(_("อ่านตัวอักษรในแฟ้มไม่ได้ บันทึกเป็น .csv แบบ UTF-8 หรือ .xlsx แล้วส่งอีกครั้ง"))


def _text_table(content: bytes) -> list[tuple[int, list[Any]]]:
    text = decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    rows: list[tuple[int, list[Any]]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            rows.append((number, [unescape_cell(cell) for cell in row]))
            if number > MOST_ROWS + SPARE_ROWS:
                raise too_large()
    except csv.Error as error:
        raise ValidationError(_("อ่านแฟ้ม CSV นี้ไม่ได้ ตรวจเครื่องหมายคำพูดในแฟ้ม หรือบันทึกเป็น .xlsx")) from error
    return rows


def _is_empty(row: list[Any]) -> bool:
    return all(cell is None or not str(cell).strip() for cell in row)


def _headings(row: list[Any]) -> list[str]:
    """Each with a name of its own; an empty one is named by its place."""
    names: list[str] = []
    for place, cell in enumerate(row[:MOST_COLUMNS], 1):
        name = normalise(str(cell or ""))[:100] or _("คอลัมน์ที่ %(n)d ไม่มีหัว") % {"n": place}
        names.append(name if name not in names else f"{name} ({place})")
    while names and _is_empty(row[len(names) - 1 : len(names)]):
        names.pop()
    return names


def _is_data(heading: str) -> bool:
    """Whether it names nobody's column but somebody: a national ID, or the number of a member or a telephone."""
    heading = re.sub(r"\.0+\Z", "", to_arabic_digits(heading))
    return valid_national_id(re.sub("[^0-9]", "", heading)) or bool(re.fullmatch("0[0-9]{4,}", heading))


def _refuse_headless(headers: list[str]) -> None:
    """Headings are kept to know the file again, so a person's row must not pass for them."""
    figures = [header for header in headers if re.search("[0-9๐-๙]", header) and not re.search(_LETTER, header)]
    if 2 * len(figures) >= len(headers) or any(_is_data(header) for header in headers):
        raise ValidationError(_("แฟ้มไม่มีหัวคอลัมน์ เพิ่มแถวแรกเป็นชื่อคอลัมน์ เช่น เลขสมาชิก ชื่อ นามสกุล บันทึก แล้วส่งอีกครั้ง"))


def read_table(content: bytes) -> Table:
    """Read a file by what it is, not by its name. Raises ``ValidationError`` in Thai that says what to do."""
    if content.startswith(b"PK"):
        rows = _workbook(content)
    elif content.startswith(_OLD_WORKBOOK):
        raise ValidationError(_("แฟ้มตารางแบบเก่า (.xls) หรือมีรหัสผ่าน เปิดแล้วบันทึกเป็น .xlsx แบบไม่มีรหัสก่อนส่ง"))
    elif content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise ValidationError(_("แฟ้มนี้ไม่ใช่ตาราง ใช้แฟ้ม .xlsx หรือ .csv"))
    else:
        rows = _text_table(content)
    filled = [(number, row) for number, row in rows if not _is_empty(row)]
    if len(filled) < 2:
        raise ValidationError(_("แฟ้มไม่มีแถวข้อมูล แถวแรกต้องเป็นหัวคอลัมน์ แถวถัดไปเป็นข้อมูล"))
    if len(filled) - 1 > MOST_ROWS:
        raise too_large()
    headers = _headings(filled[0][1])
    _refuse_headless(headers)
    width = len(headers)
    return Table(headers, [(number, [*row[:width], *[""] * (width - len(row))]) for number, row in filled[1:]])
