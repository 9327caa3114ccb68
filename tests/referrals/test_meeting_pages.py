"""Pages of meetings: who reaches them, what they say, how many queries they take."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.models import AgendaItem, Measure, Meeting
from referrals.services import meetings
from tests.factories_meetings import everybody_present, first_item, make_meeting, plan, resolve
from tests.factories_referrals import make_measure, person

pytestmark = pytest.mark.usefixtures("cast", "paper")
ClientAs = Callable[[str], Any]

BOARD_AND_CENTRAL = ["board.secretary", "board.chair", "board.member1", "officer.cen", "head.cen"]
OTHERS = ["head.cmi", "officer.pct", "edu.chair", "admin"]
MEMBER = "น้ำใจงาม"


def url(name: str, meeting: Meeting, *more: Any) -> str:
    return reverse(f"referrals:{name}", args=[meeting.reference, *more])


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize("username", [*BOARD_AND_CENTRAL, *OTHERS])
def test_who_sees_meetings(client_as: ClientAs, username: str) -> None:
    meeting = make_meeting("closed")
    item = first_item(meeting)
    pages = [
        url("meeting_detail", meeting),
        url("item_detail", meeting, item.pk),
        url("meeting_agenda", meeting),
        url("meeting_minutes", meeting),
    ]
    client = client_as(username)
    expected, listed = (200, 200) if username in BOARD_AND_CENTRAL else (404, 403)
    assert client.get(reverse("referrals:meeting_list")).status_code == listed
    assert [client.get(page).status_code for page in pages] == [expected] * len(pages)


WRITES = {
    "planned": ["meeting_move freeze", "meeting_item_add", "meeting_item_remove"],
    "agenda_frozen": ["meeting_move hold"],
    "held": ["meeting_move close", "meeting_attendance", "item_note", "item_resolution", "item_vote", "item_interest"],
    "closed": ["meeting_move reopen"],
}


@pytest.mark.parametrize(
    ("username", "expected"), [("board.secretary", 200), ("board.chair", 403), ("officer.cen", 403), ("head.cmi", 404)]
)
@pytest.mark.parametrize("status", WRITES)
def test_who_opens_the_pages_that_write(client_as: ClientAs, status: str, username: str, expected: int) -> None:
    meeting = make_meeting(status)
    item = first_item(meeting)
    for page in WRITES[status]:
        name, *move = page.split()
        more = [item.pk] if name.startswith("item_") or name == "meeting_item_remove" else move
        found = client_as(username).get(url(name, meeting, *more)).status_code
        if name in {"item_vote", "item_interest"} and username == "board.chair":
            assert found == 200  # every member present votes and declares an interest
        elif name == "item_interest" and username == "officer.cen":
            assert found == 404
        else:
            assert found == expected, page


@pytest.mark.parametrize("username", ["board.member1", "board.secretary", "officer.cen"])
@pytest.mark.parametrize("status", ["planned", "agenda_frozen", "held", "closed"])
def test_no_page_of_a_meeting_names_the_member(client_as: ClientAs, status: str, username: str) -> None:
    meeting = make_meeting(status)
    client = client_as(username)
    for page in [url("meeting_detail", meeting), url("item_detail", meeting, first_item(meeting).pk)]:
        shown = text_of(client.get(page))
        assert MEMBER not in shown
        assert first_item(meeting).measure.referral.case.reference in shown


def test_the_whole_meeting_by_its_pages(client_as: ClientAs) -> None:
    measure = make_measure("submitted")
    secretary, chair = client_as("board.secretary"), client_as("board.chair")
    day = timezone.localdate()
    answer = secretary.post(
        reverse("referrals:meeting_new"),
        {"planned_on_day": day.day, "planned_on_month": day.month, "planned_on_year": day.year + 543,
         "starts_at": "๐๙.๓๐", "place": "ห้องประชุม 1", "quorum": "๓"},
    )  # fmt: skip
    meeting = Meeting.objects.get()
    assert answer.status_code == 302
    assert answer.url == url("meeting_item_add", meeting)
    assert measure.referral.case.reference in text_of(secretary.get(answer.url))
    secretary.post(answer.url, {"measures": [measure.pk], "title": "รายงานผลการออกหน่วย"})
    assert meeting.items.count() == 2
    secretary.post(url("meeting_move", meeting, "freeze"))
    states = {f"state_{pk}": state for pk, state in everybody_present(but={"board.member3": "leave"}).items()}
    held = secretary.post(url("meeting_move", meeting, "hold"), {**states, "chair": person("board.chair").pk})
    assert held.status_code == 302
    item = first_item(meeting)
    secretary.post(url("item_interest", meeting, item.pk), {"user": person("board.member2").pk, "note": "เป็นผู้ค้ำประกัน"})
    assert chair.post(url("item_vote", meeting, item.pk), {"choice": "for"}).status_code == 302
    secretary.post(url("item_vote", meeting, item.pk), {f"vote_{person('board.member1').pk}": "for"})
    sent = {"result": "approved_as_amended", "text": "อนุมัติตามเสนอ", "conditions": "ให้ผู้ค้ำลงนาม", "amended_periods": "96"}
    assert secretary.post(url("item_resolution", meeting, item.pk), sent).status_code == 302
    assert secretary.post(url("meeting_move", meeting, "close"), {"ended_at": "16.00"}).status_code == 302
    assert chair.post(url("meeting_certify", meeting)).status_code == 302
    page = text_of(chair.get(url("meeting_detail", meeting)))
    assert "อนุมัติแบบมีเงื่อนไข" in page
    assert "MIN-" in page
    assert "รับรองรายงาน" in page
    assert Measure.objects.get(pk=measure.pk).status == "approved_as_amended"


def test_bad_input_is_said_at_the_field_and_kept(client_as: ClientAs) -> None:
    meeting = make_meeting("held")
    page = url("item_resolution", meeting, first_item(meeting).pk)
    answer = client_as("board.secretary").post(page, {"result": "approved_as_amended", "text": "ข้อความที่พิมพ์ไว้"})
    shown = text_of(answer)
    assert answer.status_code == 422
    assert "ข้อความที่พิมพ์ไว้" in shown
    assert "ระบุเงื่อนไขที่คณะกรรมการกำหนด" in shown
    assert first_item(meeting).measure.status == "scheduled"


@pytest.mark.parametrize("typed", ["", "25.00", "9.75", "เก้าโมง", "09.30.10", "9" * 500, "\u0669.30"])
def test_an_unreadable_time_is_refused_in_thai(client_as: ClientAs, typed: str) -> None:
    meeting = make_meeting("held", results=["approved"])
    answer = client_as("board.secretary").post(url("meeting_move", meeting, "close"), {"ended_at": typed})
    assert answer.status_code == 422
    assert "เวลา" in text_of(answer)
    assert Meeting.objects.get().status == "held"


def test_the_second_secretary_sees_who_decided_and_keeps_the_text(client_as: ClientAs) -> None:
    meeting = make_meeting("held")
    item = first_item(meeting)
    page = url("item_resolution", meeting, item.pk)
    client = client_as("board.secretary")
    assert client.get(page).status_code == 200
    resolve(item, text="ข้อความของคนแรก")
    answer = client.post(page, {"result": "rejected", "text": "ข้อความของคนที่สอง"})
    shown = text_of(answer)
    assert answer.status_code == 409
    assert all(
        part in shown for part in ["ข้อความของคนแรก", "ข้อความของคนที่สอง", person("board.secretary").full_name, "อนุมัติ"]
    )
    assert client.get(page).status_code == 409


@pytest.mark.parametrize("move", ["hold", "close", "reopen"])
def test_a_move_from_another_state_is_409(client_as: ClientAs, move: str) -> None:
    meeting = make_meeting("planned")
    client = client_as("board.secretary")
    assert client.get(url("meeting_move", meeting, move)).status_code == 409
    if move != "hold":
        sent = {"ended_at": "16.00", "reason": "แก้ไข"}
        assert client.post(url("meeting_move", meeting, move), sent).status_code == 409


@pytest.mark.parametrize(
    "query", ["status=junk", "after=abc", "after=-1", "after=9" + "9" * 30, "status=closed&after=1"]
)
def test_junk_parameters_do_no_harm(client_as: ClientAs, query: str) -> None:
    make_meeting("closed")
    assert client_as("board.member1").get(f"{reverse('referrals:meeting_list')}?{query}").status_code == 200


def test_junk_moves_are_missing(client_as: ClientAs) -> None:
    meeting = make_meeting("planned")
    client = client_as("board.secretary")
    assert client.get(url("meeting_move", meeting, "explode")).status_code == 404
    assert client.get(reverse("referrals:meeting_detail", args=["M99-99"])).status_code == 404
    assert client.get(url("item_detail", meeting, 999999)).status_code == 404


def test_the_list_pages_by_key(client_as: ClientAs) -> None:
    for day in range(52):
        plan(planned_on=timezone.localdate() + timedelta(days=day))
    client = client_as("board.member1")
    first = client.get(reverse("referrals:meeting_list"))
    assert len(first.context["page"].rows) == 50
    second = client.get(first.context["page"].next_url)
    assert len(second.context["page"].rows) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    client_as: ClientAs, django_assert_num_queries: Any, number: int
) -> None:
    for _each in range(number):
        make_meeting("agenda_frozen")
    client = client_as("board.member1")
    client.get(reverse("referrals:meeting_list"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("referrals:meeting_list"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_docket_takes_a_fixed_number_of_queries(
    client_as: ClientAs, django_assert_num_queries: Any, number: int
) -> None:
    meeting = make_meeting("held", measures=number)
    for item in AgendaItem.objects.all():
        meetings.cast_vote(item, choice="for", by=person("board.member1"))
    resolve(first_item(meeting))
    client = client_as("board.secretary")
    client.get(url("meeting_detail", meeting))
    with django_assert_num_queries(DOCKET_QUERIES):
        client.get(url("meeting_detail", meeting))


# With those of the frame: the badges of what waits, where the person was, the hint of a first visit.
LIST_QUERIES = 6
DOCKET_QUERIES = 20


def test_the_list_filters_by_state(client_as: ClientAs) -> None:
    closed, planned = make_meeting("closed"), make_meeting("planned")
    client = client_as("officer.cen")
    assert [m.pk for m in client.get(reverse("referrals:meeting_list") + "?status=closed").context["page"].rows] == [
        closed.pk
    ]
    assert [m.pk for m in client.get(reverse("referrals:meeting_list") + "?status=open").context["page"].rows] == [
        planned.pk
    ]
