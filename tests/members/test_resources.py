"""Import and export of members: natural key, all or nothing, nothing mangled, nothing that runs."""

from typing import Any

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile

from clinic_project.models import Event
from clinic_project.tries import Tries
from members.models import Member, MemberClinic
from members.resources import NUMBER, MemberResource
from members.services.merges import merge_members, undo_merge
from tests.cast import PASSWORD
from tests.factories_members import make_member

pytestmark = pytest.mark.django_db

HEADINGS = [NUMBER, "คำนำหน้า", "ชื่อ", "นามสกุล", "โทรศัพท์", "วันเกิด", "ทุนเรือนหุ้น", "รหัสคลินิกที่ดูแล"]
GOOD = ["004321", "นางสาว", "เอื้ออารี", "อิ่มเอม", "0800000001", "23 พ.ค. 2521", "๑,๕๐๐.50", "CMI"]


def sheet(*rows: list[Any]) -> tablib.Dataset:
    return tablib.Dataset(*rows, headers=HEADINGS)


def changed(**cells: Any) -> list[Any]:
    """The good row with other cells, by position name."""
    places = dict(
        zip(("number", "prefix", "first", "last", "phone", "born", "shares", "clinics"), range(8), strict=True)
    )
    row = list(GOOD)
    for name, value in cells.items():
        row[places[name]] = value
    return row


def problems(result: Any) -> str:
    rows = [str(error.error) for row in result.rows for error in row.errors]
    invalid = [str(row.error_dict) for row in result.invalid_rows]
    return " ".join([*rows, *invalid, *(str(error.error) for error in result.base_errors)])


def test_a_good_row_comes_in_once(cast: Any) -> None:
    result = MemberResource().import_data(sheet(GOOD))
    assert not result.has_errors(), problems(result)
    assert not result.has_validation_errors(), problems(result)
    member = Member.objects.get()
    assert (member.number, str(member.share_capital), member.birth_date.year) == ("004321", "1500.50", 1978)
    assert MemberClinic.objects.get().clinic.code == "CMI"
    again = MemberResource().import_data(sheet(GOOD))
    assert again.totals["skip"] == 1
    assert again.totals["update"] == 0


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"number": "1.23457E+12"}, "แปลงเลข"),
        ({"number": 4321}, "ศูนย์นำหน้า"),
        ({"number": 4321.0}, "ศูนย์นำหน้า"),
        ({"number": "7777"}, "007777"),
        ({"number": "12"}, "4 ถึง 10"),
        ({"number": ""}, "4 ถึง 10"),
        ({"phone": 800000001}, "ศูนย์นำหน้า"),
        ({"born": "31/6/2521"}, ""),
        ({"shares": "-5"}, ""),
        ({"shares": "NaN"}, ""),
        ({"clinics": "XXX"}, "XXX"),
        ({"first": "พั ฒนา"}, "ลอย"),
        ({"first": ""}, ""),
    ],
)
def test_one_bad_row_and_nothing_is_stored(cast: Any, cells: dict[str, Any], says: str) -> None:
    make_member(number="007777")
    bad = changed(**{"number": "005555", **cells})
    result = MemberResource().import_data(sheet(GOOD, bad))
    assert result.has_errors() or result.has_validation_errors()
    assert says in problems(result)
    assert not Member.objects.filter(number__in=["004321", "005555"]).exists()


def test_who_comes_with_another_name_keeps_the_old_one_as_a_former_name(cast: Any) -> None:
    MemberResource().import_data(sheet(GOOD))
    renamed = sheet(changed(last="ฝ้ายคำ"))
    MemberResource().import_data(renamed, dry_run=True, user=cast["admin"])
    assert not Member.objects.get().former_names.exists()
    MemberResource().import_data(renamed, user=cast["admin"])
    former = Member.objects.get().former_names.get()
    assert (former.last_name, former.reason, former.recorded_by) == (GOOD[3], "imported", cast["admin"])


def test_a_number_twice_in_a_file_is_refused(cast: Any) -> None:
    result = MemberResource().import_data(sheet(GOOD, changed(first="อื่น")))
    assert "ซ้ำ" in problems(result)
    assert not Member.objects.exists()


def test_a_file_without_our_headings_is_refused_whole(cast: Any) -> None:
    result = MemberResource().import_data(tablib.Dataset(["1"], headers=["id"]))
    assert result.has_errors()
    assert NUMBER in problems(result)


def test_a_primary_key_in_the_file_means_nothing(cast: Any) -> None:
    victim = make_member(number="007777", first_name="เดิม")
    rows = tablib.Dataset([*GOOD, victim.pk], headers=[*HEADINGS, "id"])
    MemberResource().import_data(rows)
    victim.refresh_from_db()
    assert (victim.number, victim.first_name) == ("007777", "เดิม")


@pytest.mark.parametrize("text", ["=1+1", "==1+1", "+1", "-1", "@SUM(A1)", " =1+1"])
def test_no_formula_leaves_and_the_export_comes_back_unchanged(cast: Any, text: str) -> None:
    member = make_member(number="004321", unit=text, national_id="3100600445635")
    exported = MemberResource().export(Member.objects.all())
    row = exported.dict[0]
    assert str(row["หน่วยงาน"]).startswith("'")
    assert row[NUMBER] == "004321"
    assert "3100600445635" not in exported.csv
    again = MemberResource().import_data(tablib.Dataset().load(exported.csv, format="csv"))
    assert not again.has_errors(), problems(again)
    assert again.totals["skip"] == 1
    member.refresh_from_db()
    assert member.unit == text.strip()


def with_password(client_as: Any, cast: Any) -> Any:
    """The administrator, who has a password here."""
    admin = cast["admin"]
    admin.set_password(PASSWORD)
    admin.save()
    return client_as("admin")


def test_the_preview_of_an_import_says_counts_and_nothing_that_is_stored(client_as: Any) -> None:
    make_member(number="004321", last_name="ลับเฉพาะ", unit="หน่วยลับ")
    content = sheet(GOOD, changed(number="005555")).export("csv")
    file = SimpleUploadedFile("ก.csv", content.encode())
    page = client_as("admin").post("/admin/members/member/import/", {"import_file": file, "format": "1"})
    shown = page.content.decode()
    assert page.status_code == 200
    assert "ตรวจแล้ว ยังไม่ได้บันทึก" in shown
    assert "เพิ่ม 1 ราย" in shown
    assert "แก้ไข 1 ราย" in shown
    assert "confirm" in shown
    for stored in ("ลับเฉพาะ", "หน่วยลับ"):
        assert stored not in shown


def test_the_register_for_administrators_shows_no_case_and_logs_exports(client_as: Any, cast: Any) -> None:
    member = make_member(number="004321", national_id="3100600445635")
    client = with_password(client_as, cast)
    page = client.get(f"/admin/members/member/{member.pk}/change/").content.decode()
    assert "3100600445635" not in page
    assert Event.objects.filter(kind="member.read", subject_id=member.pk).exists()
    address = "/admin/members/member/export/"
    asked = {"format": "0", "resource": "0"}
    for wrong in ({}, {"password": "ผิด"}):
        assert "text/html" in client.post(address, {**asked, **wrong})["Content-Type"]
    assert not Event.objects.filter(kind="member.export").exists()
    assert Tries.objects.get().times == 1
    response = client.post(address, {**asked, "password": PASSWORD})
    assert "html" not in response["Content-Type"]
    assert Event.objects.get(kind="member.export").detail["count"] == 1


@pytest.mark.parametrize("username", ["head.cmi", "officer.cen", "board.chair", "edu.chair"])
def test_only_administrators_reach_the_register(client_as: Any, username: str) -> None:
    for address in ("/admin/members/member/", "/admin/members/member/export/", "/admin/members/member/import/"):
        assert client_as(username).get(address).status_code == 302


def test_a_record_that_was_merged_away_takes_nothing_from_a_file(cast: Any) -> None:
    kept, gone = make_member(number="004320"), make_member(number="004321", phone="", first_name="อื่น")
    merge = merge_members(kept, gone, take=[], by=cast["head.cmi"])
    result = MemberResource().import_data(sheet(changed(number="005555"), GOOD), user=cast["admin"])
    assert "004321 รวมเข้ากับเลข 004320" in problems(result)
    gone.refresh_from_db()
    assert (gone.first_name, gone.phone) == ("อื่น", "")
    assert not Member.objects.filter(number="005555").exists()
    undo_merge(merge, by=cast["head.cmi"])
    assert MemberResource().import_data(sheet(GOOD), user=cast["admin"]).totals["update"] == 1


def test_administrators_see_no_record_that_was_merged_away(cast: Any, client_as: Any) -> None:
    kept, gone = make_member(number="004320"), make_member(number="004321", first_name="ลับหาย")
    merge_members(kept, gone, take=[], by=cast["head.cmi"])
    client = with_password(client_as, cast)
    assert "ลับหาย" not in client.get("/admin/members/member/?q=004321").content.decode()
    assert client.get(f"/admin/members/member/{gone.pk}/change/").status_code == 302
    asked = {"format": "1", "resource": "0", "password": PASSWORD}
    table = client.post("/admin/members/member/export/", asked)
    assert "004320" in table.content.decode()
    assert "004321" not in table.content.decode()


def test_the_administrators_list_is_logged_with_its_count(client_as: Any) -> None:
    make_member(number="004321")
    make_member(number="004322")
    client = client_as("admin")
    listed = Event.objects.filter(kind="member.search")
    assert "004322" in client.get("/admin/members/member/").content.decode()
    assert listed.get().detail == {"page": "admin", "count": 2, "searched": False}
    client.get("/admin/members/member/?q=004322")
    event = listed.latest("id")
    assert (event.actor.username, event.detail["count"], event.detail["searched"]) == ("admin", 1, True)
    assert "004322" not in str(event.detail)
