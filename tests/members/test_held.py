"""The file for a member who asks what is held: whole, in Thai, or saying who has to add what is missing."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.services.cases import assign_officer
from clinic_project.issuing import issue_document
from clinic_project.jobs.models import JobFile
from members.data_request_jobs import start_export
from members.held import held_tables
from members.models import DataRequest, Member, Payroll
from members.services.data_requests import record_request
from members.services.names import rename_member
from tests.factories_cases import make_case, with_example
from tests.factories_members import make_member, make_session
from tests.factories_plan import compare

pytestmark = pytest.mark.django_db


def ask(member: Member, by: Any) -> DataRequest:
    wish = {"kind": "access", "channel": "counter", "wish": "ขอสำเนาข้อมูลทั้งหมด"}
    return record_request(member=member, received_on=timezone.localdate(), by=by, **wish)


def rich_member(cast: dict[str, Any]) -> Any:
    """A case of a member about whom everything is known."""
    member = make_member(
        province="เชียงใหม่", second_phone="0800000077", loans=Decimal(535000), amounts_on=date(2018, 5, 31)
    )
    officer = cast["officer.cmi"]
    make_session(member=member)
    case = with_example(make_case("in_progress", member=member))
    rename_member(
        member, prefix="นาง", first_name=member.first_name, last_name="นามสกุลใหม่", until=date(2018, 5, 1),
        reason="marriage", by=officer,
    )  # fmt: skip
    Payroll.objects.create(member=member, month=date(2018, 6, 1), salary=Decimal(38501), imported_at=timezone.now())
    issue_document(kind="trial", serial="TRIAL-1", title="ใบทดลอง", subject=case, content=b"%PDF-1", by=officer)
    return case


def test_the_file_holds_everything_and_not_a_word_of_english(cast: dict[str, Any]) -> None:
    case = rich_member(cast)
    compare(case)
    tables = held_tables(cast["secretary.cmi"], Member.objects.get(pk=case.member_id))
    told = str([table.rows for table in tables])
    for fact in (
        "สมาชิกสามัญ", "เชียงใหม่", "0800000077", "535,000.00", "31 พ.ค. 2561", "ฐิติวัฒน์กุล", "38,501.00", "TRIAL-1",
    ):  # fmt: skip
        assert fact in told, fact
    titles = {str(table.title) for table in tables}
    assert {"รายรับรายจ่ายในแบบ คส.04 แต่ละฉบับ", "หนี้ในแบบ คส.04 แต่ละฉบับ", "ทางเลือกที่เปรียบเทียบไว้"} <= titles
    assert not [title for title in titles if title.isascii()]
    assert not [(str(table.title), str(head)) for table in tables for head in table.heads if str(head).isascii()]


def test_amounts_nobody_told_are_not_zero_baht(cast: dict[str, Any]) -> None:
    facts = {row[0]: row[1] for row in held_tables(cast["officer.cmi"], make_member())[0].rows}
    assert facts["ทุนเรือนหุ้น"] == facts["เงินกู้คงเหลือ"] == "ยังไม่ทราบ"


def test_who_prints_a_part_is_told_whose_part_is_missing_and_so_is_the_member(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    case = rich_member(cast)
    request = ask(case.member, cast["officer.cmi"])
    for who, is_whole in (("secretary.cmi", True), ("head.cmi", True), ("head.cen", False)):
        page = client_as(who).get(request.get_absolute_url()).content.decode()
        assert ("แฟ้มที่คุณออกได้ยังไม่ครบ" in page) is not is_whole, who
        tables = held_tables(cast[who], case.member)
        assert (str(tables[0].title) == "แฟ้มนี้ยังไม่ครบ") is not is_whole, who
        assert (case.reference in str(tables)) is is_whole, who
    assert "คลินิก CMI" in str(tables[0].rows)
    assert case.reference not in page
    start_export(request, by=cast["secretary.cmi"])
    with zipfile.ZipFile(io.BytesIO(bytes(JobFile.objects.get().content))) as packed:
        names = packed.namelist()
        assert packed.read("เอกสาร TRIAL-1.pdf") == b"%PDF-1"
    assert not [name for name in names if "session" in name]


def test_a_restricted_case_is_named_to_nobody_by_what_is_missing(cast: dict[str, Any]) -> None:
    case = make_case("in_progress", is_restricted=True, officer=cast["officer.cmi"])
    assign_officer(case, officer=cast["officer2.cmi"], by=cast["secretary.cmi"])
    tables = held_tables(cast["head.cmi"], case.member)
    assert len(tables[0].rows) == 1
    assert "ปกปิด" not in str(tables)
    assert case.reference not in str(tables)
