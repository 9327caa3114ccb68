"""The end of a session: told before, asked about without using it, put off by staying."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_project.session_pages import copies_secret

pytestmark = pytest.mark.django_db


def set_used(client: Client, minutes: float, started: float = 60) -> None:
    session = client.session
    session["used_at"] = (timezone.now() - timedelta(minutes=minutes)).isoformat()
    session["started_at"] = (timezone.now() - timedelta(minutes=started)).isoformat()
    session.save()


@pytest.mark.parametrize(
    ("used", "started", "left"), [(0, 0, 1800), (27, 60, 180), (31, 60, 0), (1, 719, 60), (0, 721, 0)]
)
def test_what_is_left(client_as: Callable[[str], Client], used: int, started: int, left: int) -> None:
    client = client_as("officer.cmi")
    set_used(client, used, started)
    assert client.get(reverse("session_left")).json()["left"] == pytest.approx(left, abs=30)


def test_asking_neither_prolongs_nor_ends(client_as: Callable[[str], Client]) -> None:
    client = client_as("officer.cmi")
    set_used(client, 29)
    for _again in range(2):
        assert client.get(reverse("session_left")).json()["left"] == pytest.approx(60, abs=30)
    set_used(client, 31)
    assert client.get(reverse("session_left")).json()["left"] == 0
    assert client.get(reverse("home")).status_code == 302


def test_staying_begins_the_time_anew(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    client = client_as("officer.cmi")
    set_used(client, 29)
    answer = client.post(reverse("session_stay"), HTTP_ACCEPT="application/json")
    assert answer.json()["owner"] == cast["officer.cmi"].pk
    assert answer.json()["left"] > 1700
    assert client.get(reverse("session_left")).json()["left"] > 1700


def test_nobody_stays_after_the_end(client_as: Callable[[str], Client]) -> None:
    client = client_as("officer.cmi")
    set_used(client, 31)
    assert client.post(reverse("session_stay")).status_code == 302
    assert client.get(reverse("session_left")).json() == {"left": 0, "owner": None}


def test_the_key_to_copies_is_its_writer_s_alone(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    mine, other = copies_secret(cast["officer.cmi"]), copies_secret(cast["officer2.cmi"])
    assert mine != other
    page = client_as("officer.cmi").get(reverse("home")).content.decode()
    assert mine in page
    assert other not in page
    assert "data-copies-secret" not in Client().get(reverse("login")).content.decode()
