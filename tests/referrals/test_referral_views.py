"""Pages of referrals: scope, moves, bad input, what each role sees, a fixed number of queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic_project import audit
from clinic_project.registry import registry
from referrals.models import Referral
from referrals.registrations import chase_tasks
from referrals.services import referrals
from tests.factories_cases import make_case, with_example
from tests.factories_referrals import fresh, make_measure, make_referral, person

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def at(name: str, referral: Referral, *more: Any) -> str:
    """Address of a referral's page."""
    return reverse(f"referrals:{name}", args=[referral.reference, *more])


def docket(referral: Referral) -> None:
    """Put a measure of the referral on an agenda."""
    from tests.factories_meetings import make_meeting

    meeting = make_meeting("planned")
    meeting.items.create(order=90, measure=make_measure("submitted", referral=referral), title="มาตรการ")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("head.cmi", 200),
        ("officer2.cmi", 200),
        ("officer.cen", 200),
        ("head.pct", 404),
        ("board.secretary", 404),
        ("edu.chair", 404),
        ("admin", 404),
    ],
)
def test_who_reads_a_sent_referral(client_as: SignIn, who: str, status: int) -> None:
    assert client_as(who).get(at("detail", make_referral("sent"))).status_code == status


def test_central_knows_nothing_of_a_draft(client_as: SignIn) -> None:
    assert client_as("officer.cen").get(at("detail", make_referral("draft"))).status_code == 404


def test_the_board_reads_the_brief_of_docketed_cases_only(client_as: SignIn) -> None:
    referral, other = make_referral("in_review"), make_referral("in_review")
    docket(referral)
    board = client_as("board.member1")
    assert board.get(at("brief", referral)).status_code == 200
    assert board.get(at("brief", other)).status_code == 404
    page = board.get(at("detail", referral))
    assert page.status_code == 403
    assert "เอกสารประกอบวาระ" in page.content.decode()
    assert referral.case.member.last_name not in page.content.decode()


def test_a_restricted_case_hides_its_referral_from_the_head(client_as: SignIn) -> None:
    case = with_example(make_case("in_progress", is_restricted=True))
    referral = make_referral("sent", case=case)
    assert client_as("head.cmi").get(at("detail", referral)).status_code == 404
    assert client_as("secretary.cmi").get(at("detail", referral)).status_code == 200


def test_reading_leaves_a_trace(client_as: SignIn) -> None:
    referral = make_referral("sent")
    client_as("officer.cen").get(at("detail", referral))
    event = audit.events_of(referral).filter(kind="referral.read").first()
    assert event is not None
    assert event.actor == person("officer.cen")


def test_a_form_that_shows_the_case_is_a_reading_too(client_as: SignIn) -> None:
    told, measure = make_referral("returned"), make_measure("draft")
    clinic, central = client_as("officer.cmi"), client_as("officer.cen")
    assert clinic.get(at("tell_member", told)).status_code == 200
    assert clinic.post(at("tell_member", told), {"on": ""}).status_code == 422
    assert audit.events_of(told).filter(kind="referral.read", actor=person("officer.cmi")).count() == 2
    assert central.get(at("measure_move", measure.referral, measure.pk, "submit")).status_code == 200
    assert audit.events_of(measure.referral).filter(kind="referral.read", actor=person("officer.cen")).count() == 1


def test_the_page_shows_what_was_sent_beside_the_case_now(client_as: SignIn) -> None:
    from cases.services import money

    referral = make_referral("returned")
    money.save_debts(referral.case, debts=[], by=person("officer.cmi"))
    page = client_as("officer.cmi").get(at("detail", referral)).content.decode()
    assert "-10,765.00" in page.replace("−", "-")
    assert "เปลี่ยน" in page


MOVES = [
    ("draft", "send", "head.cmi", {}, "sent"),
    ("sent", "accept", "officer.cen", {}, "accepted"),
    ("sent", "decline", "head.cen", {"code": "incomplete", "note": "แนบหมาย"}, "declined"),
    ("sent", "withdraw", "head.cmi", {"reason": "สมาชิกขอถอน"}, "withdrawn"),
    ("accepted", "review", "officer.cen", {}, "in_review"),
    ("in_review", "request_info", "officer.cen", {"question": "ขอหมายนัด"}, "info_requested"),
    ("info_requested", "answer_info", "officer.cmi", {"answer": "แนบแล้ว"}, "in_review"),
    ("in_review", "advise", "officer.cen", {"advice": "รวมหนี้"}, "returned"),
    ("returned", "acknowledge", "secretary.cmi", {}, "acknowledged"),
    ("acknowledged", "implement", "officer.cmi", {"note": "ทำสัญญาแล้ว"}, "implemented"),
]


@pytest.mark.parametrize(("status", "move", "who", "typed", "after"), MOVES)
def test_each_move_through_its_page(
    client_as: SignIn, status: str, move: str, who: str, typed: dict[str, str], after: str
) -> None:
    referral = make_referral(status)
    client, url = client_as(who), at("move", referral, move)
    page = client.get(url)
    assert page.status_code == 200
    assert 'name="form_key"' in page.content.decode()
    answer = client.post(url, typed)
    assert (answer.status_code, answer["Location"]) == (302, referral.get_absolute_url())
    assert fresh(referral).status == after
    assert client.get(referral.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("move", "who", "status"),
    [
        ("accept", "head.cmi", 403),
        ("accept", "head.pct", 404),
        ("withdraw", "officer.cmi", 403),
        ("hop", "head.cmi", 404),
    ],
)
def test_the_wrong_role_or_move(client_as: SignIn, move: str, who: str, status: int) -> None:
    referral = make_referral("sent")
    for answer in (client_as(who).get(at("move", referral, move)), client_as(who).post(at("move", referral, move))):
        assert answer.status_code == status
    assert fresh(referral).status == "sent"


@pytest.mark.parametrize("move", ["hand_back", "resolve"])
def test_moves_of_the_system_have_no_page(client_as: SignIn, move: str) -> None:
    assert client_as("officer.cen").post(at("move", make_referral("in_review"), move)).status_code == 404


def test_accepting_twice_says_who_was_faster_and_keeps_what_was_typed(client_as: SignIn) -> None:
    referral = make_referral("sent")
    client_as("officer.cen").post(at("move", referral, "accept"))
    typed = {"code": "other", "note": "คลินิกแก้ไขได้เอง ลองเจรจาก่อน"}
    late = client_as("head.cen").post(at("move", referral, "decline"), typed)
    page = late.content.decode()
    assert late.status_code == 409
    assert person("officer.cen").full_name in page
    assert "คลินิกแก้ไขได้เอง ลองเจรจาก่อน" in page


def test_an_empty_answer_is_refused_at_its_field(client_as: SignIn) -> None:
    referral = make_referral("info_requested")
    answer = client_as("officer.cmi").post(at("move", referral, "answer_info"), {"answer": "\u200b "})
    assert answer.status_code == 422
    assert fresh(referral).status == "info_requested"


def test_a_draft_is_written_edited_and_led_back_to(client_as: SignIn) -> None:
    case, client = make_case("in_progress"), client_as("officer.cmi")
    url = reverse("referrals:new", args=[case.reference])
    assert client.get(url).status_code == 200
    assert client.post(url, {"route": "nonsense"}).status_code == 422
    client.post(url, {"route": "consult", "question": "ควรรวมหนี้หรือไม่"})
    referral = case.referrals.get()
    assert client.get(url)["Location"] == referral.get_absolute_url()
    again = client.post(url, {"route": "consult", "question": "ซ้ำ"})
    assert again.status_code == 422
    assert "ยังไม่จบ" in again.content.decode()
    seen = client.get(at("edit", referral)).context["edit"].seen
    client.post(at("edit", referral), {"route": "escalate", "question": "ถามใหม่", "tried": "", "seen": seen})
    assert (fresh(referral).route, fresh(referral).question) == ("escalate", "ถามใหม่")


def test_another_clinics_case_is_not_referred(client_as: SignIn) -> None:
    case = make_case("in_progress", clinic_code="PCT")
    assert client_as("head.cmi").get(reverse("referrals:new", args=[case.reference])).status_code == 404


def test_the_direct_line_both_ways(client_as: SignIn) -> None:
    referral = make_referral("sent")
    for who, text in (("officer.cmi", "มีเอกสารเพิ่มพรุ่งนี้"), ("officer.cen", "รอได้ครับ")):
        assert client_as(who).post(at("message", referral), {"text": text}).status_code == 302
    page = client_as("officer.cmi").get(at("detail", referral)).content.decode()
    assert page.index("มีเอกสารเพิ่มพรุ่งนี้") < page.index("รอได้ครับ")
    assert client_as("officer.cmi").post(at("message", referral), {"text": ""}).status_code == 422


def test_telling_the_member(client_as: SignIn) -> None:
    referral, today = make_referral("returned"), timezone.localdate()
    typed = {"on_day": today.day, "on_month": today.month, "on_year": today.year + 543}
    assert client_as("officer.cmi").get(at("tell_member", referral)).status_code == 200
    assert client_as("officer.cmi").post(at("tell_member", referral), typed).status_code == 302
    assert fresh(referral).member_told_on == today
    assert client_as("officer.cen").post(at("tell_member", referral), typed).status_code == 403


def busy(referral: Referral | None = None) -> Referral:
    """A referral with an answered question, a message and a measure on an agenda."""
    referral = referral or make_referral("info_requested")
    if referral.status == "info_requested":
        referrals.answer_info(referral, answer="แนบแล้ว", by=person("officer.cmi"))
        referral = fresh(referral)
    else:
        referrals.answer_info(
            referrals.request_info(referral, question="อีกข้อ", by=person("officer.cen")).referral,
            answer="ตอบแล้ว",
            by=person("officer.cmi"),
        )
    referrals.send_message(referral, text="สวัสดี", by=person("officer.cen"))
    docket(referral)
    return fresh(referral)


@pytest.mark.parametrize("who", ["officer.cmi", "officer.cen"])
def test_one_or_three_rows_cost_the_same_queries(client_as: SignIn, who: str) -> None:
    client, url = client_as(who), reverse("referrals:list") + "?show=active"
    busy()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        assert client.get(url).status_code == 200
    busy()
    busy()
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(three) == len(one)


@pytest.mark.parametrize("who", ["officer.cmi", "officer.cen"])
def test_a_longer_story_costs_the_same_queries(client_as: SignIn, who: str) -> None:
    referral = busy()
    client, url = client_as(who), at("detail", referral)
    client.get(url)
    with CaptureQueriesContext(connection) as short:
        assert client.get(url).status_code == 200
    busy(busy(referral))
    with CaptureQueriesContext(connection) as long:
        client.get(url)
    assert len(long) == len(short)


def test_the_queue_by_deadline_and_by_filter(client_as: SignIn) -> None:
    slow, quick = make_referral("sent", route="escalate"), make_referral("sent", route="consult")
    make_referral("draft")
    client = client_as("officer.cen")
    page = client.get(reverse("referrals:list")).content.decode()
    assert page.index(quick.reference) < page.index(slow.reference)
    assert "เหลือ 1 วันทำการ" in page
    only = client.get(reverse("referrals:list"), {"route": "escalate", "clinic": "CMI"}).content.decode()
    assert slow.reference in only
    assert quick.reference not in only
    assert quick.reference not in client.get(reverse("referrals:list"), {"clinic": "PCT"}).content.decode()


@pytest.mark.parametrize("junk", [{"show": "x"}, {"after": "-1"}, {"after": "9" * 30}, {"clinic": "๑"}, {"route": "'"}])
def test_junk_filters_are_left_out(client_as: SignIn, junk: dict[str, str]) -> None:
    assert client_as("officer.cen").get(reverse("referrals:list"), junk).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"), [("officer.cmi", 200), ("board.chair", 403), ("edu.chair", 403), ("admin", 403)]
)
def test_who_sees_the_queue(client_as: SignIn, who: str, status: int) -> None:
    assert client_as(who).get(reverse("referrals:list")).status_code == status


def test_a_clinic_sees_only_its_own(client_as: SignIn) -> None:
    own, other = make_referral("sent"), make_referral("sent", clinic_code="PCT")
    page = client_as("officer.cmi").get(reverse("referrals:list"), {"show": "all"}).content.decode()
    assert own.reference in page
    assert other.reference not in page


def titles(username: str) -> list[str]:
    """What waits for a person on the home page, of this app."""
    return [
        str(task.title) for source in registry.tasks for task in source(person(username)) if "/referrals/" in task.url
    ]


@pytest.mark.parametrize(
    ("status", "who", "title"),
    [
        ("sent", "officer.cen", "เรื่องส่งต่อรอรับ"),
        ("in_review", "officer.cen", "ให้คำตอบหรือเสนอมาตรการ"),
        ("info_requested", "officer.cmi", "ส่วนกลางขอข้อมูลเพิ่ม"),
        ("returned", "secretary.cmi", "รับทราบผลที่ส่งคืน"),
        ("acknowledged", "officer.cmi", "แจ้งผลแก่สมาชิก"),
        ("draft", "head.cmi", "ร่างส่งต่อยังไม่ได้ส่ง"),
    ],
)
def test_what_waits_for_whom(cast: dict[str, Any], status: str, who: str, title: str) -> None:
    make_referral(status)
    assert titles(who) == [title]
    assert titles("officer.pct") == []


def test_acknowledging_is_no_task_of_an_officer(cast: dict[str, Any]) -> None:
    make_referral("returned")
    assert titles("officer.cmi") == []


def test_what_waits_for_the_committee_is_not_centrals_task(cast: dict[str, Any]) -> None:
    make_measure("submitted")
    assert titles("officer.cen") == []


@pytest.mark.parametrize(("username", "is_told"), [("head.cmi", True), ("officer.cmi", False), ("head.pct", False)])
@pytest.mark.parametrize(("days", "is_late"), [(3, False), (30, True)])
def test_the_head_is_told_of_what_lies_at_central(
    cast: dict[str, Any], username: str, is_told: bool, days: int, is_late: bool
) -> None:
    referral = make_referral("sent", now=timezone.now() - timedelta(days=days))
    told = [task.reference for task in chase_tasks(cast[username])]
    assert told == ([referral.reference] if is_told and is_late else [])
