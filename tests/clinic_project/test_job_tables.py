"""Large tables of the administrators' pages: checked, stored and written in the background, rights asked each time."""

from collections.abc import Callable
from typing import Any

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clinic_project.jobs import services, tables, worker
from clinic_project.jobs.models import Job
from clinic_project.models import Event
from members.models import Member
from members.resources import NUMBER
from tests.cast import PASSWORD
from tests.factories_members import make_member

ClientAs = Callable[[str], Client]
HEADINGS = [NUMBER, "คำนำหน้า", "ชื่อ", "นามสกุล", "หน่วยงาน", "รหัสคลินิกที่ดูแล"]
IMPORT, EXPORT = "/admin/members/member/import/", "/admin/members/member/export/"


@pytest.fixture
def queue(settings: Any) -> None:
    """Nothing is done before a worker does it."""
    settings.JOBS_IMMEDIATE = False


def rows(count: int) -> list[list[str]]:
    """Members as a file names them."""
    return [[f"{500000 + n}", "นาย", "สมชาย", "ใจดี", "สำนักงานพัฒนาชุมชน", "CMI"] for n in range(count)]


def upload(client: Client, lines: list[list[str]]) -> Any:
    """Send a file through the import page."""
    content = tablib.Dataset(*lines, headers=HEADINGS).export("csv").encode("utf-8-sig")
    file = SimpleUploadedFile("members.csv", content, "text/csv")
    return client.post(IMPORT, {"import_file": file, "format": "1"})


def work_off() -> None:
    """What a worker does with what waits now."""
    while job := services.take_job(worker="w1"):
        worker.do(job)


def test_a_large_file_is_checked_then_stored_when_agreed_to(queue: None, cast: Any, client_as: ClientAs) -> None:
    client = client_as("admin")
    answer = upload(client, rows(400))
    job = Job.objects.get()
    assert answer.headers["Location"] == job.get_absolute_url()
    assert client.post(f"{job.get_absolute_url()}follow/").headers["Location"] == job.get_absolute_url()
    work_off()
    page = client.get(job.get_absolute_url()).content.decode()
    assert not Member.objects.exists()
    assert "แถวในแฟ้ม 400" in page
    assert "เพิ่มใหม่ 400" in page
    assert f"{job.get_absolute_url()}follow/" in page
    stored = client.post(f"{job.get_absolute_url()}follow/").headers["Location"]
    work_off()
    assert Member.objects.count() == 400
    assert Member.objects.filter(clinic_links__clinic__code="CMI").count() == 400
    assert "นำเข้าแล้ว" in client.get(stored).content.decode()
    assert Event.objects.get(kind="member.import").detail == {"rows": 400, "new": 400, "update": 0, "skip": 0}
    # Done again by another worker after the first one died, it changes nothing.
    Job.objects.filter(kind=tables.STORE).update(state="waiting", finished_at=None)
    work_off()
    assert Job.objects.get(kind=tables.STORE).outcome["skip"] == 400


def test_bad_rows_are_named_and_nothing_is_stored(queue: None, cast: Any, client_as: ClientAs) -> None:
    lines = rows(400)
    lines[7][0], lines[9][5], lines[11][0] = "1.23457E+12", "XXX", "12"
    client = client_as("admin")
    upload(client, lines)
    work_off()
    job = Job.objects.get()
    assert [row for row, _why in job.outcome["problems"]] == ["9", "11", "13"]
    page = client.get(job.get_absolute_url()).content.decode()
    assert "แปลงเลข" in page
    assert "รหัสคลินิกที่ดูแล: ไม่มีคลินิกรหัส XXX" in page
    assert "__all__" not in page
    assert "follow/" not in page
    assert client.post(f"{job.get_absolute_url()}follow/").headers["Location"] == job.get_absolute_url()
    assert Job.objects.count() == 1
    assert not Member.objects.exists()


def test_a_file_that_is_no_table_says_so(queue: None, cast: Any, client_as: ClientAs) -> None:
    client = client_as("admin")
    file = SimpleUploadedFile("members.xlsx", b"\x00" * (tables.LARGE_FILE + 1))
    client.post(IMPORT, {"import_file": file, "format": "0"})
    work_off()
    assert "อ่านแฟ้มไม่ได้" in Job.objects.get().error


def test_a_workbook_is_judged_by_what_is_packed_in_it() -> None:
    few, many = (tablib.Dataset(*rows(count), headers=HEADINGS).export("xlsx") for count in (20, 900))
    assert len(many) < tables.LARGE_FILE
    assert (tables.is_large(few), tables.is_large(many)) == (False, True)


def test_a_small_file_is_checked_at_once(queue: None, cast: Any, client_as: ClientAs) -> None:
    answer = upload(client_as("admin"), rows(3))
    assert answer.status_code == 200
    assert not answer.context["result"].has_errors()
    assert not Job.objects.exists()


def test_who_is_no_administrator_any_more_stores_nothing(queue: None, cast: Any, client_as: ClientAs) -> None:
    client = client_as("admin")
    upload(client, rows(400))
    work_off()
    job = Job.objects.get()
    client.post(f"{job.get_absolute_url()}follow/")
    cast["admin"].is_staff = False
    cast["admin"].save()
    work_off()
    assert Job.objects.get(kind=tables.STORE).state == "failed"
    assert not Member.objects.exists()
    assert client.post(f"{job.get_absolute_url()}follow/").status_code == 403


def test_a_long_export_is_written_in_the_background(
    queue: None, cast: Any, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MANY_ROWS", 2)
    for number in ("000101", "000102", "000103", "000999"):
        make_member(number=number)
    admin = cast["admin"]
    admin.set_password(PASSWORD)
    admin.save()
    client, asked = client_as("admin"), {"format": "1", "password": PASSWORD}
    answer = client.post(f"{EXPORT}?q=0001", asked)
    job = Job.objects.get()
    assert answer.headers["Location"] == job.get_absolute_url()
    work_off()
    file = client.get(f"{job.get_absolute_url()}result")
    assert "attachment" in file.headers["Content-Disposition"]
    text = file.content.decode("utf-8-sig")
    assert [number in text for number in ("000101", "000102", "000103", "000999")] == [True, True, True, False]
    assert Event.objects.get(kind="member.export").detail == {"count": 3, "filter": True, "format": "csv"}
    monkeypatch.setattr(tables, "MANY_ROWS", 3)
    assert client.post(f"{EXPORT}?q=0001", asked).content.decode("utf-8-sig") == text


def test_what_is_being_done_to_a_row_is_told(queue: None, cast: Any) -> None:
    told: list[int] = []
    resource = tables.admin.site._registry[Member].resource_classes[0](progress=told.append)
    resource.import_data(tablib.Dataset(*rows(3), headers=HEADINGS), dry_run=True)
    assert told == [1, 2, 3]
