"""Periodic follow-up of the clinics by the education committee (R20)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic_project.verdicts import NotAllowed
from clinics.models import ClinicYear
from evaluations.models import MonitoringVisit
from evaluations.visit_lists import coverage
from evaluations.visit_services import change_visit, record_visit, reply_to_visit

pytestmark = pytest.mark.django_db


def clinic_year(code: str = "CMI") -> ClinicYear:
    found: ClinicYear = ClinicYear.objects.get(clinic__code=code, year__buddhist_year=timezone.localdate().year + 543)
    return found


def facts(**more: Any) -> dict[str, Any]:
    given = {"mode": "on_site", "visitors": "กรรมการ", "findings": "เปิดตามปฏิทิน", "advice": "เพิ่มป้ายบอกทาง"}
    return {"visited_on": timezone.localdate(), "next_on": None, **given, **more}


def test_the_committee_records_and_the_clinic_answers(cast: dict[str, Any]) -> None:
    visit = record_visit(clinic_year(), by=cast["edu.member1"], **facts())
    assert visit.waits_for_clinic
    replied = reply_to_visit(visit, reply="ติดป้ายแล้ว", by=cast["head.cmi"])
    assert (replied.reply, replied.replied_by, replied.waits_for_clinic) == ("ติดป้ายแล้ว", cast["head.cmi"], False)
    with pytest.raises(NotAllowed, match="คลินิกตอบแล้ว"):
        change_visit(replied, by=cast["edu.member1"], **facts(findings="อย่างอื่น"))


def test_who_may_do_what(cast: dict[str, Any]) -> None:
    for who in ("head.cmi", "head.cen", "board.chair", "admin"):
        with pytest.raises(NotAllowed, match=r"[ก-๙]"):
            record_visit(clinic_year(), by=cast[who], **facts())
    visit = record_visit(clinic_year(), by=cast["edu.member1"], **facts())
    with pytest.raises(NotAllowed, match="ผู้บันทึกเป็นผู้แก้ไข"):
        change_visit(visit, by=cast["edu.chair"], **facts())
    for who in ("officer.cmi", "head.pct", "edu.chair", "head.cen"):
        with pytest.raises(NotAllowed, match=r"[ก-๙]"):
            reply_to_visit(visit, reply="แล้ว", by=cast[who])


def test_days_are_in_order(cast: dict[str, Any]) -> None:
    today = timezone.localdate()
    wrong = (
        {"visited_on": today + timedelta(days=1)},
        {"visited_on": today.replace(year=today.year - 1)},
        {"next_on": today},
    )
    for days in wrong:
        with pytest.raises(ValidationError, match=r"[ก-๙]"):
            record_visit(clinic_year(), by=cast["edu.chair"], **facts(**days))
    assert not MonitoringVisit.objects.exists()


@pytest.mark.parametrize("change", ["reply = 'x'", "next_on = visited_on", "replied_at = recorded_at"])
def test_the_database_keeps_days_and_answers_in_order(cast: dict[str, Any], change: str) -> None:
    record_visit(clinic_year(), by=cast["edu.chair"], **facts())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE evaluations_monitoringvisit SET {change}")


def test_a_clinic_is_due_again_when_its_day_came_without_a_visit(cast: dict[str, Any]) -> None:
    today, row = timezone.localdate(), clinic_year()
    begun = today - timedelta(days=20)
    record_visit(row, by=cast["edu.chair"], **facts(visited_on=begun, next_on=today - timedelta(days=5)))
    assert [found.is_due for found in coverage([row], MonitoringVisit.objects.all())] == [True]
    record_visit(row, by=cast["edu.chair"], **facts(visited_on=today))
    (found,) = coverage([row], MonitoringVisit.objects.all())
    assert (found.count, found.last_on, found.is_due) == (2, today, False)


def test_it_is_recorded_seen_and_answered_on_its_pages(client_as: Callable[[str], Client]) -> None:
    year, today = timezone.localdate().year + 543, timezone.localdate()
    day = {"visited_on_day": today.day, "visited_on_month": today.month, "visited_on_year": year}
    sent = {**day, **facts(), "clinic_year": clinic_year().pk}
    del sent["visited_on"], sent["next_on"]
    answer = client_as("edu.secretary").post(f"/evaluations/{year}/visits/new/", sent)
    assert answer.status_code == 302
    head = client_as("head.cmi")
    assert "ตอบข้อเสนอแนะของคณะกรรมการศึกษา" in head.get("/").content.decode()
    assert "เพิ่มป้ายบอกทาง" in head.get(answer["Location"]).content.decode()
    assert head.post(f"{answer['Location']}reply/", {"reply": "ติดแล้ว"}).status_code == 302
    listed = client_as("edu.member1").get(f"/evaluations/{year}/visits/?clinic=cmi").content.decode()
    assert "ตอบแล้ว" in listed
    assert client_as("head.pct").get(answer["Location"]).status_code == 404


def test_the_list_asks_as_much_for_one_as_for_three(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    client, counts = client_as("edu.chair"), []
    address = f"/evaluations/{timezone.localdate().year + 543}/visits/"
    client.get(address)
    for codes in (["CMI"], ["CEN", "PCT"]):
        for code in codes:
            record_visit(clinic_year(code), by=cast["edu.chair"], **facts())
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
