"""The frame: junk input, time-outs, headers, error pages, health, production's secrets."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_project.registry import Registry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/?q=%00", "/search/?q=a%00b", "/cases/?status=%00"])
def test_nul_is_a_bad_request(client_as: Callable[[str], Client], path: str) -> None:
    answer = client_as("officer.cmi").get(path)
    assert answer.status_code == 400
    assert "ที่อยู่" in answer.content.decode() or "อ่าน" in answer.content.decode()


def test_nul_in_a_form_is_a_bad_request(client_as: Callable[[str], Client]) -> None:
    answer = client_as("officer.cmi").post(reverse("cases:session_new"), {"advice": "ก\x00ข"})
    assert answer.status_code == 400


@pytest.mark.parametrize(("used", "started", "signed_in"), [(29, 60, True), (31, 60, False), (1, 721, False)])
def test_sessions_end(client_as: Callable[[str], Client], used: int, started: int, signed_in: bool) -> None:
    client = client_as("officer.cmi")
    session = client.session
    session["used_at"] = (timezone.now() - timedelta(minutes=used)).isoformat()
    session["started_at"] = (timezone.now() - timedelta(minutes=started)).isoformat()
    session.save()
    assert client.get(reverse("home")).status_code == (200 if signed_in else 302)


def test_pages_behind_the_log_in_are_never_stored(client_as: Callable[[str], Client]) -> None:
    answer = client_as("officer.cmi").get(reverse("home"))
    assert answer["Cache-Control"] == "no-store, private"
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_form_too_old_shows_what_was_typed(cast: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["officer.cmi"])
    answer = client.post(reverse("cases:session_new"), {"advice": "ให้นำสลิปเงินเดือนมาครั้งหน้า"})
    assert answer.status_code == 419
    assert "ให้นำสลิปเงินเดือนมาครั้งหน้า" in answer.content.decode()


def test_health(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_the_administration_has_no_door_of_its_own(client: Client) -> None:
    assert client.get("/admin/login/")["Location"].startswith(
        settings.LOGIN_URL if "/" in settings.LOGIN_URL else "/login/"
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DATA_KEYS"])
def test_production_refuses_to_start_without_its_secrets(missing: str) -> None:
    given = {
        "SECRET_KEY": "k" * 60,
        "DATA_KEYS": "k" * 42 + "c=",
        "ALLOWED_HOSTS": "clinic.example",
        "DATABASE_URL": "sqlite:////tmp/never-used.sqlite3",
    }
    variables = {**os.environ, "PRODUCTION": "1", **{k: v for k, v in given.items() if k != missing}}
    variables.pop(missing, None)
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
    )
    assert run.returncode != 0
    assert missing in run.stderr


@pytest.mark.parametrize(("today", "shown"), [(date(2018, 10, 23), "วันปิยมหาราช"), (date(2018, 10, 24), None)])
def test_home_names_an_official_holiday(
    client_as: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, today: date, shown: str | None
) -> None:
    client = client_as("edu.member1")
    monkeypatch.setattr("clinic_project.views.timezone.localdate", lambda *given: today)
    monkeypatch.setattr("clinic_project.home.registry", Registry())
    page = client.get(reverse("home")).content.decode()
    assert ("วันหยุดราชการ" in page) == bool(shown)
    assert shown is None or shown in page
