"""Service days: planned, changed, held, cancelled; holidays by name (R25, R26)."""

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState, StatusGuarded
from clinics.calendar import forget_holidays, hold_service_day, work_calendar
from clinics.models import Clinic, Holiday, ServiceDay, ServicePlan
from clinics.services import service_days as services
from tests.factories_service_days import ARAHATTA, FACTS, next_working_day, walk_in
from tests.scenes.calendar import a_day

pytestmark = pytest.mark.django_db


def test_27_july_2561_is_refused_by_its_thai_name_and_nothing_is_saved(
    clinic: Clinic, cast: Any, in_2561: date
) -> None:
    before = Event.objects.count()
    with pytest.raises(ValidationError) as refused:
        services.plan_day(clinic, by=cast["secretary.cmi"], day=ARAHATTA, in_official_hours=True, **FACTS)
    text = str(refused.value.message_dict["day"])
    assert "27 กรกฎาคม 2561" in text
    assert "อาสาฬหบูชา" in text
    assert not ServiceDay.objects.exists()
    assert Event.objects.count() == before


def test_27_july_2561_may_be_an_extra_day_outside_official_hours(clinic: Clinic, cast: Any, in_2561: date) -> None:
    day = services.plan_day(clinic, by=cast["secretary.cmi"], day=ARAHATTA, in_official_hours=False, **FACTS)
    assert not day.counts


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"day": date(2018, 7, 7)}, "day", "วันเสาร์"),
        ({"day": date(2018, 6, 29)}, "day", "ผ่านไปแล้ว"),
        ({"day": date(2018, 7, 4), "starts_at": time(7)}, "starts_at", "08.30"),
        ({"day": date(2018, 7, 4), "ends_at": time(8)}, "ends_at", "หลังเวลาเปิด"),
        ({"day": date(2019, 7, 4)}, "day", "ปีโครงการ"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_thai(
    clinic: Clinic, cast: Any, in_2561: date, facts: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        services.plan_day(clinic, by=cast["head.cmi"], **{**FACTS, "in_official_hours": True, **facts})
    assert words in str(refused.value.message_dict[field])
    assert not ServiceDay.objects.exists()


def test_a_day_is_planned_once(clinic: Clinic, cast: Any) -> None:
    day = next_working_day()
    services.plan_day(clinic, by=cast["head.cmi"], day=day, in_official_hours=True, **FACTS)
    with pytest.raises(ValidationError, match="อยู่แล้ว"):
        services.plan_day(clinic, by=cast["secretary.cmi"], day=day, in_official_hours=True, **FACTS)
    assert ServiceDay.objects.count() == 1


@pytest.mark.parametrize("username", ["officer.cmi", "head.pct", "head.cen", "edu.chair", "admin"])
def test_only_head_and_secretary_plan(clinic: Clinic, cast: Any, username: str) -> None:
    with pytest.raises(NotAllowed):
        services.plan_day(clinic, by=cast[username], day=next_working_day(), in_official_hours=True, **FACTS)


def test_an_administrators_holiday_closes_a_day_and_is_named(clinic: Clinic, cast: Any) -> None:
    day = next_working_day()
    Holiday.objects.create(day=day, name="วันหยุดพิเศษตามมติคณะรัฐมนตรี")
    forget_holidays()
    with pytest.raises(ValidationError, match="วันหยุดพิเศษตามมติคณะรัฐมนตรี"):
        services.plan_day(clinic, by=cast["head.cmi"], day=day, in_official_hours=True, **FACTS)


def test_a_day_is_held_cancelled_with_a_reason_and_planned_again(clinic: Clinic, cast: Any) -> None:
    by = cast["secretary.cmi"]
    day = a_day(clinic, -3)
    with pytest.raises(NotAllowed, match="ยังไม่ถึงวันนั้น"):
        services.move_day(day, "hold", by=by)
    with pytest.raises(ValidationError, match="เหตุที่ยกเลิก"):
        services.move_day(day, "cancel", by=by, reason="  ")
    gone = services.move_day(day, "cancel", by=by, reason="น้ำท่วม")
    assert (gone.cancelled_by, gone.cancel_reason) == (by, "น้ำท่วม")
    again = services.move_day(gone, "plan_again", by=cast["head.cmi"]) if work_open(gone) else None
    if again:
        assert (again.status, again.cancel_reason, again.cancelled_at) == ("planned", "", None)
    with pytest.raises(StaleState):
        services.move_day(a_day(clinic, -4, "cancelled"), "cancel", by=by, reason="ซ้ำ")


def work_open(day: ServiceDay) -> bool:
    if work_calendar().is_working_day(day.day):
        return True
    with pytest.raises(ValidationError):
        services.move_day(day, "plan_again", by=day.planned_by)
    return False


def test_officers_mark_held_and_nothing_else(clinic: Clinic, cast: Any) -> None:
    officer = cast["officer.cmi"]
    assert services.move_day(a_day(clinic, 1), "hold", by=officer).status == "held"
    with pytest.raises(NotAllowed):
        services.move_day(a_day(clinic, 2), "cancel", by=officer, reason="ลา")


def test_a_held_day_is_put_right_only_while_no_visit_is_logged(clinic: Clinic, cast: Any) -> None:
    wrong = services.move_day(a_day(clinic, 1), "hold", by=cast["officer.cmi"])
    assert services.move_day(wrong, "undo", by=cast["head.cmi"]).status == "planned"
    visited = services.move_day(a_day(clinic, 0), "hold", by=cast["officer.cmi"])
    walk_in(clinic, cast)
    with pytest.raises(NotAllowed, match="มีบันทึกการให้บริการ"):
        services.move_day(visited, "undo", by=cast["head.cmi"])


@pytest.mark.parametrize("status", ["planned", "cancelled", "held", ""])
def test_a_walk_in_holds_the_day_whatever_was_planned(clinic: Clinic, cast: Any, status: str) -> None:
    if status:
        a_day(clinic, 0, status)
    walk_in(clinic, cast)
    row = ServiceDay.objects.get()
    assert (row.status, row.cancel_reason, row.cancelled_by) == ("held", "", None)
    moves = Event.objects.filter(kind="service_day.move.receive")
    assert moves.count() == (0 if status == "held" else 1)


def test_a_walk_in_on_a_holiday_holds_a_day_that_does_not_count(clinic: Clinic, in_2561: date) -> None:
    hold_service_day(clinic_id=clinic.pk, day=ARAHATTA, in_official_hours=True)
    assert not ServiceDay.objects.get().in_official_hours
    assert not ServiceDay.objects.held_walk_in().exists()


def test_a_status_is_not_set_by_hand(clinic: Clinic) -> None:
    day = ServiceDay.objects.get(pk=a_day(clinic, 1).pk)
    day.status = "held"
    with pytest.raises(StatusGuarded):
        day.save()


def test_a_planned_day_moves_to_another_date_and_keeps_its_number(clinic: Clinic, cast: Any) -> None:
    row = services.plan_day(clinic, by=cast["head.cmi"], day=next_working_day(), in_official_hours=True, **FACTS)
    moved = services.change_day(
        row, by=cast["head.cmi"], day=next_working_day(2), in_official_hours=True, **{**FACTS, "place": "ห้องประชุม 2"}
    )
    assert (moved.pk, moved.day, moved.place) == (row.pk, next_working_day(2), "ห้องประชุม 2")
    held = a_day(clinic, 1, "held")
    with pytest.raises(StaleState):
        services.change_day(held, by=cast["head.cmi"], day=held.day, in_official_hours=True, **FACTS)


@pytest.mark.parametrize(
    "change",
    [
        "ends_at = '08:00'",
        "status = 'cancelled'",
        "cancel_reason = 'ไม่ได้ยกเลิก'",
        "cancelled_at = '2018-07-04 08:00:00+00:00'",
        "planned_at = NULL",
        "planned_by_id = NULL",
    ],
)
def test_the_database_keeps_the_rules_of_a_day(clinic: Clinic, change: str) -> None:
    row = a_day(clinic, -3)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE clinics_serviceday SET {change} WHERE id = %s", [row.pk])


def test_the_database_keeps_one_row_a_clinic_and_day(clinic: Clinic) -> None:
    first, second = a_day(clinic, -3), a_day(clinic, -4)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_serviceday SET day = %s WHERE id = %s", [first.day, second.pk])
    plan = ServicePlan.objects.create(
        clinic=clinic, words="x", starts_on=first.day, until=first.day, planned_by_id=first.planned_by_id,
        planned_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_serviceplan SET until = '2001-01-01' WHERE id = %s", [plan.pk])
