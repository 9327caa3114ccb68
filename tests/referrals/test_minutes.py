"""Agenda, minutes and notices of resolution: what stands in the file, in three readers, and what must not."""

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from clinic_project.issuing import documents_of
from clinic_project.thai.dates import format_formal, format_long
from referrals.documents import agenda, excerpt, minutes
from referrals.models import Meeting, Referral
from referrals.services import meetings
from tests.factories_cases import make_case, with_example
from tests.factories_meetings import close, first_item, hold, items_of, make_meeting, plan, resolve
from tests.factories_members import make_member
from tests.factories_referrals import make_measure, make_referral, person
from tests.pdf_readers import READERS, TORTURE, tight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
MEMBER = ("ว่าที่ร้อยตรี", "ฤทธิ์ชัย", "ญาติเจริญ")
SECRETARY, CHAIR = "นางสาวกัญญาณัฐ ฐิติวัฒน์กุล", "นายกำพล น้ำใจงาม"


def rename(username: str, prefix: str, first: str, last: str) -> None:
    """Give somebody of the cast a name with hard letters."""
    user = person(username)
    user.prefix, user.first_name, user.last_name = prefix, first, last
    user.save()


@pytest.fixture
def sitting() -> Meeting:
    """A meeting with an amended, a rejected and a carried-over matter and a notice; two are away or interested."""
    rename("board.secretary", "นางสาว", "กัญญาณัฐ", "ฐิติวัฒน์กุล")
    rename("board.chair", "นาย", "กำพล", "น้ำใจงาม")
    rename("board.member2", "จ่าสิบเอก", "เก่งกาจ", "แก้วกาญจน์")
    member = make_member(prefix=MEMBER[0], first_name=MEMBER[1], last_name=MEMBER[2])
    case = with_example(make_case("in_progress", member=member))
    first = make_measure("submitted", referral=make_referral("in_review", case=case))
    today = timezone.localdate()
    before = make_meeting("held", planned_on=today - timedelta(days=7))
    meeting = plan(place="ห้องประชุมน้ำใจ ชั้น 1")
    secretary = person("board.secretary")
    meetings.add_item(meeting, measure=first, title="", by=secretary)
    meetings.add_item(meeting, measure=make_measure("submitted"), title="", by=secretary)
    meetings.add_item(meeting, measure=None, title="รายงานการออกหน่วยบริการ", by=secretary)
    resolve(first_item(before), "deferred", deferred_to=meeting)
    close(before)
    meeting = hold(Meeting.objects.get(pk=meeting.pk), but={"board.member3": "leave"}, opening_note=TORTURE)
    one, two, _notice, carried = items_of(meeting)
    meetings.declare_interest(one, user=person("board.member2"), note="เป็นผู้ค้ำประกัน", by=secretary)
    meetings.cast_vote(one, choice="for", by=person("board.chair"))
    meetings.cast_vote(one, choice="for", by=person("board.member1"))
    resolve(
        one,
        "approved_as_amended",
        text="ให้รวมหนี้ตามที่เสนอ",
        conditions="ให้ผู้ค้ำประกันลงนามรับทราบ\nให้เข้ารับคำปรึกษา",
        amended_instalment=Decimal(4320),
        amended_rate=Decimal("6.25"),
        effective_on=today,
        responsible="คลินิกผู้รับเรื่อง",
        follow_up_on=today + timedelta(days=90),
    )
    meetings.note_item(one, note="อภิปรายเรื่องผู้ค้ำ & หลักประกัน <สองราย>", by=secretary)
    resolve(two, "rejected", text="ไม่อนุมัติ เพราะเงินได้คงเหลือต่ำกว่าเกณฑ์")
    resolve(carried, "approved", text="อนุมัติตามเสนอ")
    return Meeting.objects.get(pk=meeting.pk)


def missing(expected: list[str], text: str) -> list[str]:
    """Which of these texts are not in the file."""
    found = tight(text)
    return [part for part in expected if tight(part) not in found]


@pytest.mark.parametrize("reader", READERS)
def test_minutes_say_what_happened(sitting: Meeting, reader: str) -> None:
    closed = close(sitting)
    content = bytes(documents_of(closed, "minutes")[0].content)
    text = READERS[reader](content)
    expected = [
        "รายงานการประชุมคณะกรรมการดำเนินการ", f"ครั้งที่ {closed.number}", f"เมื่อ{format_formal(closed.planned_on)}",
        "ณ ห้องประชุมน้ำใจ ชั้น 1", "ผู้มาประชุม", f"1. {CHAIR} ประธานกรรมการ ประธานในที่ประชุม",
        f"{SECRETARY} กรรมการและเลขานุการ ผู้จดรายงานการประชุม", "ผู้ไม่มาประชุม", "ลาประชุม", "เริ่มประชุมเวลา 09.30 น.",
        "มีกรรมการมาประชุม 4 คน จากกรรมการทั้งหมด 5 คน ครบองค์ประชุม (3 คน)",
        "ระเบียบวาระที่ 1 เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", TORTURE.replace("๒๕๖๑", "2561"),
        "ระเบียบวาระที่ 2 เรื่องรับรองรายงานการประชุม", "ระเบียบวาระที่ 3 เรื่องสืบเนื่อง",
        "พิจารณาในระเบียบวาระที่ 4.3", "ระเบียบวาระที่ 4 เรื่องเสนอเพื่อพิจารณา",
        "17,485.00", "13,835.00", "45.42 %", "35.94 %", "81.10 %", "57.05 %", "−10,765.00", "−665.00",
        "อภิปรายเรื่องผู้ค้ำ & หลักประกัน <สองราย>",
        "จ่าสิบเอก เก่งกาจ แก้วกาญจน์ แจ้งว่ามีส่วนได้เสีย (เป็นผู้ค้ำประกัน) และงดออกเสียงในวาระนี้",
        "เห็นชอบ 2 เสียง ไม่เห็นชอบ 0 เสียง งดออกเสียง 1 เสียง", "มติที่ประชุม อนุมัติแบบมีเงื่อนไข",
        "ให้ผู้ค้ำประกันลงนามรับทราบ",
        "4,320.00 บาท", "ร้อยละ 6.25 ต่อปี", "มติที่ประชุม ไม่อนุมัติ", "ไม่อนุมัติ เพราะเงินได้คงเหลือต่ำกว่าเกณฑ์",
        "5.1 รายงานการออกหน่วยบริการ", "มติที่ประชุม รับทราบ", "เลิกประชุมเวลา 16.00 น.", "ผู้จดรายงานการประชุม",
        "ประธานในที่ประชุม", "เอกสารเลขที่ MIN-",
    ]  # fmt: skip
    assert missing(expected, text) == []
    assert not [part for part in ("ร่าง", MEMBER[2], "ฤทธิ์ชัย") if tight(part) in tight(text)]


@pytest.mark.parametrize("reader", READERS)
def test_the_notice_names_the_member_and_only_this_case(sitting: Meeting, reader: str) -> None:
    closed = close(sitting)
    item = first_item(closed)
    text = READERS[reader](bytes(documents_of(item, "excerpt")[0].content))
    assert item.measure is not None
    case = item.measure.referral.case
    expected = [
        "สำเนามติที่ประชุมคณะกรรมการดำเนินการ", f"ครั้งที่ {closed.number}", " ".join(MEMBER), case.member.number,
        case.reference,
        "มติที่ประชุม อนุมัติแบบมีเงื่อนไข", "ให้รวมหนี้ตามที่เสนอ", "ให้เข้ารับคำปรึกษา", "4,320.00 บาท", "คลินิกผู้รับเรื่อง",
        format_long(closed.planned_on), "รับทราบมติภายใน 2 วันทำการ", "แจ้งสมาชิกภายใน 5 วันทำการ", "ผู้รับรองสำเนาถูกต้อง",
        SECRETARY, "แบบ คส.08", "เอกสารเลขที่ EX-",
    ]  # fmt: skip
    assert missing(expected, text) == []
    others = [other.measure.referral.case.reference for other in items_of(closed)[1:] if other.measure]
    assert not [part for part in others if part in text]


@pytest.mark.parametrize("reader", READERS)
def test_the_agenda_lists_the_matters(sitting: Meeting, reader: str) -> None:
    text = READERS[reader](bytes(documents_of(sitting, "agenda")[0].content))
    expected = [
        "ระเบียบวาระการประชุมคณะกรรมการดำเนินการ", sitting.reference, "เวลา 09.30 น.", "ณ ห้องประชุมน้ำใจ ชั้น 1",
        "4.1 พิจารณามาตรการรวมหนี้", "17,485.00", "5.1 รายงานการออกหน่วยบริการ", "องค์ประชุม 3 คน",
    ]  # fmt: skip
    assert missing(expected, text) == []
    assert tight(MEMBER[2]) not in tight(text)


@pytest.mark.parametrize("reader", READERS)
def test_thai_digits_are_the_only_digits(sitting: Meeting, reader: str) -> None:
    closed = close(sitting)
    text = READERS[reader](minutes.render(closed, digits="thai", copy_of="MIN-61-1"))
    assert not [letter for letter in text if letter in "0123456789"]
    assert missing(["สำเนาสำหรับอ่าน", "MIN-๖๑-๑", "๑๗,๔๘๕.๐๐", "เริ่มประชุมเวลา ๐๙.๓๐ น."], text) == []


def test_before_closing_the_minutes_are_a_draft(sitting: Meeting) -> None:
    paper = minutes.paper_of(sitting)
    assert paper.is_draft
    text = READERS["poppler"](minutes.render(sitting))
    assert text.split()[0] == "ร่าง"
    assert "16.00" not in text


def test_papers_are_tagged_and_titled(sitting: Meeting) -> None:
    closed = close(sitting)
    reader = pypdf.PdfReader(io.BytesIO(bytes(documents_of(closed, "minutes")[0].content)))
    assert reader.metadata is not None
    assert reader.metadata.title == f"รายงานการประชุมคณะกรรมการดำเนินการ ครั้งที่ {closed.number}"
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "th"


@pytest.mark.parametrize("name", ["meeting_agenda", "meeting_minutes", "excerpt"])
def test_digits_by_address(paper: list[str], client_as: Callable[[str], Any], name: str) -> None:
    meeting = make_meeting("closed")
    referral = Referral.objects.get()
    address = reverse(f"referrals:{name}", args=[referral.reference if name == "excerpt" else meeting.reference])
    client = client_as("board.secretary")
    drawn = len(paper)
    assert client.get(address)["Content-Type"] == "application/pdf"
    assert len(paper) == drawn  # the stored file, not a new one
    client.get(f"{address}?digits=thai")
    assert "สำเนาสำหรับอ่าน" in paper[-1]
    assert "๐๙.๓๐" in paper[-1] or name == "excerpt"


def test_a_note_is_text_and_not_markup(paper: list[str]) -> None:
    meeting = make_meeting("held", results=["approved"])
    meetings.note_item(
        first_item(meeting),
        note='<img src="https://example.org/x.png"><script>1</script>',
        by=person("board.secretary"),
    )
    minutes.render(meeting)
    assert "<script>" not in paper[-1]
    assert "&lt;script&gt;" in paper[-1]


def test_previous_minutes_are_those_of_the_meeting_before(paper: list[str]) -> None:
    today = timezone.localdate()
    assert agenda.previous_of(plan(planned_on=today)) == ""
    earlier = make_meeting("closed", planned_on=today - timedelta(days=7))
    assert earlier.number in agenda.previous_of(plan(planned_on=today))
    assert agenda.previous_of(plan(planned_on=today - timedelta(days=8))) == ""


def test_the_notice_of_two_measures_shows_both(paper: list[str]) -> None:
    referral = make_referral("in_review")
    rows = [make_measure("submitted", referral=referral), make_measure("submitted", referral=referral)]
    meeting = make_meeting("closed", measures=rows, results=["approved", "rejected"])
    shown = excerpt.paper_of(referral, meeting, serial="EX-61-1")
    assert [matter.decision.result for matter in shown.matters if matter.decision] == ["อนุมัติ", "ไม่อนุมัติ"]
