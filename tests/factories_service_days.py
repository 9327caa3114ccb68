"""What tests of service days plan, and a walk-in that holds one."""

from datetime import date, time
from typing import Any

from django.utils import timezone

from cases.services.sessions import log_session
from clinics.calendar import work_calendar
from clinics.models import Clinic
from tests.factories_members import make_member

FACTS: dict[str, Any] = {"starts_at": time(8, 30), "ends_at": time(16, 30), "place": "", "note": ""}
ARAHATTA = date(2018, 7, 27)


def next_working_day(after: int = 1) -> date:
    """The working day so many working days from now."""
    return work_calendar().add_working_days(timezone.localdate(), after)


def walk_in(clinic: Clinic, cast: Any, day: date | None = None) -> None:
    """Somebody came to the clinic, today unless told otherwise."""
    log_session(
        clinic=clinic,
        member=make_member(),
        served_on=day or timezone.localdate(),
        mode="walk_in",
        activities=["product_education"],
        client_types=["general"],
        advice="",
        minutes=20,
        by=cast["officer.cmi"],
    )
