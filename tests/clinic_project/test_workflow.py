"""The engine: lock, permission, state, readiness; status and event together; nothing around it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.models import Case
from clinic_project import audit, workflow
from clinic_project.models import AppendOnlyError, Event
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import Machine, Move, StaleState, StatusGuarded
from tests.factories_cases import make_case

pytestmark = pytest.mark.django_db


def test_a_move_writes_status_and_event_together(cast: dict[str, Any]) -> None:
    case = make_case(status="open")
    moved = workflow.apply(case, "start", by=cast["officer.cmi"])
    assert moved.status == "in_progress"
    event = audit.events_of(case).first()
    assert event is not None
    assert (event.kind, event.detail, event.actor) == (
        "case.move.start",
        {"from": "open", "to": "in_progress"},
        cast["officer.cmi"],
    )
    assert (event.actor_role, event.actor_clinic) == ("officer", "CMI")


def test_without_an_event_there_is_no_move(cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case(status="open")

    def broken(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("the event table is full")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(DatabaseError), transaction.atomic():
        workflow.apply(case, "start", by=cast["officer.cmi"])
    assert Case.objects.get(pk=case.pk).status == "open"


def test_the_wrong_person_is_refused_with_a_reason(cast: dict[str, Any]) -> None:
    case = make_case(status="open")
    with pytest.raises(NotAllowed, match="เจ้าหน้าที่ของคลินิก"):
        workflow.apply(case, "start", by=cast["officer.pct"])
    assert Case.objects.get(pk=case.pk).status == "open"


def test_the_second_mover_is_told_who_was_first(cast: dict[str, Any]) -> None:
    case = make_case(status="open")
    seen_by_second = Case.objects.get(pk=case.pk)
    workflow.apply(case, "start", by=cast["officer.cmi"])
    with pytest.raises(StaleState) as raised:
        workflow.apply(seen_by_second, "start", by=cast["head.cmi"])
    assert raised.value.last is not None
    assert raised.value.last.actor == cast["officer.cmi"]


def test_a_record_that_is_not_ready_is_refused_under_the_lock(cast: dict[str, Any]) -> None:
    case = make_case(status="follow_up")
    case.follow_ups.create(
        subject="โทรถาม", due_on=timezone.localdate() + timedelta(days=5), officer=cast["officer.cmi"]
    )
    closing = {"outcome": "plan", "closed_at": timezone.now(), "closed_by": cast["officer.cmi"]}
    with pytest.raises(NotAllowed, match="ติดตามผล"):
        workflow.apply(case, "close", by=cast["officer.cmi"], changes=closing)


def by_save(case: Case) -> None:
    case.status = "closed"
    case.save()


def by_bulk(case: Case) -> None:
    case.status = "closed"
    Case.objects.bulk_update([case], ["status"])


def by_update(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status="closed")


def by_creation(case: Case) -> None:
    Case.objects.create(status="closed", reference="X", clinic=case.clinic, year=case.year)


@pytest.mark.parametrize("way", [by_save, by_bulk, by_update, by_creation])
def test_no_way_around_the_engine(cast: dict[str, Any], way: Callable[[Case], None]) -> None:
    case = Case.objects.get(pk=make_case(status="open").pk)
    with pytest.raises(StatusGuarded):
        way(case)
    assert Case.objects.get(pk=case.pk).status == "open"


def test_buttons_come_from_the_table(cast: dict[str, Any]) -> None:
    case = make_case(status="closed")
    mine = {b.name: b for b in Case.machine.buttons(cast["officer.cmi"], case, str)}
    heads = {b.name: b for b in Case.machine.buttons(cast["head.cmi"], case, str)}
    assert Case.machine.buttons(cast["officer.pct"], case, str) == []
    assert not mine["reopen"].allowed
    assert "หัวหน้าคลินิก" in str(mine["reopen"].reason)
    assert heads["reopen"].allowed
    assert set(heads) == {"reopen"}


def test_a_table_with_a_wrong_state_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Machine(name="x", initial="a", states={"a": "ก"}, table=(Move("go", "ไป", ("a",), "b"),))
    with pytest.raises(ValueError, match="named twice"):
        Machine(name="x", initial="a", states={"a": "ก"}, table=(Move("go", "ไป", ("a",), "a"),) * 2)


def test_events_are_refused_a_change_by_the_model_and_by_the_database(cast: dict[str, Any]) -> None:
    make_case(status="open")
    event = Event.objects.order_by("id").first()
    assert event is not None
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        Event.objects.all().delete()
    for statement in ("UPDATE clinic_project_event SET kind = 'x'", "DELETE FROM clinic_project_event"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
