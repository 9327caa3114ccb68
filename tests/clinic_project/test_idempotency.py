"""A form sent twice has one effect, and the second sender sees the first's result."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import Entry
from clinic_project.idempotency import new_key
from clinic_project.models import Counter, IdempotencyKey
from tests.cast import make_cast
from tests.factories_cases import make_case

NOTE = "โทรถามแล้ว นัดใหม่สัปดาห์หน้า"


def send_note(client: Client, case: Any, key: str, text: str = NOTE) -> Any:
    return client.post(reverse("cases:note", args=[case.reference]), {"text": text, "form_key": key})


@pytest.mark.django_db
def test_a_double_click_writes_one_note(client_as: Callable[[str], Client]) -> None:
    case, client, key = make_case(), client_as("officer.cmi"), new_key()
    first, second = send_note(client, case, key), send_note(client, case, key)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Entry.objects.filter(case=case, kind="note").count() == 1


@pytest.mark.django_db
def test_two_forms_write_two_notes(client_as: Callable[[str], Client]) -> None:
    case, client = make_case(), client_as("officer.cmi")
    send_note(client, case, new_key())
    send_note(client, case, new_key())
    assert Entry.objects.filter(case=case, kind="note").count() == 2


@pytest.mark.django_db
def test_a_form_with_errors_frees_its_key(client_as: Callable[[str], Client]) -> None:
    case, client, key = make_case(), client_as("officer.cmi"), new_key()
    assert send_note(client, case, key, text="").status_code == 422
    assert send_note(client, case, key).status_code == 302
    assert Entry.objects.filter(case=case, kind="note").count() == 1


@pytest.mark.django_db
def test_anothers_key_is_not_mine(client_as: Callable[[str], Client]) -> None:
    case, key = make_case(), new_key()
    send_note(client_as("officer.cmi"), case, key)
    send_note(client_as("head.cmi"), case, key)
    assert Entry.objects.filter(case=case, kind="note").count() == 2


@pytest.mark.django_db
def test_a_refused_move_keeps_no_key(client_as: Callable[[str], Client]) -> None:
    case, client = make_case(), client_as("officer.pct")
    assert send_note(client, case, new_key()).status_code == 404
    assert not IdempotencyKey.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_fifty_numbers_taken_at_once_are_fifty_numbers() -> None:
    taken: list[int] = []

    def take() -> None:
        taken.append(Counter.next("parallel"))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 51))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_write_one_note() -> None:
    cast = make_cast()
    case, key = make_case(), new_key()
    barrier = threading.Barrier(2)
    answers: list[Any] = []

    def click() -> None:
        client = Client()
        client.force_login(cast["officer.cmi"])
        barrier.wait()
        answers.append(send_note(client, case, key))
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.filter(case=case, kind="note").count() == 1
