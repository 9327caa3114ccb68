"""What waits for the committee's people, as the home page lists it, and where each task leads."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from referrals.meeting_registrations import tasks
from referrals.services import meetings
from tests.factories_meetings import first_item, hold, make_meeting, plan, resolve
from tests.factories_referrals import person

pytestmark = pytest.mark.usefixtures("cast", "paper")


def chips(username: str) -> list[str]:
    return [str(task.chip) for task in tasks(person(username))]


@pytest.mark.parametrize(
    ("days", "secretary", "member"),
    [(0, ["รอปิดวาระ"], ["วางแผน"]), (7, ["รอปิดวาระ"], ["วางแผน"]), (8, ["วางแผน"], ["วางแผน"]), (15, [], [])],
)
def test_a_meeting_that_is_near(days: int, secretary: list[str], member: list[str]) -> None:
    plan(planned_on=timezone.localdate() + timedelta(days=days))
    assert (chips("board.secretary"), chips("board.member1")) == (secretary, member)


def test_the_day_of_the_meeting() -> None:
    make_meeting("agenda_frozen")
    assert (chips("board.secretary"), chips("board.member1")) == (["ถึงวันประชุม"], ["ปิดระเบียบวาระ"])


def test_votes_wait_for_who_sits_there_and_may_vote() -> None:
    meeting = hold(make_meeting("agenda_frozen"), but={"board.member3": "leave"})
    item = first_item(meeting)
    assert chips("board.secretary") == ["กำลังประชุม", "รอลงมติ"]
    assert (chips("board.member1"), chips("board.member3")) == (["รอลงมติ"], [])
    meetings.cast_vote(item, choice="for", by=person("board.member1"))
    meetings.declare_interest(item, user=person("board.member2"), note="ญาติ", by=person("board.member2"))
    assert (chips("board.member1"), chips("board.member2"), chips("board.chair")) == ([], [], ["รอลงมติ"])
    resolve(item)
    assert (chips("board.chair"), chips("board.secretary")) == ([], ["กำลังประชุม"])


def test_minutes_wait_for_the_chair() -> None:
    meeting = make_meeting("closed")
    assert (chips("board.chair"), chips("board.secretary"), chips("board.member1")) == (["รอรับรอง"], [], [])
    meetings.certify_minutes(meeting, by=person("board.chair"))
    assert chips("board.chair") == []


@pytest.mark.parametrize("username", ["head.cmi", "officer.cen", "edu.chair", "admin"])
def test_nothing_waits_for_others(username: str) -> None:
    make_meeting("held")
    assert chips(username) == []


def test_each_task_leads_to_a_page_that_opens(client_as: Any) -> None:
    make_meeting("held")
    make_meeting("closed")
    plan()
    for username in ["board.secretary", "board.chair", "board.member1"]:
        found = list(tasks(person(username)))
        assert found
        for task in found:
            assert client_as(username).get(task.url).status_code == 200, task.url
