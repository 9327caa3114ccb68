"""Cells no number can be read from: a bad row with a Thai reason, never an error page, never an empty cell."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from members.models import Member, TableFile
from members.services.tables import check_table, send_table, store_table
from members.tables.failed_cells import _copy
from members.tables.reading import read_table
from tests.factories_members import make_member
from tests.tables import GOOD, HEADINGS, text, xlsx


def with_cell(content: bytes, before: str, after: str) -> bytes:
    """The workbook with a cell of its first sheet written as another program might write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as target:
        for name in packed.namelist():
            part = packed.read(name).decode()
            changed = re.sub(before, after, part) if name == "xl/worksheets/sheet1.xml" else part
            assert name != "xl/worksheets/sheet1.xml" or changed != part
            target.writestr(name, changed)
    return out.getvalue()


def checked(content: bytes, by: Any, name: str = "ก.xlsx") -> TableFile:
    sent = send_table(kind="members", content=content, name=name, by=by)
    check_table(sent, by=by)
    return sent


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["NaN", "1e400", "-1e400", "inf"])
@pytest.mark.parametrize("place", range(7))
def test_a_number_nobody_can_count_with_is_a_bad_row(client_as: Any, cast: Any, place: int, value: str) -> None:
    row: list[Any] = [*GOOD]
    row[place] = 987654
    content = with_cell(xlsx(row), "<v>987654</v>", f"<v>{value}</v>")
    sent = checked(content, cast["admin"])
    assert [(problem[0], problem[1]) for problem in sent.found["problems"]] == [(2, HEADINGS[place])]
    page = client_as("admin").get(f"/members/import/{sent.key}/")
    assert page.status_code == 200
    assert client_as("admin").get(f"/members/import/{sent.key}/errors/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"])
@pytest.mark.parametrize("place", range(7))
def test_a_failed_formula_is_a_bad_row_in_either_kind_of_file(cast: Any, place: int, word: str) -> None:
    member = make_member(number="004321", phone="0800000009")
    row: list[Any] = [*GOOD]
    row[place] = word
    for content in (xlsx(row), text(row).encode()):
        sent = checked(content, cast["admin"])
        assert [(problem[0], problem[1]) for problem in sent.found["problems"]] == [(2, HEADINGS[place])]
        assert "สูตรในเซลล์คำนวณไม่ได้" in sent.found["problems"][0][2]
        store_table(sent, by=cast["admin"])
    member.refresh_from_db()
    assert (member.phone, Member.objects.count()) == ("0800000009", 1)


def test_a_sheet_is_told_through_whatever_way_its_cells_are_written() -> None:
    content = with_cell(xlsx(["004321", "#REF!"]), r'<c r="B2" t="e">', "<c t='e' r='B2' s=\"0\">")
    assert read_table(content).rows == [(2, ["004321", "#REF!", "", "", "", "", ""])]


def test_pieces_are_cut_between_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("members.tables.failed_cells._AT_ONCE", 7)
    sheet = b'<row><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="n"><v>1</v></c><x t="e"/></row> '
    out = io.BytesIO()
    assert _copy(io.BytesIO(sheet), out) == 1
    assert out.getvalue() == sheet.replace(b'"A1" t="e"', b'"A1" t="str"')


@pytest.mark.django_db
def test_such_a_file_sent_through_the_page_is_no_error_page(client_as: Any) -> None:
    client = client_as("head.cen")
    content = with_cell(xlsx([*GOOD[:5], 987654, "CMI"]), "<v>987654</v>", "<v>NaN</v>")
    led = client.post("/members/import/", {"kind": "members", "file": SimpleUploadedFile("ก.xlsx", content)})
    names = ["number", "first_name", "last_name", "phone", "birth_date", "share_capital", "clinics"]
    answer = client.post(led["Location"], {f"column_{place}": name for place, name in enumerate(names)})
    assert answer.status_code == 302
