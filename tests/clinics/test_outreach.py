"""Outreach: planned on an occasion, told when it clashes, logged from its page (R27)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.services.sessions import log_session
from clinic_project.verdicts import NotAllowed
from clinics.models import Clinic, OutreachPlan
from clinics.services import outreach as services
from tests.scenes.calendar import a_day, an_outreach

pytestmark = pytest.mark.django_db


def facts(**more: Any) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=5)
    return {
        "starts_on": day,
        "ends_on": day,
        "occasion": "training",
        "title": "อบรมการออมของกลุ่มสตรี",
        "place": "ศาลาประชาคม",
        "expected": 40,
        "services": ["product_education"],
        "note": "",
        **more,
    }


def test_an_outreach_is_planned_by_head_or_secretary(clinic: Clinic, cast: Any) -> None:
    team = [cast["head.cmi"], cast["officer.cmi"]]
    row = services.plan_outreach(clinic, team=team, by=cast["secretary.cmi"], **facts())
    assert (row.status, row.year.gregorian_year) == ("planned", row.starts_on.year)
    assert set(row.team.all()) == set(team)
    for stranger in ("officer.cmi", "head.pct", "head.cen"):
        with pytest.raises(NotAllowed):
            services.plan_outreach(clinic, team=team, by=cast[stranger], **facts())


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"ends_on": timezone.localdate()}, "ends_on", "ไม่ก่อนวันแรก"),
        ({"services": []}, "services", "อย่างน้อยหนึ่งอย่าง"),
        ({"services": ["magic"]}, "services", "อย่างน้อยหนึ่งอย่าง"),
        ({"ends_on": timezone.localdate() + timedelta(days=25)}, "ends_on", "14 วัน"),
        (
            {
                "starts_on": timezone.localdate() - timedelta(days=3),
                "ends_on": timezone.localdate() - timedelta(days=3),
            },
            "starts_on",
            "ผ่านไปแล้ว",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused_in_thai(
    clinic: Clinic, cast: Any, wrong: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        services.plan_outreach(clinic, team=[cast["head.cmi"]], by=cast["head.cmi"], **facts(**wrong))
    assert words in str(refused.value.message_dict[field])
    assert not OutreachPlan.objects.exists()


def test_the_team_is_of_the_clinic(clinic: Clinic, cast: Any) -> None:
    with pytest.raises(ValidationError, match="เจ้าหน้าที่ของคลินิก"):
        services.plan_outreach(clinic, team=[cast["head.pct"]], by=cast["head.cmi"], **facts())


def test_it_is_held_from_its_day_on_and_cancelled_with_a_reason(clinic: Clinic, cast: Any) -> None:
    ahead = an_outreach(clinic, -4)
    with pytest.raises(NotAllowed, match="ยังไม่ถึงวันนั้น"):
        services.move_outreach(ahead, "hold", by=cast["officer.cmi"])
    with pytest.raises(ValidationError, match="เหตุที่ยกเลิก"):
        services.move_outreach(ahead, "cancel", by=cast["head.cmi"])
    gone = services.move_outreach(ahead, "cancel", by=cast["head.cmi"], reason="ผู้จัดเลื่อน")
    again = services.move_outreach(gone, "plan_again", by=cast["secretary.cmi"])
    assert (again.status, again.cancel_reason) == ("planned", "")
    assert services.move_outreach(an_outreach(clinic, 1), "hold", by=cast["officer.cmi"]).status == "held"


def test_a_clash_with_a_service_day_is_told(client_as: Callable[[str], Client], clinic: Clinic, cast: Any) -> None:
    a_day(clinic, -5)
    day = timezone.localdate() + timedelta(days=5)
    sent = {
        "starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year + 543,
        "occasion": "seminar", "title": "สัมมนา", "place": "ห้องประชุม", "expected": "๔๐",
        "services": ["suggestion"], "team": [cast["officer.cmi"].pk],
    }  # fmt: skip
    answer = client_as("secretary.cmi").post(reverse("clinics:outreach_new"), sent, follow=True)
    text = answer.content.decode()
    assert "คลินิกเปิดให้บริการวันเดียวกัน" in text
    assert "ตรวจว่าคนพอทั้งสองงาน" in text
    row = OutreachPlan.objects.get()
    assert (row.expected, row.ends_on) == (40, day)


def test_its_services_are_logged_from_its_page_with_the_form_filled(
    client_as: Callable[[str], Client], clinic: Clinic, cast: Any
) -> None:
    row = an_outreach(clinic, 2, occasion="field", title="ติดตามกองทุน")
    client = client_as("officer.cmi")
    address = client.get(row.get_absolute_url()).context["log_url"]
    asked = parse_qs(urlsplit(address).query)
    assert (asked["mode"], asked["occasion"], asked["occasion_detail"]) == (["mobile"], ["field"], ["ติดตามกองทุน"])
    form = client.get(address).context["form"]
    assert form["served_on"].value() == row.starts_on
    assert form["occasion"].value() == "field"
    log_session(
        clinic=clinic,
        member=None,
        served_on=row.starts_on,
        mode="mobile",
        occasion="field",
        activities=["product_education"],
        client_types=[],
        advice="",
        minutes=60,
        participants=25,
        by=cast["officer.cmi"],
    )
    assert client.get(row.get_absolute_url()).context["visits"] == 1
    assert client_as("edu.chair").get(row.get_absolute_url()).context["visits"] is None
    assert client_as("head.cen").get(row.get_absolute_url()).context["log_url"] == ""


@pytest.mark.parametrize(
    "change",
    ["ends_on = '2001-01-01'", "expected = 0", "expected = 5001", "status = 'cancelled'", "cancel_reason = 'x'"],
)
def test_the_database_keeps_the_rules_of_an_outreach(clinic: Clinic, change: str) -> None:
    row = an_outreach(clinic, -3)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE clinics_outreachplan SET {change} WHERE id = %s", [row.pk])


def test_the_lists_filters_show_what_they_say(client_as: Callable[[str], Client], clinic: Clinic) -> None:
    rows = {
        "": an_outreach(clinic, -3, title="งานข้างหน้า"),
        "planned": an_outreach(clinic, 3, title="งานที่ลืม"),
        "held": an_outreach(clinic, 4, "held", title="งานที่ทำแล้ว"),
        "cancelled": an_outreach(clinic, -6, "cancelled", title="งานที่งด"),
    }
    client = client_as("officer.cmi")
    for status in rows:
        text = client.get(reverse("clinics:outreach"), {"status": status}).content.decode()
        assert [key for key, row in rows.items() if row.title in text] == [status]
