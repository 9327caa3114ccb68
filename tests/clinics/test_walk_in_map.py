"""The heat map of walk-in days: every number opens exactly its rows; the hub, home and central pages (R25)."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.models import Clinic, ProgrammeYear
from tests.scenes.calendar import a_day, an_outreach

pytestmark = pytest.mark.django_db
LINKED = re.compile(r'href="([^"]*/days/\?[^"]*)">([0-9]+)<')


@pytest.fixture
def year(cast: dict[str, Any]) -> int:
    """Some days in several months, counted and not."""
    today = timezone.localdate()
    for code, ago in (("CMI", 1), ("CMI", 2), ("CMI", 40), ("PCT", 2), ("CEN", 75), ("CMI", 76)):
        a_day(Clinic.objects.get(code=code), ago, "held")
    clinic = Clinic.objects.get(code="CMI")
    a_day(clinic, 3, "held", in_official_hours=False)
    a_day(clinic, 4)
    a_day(clinic, 5, "cancelled")
    return today.year + 543


def numbers(client: Client, address: str) -> list[tuple[str, int]]:
    text = client.get(address).content.decode()
    return [(unescape(url), int(number)) for url, number in LINKED.findall(text)]


@pytest.mark.parametrize("username", ["head.cen", "edu.chair", "admin", "officer.cmi"])
def test_every_number_opens_as_many_rows(client_as: Callable[[str], Client], year: int, username: str) -> None:
    client, base = client_as(username), reverse("clinics:walk_in_map", args=[year])
    months = [f"{base}?month={year}-{n:02d}" for n in range(1, 13)]
    found = [pair for address in (base, *months) for pair in numbers(client, address)]
    assert found
    for url, number in dict(found).items():
        page = client.get(url)
        assert (page.context["total"], len(page.context["page"].rows)) == (number, number), url


def test_the_sums_are_those_of_the_scope(client_as: Callable[[str], Client], year: int) -> None:
    address = reverse("clinics:walk_in_map", args=[year])
    heat = client_as("edu.member1").get(address).context["heat"]
    # Days of last year are last year's.
    begin = timezone.localdate().replace(month=1, day=1)
    days = {"CMI": [1, 2, 40, 76], "PCT": [2], "CEN": [75]}
    for line in heat.lines:
        counted = [ago for ago in days[line.clinic.code] if timezone.localdate() - timedelta(days=ago) >= begin]
        assert line.total.value == len(counted)
    own = client_as("officer.pct").get(address).context["heat"]
    assert [line.clinic.code for line in own.lines] == ["PCT"]


def test_the_central_page_names_who_must_plan(client_as: Callable[[str], Client], year: int) -> None:
    rows = client_as("head.cen").get(reverse("clinics:walk_in_rule", args=[year])).context["rows"]
    assert {row.clinic.code for row in rows} == {"CEN", "CMI", "PCT"}
    assert all(len(row.months) == 12 for row in rows)


def test_the_hub_shows_where_the_clinic_stands(client_as: Callable[[str], Client], year: int) -> None:
    text = client_as("officer.cmi").get(reverse("clinics:detail", args=["CMI", year])).content.decode()
    assert "ทั้งปีให้บริการในเวลาราชการ" in text
    assert reverse("clinics:walk_in_rule", args=[year]) in text


def test_the_home_page_asks_for_what_is_missing(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    """A day behind us that nobody spoke of, and days to plan while there are working days left."""
    clinic, today = Clinic.objects.get(code="CMI"), timezone.localdate()
    ProgrammeYear.objects.update(startup_months=0, walk_in_days=1)
    forgotten, gone = a_day(clinic, 40), an_outreach(clinic, 41)
    text = client_as("secretary.cmi").get(reverse("home")).content.decode()
    assert forgotten.get_absolute_url() in text
    assert gone.get_absolute_url() in text
    from clinics.walk_in_rule import standing_of

    one = standing_of(clinic, ProgrammeYear.objects.get(), today.replace(day=1))
    wanted = "วางแผนวัน Walk In อีก 1 วัน"
    assert (wanted in text) == (one.verdict == "must_plan")
    assert wanted not in client_as("officer.cmi").get(reverse("home")).content.decode()
