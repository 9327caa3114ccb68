"""Cells as spreadsheets and people write them, and files in every encoding they come in."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from members.tables import cells
from members.tables.cells import BadCell, digits
from members.tables.columns import COLUMNS, guess
from members.tables.reading import read_table
from members.tables.sheets import template
from tests.tables import GOOD, HEADINGS, text, xlsx

ID = "3100600445635"


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("23/5/2561", date(2018, 5, 23)),
        ("๒๓ พ.ค. ๒๕๖๑", date(2018, 5, 23)),
        (datetime(2018, 5, 23), date(2018, 5, 23)),  # noqa: DTZ001 - as a workbook has it
        (datetime(2561, 5, 23), date(2018, 5, 23)),  # noqa: DTZ001
        (43243.0, date(2018, 5, 23)),
        ("43243", date(2018, 5, 23)),
        ((date(2561, 5, 23) - date(1899, 12, 30)).days, date(2018, 5, 23)),
        ("2561-05-23 00:00:00", date(2018, 5, 23)),
        ("31/6/2561", None),
        (-1.0, None),
        (9e9, None),
        (datetime(2560, 2, 29), None),  # noqa: DTZ001 - a leap day of the Gregorian 2560 is none of ours
    ],
)
def test_dates_as_spreadsheets_and_people_write_them(value: Any, meant: date | None) -> None:
    if meant is None:
        with pytest.raises(cells.BadCell):
            cells.day(value)
    else:
        assert cells.day(value) == meant


@pytest.mark.parametrize(
    ("read", "value", "meant"),
    [
        (cells.digits, "๐๐๔๓๒๑", ("004321", False)),
        (cells.digits, 4321.0, ("4321", True)),
        (cells.digits, "4321.0", ("4321", True)),
        (cells.digits, 4.3e3, ("4300", True)),
        (cells.digits, "4.3E+3", None),
        (cells.digits, "1.23457E+12", None),
        (cells.digits, 4321.5, None),
        (cells.digits, float("nan"), None),
        (cells.phone, 800000001.0, "0800000001"),
        (cells.phone, "080-000-0001", "0800000001"),
        (cells.phone, "12", None),
        (cells.national_id, 3100600445635.0, ID),
        (cells.national_id, "3-1006-00445-63-5", ID),
        (cells.national_id, "3.10060E+12", None),
        (cells.national_id, "3100600445634", None),
        (cells.baht, 1234.5, Decimal("1234.50")),
        (cells.baht, 0.1 + 0.2, Decimal("0.30")),
        (cells.baht, "๑,๕๐๐.50 บาท", Decimal("1500.50")),
        (cells.baht, "-", Decimal(0)),
        (cells.baht, "-5", None),
        (cells.baht, 1.234, None),
        (cells.baht, float("inf"), None),
        (cells.baht, True, None),
        (cells.line(10), "=ชื่อ", "=ชื่อ"),
        (cells.line(10), 123.0, "123"),
        (cells.line(3), "ยาวเกิน", None),
        (cells.line(20), "พั ฒนา", None),
        (cells.line(20), "ก\ud800", None),
        (cells.choice([("a", "อา")]), "อา", "a"),
        (cells.choice([("a", "อา")]), "บี", None),
    ],
)
def test_what_a_cell_means(read: Any, value: Any, meant: Any) -> None:
    if meant is None:
        with pytest.raises(cells.BadCell):
            read(value)
    else:
        assert read(value) == meant


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_text_file_in_any_of_the_usual_encodings(encoding: str, sign: str) -> None:
    table = read_table(text(GOOD, sign=sign).encode(encoding))
    assert table.headers == HEADINGS
    assert table.rows == [(2, GOOD)]


def test_a_workbook_keeps_the_numbers_of_its_rows() -> None:
    table = read_table(xlsx([], GOOD, [], GOOD))
    assert [row for row, _cells in table.rows] == [3, 5]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK\x03\x04broken", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" + b"x" * 50, b"\x81\x8d\x00\x9d", b"a,b\n",
        xlsx(),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_thai(content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        read_table(content)
    assert any("ก" <= letter <= "๙" for letter in str(refused.value))


def test_a_workbook_that_unpacks_to_more_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("members.tables.reading.MOST_UNPACKED", 100)
    with pytest.raises(ValidationError, match="ใหญ่เกินไป"):
        read_table(xlsx(GOOD))


def _sheet(rows: str, *, strings: str = "", content: bytes = b"") -> bytes:
    """A workbook whose first sheet has these rows behind the good one, as XML."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content or xlsx(GOOD))) as old, zipfile.ZipFile(packed, "w", 8) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(b"</sheetData>", f"{rows}</sheetData>".encode()))
        if strings:
            new.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
    return packed.getvalue()


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="100100"><c r="IF100100"><v>1</v></c></row>',
        '<row r="100100"><c r="if100100"><v>1</v></c></row>',
        '<row r="50000"><c r="BH50000" s="1"/></row>',
        '<row r="100101"><c><v>1</v></c></row>',
        '<row r="9">' + "<c/>" * 241 + "</row>",
    ],
)
def test_a_cell_far_away_is_refused_before_the_workbook_is_opened(monkeypatch: pytest.MonkeyPatch, rows: str) -> None:
    monkeypatch.setattr("members.tables.reading.CalamineWorkbook", None)
    with pytest.raises(ValidationError, match="ลบแถวว่าง คอลัมน์ว่าง"):
        read_table(_sheet(rows))


@pytest.mark.parametrize("place", ["A", "9", "A-1", "A123456789", "AAAAA1", "ก1"])
def test_a_cell_that_stands_nowhere_is_refused(place: str) -> None:
    with pytest.raises(ValidationError, match="อ่านตารางนี้ไม่ได้"):
        read_table(_sheet(f'<row r="9"><c r="{place}"><v>1</v></c></row>'))


def test_one_long_text_in_every_cell_is_counted_as_often_as_it_stands() -> None:
    strings = f"<si><t>{'ก' * 30_000}</t></si>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(3, 1400))
    with pytest.raises(ValidationError, match="ใหญ่เกินไป"):
        read_table(_sheet(cells, strings=strings))
    few = '<row r="3"><c r="A3" t="s"><v>0</v></c></row>'
    assert read_table(_sheet(few, strings=strings)).rows[1][1][0] == "ก" * 30_000


def test_a_size_that_lies_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    content = _sheet("<!--" + " " * 500_000 + "-->")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        true = next(part for part in packed.infolist() if "sheet1" in part.filename).file_size
    monkeypatch.setattr("members.tables.reading.MOST_UNPACKED", 400_000)
    with pytest.raises(ValidationError, match="ใหญ่เกินไป"):
        read_table(content.replace(true.to_bytes(4, "little"), (9).to_bytes(4, "little")))


def test_a_workbook_that_declares_entities_or_is_no_xml_is_refused() -> None:
    sheet = b"<worksheet"
    for wrong in (b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', b"<x></y><worksheet"):
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(xlsx(GOOD))) as old, zipfile.ZipFile(packed, "w", 8) as new:
            for part in old.infolist():
                new.writestr(part.filename, old.read(part).replace(sheet, wrong, 1))
        with pytest.raises(ValidationError, match="อ่านตารางนี้ไม่ได้"):
            read_table(packed.getvalue())


@pytest.mark.parametrize(
    "first",
    [
        ["004321", "กัญญาณัฐ", "ฐิติวัฒน์กุล", "3100600445635"],
        ["เลข", "กัญญาณัฐ", "ฐิติวัฒน์กุล", "3-1006-00445-63-5"],
        ["เลข", "กัญญาณัฐ", "ฐิติวัฒน์กุล", "๓๑๐๐๖๐๐๔๔๕๖๓๕"],
        ["004321", "กัญญาณัฐ", "ฐิติวัฒน์กุล"],
        [4321, 38500, 3500.5, "ปกติ"],
        ["เลข", "กัญญาณัฐ", "ฐิติวัฒน์กุล", 3100600445635],
    ],
)
def test_a_file_without_headings_is_refused(first: list[Any]) -> None:
    with pytest.raises(ValidationError, match="แฟ้มไม่มีหัวคอลัมน์"):
        read_table(xlsx(["004322", "กำพล", "น้ำใจงาม", ""], headings=first))
    with pytest.raises(ValidationError, match="แฟ้มไม่มีหัวคอลัมน์"):
        read_table(text(["004322", "กำพล", "น้ำใจงาม", ""], headings=[str(cell) for cell in first]).encode())


def test_headings_may_hold_figures() -> None:
    headings = ["เลขสมาชิก", "ชื่อ", "ปี 2568", "2569", "31/5/2561"]
    assert read_table(text(["004322", "กำพล", "1", "2", "3"], headings=headings).encode()).headers == headings


def test_headings_are_known_by_their_usual_names() -> None:
    found = guess("members", ["เลขที่สมาชิก", "ชื่อตัว", "สกุล", "เบอร์โทร", "อื่น", "ชื่อ"])
    assert found == {"เลขที่สมาชิก": "number", "ชื่อตัว": "first_name", "สกุล": "last_name", "เบอร์โทร": "phone"}


@pytest.mark.parametrize("kind", ["members", "payroll"])
def test_the_template_is_a_file_the_import_understands(kind: str) -> None:
    table = read_table(template(kind))
    assert set(guess(kind, table.headers).values()) == {one.name for one in COLUMNS[kind]}
    for _row, example in table.rows:
        with pytest.raises(BadCell, match="แถวนี้เป็นตัวอย่าง"):
            digits(example[0])
