"""Recording what was resolved: who may, what each result asks for, and what it moves."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinic_project import audit
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState
from clinics.models import Appointment
from referrals.models import AgendaItem, Measure, Resolution
from referrals.services import meetings
from tests.factories_meetings import close, first_item, items_of, make_meeting, plan, resolve
from tests.factories_referrals import make_measure, person

pytestmark = pytest.mark.usefixtures("cast", "paper")


@pytest.fixture
def item(cast: Any, paper: Any) -> AgendaItem:
    """An item of a sitting meeting."""
    return first_item(make_meeting("held"))


def status_of(item: AgendaItem) -> str:
    return str(Measure.objects.get(pk=item.measure_id).status)


@pytest.mark.parametrize("result", ["approved", "approved_as_amended", "rejected", "deferred"])
def test_each_result_moves_the_measure(item: AgendaItem, result: str) -> None:
    resolve(item, result)
    assert status_of(item) == result
    resolution = Resolution.objects.get(item=item)
    assert (resolution.recorded_by, resolution.proposed_by) == (person("board.secretary"), person("officer.cen"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"result": ""}, "result"),
        ({"result": "noted"}, "result"),
        ({"text": "  "}, "text"),
        ({"result": "approved_as_amended", "conditions": " "}, "conditions"),
        ({"result": "approved_as_amended", "amended_periods": None}, "amended_instalment"),
    ],
)
def test_what_is_missing_is_named(item: AgendaItem, changed: dict[str, Any], field: str) -> None:
    fields = {"result": "approved", **changed}
    with pytest.raises(ValidationError) as refused:
        resolve(item, fields.pop("result"), **fields)
    assert list(refused.value.message_dict) == [field]
    assert status_of(item) == "scheduled"
    assert not Resolution.objects.exists()


def test_a_measure_without_terms_is_amended_by_conditions_alone(cast: Any, paper: Any) -> None:
    measure = make_measure("submitted", kind="other", proposed_periods=None)
    item = first_item(make_meeting("held", measures=[measure]))
    resolve(item, "approved_as_amended", amended_periods=None)
    assert status_of(item) == "approved_as_amended"


def test_amended_terms_are_kept_only_for_an_amendment(item: AgendaItem) -> None:
    resolve(item, "approved", amended_instalment=Decimal(3650))
    assert Resolution.objects.get().amended_instalment is None


def test_the_proposer_never_records_the_decision(item: AgendaItem) -> None:
    proposer = person("officer.cen")
    seat = person("board.secretary").appointments.get()
    Appointment.objects.create(
        user=proposer, committee="board", role="committee_secretary", order=9, is_acting=True, starts_on=seat.starts_on
    )
    with pytest.raises(NotAllowed) as refused:
        resolve(item, by=person("officer.cen"))
    assert "ผู้เสนอมาตรการ" in str(refused.value)
    resolve(item)


def test_the_database_refuses_the_proposer_too(item: AgendaItem) -> None:
    resolve(item)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_resolution SET recorded_by_id = proposed_by_id")


def test_the_database_wants_conditions_for_an_amendment(item: AgendaItem) -> None:
    resolve(item)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_resolution SET result = 'approved_as_amended'")


def test_the_second_decision_is_stale_and_names_the_first(item: AgendaItem) -> None:
    resolve(item, "approved")
    with pytest.raises(StaleState) as stale:
        resolve(item, "rejected")
    assert stale.value.last is not None
    assert stale.value.last.actor == person("board.secretary")
    assert status_of(item) == "approved"
    assert Resolution.objects.count() == 1


@pytest.mark.parametrize(
    ("votes", "result", "accepted"),
    [
        ("for for against", "approved", True),
        ("for against against", "approved", False),
        ("for against against", "approved_as_amended", False),
        ("for against", "approved", True),  # a tie: the chair's casting vote decides
        ("for against", "rejected", True),
        ("for for against", "rejected", False),
        ("against abstain", "rejected", True),
        ("for against against", "deferred", True),
    ],
)
def test_the_result_does_not_go_against_the_votes(item: AgendaItem, votes: str, result: str, accepted: bool) -> None:
    for number, choice in enumerate(votes.split(), 1):
        meetings.cast_vote(item, choice=choice, by=person(f"board.member{number}"))
    if accepted:
        resolve(item, result)
    else:
        with pytest.raises(ValidationError):
            resolve(item, result)


def test_undoing_needs_a_reason_and_leaves_a_trace(item: AgendaItem) -> None:
    resolve(item, "rejected")
    with pytest.raises(ValidationError):
        meetings.undo_resolution(item, reason=" ", by=person("board.secretary"))
    with pytest.raises(NotAllowed):
        meetings.undo_resolution(item, reason="พิมพ์ผิด", by=person("board.chair"))
    meetings.undo_resolution(item, reason="พิมพ์ผิด", by=person("board.secretary"))
    assert status_of(item) == "scheduled"
    assert not Resolution.objects.exists()
    undone = audit.events_of(item).filter(kind="resolution.undone").get()
    assert undone.detail == {"result": "rejected", "reason": "พิมพ์ผิด"}
    resolve(first_item(item.meeting), "approved")
    assert status_of(item) == "approved"


def test_nothing_to_undo_is_stale(item: AgendaItem) -> None:
    with pytest.raises(StaleState):
        meetings.undo_resolution(item, reason="พิมพ์ผิด", by=person("board.secretary"))


def later_meeting() -> Any:
    return plan(planned_on=timezone.localdate() + timedelta(days=30))


def test_a_deferral_reaches_the_next_agenda_at_the_closing(item: AgendaItem) -> None:
    following = later_meeting()
    resolve(item, "deferred", deferred_to=following)
    assert status_of(item) == "deferred"
    assert not items_of(following)
    close(item.meeting)
    assert status_of(item) == "scheduled"
    assert [row.measure_id for row in items_of(following)] == [item.measure_id]


def test_undoing_a_deferral_takes_it_off_the_next_agenda(item: AgendaItem) -> None:
    following = later_meeting()
    resolve(item, "deferred", deferred_to=following)
    meeting = meetings.reopen_meeting(close(item.meeting), reason="มติผิด", by=person("board.secretary"))
    meetings.undo_resolution(first_item(meeting), reason="มติผิด", by=person("board.secretary"))
    assert status_of(item) == "scheduled"
    assert not items_of(following)


def test_a_deferral_already_on_a_frozen_agenda_stands(item: AgendaItem) -> None:
    following = later_meeting()
    resolve(item, "deferred", deferred_to=following)
    meeting = meetings.reopen_meeting(close(item.meeting), reason="มติผิด", by=person("board.secretary"))
    following.refresh_from_db()
    meetings.freeze_agenda(following, by=person("board.secretary"))
    with pytest.raises(ValidationError):
        meetings.undo_resolution(first_item(meeting), reason="มติผิด", by=person("board.secretary"))


@pytest.mark.parametrize("wrong", ["this", "frozen", "earlier", "approved"])
def test_only_a_later_open_agenda_takes_a_deferral(item: AgendaItem, wrong: str) -> None:
    result = "approved" if wrong == "approved" else "deferred"
    target = {
        "this": lambda: item.meeting,
        "frozen": lambda: make_meeting("agenda_frozen", planned_on=timezone.localdate() + timedelta(days=30)),
        "earlier": lambda: plan(planned_on=timezone.localdate() - timedelta(days=1)),
        "approved": later_meeting,
    }[wrong]()
    with pytest.raises(ValidationError) as refused:
        resolve(item, result, deferred_to=target)
    assert list(refused.value.message_dict) == ["deferred_to"]


def test_what_was_returned_can_not_be_deferred_any_more(cast: Any, paper: Any) -> None:
    meeting = meetings.reopen_meeting(make_meeting("closed"), reason="มติผิด", by=person("board.secretary"))
    item = first_item(meeting)
    meetings.undo_resolution(item, reason="มติผิด", by=person("board.secretary"))
    with pytest.raises(ValidationError):
        resolve(first_item(meeting), "deferred")
    resolve(first_item(meeting), "rejected")
