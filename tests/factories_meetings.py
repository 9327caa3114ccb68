"""Meetings of the operating committee for tests, brought to a state by the real services."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.utils import timezone

from clinics.models import User
from referrals.models import AgendaItem, Measure, Meeting
from referrals.services import meetings
from tests.factories_referrals import make_measure, person

BOARD = ("board.chair", "board.secretary", "board.member1", "board.member2", "board.member3")
PLACE = "ห้องประชุมสหกรณ์ ชั้น 1"


def everybody_present(*, but: dict[str, str] | None = None) -> dict[int, str]:
    """Attendance of the cast's committee; ``but`` names those who are on leave or absent."""
    states = dict.fromkeys(BOARD, "present") | (but or {})
    return {User.objects.get(username=name).pk: state for name, state in states.items()}


def plan(*, planned_on: date | None = None, quorum: int = 3, place: str = PLACE) -> Meeting:
    """A planned meeting without items, today unless told otherwise."""
    day = planned_on or timezone.localdate()
    return meetings.plan_meeting(
        planned_on=day, starts_at=time(9, 30), place=place, quorum=quorum, by=person("board.secretary")
    )


def hold(meeting: Meeting, *, but: dict[str, str] | None = None, **fields: Any) -> Meeting:
    """Freeze the agenda where needed, and open the meeting."""
    secretary = person("board.secretary")
    if meeting.status == "planned":
        meeting = meetings.freeze_agenda(meeting, by=secretary)
    return meetings.hold_meeting(
        meeting, attendance=everybody_present(but=but), chair=fields.pop("chair", None), by=secretary, **fields
    )


def resolve(item: AgendaItem, result: str = "approved", **fields: Any) -> None:
    """Record a resolution as the secretary does."""
    if result == "approved_as_amended":
        fields = {"conditions": "ให้ผู้ค้ำประกันลงนามรับทราบ", "amended_periods": 96, **fields}
    text = fields.pop("text", "ให้ดำเนินการตามที่คลินิกส่วนกลางเสนอ")
    by = fields.pop("by", None) or person("board.secretary")
    meetings.record_resolution(item, result=result, text=text, by=by, **fields)


def close(meeting: Meeting, *, ended_at: time = time(16, 0)) -> Meeting:
    """Close as the secretary does."""
    return meetings.close_meeting(meeting, ended_at=ended_at, by=person("board.secretary"))


def make_meeting(
    status: str = "planned", *, measures: Sequence[Measure] | int = 1, results: Sequence[str] = (), **planned: Any
) -> Meeting:
    """A meeting in any status with submitted measures on its agenda (a number: that many new ones).

    Up to ``held`` nothing is resolved unless ``results`` says so; a closed one approves what ``results`` leaves open.
    """
    meeting = plan(**planned)
    if status == "cancelled":
        return meetings.cancel_meeting(meeting, by=person("board.secretary"))
    rows = [make_measure("submitted") for _number in range(measures)] if isinstance(measures, int) else measures
    for measure in rows:
        meetings.add_item(meeting, measure=measure, title="", by=person("board.secretary"))
    if status == "planned":
        return meeting
    meeting = meetings.freeze_agenda(meeting, by=person("board.secretary"))
    if status == "agenda_frozen":
        return meeting
    meeting = hold(meeting)
    wanted = [*results, *["approved"] * (len(rows) if status == "closed" else 0)]
    for item, result in zip(items_of(meeting), wanted, strict=False):
        resolve(item, result)
    return close(meeting) if status == "closed" else meeting


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The items in order, read afresh."""
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("order"))


def first_item(meeting: Meeting) -> AgendaItem:
    """The first item, read afresh."""
    return items_of(meeting)[0]
