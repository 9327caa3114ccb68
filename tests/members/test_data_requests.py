"""A member's rights: to see, to have put right, to have erased, to object; and to know who looked."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from clinic_project import audit
from clinic_project.erasing import opened
from clinic_project.jobs.models import JobFile
from clinic_project.models import Event
from clinic_project.pdf.text import to_digits
from clinic_project.registry import HeldTable
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState
from clinics.models import Clinic, User
from members.documents import readers as papers
from members.documents.held import held_pdf
from members.documents.readers import fitting, readers_pdf, readings_pdf
from members.held import held_tables
from members.models import DataRequest, Member
from members.readers import by_day, clinic_names, days_of, events_about, reading_of
from members.registrations.privacy import request_tasks
from members.services.data_requests import move_request, record_request
from members.views import readers as pages
from tests.factories_cases import make_case, with_example
from tests.factories_members import make_member, make_session
from tests.pdf_readers import plain

pytestmark = pytest.mark.django_db
CMI = "คลินิกสหกรณ์ จ.เชียงใหม่"


def ask(member: Member | None = None, **more: Any) -> DataRequest:
    """A request of today at CMI to see what is held."""
    given = {"kind": "access", "channel": "counter", "wish": "ขอสำเนาข้อมูลทั้งหมด", "received_on": timezone.localdate()}
    by = User.objects.get(username="officer.cmi")
    return record_request(member=member or make_member(), **{**given, "by": by, **more})


def test_a_request_is_due_after_30_calendar_days_and_central_sees_the_member(cast: dict[str, Any]) -> None:
    member = make_member()
    assert not Member.objects.visible_to(cast["head.cen"]).filter(pk=member.pk).exists()
    request = ask(member)
    assert request.due_on - request.received_on == timedelta(days=30)
    assert Member.objects.visible_to(cast["head.cen"]).filter(pk=member.pk).exists()
    for who, many in (("officer.cmi", 1), ("officer.pct", 0), ("officer.cen", 1), ("edu.chair", 0), ("admin", 0)):
        assert DataRequest.objects.visible_to(cast[who]).count() == many, who


def test_what_is_refused(cast: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="ต้องไม่หลังวันนี้"):
        ask(received_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ValidationError, match="สมาชิกขออะไร"):
        ask(wish=" ")
    with pytest.raises(NotAllowed):
        ask(by=cast["officer.pct"])
    assert not DataRequest.objects.exists()


def test_central_decides_once_and_says_why(cast: dict[str, Any]) -> None:
    request = ask()
    with pytest.raises(NotAllowed):
        move_request(request, "fulfil", answer="มอบแล้ว", by=cast["head.cmi"])
    move_request(request, "take_up", by=cast["secretary.cen"])
    with pytest.raises(ValidationError, match="เหตุผลที่ปฏิเสธ"):
        move_request(request, "refuse", answer="", by=cast["head.cen"])
    done = move_request(request, "refuse", answer="ต้องเก็บไว้ตามกฎหมาย", by=cast["head.cen"])
    assert (done.status, done.decided_by) == ("refused", cast["head.cen"])
    with pytest.raises(StaleState):
        move_request(request, "fulfil", answer="มอบแล้ว", by=cast["head.cen"])
    taken_back = move_request(ask(), "withdraw", by=cast["officer.cmi"])
    assert (taken_back.status, taken_back.answer) == ("withdrawn", "")


@pytest.mark.parametrize("change", ["due_on = received_on", "status = 'fulfilled'", "answer = 'x'"])
def test_the_database_keeps_the_answer_whole(cast: dict[str, Any], change: str) -> None:
    ask()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE members_datarequest SET {change}")


def test_it_stands_on_home_before_its_day(cast: dict[str, Any]) -> None:
    new, late = ask(), ask(received_on=timezone.localdate() - timedelta(days=31))
    assert [task.reference for task in request_tasks(cast["head.cen"])] == [late.reference, new.reference]
    only = list(request_tasks(cast["officer.cmi"]))
    assert [(task.reference, task.tone) for task in only] == [(late.reference, "alarm")]
    assert list(request_tasks(cast["officer.pct"])) == list(request_tasks(cast["edu.chair"])) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_as_often_for_three_as_for_one(
    client_as: Callable[[str], Client], django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        ask()
    officer = client_as("officer.cmi")
    officer.get("/members/data-requests/")
    with django_assert_num_queries(11):
        page = officer.get("/members/data-requests/").content.decode()
    assert page.count("DSR-") >= count


def test_the_export_asks_the_password_and_holds_what_is_held(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    session = make_session(advice="แยกบัญชีใช้จ่ายรายวัน")
    case = with_example(make_case("in_progress", member=session.member))
    request = ask(session.member)
    secretary = cast["secretary.cmi"]
    secretary.set_password("a-long-password-2561")
    secretary.save()
    client, address = client_as("secretary.cmi"), f"/members/data-requests/{request.reference}/export/"
    assert client.post(address, {"password": "wrong"}).status_code == 422
    assert not Event.objects.filter(kind="data_request.export").exists()
    assert client.post(address, {"password": "a-long-password-2561"}).status_code == 302
    assert Event.objects.filter(kind="data_request.export", subject_id=request.pk).exists()
    with zipfile.ZipFile(io.BytesIO(bytes(JobFile.objects.get().content))) as packed:
        names = packed.namelist()
        texts = "\n".join(packed.read(name).decode() for name in names if name.endswith(".csv"))
    assert names[0].endswith(".pdf")
    for told in (session.member.number, "แยกบัญชีใช้จ่ายรายวัน", case.reference, *(d.creditor for d in case.debts.all())):
        assert told in texts, told


def test_a_restricted_case_is_not_handed_out_by_who_may_not_read_it(cast: dict[str, Any]) -> None:
    by = cast["officer2.cmi"]
    case = make_case("in_progress", is_restricted=True, officer=by, by=by)

    def told(who: str) -> str:
        return str(held_tables(cast[who], case.member))

    assert case.reference in told("secretary.cmi")
    assert case.reference not in told("head.cmi")


def test_the_report_names_who_opened_what_and_when(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    case = make_case("in_progress")
    client_as("officer.cmi").get(case.get_absolute_url())
    client_as("head.cmi").get(case.member.get_absolute_url())
    assert client_as("head.cmi").get(f"/members/{case.member.number}/readers/").status_code == 403
    page = client_as("secretary.cmi").get(f"/members/{case.member.number}/readers/").content.decode()
    assert "ดูข้อมูลสมาชิก (หน้าสมาชิก)" in page
    assert cast["head.cmi"].full_name in page
    assert case.reference in page
    assert "หัวหน้าคลินิก" in page
    kinds = set(events_about(case.member).values_list("kind", flat=True))
    assert {"member.read", "case.read", "case.open"} <= kinds


def read_on(member: Member, by: User, days_ago: int, *, page: str = "member_detail") -> None:
    """Somebody opened a member's page some days ago."""
    event = audit.record("member.read", member, by=by, detail={"page": page})
    with opened():
        QuerySet(Event).filter(pk=event.pk).update(at=timezone.now() - timedelta(days=days_ago))


def test_the_report_counts_by_day_and_person_and_each_time_stays_reachable(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    Clinic.objects.filter(code="CMI").update(name="จ.เชียงใหม่")
    member, officer = make_member(), cast["officer2.cmi"]
    for page in ("member_detail", "member_detail", "member_edit"):
        read_on(member, officer, 3, page=page)
    read_on(member, cast["head.cmi"], 3)
    read_on(member, officer, 5)
    events, day = events_about(member), timezone.localdate() - timedelta(days=3)
    found = {one.day: one for one in by_day(events, days_of(events, 9), set())}
    people = {person.who: person for person in found[day].people}
    assert set(people) == {officer.full_name, cast["head.cmi"].full_name}
    assert found[day].times == 4
    assert sorted(deed.times for deed in people[officer.full_name].deeds) == [1, 2]
    assert people[officer.full_name].clinic == CMI
    client = client_as("secretary.cmi")
    address = f"/members/{member.number}/readers/"
    page = client.get(address).content.decode()
    assert "2 ครั้ง" in page
    assert CMI in page
    assert f"/readers/each/?day={day}" in page
    older = client.get(f"{address}?until={day - timedelta(days=1)}").content.decode()
    assert cast["head.cmi"].full_name not in older
    assert officer.full_name in older
    assert client.get(f"{address}each/?day={day}").content.decode().count("<td") == 4 * 4
    assert client.get(f"{address}each/?day=x").status_code == 200
    assert client.get(f"{address}each/report.pdf")["Content-Type"] == "application/pdf"


def test_the_report_turns_its_pages_by_days(
    client_as: Callable[[str], Client], cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "DAYS", 2)
    member = make_member()
    for ago in (2, 4, 6):
        read_on(member, cast["officer.cmi"], ago)
    client, address = client_as("secretary.cmi"), f"/members/{member.number}/readers/"
    day = timezone.localdate() - timedelta(days=4)
    assert f"?until={day}" in client.get(address).content.decode()
    last = client.get(f"{address}?until={day}").content.decode()
    assert f"day={day}" in last
    assert "วันก่อนหน้านี้" not in last
    assert "กลับไปวันล่าสุด" in last


def test_the_report_asks_as_often_for_three_as_for_one(
    client_as: Callable[[str], Client], cast: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    member, client = make_member(), client_as("secretary.cmi")
    client.get(f"/members/{member.number}/readers/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/members/{member.number}/readers/")
    for ago, name in ((2, "officer.cmi"), (3, "head.cmi"), (4, "officer2.cmi")):
        read_on(member, cast[name], ago)
    with django_assert_num_queries(len(one)):
        client.get(f"/members/{member.number}/readers/")


def test_the_paper_holds_whole_days_only(cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    member = make_member()
    for ago in (2, 2, 4, 6):
        read_on(member, cast["officer.cmi"], ago, page=f"p{ago}")
    events = events_about(member)
    days = by_day(events, days_of(events, 9), set())
    monkeypatch.setattr(papers, "MOST_LINES", 1)
    assert [day.day for day in fitting(days)] == [days[0].day]
    monkeypatch.setattr(papers, "MOST_LINES", 500)
    assert fitting(days) == days


def test_the_papers_say_what_the_pages_say(cast: dict[str, Any], read: Callable[[bytes], str]) -> None:
    Clinic.objects.filter(code="CMI").update(name="จ.เชียงใหม่")
    request = ask(make_member(unit="สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่"))
    events = events_about(request.member)
    days = by_day(events, days_of(events, 9), set())
    lines = [reading_of(event, set(), clinic_names()) for event in events]
    table = HeldTable("หนี้สิน", ["เจ้าหนี้", "ยอดคงเหลือ", "ประเภท"], [["ธนาคารทดสอบ", "1,000.00", ""]])
    held = "".join(read(held_pdf(request, [table], digits="thai")).split())
    for told in (request.member.full_name, request.reference, "เจ้าหนี้ ธนาคารทดสอบ · ยอดคงเหลือ 1,000.00"):
        assert "".join(plain(to_digits(told, "thai")).split()) in held, told
    for paper in (readers_pdf(request.member, days, is_cut=False), readings_pdf(request.member, lines, is_cut=True)):
        report = "".join(read(paper).split())
        for told in (request.member.number, cast["officer.cmi"].full_name, "เจ้าหน้าที่คลินิก", CMI, "เพิ่มสมาชิก"):
            assert "".join(plain(told).split()) in report, told
