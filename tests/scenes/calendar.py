"""Service days, a series and outreach of CMI, one in each state."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinics.calendar import work_calendar
from clinics.models import Clinic, OutreachPlan, ProgrammeYear, ServiceDay, ServicePlan
from tests.factories_referrals import person

# Behind today and ahead of it, inside the year where the day allows.
BEHIND = {"planned": 3, "cancelled": 5, "held": 7}


def a_day(clinic: Clinic, days_ago: int, status: str = "planned", **fields: Any) -> ServiceDay:
    """A day so many days ago (ahead when negative), past the machine: the moves have tests of their own."""
    today = timezone.localdate()
    facts: dict[str, Any] = {"planned_by": person("secretary.cmi"), "planned_at": timezone.now(), **fields}
    if status == "cancelled":
        facts |= {
            "cancelled_by": person("secretary.cmi"),
            "cancelled_at": timezone.now(),
            "cancel_reason": "เจ้าหน้าที่ลาป่วย",
        }
    row = ServiceDay(clinic=clinic, day=today - timedelta(days=days_ago), status=status, **facts)
    return ServiceDay.objects.bulk_create([row])[0]


def an_outreach(clinic: Clinic, days_ago: int, status: str = "planned", **fields: Any) -> OutreachPlan:
    """An outreach of one day, past the machine."""
    today, by = timezone.localdate(), person("secretary.cmi")
    day = today - timedelta(days=days_ago)
    facts: dict[str, Any] = {
        "starts_on": day,
        "ends_on": day,
        "occasion": "training",
        "title": "อบรมการออมของกลุ่มสตรี",
        "place": "ศาลาประชาคม",
        "expected": 40,
        "services": ["product_education"],
        **fields,
    }
    if status == "cancelled":
        facts |= {"cancelled_by": by, "cancelled_at": timezone.now(), "cancel_reason": "ผู้จัดเลื่อนงาน"}
    year = ProgrammeYear.objects.get(buddhist_year=today.year + 543)
    row = OutreachPlan(clinic=clinic, year=year, status=status, planned_by=by, planned_at=timezone.now(), **facts)
    row = OutreachPlan.objects.bulk_create([row])[0]
    row.team.add(by)
    return row


def _working_days_ahead(count: int) -> int:
    """So many working days ahead, as days ago."""
    today = timezone.localdate()
    return (today - work_calendar().add_working_days(today, count)).days


def things() -> dict[str, list[Any]]:
    """Addresses' arguments."""
    clinic, today = Clinic.objects.get(code="CMI"), timezone.localdate()
    plan = ServicePlan.objects.create(
        clinic=clinic,
        words="วันพุธที่ 1 และ 3 ของเดือน",
        starts_on=today,
        until=today + timedelta(days=40),
        planned_by=person("secretary.cmi"),
        planned_at=timezone.now(),
    )
    ahead = a_day(clinic, _working_days_ahead(6), plan=plan)
    found: dict[str, list[Any]] = {
        "calendar year": [today.year + 543],
        "calendar feed": [clinic.code],
        "calendar open": [clinic.code],
        "calendar shut": ["ZZZ"],
        "calendar series": [plan.pk],
        "calendar ahead": [ahead.pk],
        "calendar ahead cancel": [ahead.pk, "cancel"],
        "outreach ahead": [an_outreach(clinic, -6).pk],
    }
    gone = a_day(clinic, _working_days_ahead(8), "cancelled")
    found["calendar gone plan_again"] = [gone.pk, "plan_again"]
    for status, move in {"planned": "hold", "cancelled": "plan_again", "held": "undo"}.items():
        row = a_day(clinic, BEHIND[status], status)
        found[f"calendar {status}"] = [row.pk]
        found[f"calendar {status} {move}"] = [row.pk, move]
        going = an_outreach(clinic, BEHIND[status], status)
        found[f"outreach {status}"] = [going.pk]
        found[f"outreach {status} {move}"] = [going.pk, move]
    going = an_outreach(clinic, -13)
    found["outreach ahead cancel"] = [going.pk, "cancel"]
    return found
