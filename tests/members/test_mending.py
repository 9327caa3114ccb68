"""What is wrong with a table is shown with the cell it stands in, and the mended file goes in without asking anew."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from members.models import Member, TableFile
from members.services import table_jobs
from members.services.tables import check_table, name_columns, send_table, store_table, told_problems
from members.tables.showing import shown_cell
from tests.factories_members import make_member
from tests.tables import xlsx

ID = "3100600445635"


def checked(content: bytes, by: Any) -> TableFile:
    """A table whose headings say all, checked."""
    sent = send_table(kind="members", content=content, name="ทะเบียน.xlsx", by=by)
    check_table(sent, by=by)
    return sent


@pytest.mark.parametrize(
    ("cell", "is_secret", "shown"),
    [
        (None, False, ""),
        (4321.0, False, "4321"),
        (12.5, False, "12.5"),
        (float("nan"), False, "nan"),
        (date(2018, 5, 23), False, "23 พ.ค. 2561"),
        ("  สอง\nบรรทัด\u202e ", False, "สอง บรรทัด"),
        ("ก" * 100, False, f"{'ก' * 79}…"),
        ("080-000-0001", False, "080-000-0001"),
        (ID, False, "xxxxxxxxxx635"),
        ("3-1006-00445-63-5", False, "x-xxxx-xxxxx-63-5"),
        ("เลข ๓๑๐๐๖๐๐๔๔๕๖๓๕", False, "เลข xxxxxxxxxx๖๓๕"),
        (float(ID), False, "xxxxxxxxxx635"),
        (ID[:12], True, "xxxxxxxxx563"),
        ("ไม่มี", True, "ไม่มี"),
    ],
)
def test_a_cell_is_shown_in_one_line_and_no_national_id_in_any(cell: Any, is_secret: bool, shown: str) -> None:
    assert shown_cell(cell, is_secret=is_secret) == shown


@pytest.mark.django_db
def test_a_bad_row_is_shown_with_what_stands_in_its_cell(cast: Any, client_as: Any) -> None:
    headings = ["เลขสมาชิก", "ชื่อ", "เลขบัตรประชาชน", "โทรศัพท์"]
    content = xlsx(
        ["005001", "<b>ก้อย</b>", ID[:12], "12345"], ["005002", "ข้าว", "", ID], ["", "ค้อ", "", ""], headings=headings
    )
    sent = checked(content, cast["admin"])
    told = {(row, heading): cell for row, heading, cell, _why in told_problems(sent, 100)}
    assert told == {(2, "เลขบัตรประชาชน"): "xxxxxxxxx563", (2, "โทรศัพท์"): "12345", (4, "เลขสมาชิก"): ""}
    assert "12345" not in str(sent.found)
    assert b"12345" not in bytes(sent.cells)
    page = client_as("admin").get(sent.get_absolute_url()).content.decode()
    assert "xxxxxxxxx563" in page
    assert ">12345<" in page
    assert "ว่าง" in page
    assert ID not in page
    assert ID[:12] not in page
    sheet = load_workbook(io.BytesIO(client_as("admin").get(f"/members/import/{sent.key}/errors/").content)).active
    rows = list(sheet.iter_rows(min_row=2))  # type: ignore[union-attr]
    marked = [cell.value for row in rows for cell in row if cell.fill.fill_type == "solid"]
    assert marked[:2] == ["xxxxxxxxx563", "12345"]
    assert ID not in str([cell.value for row in rows for cell in row])
    good = checked(xlsx(["005001", "ก้อย", ID, ""], headings=headings), cast["admin"])
    assert bytes(good.cells) == b""


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["members", "payroll"])
def test_the_mended_file_is_checked_at_once_with_the_columns_as_they_were(cast: Any, client_as: Any, kind: str) -> None:
    make_member(number="005001", first_name="ก้อย")
    client, headings = client_as("admin"), ["A", "B"]
    field, bad, good = ("first_name", "พั ฒนา", "พัฒนา") if kind == "members" else ("salary", "-5", "5")
    month = date(2018, 5, 1) if kind == "payroll" else None
    sent = send_table(
        kind=kind, month=month, content=xlsx(["005001", bad], headings=headings), name="ก", by=cast["admin"]
    )
    begin = table_jobs.begin_check(
        name_columns(sent, columns={"A": "number", "B": field}, by=cast["admin"]), by=cast["admin"]
    )
    again = f"/members/import/{begin.key}/again/"
    assert again in client.get(begin.get_absolute_url()).content.decode()
    assert client.get(again).status_code == 200
    assert client.post(again, {}).status_code == 422
    file = SimpleUploadedFile("ข.xlsx", xlsx(["005001", good], headings=headings))
    led = client.post(again, {"file": file})["Location"]
    fresh = TableFile.objects.latest("pk")
    assert led == f"/members/import/{fresh.key}/"
    assert (fresh.kind, fresh.month, fresh.columns) == (kind, month, {"A": "number", "B": field})
    assert (fresh.stage, fresh.found["bad"]) == (TableFile.Stage.CHECKED, 0)


@pytest.mark.django_db
def test_a_mended_file_with_other_headings_begins_with_the_columns_it_shares(cast: Any, client_as: Any) -> None:
    sent = send_table(
        kind="members", content=xlsx(["005001", "พั ฒนา"], headings=["A", "B"]), name="ก", by=cast["admin"]
    )
    check_table(name_columns(sent, columns={"A": "number", "B": "first_name"}, by=cast["admin"]), by=cast["admin"])
    content = xlsx(["005001", "สมบูรณ์", "พัฒนา"], headings=["A", "นามสกุล", "B"])
    file = SimpleUploadedFile("ข.xlsx", content)
    led = client_as("admin").post(f"/members/import/{sent.key}/again/", {"file": file})["Location"]
    fresh = TableFile.objects.latest("pk")
    assert led == f"/members/import/{fresh.key}/columns/"
    assert fresh.columns == {"A": "number", "B": "first_name", "นามสกุล": "last_name"}
    store_table(check_again(fresh, cast["admin"]), by=cast["admin"])
    assert Member.objects.get().last_name == "สมบูรณ์"
    assert client_as("admin").get(f"/members/import/{fresh.key}/again/")["Location"] == f"/members/import/{fresh.key}/"


def check_again(sent: TableFile, by: Any) -> TableFile:
    """Check with the columns it begins with."""
    check_table(name_columns(sent, columns=sent.columns, by=by), by=by)
    return TableFile.objects.get(pk=sent.pk)
