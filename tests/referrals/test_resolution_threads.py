"""Two secretaries decide the same item at once: one wins, the other is told who did (PostgreSQL)."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_project.workflow import StaleState
from clinics.models import Appointment
from referrals.models import AgendaItem, Meeting, Resolution
from tests.cast import make_cast, make_user
from tests.factories_meetings import first_item, hold, make_meeting, resolve
from tests.factories_referrals import person

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secretaries(paper: Any) -> list[str]:
    """The secretary and an acting second one."""
    make_cast()
    second = make_user("board.secretary2", first_name="รองเลขานุการ")
    seat = {"committee": "board", "role": "committee_secretary", "is_acting": True, "order": 9}
    Appointment.objects.create(user=second, starts_on=timezone.localdate() - timedelta(days=9), **seat)
    return ["board.secretary", "board.secretary2"]


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run the acts in threads that start at the same moment; give results or exceptions in order."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        try:
            results[place] = acts[place]()
        except Exception as error:  # the test looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_resolution_wins(secretaries: list[str]) -> None:
    item = first_item(make_meeting("held"))
    people = [person(name) for name in secretaries]
    rows = [AgendaItem.objects.get(pk=item.pk) for _each in people]
    results = together(
        [
            lambda by=by, row=row, result=result: resolve(row, result, by=by)  # type: ignore[misc]
            for by, row, result in zip(people, rows, ["approved", "rejected"], strict=True)
        ]
    )
    lost = [result for result in results if isinstance(result, StaleState)]
    assert len(lost) == 1
    assert results.count(None) == 1
    winner = people[results.index(None)]
    resolution = Resolution.objects.get()
    assert resolution.recorded_by == winner
    assert lost[0].last is not None
    assert lost[0].last.actor == winner


def test_the_second_gets_the_page_that_says_who_decided(secretaries: list[str]) -> None:
    meeting = make_meeting("held")
    page = reverse("referrals:item_resolution", args=[meeting.reference, first_item(meeting).pk])

    def send(name: str, result: str) -> Callable[[], Any]:
        client = Client()
        client.force_login(person(name))
        client.get(page)
        return lambda: client.post(page, {"result": result, "text": f"ข้อความของ {name}"})

    answers = together([send(secretaries[0], "approved"), send(secretaries[1], "rejected")])
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    lost = next(place for place, answer in enumerate(answers) if answer.status_code == 409)
    shown = answers[lost].content.decode()
    assert person(secretaries[1 - lost]).full_name in shown
    assert f"ข้อความของ {secretaries[lost]}" in shown


def test_numbers_given_at_once_differ(secretaries: list[str]) -> None:
    rows = [make_meeting("agenda_frozen") for _each in range(4)]
    together([lambda row=row: hold(Meeting.objects.get(pk=row.pk)) for row in rows])  # type: ignore[misc]
    numbers = sorted(Meeting.objects.values_list("number", flat=True))
    year = timezone.localdate().year + 543
    assert numbers == [f"{n}/{year}" for n in range(1, 5)]
