"""Tables in: read as what they are, mangled cells put right or told, all or nothing, the same twice changes nothing."""

import io
import os
import resource
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from openpyxl import load_workbook

from clinic_project.jobs import services as jobs
from clinic_project.jobs.models import Job
from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from members.models import ColumnMapping, Member, MemberClinic, Payroll, TableFile
from members.search import find_members
from members.services import table_jobs
from members.services.payrolls import latest_payroll
from members.services.tables import check_table, name_columns, send_table, store_table
from members.tables.reading import read_table
from tests.cast import PASSWORD
from tests.factories_members import make_member
from tests.tables import GOOD, text, xlsx

ID = "3100600445635"


def bring_in(content: bytes, by: Any, **more: Any) -> TableFile:
    """Send and check a table whose headings say all."""
    sent = send_table(content=content, name="ทะเบียน.xlsx", by=by, **{"kind": "members", **more})
    check_table(sent, by=by)
    return sent


def problems(sent: TableFile) -> str:
    return " ".join(f"{row}|{heading}|{why}" for row, heading, why in sent.found["problems"])


# ---- the register ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_table_comes_in_and_the_same_again_changes_nothing(cast: Any) -> None:
    by = cast["head.cen"]
    sent = bring_in(xlsx(GOOD), by)
    assert not Member.objects.exists()
    assert (sent.found["new"], sent.found["bad"]) == (1, 0)
    store_table(sent, by=by)
    member = Member.objects.get()
    assert (member.number, member.share_capital, member.birth_date) == ("004321", Decimal("1500.50"), date(1978, 5, 23))
    assert member.search_key
    assert member.number_key == "4321"
    assert MemberClinic.objects.get().clinic.code == "CMI"
    before = list(Member.objects.values())
    again = bring_in(text(GOOD).encode("cp874"), by)
    assert (again.found["same"], again.found["new"], again.found["changed"]) == (1, 0, 0)
    store_table(again, by=by)
    assert list(Member.objects.values()) == before
    changed = bring_in(xlsx([*GOOD[:3], "0800000009", "", "", "PCT"]), by)
    assert changed.found["changed"] == 1
    store_table(changed, by=by)
    member.refresh_from_db()
    assert (member.phone, member.birth_date, member.share_capital) == (
        "0800000009",
        date(1978, 5, 23),
        Decimal("1500.50"),
    )
    assert set(MemberClinic.objects.values_list("clinic__code", flat=True)) == {"CMI", "PCT"}
    assert Event.objects.filter(kind="member.import").latest("id").detail == {
        "rows": 1,
        "new": 0,
        "update": 1,
        "skip": 0,
    }


@pytest.mark.django_db
def test_who_comes_with_another_name_is_found_by_the_old_one_too(cast: Any) -> None:
    by = cast["head.cen"]
    store_table(bring_in(xlsx(GOOD), by), by=by)
    store_table(bring_in(xlsx([GOOD[0], "ปิ่นปักษ์", "ฝ้ายคำ"]), by), by=by)
    member = Member.objects.get()
    former = member.former_names.get()
    assert (member.first_name, member.last_name) == ("ปิ่นปักษ์", "ฝ้ายคำ")
    assert (former.first_name, former.last_name) == (GOOD[1], GOOD[2])
    assert (former.reason, former.recorded_by, former.until) == ("imported", by, timezone.localdate())
    for text_asked in (f"{GOOD[1]} {GOOD[2]}", "ปิ่นปักษ์ ฝ้ายคำ"):
        assert [found.number for found in find_members(Member.objects.all(), text_asked).members] == [GOOD[0]]
    again = bring_in(xlsx([GOOD[0], "ปิ่นปักษ์", "ฝ้ายคำ"]), by)
    assert again.found["same"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "value", "says"),
    [
        (0, "7777", "น่าจะเป็น 007777"),
        (0, 8888, "ศูนย์นำหน้าอาจหายไป"),
        (0, "4.3E+3", "E+"),
        (0, "12", "4 ถึง 10"),
        (0, "", "ไม่มีเลขสมาชิก"),
        (0, "004321", "ซ้ำกับแถวที่ 2"),
        (1, "", "ต้องมีชื่อ"),
        (1, "พั ฒนา", "ลอย"),
        (3, "12", "8 ถึง 15"),
        (4, "31/6/2521", "มิถุนายน"),
        (4, "1/1/2600", "ไม่เรียงตามชีวิต"),
        (5, "-5", "ไม่ติดลบ"),
        (6, "XXX", "ไม่มีคลินิกรหัส XXX"),
    ],
)
def test_one_bad_row_is_named_and_nothing_is_stored(cast: Any, cell: int, value: Any, says: str) -> None:
    make_member(number="007777")
    bad = ["005555", *GOOD[1:]]
    bad[cell] = value
    sent = bring_in(xlsx(GOOD, bad), cast["admin"])
    assert sent.found["bad"] == 1
    assert problems(sent).startswith("3|")
    assert says in problems(sent)
    store_table(sent, by=cast["admin"])
    assert Member.objects.count() == 1
    assert sent.stage == TableFile.Stage.CHECKED


@pytest.mark.django_db
def test_a_file_without_names_says_so_once(cast: Any) -> None:
    rows = [[f"00500{n}", "กองคลัง"] for n in range(5)]
    sent = bring_in(xlsx(*rows, headings=["เลขสมาชิก", "หน่วยงาน"]), cast["admin"])
    assert len(sent.found["problems"]) == 1
    assert "แฟ้มไม่มีคอลัมน์ชื่อ" in problems(sent)
    store_table(sent, by=cast["admin"])
    assert not Member.objects.exists()


@pytest.mark.django_db
def test_the_columns_page_shows_what_a_column_holds_and_which_it_needs(client_as: Any, cast: Any) -> None:
    content = xlsx(["005001", "ก้อย", ID], ["005002", "ข้าว", ""], headings=["A", "B", "C"])
    sent = send_table(kind="members", content=content, name="a", by=cast["head.cen"])
    page = client_as("head.cen").get(f"/members/import/{sent.key}/columns/").content.decode()
    for shown in ("ในแฟ้ม: 005001 · 005002", "ในแฟ้ม: ก้อย · ข้าว", "เลขสมาชิก (ต้องมี)"):
        assert shown in page
    assert ID not in page
    assert "(ไม่บังคับ)" not in page


@pytest.mark.django_db
def test_ids_come_in_sealed_and_never_stand_in_what_was_found(cast: Any) -> None:
    headings = ["เลขสมาชิก", "ชื่อ", "เลขบัตรประชาชน"]
    content = xlsx(["005001", "ก้อย", ID], ["005002", "ข้าว", ID], ["005003", "ค้อ", ID[:12]], headings=headings)
    sent = bring_in(content, cast["admin"])
    assert sent.found["bad"] == 2
    assert ID not in str(sent.found)
    assert ID.encode() not in bytes(sent.content)
    good = bring_in(xlsx(["005001", "ก้อย", ID], headings=headings), cast["admin"])
    store_table(good, by=cast["admin"])
    assert Member.objects.get().national_id == ID
    assert bytes(TableFile.objects.get(pk=good.pk).content) == b""
    other = bring_in(xlsx(["005002", "ข้าว", ID], headings=headings), cast["admin"])
    assert "มีอยู่แล้วในทะเบียน" in problems(other)
    assert bring_in(xlsx(["005001", "ก้อย", float(ID)], headings=headings), cast["admin"]).found["same"] == 1


@pytest.mark.django_db
def test_what_changed_since_the_check_stops_the_whole(cast: Any) -> None:
    sent = bring_in(xlsx(GOOD, ["5555", *GOOD[1:]]), cast["admin"])
    assert sent.found["bad"] == 0
    make_member(number="005555", first_name="มาก่อน")
    store_table(sent, by=cast["admin"])
    assert "น่าจะเป็น 005555" in problems(sent)
    assert Member.objects.count() == 1


@pytest.mark.django_db
def test_a_crash_in_the_middle_leaves_nothing(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("members.tables.checking.PART", 1)
    rows = [[f"00500{n}", *GOOD[1:]] for n in range(4)]
    sent = bring_in(xlsx(*rows), cast["admin"])

    def die(number: int) -> None:
        if number == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_table(sent, by=cast["admin"], tell=die)
    assert not Member.objects.exists()
    store_table(sent, by=cast["admin"])
    assert Member.objects.count() == 4
    with pytest.raises(ValidationError, match="นำเข้าไปแล้ว"):
        store_table(sent, by=cast["admin"])


# What a worker does, in a process of its own that stops in the middle and waits for its end.
WORKER = """
import sys, time, django
django.setup()
from clinics.models import User
from members.models import TableFile
from members.services.tables import store_table
from members.tables import checking

def tell(number):
    if number >= 3:
        print("half", flush=True)
        time.sleep(600)

checking.PART = 1
store_table(TableFile.objects.get(pk=sys.argv[1]), by=User.objects.get(pk=sys.argv[2]), tell=tell)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_another_stores_it_all(cast: Any, settings: Any) -> None:
    sent = bring_in(xlsx(*([f"00500{n}", *GOOD[1:]] for n in range(5))), cast["admin"])
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        address = f"sqlite:///{name}"
    else:
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    surroundings = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "clinic_project.settings"}
    command = [sys.executable, "-c", WORKER, str(sent.pk), str(cast["admin"].pk)]
    with subprocess.Popen(
        command, env=surroundings, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "half\n"
        worker.kill()
    assert not Member.objects.exists()
    sent.refresh_from_db()
    store_table(sent, by=cast["admin"])
    assert Member.objects.count() == 5


@pytest.mark.django_db
def test_columns_are_remembered_for_the_same_headings(cast: Any) -> None:
    headings = ["A", "B", "C"]
    first = send_table(
        kind="members", content=xlsx(["005001", "ก้อย", "x"], headings=headings), name="a", by=cast["admin"]
    )
    assert first.columns == {}
    for wrong in ({"B": "first_name"}, {"A": "number", "B": "number"}, {"A": "number", "B": "pk"}):
        with pytest.raises(ValidationError):
            name_columns(first, columns=wrong, by=cast["admin"])
    name_columns(first, columns={"A": "number", "B": "first_name", "Z": "unit"}, by=cast["admin"])
    again = send_table(
        kind="members", content=xlsx(["005002", "ข", "y"], headings=headings), name="b", by=cast["head.cen"]
    )
    assert again.columns == {"A": "number", "B": "first_name"}
    assert ColumnMapping.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["officer.cen", "head.cmi", "board.chair", "edu.chair"])
def test_who_may_not_bring_tables_in(client_as: Any, cast: Any, username: str) -> None:
    with pytest.raises(NotAllowed):
        send_table(kind="members", content=xlsx(GOOD), name="a", by=cast[username])
    assert client_as(username).get("/members/import/").status_code == 403


@pytest.mark.django_db
def test_a_table_is_its_owners_alone(client_as: Any, cast: Any) -> None:
    sent = bring_in(xlsx(GOOD), cast["admin"])
    for page in ("", "columns/", "errors/"):
        assert client_as("head.cen").get(f"/members/import/{sent.key}/{page}").status_code == 404


@pytest.mark.django_db
def test_the_pages_from_file_to_register(client_as: Any) -> None:
    client = client_as("head.cen")
    assert client.post("/members/import/", {}).status_code == 422
    content = xlsx(GOOD, ["", *GOOD[1:]], [*GOOD])
    file = SimpleUploadedFile("ทะเบียน.xlsx", content)
    led = client.post("/members/import/", {"kind": "members", "file": file})["Location"]
    page = client.get(led)
    assert "คลินิก" in page.content.decode()
    data = {f"column_{place}": name for place, name in enumerate(["number", "first_name", "last_name", "phone"])}
    preview = client.post(led, data)["Location"]
    shown = client.get(preview).content.decode()
    assert "ไม่มีเลขสมาชิก" in shown
    assert "นำเข้าทั้งแฟ้ม" not in shown
    assert client.post(preview, {}).status_code == 409
    sheet = load_workbook(io.BytesIO(client.get(f"{preview}errors/").content)).active
    rows = list(sheet.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[0] for row in rows[1:]] == [3, 4]
    assert rows[1][2:5] == ("", "เอื้ออารี", "อิ่มเอม") or rows[1][2:5] == (None, "เอื้ออารี", "อิ่มเอม")
    good = client.post(
        "/members/import/", {"kind": "members", "file": SimpleUploadedFile("ก.csv", text(GOOD).encode())}
    )
    preview = client.post(good["Location"], {**data, "column_6": "clinics"})["Location"]
    assert "นำเข้าทั้งแฟ้ม" in client.get(preview).content.decode()
    assert client.post(preview, {})["Location"] == preview
    assert "นำเข้าแล้ว" in client.get(preview).content.decode()
    assert client.get(preview.replace("/import/", "/import/") + "columns/")["Location"] == preview
    assert Member.objects.get().number == "004321"
    for kind in ("members", "payroll"):
        assert client.get(f"/members/import/template/{kind}/").status_code == 200
    assert client.get("/members/import/template/other/").status_code == 404


@pytest.mark.django_db
def test_many_rows_go_through_the_background_with_progress(
    client_as: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.JOBS_IMMEDIATE = True
    monkeypatch.setattr(table_jobs, "MANY_ROWS", 1)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(jobs, "tell_progress", lambda job: told.append((job.done, job.total)))
    client = client_as("admin")
    content = xlsx(*([f"00500{n}", *GOOD[1:]] for n in range(3)))
    led = client.post("/members/import/", {"kind": "members", "file": SimpleUploadedFile("a.xlsx", content)})[
        "Location"
    ]
    columns = {f"column_{place}": name for place, name in enumerate(["number", "first_name"])}
    job = client.post(led, columns)["Location"]
    assert job.startswith("/jobs/")
    preview = client.get(f"{job}result")["Location"]
    stored = client.post(preview, {})["Location"]
    assert client.get(f"{stored}result")["Location"] == preview
    assert Member.objects.count() == 3
    assert told[-1] == (3, 3)
    # A worker that died after storing does it again: nothing happens twice.
    table_jobs.run_store(type("Work", (), {"owner": Job.objects.latest("id").owner, "job": Job.objects.latest("id")}))
    assert Member.objects.count() == 3


# ---- out -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_export_is_safe_asks_the_password_and_comes_back_unchanged(
    client_as: Any, cast: Any, settings: Any
) -> None:
    settings.JOBS_IMMEDIATE = True
    make_member(
        number="004321", unit="=1+1", national_id=ID, share_capital=Decimal("1500.50"), birth_date=date(1978, 5, 23)
    )
    make_member("PCT", number="009009")
    head = cast["head.cmi"]
    head.set_password(PASSWORD)
    head.save()
    client = client_as("head.cmi")
    assert client.post("/members/export/", {"password": "ผิด"}).status_code == 422
    job = client.post("/members/export/", {"password": PASSWORD})["Location"]
    content = client.get(f"{job}result").content
    table = read_table(content)
    assert [row[0] for _number, row in table.rows] == ["004321"]
    cell = load_workbook(io.BytesIO(content)).active.cell(2, 1 + table.headers.index("หน่วยงาน"))  # type: ignore[union-attr]
    assert (cell.data_type, cell.value) == ("s", "'=1+1")
    money = load_workbook(io.BytesIO(content)).active.cell(2, 1 + table.headers.index("ทุนเรือนหุ้น"))  # type: ignore[union-attr]
    assert (money.data_type, money.value) == ("n", 1500.5)
    assert ID.encode() not in content
    assert Event.objects.filter(kind="member.export").get().detail["count"] == 1
    assert bring_in(content, cast["admin"]).found["same"] == 1
    assert client_as("officer.cmi").get("/members/export/").status_code == 403


# ---- the payroll -----------------------------------------------------------------------------------------------------

PAY = ["เลขสมาชิก", "เงินเดือน", "เงินประจำตำแหน่ง", "ภาษี", "กู้สามัญ", "เงินกู้สามัญคงเหลือ", "ทุนเรือนหุ้น"]


@pytest.mark.django_db
def test_the_payroll_is_kept_by_month_and_shown_at_the_member(client_as: Any, cast: Any) -> None:
    member, by = make_member(number="004321"), cast["admin"]
    june = xlsx(["004321", 38500, "3,500", 950, 11930, 1150000, 150000], headings=PAY)
    sent = bring_in(june, by, kind="payroll", month=date(2018, 6, 15))
    assert sent.month == date(2018, 6, 1)
    store_table(sent, by=by)
    row = latest_payroll(member)
    assert row is not None
    assert (row.earned, row.deducted, row.net, row.loans) == (42000, 12880, 29120, 1150000)
    assert bring_in(june, by, kind="payroll", month=date(2018, 6, 1)).found["same"] == 1
    later = bring_in(june, by, kind="payroll", month=date(2018, 7, 1))
    assert later.found["new"] == 1
    store_table(later, by=by)
    mended = bring_in(xlsx(["004321", 39000], headings=PAY[:2]), by, kind="payroll", month=date(2018, 7, 1))
    assert mended.found["changed"] == 1
    store_table(mended, by=by)
    newest = latest_payroll(member)
    assert newest is not None
    assert (newest.month, newest.salary, newest.tax) == (date(2018, 7, 1), 39000, 950)
    page = client_as("officer.cmi").get("/members/004321/").content.decode()
    assert "กรกฎาคม 2561" in page
    assert "29,620.00" in page
    assert latest_payroll(make_member()) is None


@pytest.mark.django_db
def test_what_the_payroll_does_not_say_is_not_shown_as_nothing(client_as: Any, cast: Any) -> None:
    member, by = make_member(number="004321", share_capital=Decimal(150000)), cast["admin"]
    sent = bring_in(
        xlsx(["004321", 38500, 0, ""], headings=["เลขสมาชิก", "เงินเดือน", "ภาษี", "ค่าหุ้นรายเดือน"]),
        by, kind="payroll", month=date(2018, 6, 1),
    )  # fmt: skip
    store_table(sent, by=by)
    row = latest_payroll(member)
    assert row is not None
    assert (row.salary, row.tax, row.shares_paid, row.share_capital) == (38500, 0, None, None)
    assert (row.earned, row.deducted, row.net, row.loans) == (38500, 0, 38500, None)
    page = client_as("officer.cmi").get("/members/004321/").content.decode()
    panel = page[page.index("เงินเดือนและเงินหัก ณ ที่จ่าย") :]
    panel = panel[: panel.index("</section>")]
    assert panel.count("38,500.00") == 2
    assert panel.count("0.00") == 3
    assert panel.count("ไม่มีในแฟ้ม</span>") == 3
    assert "จึงไม่ได้รวม" in panel
    assert "เงินประจำตำแหน่ง" in panel
    assert Payroll(member=member, month=date(2018, 6, 1), salary=Decimal(1)).net is None


@pytest.mark.django_db
def test_a_payroll_makes_no_member_and_needs_its_month(cast: Any, client_as: Any) -> None:
    make_member(number="004321")
    content = xlsx(["004321", 1], ["4321", 1], ["555555", 1], headings=PAY[:2])
    sent = bring_in(content, cast["admin"], kind="payroll", month=date(2018, 6, 1))
    assert sent.found["bad"] == 2
    assert "น่าจะเป็น 004321" in problems(sent)
    assert "ไม่มีเลขสมาชิกนี้ในทะเบียน" in problems(sent)
    with pytest.raises(ValidationError, match="ระบุเดือน"):
        send_table(kind="payroll", content=content, name="a", by=cast["admin"])
    file = SimpleUploadedFile("a.xlsx", content)
    assert client_as("admin").post("/members/import/", {"kind": "payroll", "file": file}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [{"month": date(2018, 6, 2)}, {"salary": -1}, {}])
def test_the_database_keeps_payrolls_right(cast: Any, broken: dict[str, Any]) -> None:
    member = make_member()
    given = {"member": member, "month": date(2018, 6, 1), "imported_at": timezone.now()}
    Payroll.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payroll.objects.create(**{**given, **broken})


# ---- size ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_number_of_queries_grows_with_the_parts_not_with_the_rows(
    cast: Any, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"{n:06d}", *GOOD[1:]] for n in range(1000, 1300)]
    sent = bring_in(xlsx(*rows), cast["admin"])
    with django_assert_max_num_queries(30):
        store_table(sent, by=cast["admin"])
    assert Member.objects.count() == 300


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("is_bad", [False, True])
def test_ten_thousand_members_in_twenty_seconds_and_300_megabytes(cast: Any, is_bad: bool) -> None:
    words = ("กัญญาณัฐ", "กำพล", "ปิ่นปักษ์", "เก่งกาจ", "เอื้ออารี", "ณัฏฐ์", "อภิญญา")
    rows = [
        [f"{n:06d}", words[n % 7], words[n % 5] + "กุล", f"08{n:08d}", "23/5/2521", n + 0.25, "CMI"]
        for n in range(1, 10_001)
    ]
    rows[7000][4] = "31/6/2521" if is_bad else "30/6/2521"
    content = xlsx(*rows)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    sent = bring_in(content, cast["admin"])
    store_table(sent, by=cast["admin"])
    took, grown = time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert took < 20
    assert grown < 300 * 1024
    assert Member.objects.count() == (0 if is_bad else 10_000)
    assert sent.found["bad"] == is_bad
    if is_bad:
        assert problems(sent).startswith("7002|วันเกิด|")
    else:
        assert bring_in(content, cast["admin"]).found["same"] == 10_000
