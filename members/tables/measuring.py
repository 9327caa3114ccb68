"""How large a workbook becomes when it is opened, found out before it is: its XML is streamed and nothing of it kept.

The library that opens it lays out the whole rectangle up to the furthest cell, and copies a shared text into every cell
that names it. Four kilobytes may ask for all the memory there is, and that ends the process, not the request.
"""

import io
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from copy import copy
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ROWS = 100_000
MOST_COLUMNS = 60
MOST_CELLS = 2_200_000
"""Rows times columns: the longest table there may be, with every column of the register."""
MOST_LETTERS = 40_000_000
MOST_ELEMENTS = 8_000_000
# Above and beside the table people leave titles and notes.
SPARE_ROWS, SPARE_COLUMNS = 100, 180
SHARED = "xl/sharedstrings.xml"
MOST_DIGITS = 8
_NUMBER = re.compile("[0-9]{1,8}")
_LETTERS = re.compile("[A-Za-z]{1,4}")
_AT_ONCE = 1 << 16
# So many pieces without a whole tag or text in them are no spreadsheet's work.
_MOST_IDLE = 32


def too_large() -> ValidationError:
    """What to do about a table nobody can import."""
    return ValidationError(_("ตารางใหญ่เกินไป ใช้ได้ไม่เกิน 100,000 แถว และ 60 คอลัมน์"))


def _too_wide() -> ValidationError:
    return ValidationError(
        _("ตารางใหญ่เกินไป ใช้ได้ไม่เกิน 100,000 แถว และ 60 คอลัมน์ ลบแถวว่าง คอลัมน์ว่าง และแผ่นงานอื่นออก บันทึก แล้วส่งอีกครั้ง")
    )


def damaged() -> ValidationError:
    """What to do about a workbook that can't be read."""
    return ValidationError(_("อ่านตารางนี้ไม่ได้ เปิดในโปรแกรมตาราง บันทึกเป็น .xlsx ใหม่แล้วส่งอีกครั้ง"))


def plain_name(part: zipfile.ZipInfo) -> str:
    """The name of a part as the library looks for it: whatever its letters' case and its slashes."""
    return part.filename.replace("\\", "/").casefold()


class _Sizes:
    """What the parts of one workbook come to."""

    def __init__(self) -> None:
        self.elements = self.letters = self.failed = 0
        self.shared = array("I")

    def add_letters(self, count: int) -> None:
        self.letters += count
        if self.letters > MOST_LETTERS:
            raise _too_wide()


class _Part:
    """One part of a workbook on its way through the parser. Raises ``ValidationError`` as soon as it is too much."""

    def __init__(self, sizes: _Sizes, *, is_shared: bool) -> None:
        self.sizes, self.is_shared = sizes, is_shared
        self.row = self.column = self.rows = self.columns = 0
        self.columns_by_letters: dict[str, int] = {}
        self.in_sheet = self.names_shared = False
        parser = expat.ParserCreate()
        parser.buffer_text = parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._text
        self.feed = parser.Parse

    def _doctype(self, *_said: object) -> None:
        # No spreadsheet writes one, and only there could entities be declared.
        raise damaged()

    def _start(self, name: str, attributes: list[str]) -> None:
        sizes = self.sizes
        sizes.elements += 1
        if sizes.elements > MOST_ELEMENTS:
            raise _too_wide()
        local = name.rpartition(":")[2] if ":" in name else name
        if local == "c" and self.in_sheet:
            self._place_cell(dict(zip(attributes[::2], attributes[1::2], strict=True)))
        elif local == "row" and self.in_sheet:
            self._begin_row(dict(zip(attributes[::2], attributes[1::2], strict=True)).get("r", ""))
        elif local == "sheetData":
            self.in_sheet = True
        elif local == "si" and self.is_shared:
            sizes.shared.append(0)

    def _begin_row(self, number: str) -> None:
        if number and not _NUMBER.fullmatch(number):
            raise damaged()
        self.row, self.column = int(number) if number else self.row + 1, 0

    def _place_cell(self, said: dict[str, str]) -> None:
        """A cell says where it stands, or stands after the one before it."""
        self.names_shared = said.get("t") == "s"
        self.sizes.failed += said.get("t") == "e"
        place = said.get("r")
        if place:
            letters = place.rstrip("0123456789")
            number = place[len(letters) :]
            if not 0 < len(number) <= MOST_DIGITS:
                raise damaged()
            self.row, self.column = int(number), self.columns_by_letters.get(letters) or self._column(letters)
        else:
            self.column += 1
        if self.row > self.rows or self.column > self.columns:
            self._grow()

    def _column(self, letters: str) -> int:
        if not _LETTERS.fullmatch(letters):
            raise damaged()
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - 64
        self.columns_by_letters[letters] = column
        return column

    def _grow(self) -> None:
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        is_large = self.rows > MOST_ROWS + SPARE_ROWS or self.columns > MOST_COLUMNS + SPARE_COLUMNS
        if is_large or self.rows * self.columns > MOST_CELLS:
            raise _too_wide()

    def _text(self, text: str) -> None:
        if not self.names_shared:
            self.sizes.add_letters(len(text))
            if self.is_shared and self.sizes.shared:
                self.sizes.shared[-1] += len(text)
        elif number := text.strip():
            if len(text) > 2 * MOST_DIGITS or not _NUMBER.fullmatch(number):
                raise damaged()
            if (which := int(number)) < len(self.sizes.shared):
                self.sizes.add_letters(self.sizes.shared[which])


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    """The part unpacked to its true end: the size its directory states may be a lie."""
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or part.flag_bits & 1:
        raise damaged()
    part = copy(part)
    part.file_size = room + 2 * _AT_ONCE
    with packed.open(part) as stream:
        while piece := stream.read(_AT_ONCE):
            room -= len(piece)
            if room < 0:
                raise too_large()
            yield piece


def _measure_part(pieces: Iterator[bytes], sizes: _Sizes, *, is_shared: bool) -> int:
    """Read one part and say how long it is. What is no XML is let be, unless a table could be read from it."""
    part, length, is_xml, has_sheet = _Part(sizes, is_shared=is_shared), 0, True, False
    tail, idle = b"", 0
    for piece in pieces:
        length += len(piece)
        has_sheet = has_sheet or b"sheetData" in tail + piece
        tail = piece[-8:]
        if is_xml:
            before = sizes.elements + sizes.letters
            try:
                part.feed(piece, False)
            except expat.ExpatError:
                is_xml = False
            idle = 0 if sizes.elements + sizes.letters > before else idle + 1
            if idle > _MOST_IDLE:
                raise damaged()
        if not is_xml and (has_sheet or is_shared):
            raise damaged()
    return length


def measure(content: bytes, *, most_unpacked: int) -> int:
    """Refuse a workbook that would take too much memory, in Thai that says what to do.

    Gives the number of cells whose formula came to nothing (``#REF!``).
    """
    sizes, room = _Sizes(), most_unpacked
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = sorted(packed.infolist(), key=lambda part: plain_name(part) != SHARED)
            if len({plain_name(part) for part in parts}) != len(parts):
                raise damaged()
            for part in parts:
                is_shared = plain_name(part) == SHARED
                room -= _measure_part(_pieces(packed, part, room), sizes, is_shared=is_shared)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise damaged() from error
    return sizes.failed
