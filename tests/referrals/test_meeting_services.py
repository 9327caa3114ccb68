"""Each step of a meeting: who may, from which state, and what it leaves behind."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinic_project import audit
from clinic_project.issuing import documents_of
from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState
from clinics.models import Appointment
from referrals.models import Measure, Meeting
from referrals.services import meetings, referrals
from tests.factories_meetings import (
    close,
    everybody_present,
    first_item,
    hold,
    items_of,
    make_meeting,
    plan,
    resolve,
)  # fmt: skip
from tests.factories_referrals import make_measure, person

pytestmark = pytest.mark.usefixtures("cast", "paper")

OTHERS = ["board.chair", "board.member1", "officer.cen", "head.cmi", "edu.chair", "admin"]


def act_plan(by: Any) -> Any:
    return meetings.plan_meeting(planned_on=timezone.localdate(), starts_at=time(9), place="ก", quorum=3, by=by)


ACTS: dict[str, tuple[str, Callable[[Meeting, Any], Any]]] = {
    "plan": ("planned", lambda meeting, by: act_plan(by)),
    "add": ("planned", lambda meeting, by: meetings.add_item(meeting, measure=None, title="เรื่องแจ้ง", by=by)),
    "remove": ("planned", lambda meeting, by: meetings.remove_item(first_item(meeting), by=by)),
    "freeze": ("planned", lambda meeting, by: meetings.freeze_agenda(meeting, by=by)),
    "hold": (
        "agenda_frozen",
        lambda meeting, by: meetings.hold_meeting(meeting, attendance=everybody_present(), chair=None, by=by),
    ),
    "attendance": (
        "held",
        lambda meeting, by: meetings.update_attendance(meeting, attendance=everybody_present(), chair=None, by=by),
    ),
    "note": ("held", lambda meeting, by: meetings.note_item(first_item(meeting), note="อภิปรายแล้ว", by=by)),
    "resolve": ("held", lambda meeting, by: resolve(first_item(meeting), by=by)),
    "close": ("held", lambda meeting, by: meetings.close_meeting(meeting, ended_at=time(16), by=by)),
    "reopen": ("closed", lambda meeting, by: meetings.reopen_meeting(meeting, reason="แก้ข้อความมติ", by=by)),
}


@pytest.mark.parametrize("username", OTHERS)
@pytest.mark.parametrize("act", ACTS)
def test_only_the_committees_secretary_does_it(act: str, username: str) -> None:
    status, call = ACTS[act]
    meeting = make_meeting(status, results=["approved"] if act == "close" else [])
    with pytest.raises(NotAllowed):
        call(meeting, person(username))
    call(Meeting.objects.get(pk=meeting.pk), person("board.secretary"))


@pytest.mark.parametrize("act", [name for name in ACTS if name != "plan"])
def test_a_step_from_another_state_is_stale(act: str) -> None:
    status, call = ACTS[act]
    wrong = "closed" if status != "closed" else "held"
    meeting = make_meeting(wrong, results=["approved"])
    before = Event.objects.count()
    with pytest.raises(StaleState):
        call(meeting, person("board.secretary"))
    assert Event.objects.count() == before


def test_planning_gives_a_reference_but_no_number() -> None:
    year = f"{(timezone.localdate().year + 543) % 100:02d}"
    assert [plan().reference, plan().reference] == [f"M{year}-01", f"M{year}-02"]
    assert plan().number == ""


def test_numbers_are_given_at_holding_in_order_of_holding_a_buddhist_year() -> None:
    this_year = timezone.localdate().year
    first, second = make_meeting("agenda_frozen"), make_meeting("agenda_frozen")
    old = plan(planned_on=timezone.localdate().replace(year=this_year - 1, day=1))
    meetings.add_item(old, measure=None, title="แจ้งเพื่อทราบ", by=person("board.secretary"))
    assert hold(second).number == f"1/{this_year + 543}"
    assert hold(first).number == f"2/{this_year + 543}"
    Appointment.objects.filter(committee="board").update(starts_on=timezone.localdate() - timedelta(days=900))
    assert hold(old).number == f"1/{this_year + 542}"


def test_a_number_stands_once() -> None:
    first, second = make_meeting("held", measures=1), make_meeting("held", measures=1)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_meeting SET number = %s WHERE id = %s", [first.number, second.pk])


@pytest.mark.parametrize(("status", "number"), [("held", ""), ("planned", "9/2561")])
def test_the_database_keeps_number_and_state_together(status: str, number: str) -> None:
    meeting = make_meeting(status, measures=1)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_meeting SET number = %s WHERE id = %s", [number, meeting.pk])


def test_adding_a_measure_schedules_it_and_tells_the_clinic() -> None:
    measure, meeting = make_measure("submitted"), plan()
    item = meetings.add_item(meeting, measure=measure, title="", by=person("board.secretary"))
    measure = Measure.objects.get(pk=measure.pk)
    assert measure.status == "scheduled"
    assert measure.referral.case.reference in item.title
    assert measure.referral.case.entries.first().title == "บรรจุวาระคณะกรรมการดำเนินการ"
    meetings.remove_item(item, by=person("board.secretary"))
    assert Measure.objects.get(pk=measure.pk).status == "submitted"
    assert not meeting.items.exists()


@pytest.mark.parametrize("status", ["draft", "scheduled", "approved", "rejected", "withdrawn"])
def test_only_waiting_measures_can_be_scheduled(status: str) -> None:
    measure = make_measure(status)
    with pytest.raises(StaleState):
        meetings.add_item(plan(), measure=measure, title="", by=person("board.secretary"))


def test_a_measure_of_a_referral_that_asks_back_is_not_scheduled() -> None:
    measure = make_measure("submitted")
    referrals.request_info(measure.referral, question="ขอหมายศาล", by=person("officer.cen"))
    with pytest.raises(ValidationError) as refused:
        meetings.add_item(plan(), measure=Measure.objects.get(pk=measure.pk), title="", by=person("board.secretary"))
    assert "measure" in refused.value.message_dict


def test_an_information_item_needs_a_title() -> None:
    with pytest.raises(ValidationError):
        meetings.add_item(plan(), measure=None, title="  ", by=person("board.secretary"))


def test_removing_closes_the_gap_in_the_order() -> None:
    meeting = make_meeting(measures=3)
    meetings.remove_item(first_item(meeting), by=person("board.secretary"))
    assert [item.order for item in items_of(meeting)] == [1, 2]


def test_freezing_needs_an_item_and_issues_the_agenda() -> None:
    empty = plan()
    with pytest.raises(NotAllowed):
        meetings.freeze_agenda(empty, by=person("board.secretary"))
    frozen = make_meeting("agenda_frozen")
    assert [paper.kind for paper in documents_of(frozen)] == ["agenda"]


def test_only_an_empty_planned_meeting_is_cancelled() -> None:
    with pytest.raises(NotAllowed):
        meetings.cancel_meeting(make_meeting(measures=1), by=person("board.secretary"))
    assert make_meeting("cancelled").status == "cancelled"
    with pytest.raises(StaleState):
        meetings.cancel_meeting(make_meeting("agenda_frozen"), by=person("board.secretary"))


def test_a_meeting_is_not_held_before_its_day() -> None:
    early = make_meeting("agenda_frozen", planned_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ValidationError):
        hold(early)
    tomorrow = timezone.now() + timedelta(days=1)
    assert hold(early, now=tomorrow).held_at == tomorrow


def test_attendance_follows_the_seats_of_the_day() -> None:
    day = timezone.localdate()
    left = person("board.member3").appointments.get()
    left.ends_on = day - timedelta(days=1)
    left.save()
    meeting = make_meeting("agenda_frozen")
    secretary = person("board.secretary")
    with pytest.raises(ValidationError):
        meetings.hold_meeting(meeting, attendance=everybody_present(), chair=None, by=secretary)
    states = everybody_present(but={"board.member2": "leave"})
    del states[person("board.member3").pk]
    del states[person("board.member1").pk]
    held = meetings.hold_meeting(meeting, attendance=states, chair=None, by=secretary)
    rows = {row.user.username: row.state for row in held.attendances.all()}
    assert rows == {
        "board.chair": "present",
        "board.secretary": "present",
        "board.member1": "absent",
        "board.member2": "leave",
    }
    assert held.chair == person("board.chair")
    assert held.secretary == secretary


@pytest.mark.parametrize("chair", [None, "board.chair", "board.member2", "officer.cen"])
def test_who_chairs_is_present(chair: str | None) -> None:
    meeting = make_meeting("agenda_frozen")
    away = everybody_present(but={"board.chair": "leave", "board.member2": "absent"})
    secretary = person("board.secretary")
    with pytest.raises(ValidationError) as refused:
        meetings.hold_meeting(meeting, attendance=away, chair=chair and person(chair), by=secretary)
    assert "chair" in refused.value.message_dict
    held = meetings.hold_meeting(meeting, attendance=away, chair=person("board.member1"), by=secretary)
    assert held.chair == person("board.member1")


@pytest.mark.parametrize(("quorum", "closes"), [(4, True), (5, True), (6, False)])
def test_quorum_is_enforced_at_closing_only(quorum: int, closes: bool) -> None:
    meeting = hold_with(quorum)
    assert meeting.has_quorum is closes
    if closes:
        assert close(meeting).status == "closed"
    else:
        with pytest.raises(NotAllowed):
            close(meeting)


def hold_with(quorum: int) -> Meeting:
    """A sitting meeting of five with one information item."""
    meeting = plan(quorum=quorum)
    meetings.add_item(meeting, measure=None, title="แจ้งเพื่อทราบ", by=person("board.secretary"))
    return hold(meeting)


def test_a_late_member_makes_the_quorum() -> None:
    meeting = plan(quorum=5)
    meetings.add_item(meeting, measure=None, title="แจ้งเพื่อทราบ", by=person("board.secretary"))
    meeting = hold(meeting, but={"board.member1": "absent"})
    with pytest.raises(NotAllowed):
        close(meeting)
    meetings.update_attendance(meeting, attendance=everybody_present(), chair=None, by=person("board.secretary"))
    assert close(meeting).status == "closed"


def test_who_voted_stays_present() -> None:
    meeting = make_meeting("held")
    meetings.cast_vote(first_item(meeting), choice="for", by=person("board.member1"))
    gone = everybody_present(but={"board.member1": "absent"})
    with pytest.raises(ValidationError):
        meetings.update_attendance(meeting, attendance=gone, chair=None, by=person("board.secretary"))


def test_certifying_is_the_chairs_and_happens_once() -> None:
    meeting = make_meeting("held", results=["approved"])
    with pytest.raises(StaleState):
        meetings.certify_minutes(meeting, by=person("board.chair"))
    meeting = close(meeting)
    for username in ["board.secretary", "board.member1", "officer.cen", "admin"]:
        with pytest.raises(NotAllowed):
            meetings.certify_minutes(meeting, by=person(username))
    certified = meetings.certify_minutes(meeting, by=person("board.chair"))
    assert certified.certified_by == person("board.chair")
    assert certified.certified_at
    with pytest.raises(ValidationError):
        meetings.certify_minutes(meeting, by=person("board.chair"))


def test_reopening_needs_a_reason_and_takes_the_certification_back() -> None:
    meeting = make_meeting("closed")
    meetings.certify_minutes(meeting, by=person("board.chair"))
    with pytest.raises(ValidationError):
        meetings.reopen_meeting(meeting, reason=" ", by=person("board.secretary"))
    number = meeting.number
    again = meetings.reopen_meeting(meeting, reason="พิมพ์มติผิด", by=person("board.secretary"))
    assert (again.status, again.certified_at, again.closed_at, again.number) == ("held", None, None, number)
    move = audit.events_of(again).filter(kind="meeting.move.reopen").first()
    assert move is not None
    assert move.detail["reason"] == "พิมพ์มติผิด"


def test_an_item_note_is_kept() -> None:
    meeting = make_meeting("held")
    meetings.note_item(first_item(meeting), note=" อภิปรายเรื่องผู้ค้ำ ", by=person("board.secretary"))
    assert first_item(meeting).note == "อภิปรายเรื่องผู้ค้ำ"


def test_held_at_is_the_given_time() -> None:
    then = datetime(2018, 6, 20, 9, 30, tzinfo=timezone.get_current_timezone())
    Appointment.objects.filter(committee="board").update(starts_on=then.date())
    meeting = plan(planned_on=then.date())
    meetings.add_item(meeting, measure=None, title="แจ้งเพื่อทราบ", by=person("board.secretary"))
    held = hold(meeting, now=then)
    assert (held.reference, held.number, held.held_at) == ("M61-01", "1/2561", then)
