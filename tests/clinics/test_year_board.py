"""The board of a year's clinics by stage: every number is its rows, who is late, what is missing."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic_project.registry import registry
from clinics.models import ClinicYear, ProgrammeYear
from clinics.workflow import CLINIC_YEAR
from clinics.year_board import board_of
from tests.cast import make_clinic, make_user, make_year

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'\?status=([a-z]+)"[^>]*>[^<]*<span class="n num">([0-9]+)</span>')


def cards(year: ProgrammeYear, today: date) -> dict[str, Any]:
    rows = ClinicYear.objects.all().for_board(year)
    return {card.row.clinic.code: card for column in board_of(year, rows, today) for card in column.cards}


def test_every_number_on_the_board_is_its_rows(client_as: Callable[[str], Client], pilot: ProgrammeYear) -> None:
    client, url = client_as("admin"), reverse("clinics:year_board", args=[2561])
    numbers = dict(NUMBER.findall(client.get(url).content.decode()))
    assert set(numbers) == set(CLINIC_YEAR.states)
    assert (numbers["proposed"], numbers["selected"]) == ("11", "4")
    for status, number in numbers.items():
        page = client.get(f"{url}?status={status}")
        column = page.context["chosen"]
        stored = ClinicYear.objects.filter(year=pilot, status=status).count()
        assert (int(number), len(column.cards), column.status) == (stored, stored, status)
        assert page.content.decode().count('<li>\n      <span class="what">') == stored


def test_the_home_panel_counts_the_same(client_as: Callable[[str], Client]) -> None:
    year = make_year()
    page = client_as("edu.member1").get("/").content.decode()
    assert f"{reverse('clinics:year_board', args=[year.buddhist_year])}?status=open" in page
    numbers = dict(NUMBER.findall(page))
    assert numbers == {"open": str(ClinicYear.objects.filter(year=year, status="open").count())}
    assert "คลินิกตามขั้น" not in client_as("head.cmi").get("/").content.decode()


def test_who_is_late_and_who_is_not(pilot: ProgrammeYear) -> None:
    on_time = cards(pilot, pilot.confirm_due)
    assert not any(card.late for card in on_time.values())
    # Friday 8 June is the last day; the Monday after is one working day late.
    late = cards(pilot, pilot.confirm_due + timedelta(days=3))
    assert late["CMI"].late == "แจ้งยืนยันช้า 1 วันทำการ"
    assert not late["TRG"].late, "the continuing pilots need not confirm"
    assert late["TRG"].waits == "ไม่ต้องแจ้งยืนยัน รอปฐมนิเทศ"
    july = cards(pilot, date(2018, 7, 2))
    assert july["TRG"].late == "ควรเปิดให้บริการแล้ว"


def test_vacant_posts_and_what_others_miss_are_said_in_a_word(
    cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    year = make_year()
    clinic = make_clinic("PCT", 3)
    monkeypatch.setattr(registry, "stage_notes", [lambda of: {clinic.pk: ["ยังไม่วางแผนวันให้บริการ"]}])
    cast["secretary.pct"].appointments.all().delete()
    found = cards(year, year.service_start)
    assert [str(word) for word in found["PCT"].missing] == ["ว่าง: เลขานุการคลินิก (ผู้แทนสมาชิก)", "ยังไม่วางแผนวันให้บริการ"]
    assert found["CMI"].missing == []


def test_the_board_asks_the_same_for_one_clinic_and_for_three(client_as: Callable[[str], Client]) -> None:
    year = make_year()
    client, url = client_as("edu.secretary"), reverse("clinics:year_board", args=[year.buddhist_year])
    year_2 = make_year(date(year.gregorian_year - 1, 6, 1))
    row = ClinicYear.objects.create(clinic=make_clinic("CMI", 2), year=year_2)
    row.appointments.create(user=make_user("representative"), role="officer", starts_on=year_2.service_start)
    one_url = reverse("clinics:year_board", args=[year_2.buddhist_year])

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    queries(url)
    assert queries(one_url) == queries(url)
