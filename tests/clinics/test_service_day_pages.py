"""Service days on their pages and in the calendar (R25, R26)."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.models import Clinic, ServiceDay
from tests.factories_service_days import next_working_day, walk_in
from tests.scenes.calendar import a_day, an_outreach

pytestmark = pytest.mark.django_db


def posted_day(day: date, **more: str) -> dict[str, str]:
    return {
        "day_day": str(day.day),
        "day_month": str(day.month),
        "day_year": str(day.year + 543),
        "starts_at": "08.30",
        "ends_at": "๑๖.๓๐",
        "in_official_hours": "on",
        **more,
    }


def test_a_day_is_planned_on_its_page(client_as: Callable[[str], Client], clinic: Clinic) -> None:
    client, day = client_as("secretary.cmi"), next_working_day()
    answer = client.post(reverse("clinics:service_day_new"), posted_day(day, place="ศาลากลาง"))
    row = ServiceDay.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    assert (row.day, row.ends_at, row.place) == (day, time(16, 30), "ศาลากลาง")
    assert row.planned_by is not None
    assert row.planned_by.username == "secretary.cmi"


def test_a_refused_day_stays_typed(client_as: Callable[[str], Client], clinic: Clinic) -> None:
    day = next_working_day()
    a_day(clinic, (timezone.localdate() - day).days)
    answer = client_as("head.cmi").post(reverse("clinics:service_day_new"), posted_day(day, note="นำสลิปมาด้วย"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "อยู่แล้ว" in text
    assert "นำสลิปมาด้วย" in text
    assert ServiceDay.objects.count() == 1


def series_of(**more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    until = min(today + timedelta(days=27), date(today.year, 12, 31))
    return {
        "pattern": "weeks",
        "weekdays": ["1"],
        "every": "1",
        "starts_on_day": today.day, "starts_on_month": today.month, "starts_on_year": today.year + 543,
        "until_day": until.day, "until_month": until.month, "until_year": until.year + 543,
        "on_holiday": "next",
        "starts_at": "08.30",
        "ends_at": "16.30",
        **more,
    }  # fmt: skip


def test_the_preview_of_a_series_saves_nothing_and_its_ticked_days_are_planned(
    client_as: Callable[[str], Client], clinic: Clinic
) -> None:
    client, url = client_as("secretary.cmi"), reverse("clinics:service_plan_new")
    preview = client.post(url, series_of(do="preview"))
    assert preview.status_code == 200
    assert "วันอังคาร ทุกสัปดาห์" in preview.content.decode()
    assert not ServiceDay.objects.exists()
    days = [row["value"] for row in preview.context["offers"] if row["value"]]
    answer = client.post(url, series_of(do="save", days=days[:2]))
    assert answer.status_code == 302
    assert [day.day.isoformat() for day in ServiceDay.objects.order_by("day")] == days[:2]
    # A day the rule does not give is refused, and nothing is saved.
    again = client.post(url, series_of(do="save", days=[days[2], "2018-07-27"]))
    assert again.status_code == 422
    assert ServiceDay.objects.count() == 2


def test_a_series_says_what_its_pattern_needs(client_as: Callable[[str], Client], clinic: Clinic) -> None:
    answer = client_as("head.cmi").post(
        reverse("clinics:service_plan_new"), series_of(do="preview", pattern="month_days", month_days="40")
    )
    assert answer.status_code == 422
    assert "กรอกวันที่ 1 ถึง 31" in answer.content.decode()


def test_a_cancelled_days_page_says_why_and_the_calendar_shows_the_month(
    client_as: Callable[[str], Client], clinic: Clinic
) -> None:
    row = a_day(clinic, 0, "cancelled")
    client = client_as("officer.cmi")
    assert "เจ้าหน้าที่ลาป่วย" in client.get(row.get_absolute_url()).content.decode()
    page = client.get(reverse("clinics:calendar")).content.decode()
    assert row.get_absolute_url() in page
    other = client.get(reverse("clinics:calendar"), {"month": "2561-07"})
    assert row.get_absolute_url() not in other.content.decode()
    assert "กรกฎาคม 2561" in other.content.decode()
    assert "วันอาสาฬหบูชา" in other.content.decode()


def test_a_clinic_sees_its_own_calendar_whatever_it_asks_for(
    client_as: Callable[[str], Client], clinic: Clinic
) -> None:
    other = a_day(Clinic.objects.get(code="PCT"), 0)
    asked = {"clinic": "PCT"}
    assert (
        other.get_absolute_url() not in client_as("head.cmi").get(reverse("clinics:calendar"), asked).content.decode()
    )
    assert other.get_absolute_url() in client_as("officer.cen").get(reverse("clinics:calendar"), asked).content.decode()
    assert other.get_absolute_url() in client_as("edu.member1").get(reverse("clinics:calendar")).content.decode()


def test_the_education_committee_is_not_told_how_few_came(
    client_as: Callable[[str], Client], clinic: Clinic, cast: Any
) -> None:
    walk_in(clinic, cast)
    page = ServiceDay.objects.get().get_absolute_url()
    assert "บันทึกการให้บริการวันนั้น" in client_as("officer.cmi").get(page).content.decode()
    assert "บันทึกการให้บริการวันนั้น" not in client_as("edu.chair").get(page).content.decode()


@pytest.mark.parametrize(
    "name", ["clinics:calendar", "clinics:outreach", "clinics:walk_in_map", "clinics:walk_in_rule"]
)
def test_lists_ask_as_much_for_three_rows_as_for_one(
    client_as: Callable[[str], Client], clinic: Clinic, django_assert_num_queries: Any, name: str
) -> None:
    client, today = client_as("officer.cen"), timezone.localdate()
    url = reverse(name, args=[today.year + 543] if "walk_in" in name else [])
    a_day(clinic, 0, "held")
    an_outreach(clinic, 0)
    client.get(url)
    with connection.execute_wrapper(counter := Counter()):
        client.get(url)
    one = counter.count
    for code in ("PCT", "CEN"):
        a_day(Clinic.objects.get(code=code), 0, "held")
        an_outreach(Clinic.objects.get(code=code), 0)
    with django_assert_num_queries(one):
        client.get(url)


class Counter:
    """Counts statements."""

    count = 0

    def __call__(self, execute: Any, *args: Any) -> Any:
        self.count += 1
        return execute(*args)
