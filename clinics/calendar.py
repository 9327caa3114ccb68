"""The work calendar: official holidays with the administrator's additions; the day a walk-in holds."""

from datetime import date
from typing import Any

from django.core.cache import cache

from clinic_project import workflow
from clinic_project.thai.workdays import WorkCalendar
from clinics.models import Holiday, ProgrammeYear, ServiceDay

_CACHE_KEY = "clinics.named_holidays"


def work_calendar() -> WorkCalendar:
    """Calendar with the table's changes; the table is read at most once a minute."""
    rows = cache.get(_CACHE_KEY)
    if rows is None:
        rows = list(Holiday.objects.values_list("day", "is_working", "name"))
        cache.set(_CACHE_KEY, rows, 60)
    added = {day: name for day, is_working, name in rows if not is_working}
    removed = [day for day, is_working, _name in rows if is_working]
    return WorkCalendar(added=added, removed=removed)


def forget_holidays() -> None:
    """Read the table anew; called when an administrator saves it."""
    cache.delete(_CACHE_KEY)


def hold_service_day(*, clinic_id: int, day: date, in_official_hours: bool, by: Any = None) -> None:
    """Note that walk-ins were received on a day (R25, R26). Counted once; only working days count as official.

    Whatever was planned, or cancelled, or not planned at all: who came was received. Call inside a transaction.
    """
    official = in_official_hours and work_calendar().is_working_day(day)
    row, _is_new = ServiceDay.objects.get_or_create(
        clinic_id=clinic_id, day=day, defaults={"in_official_hours": official}
    )
    if row.status != "held":
        official = official or (
            row.status == "planned" and row.in_official_hours and work_calendar().is_working_day(day)
        )
        nobody = {"cancelled_by": None, "cancelled_at": None, "cancel_reason": ""}
        workflow.apply(row, "receive", by=by, changes={"in_official_hours": official, **nobody})
    elif official and not row.in_official_hours:
        row.in_official_hours = True
        row.save(update_fields=["in_official_hours", "changed_at"])


def year_of(day: date) -> ProgrammeYear | None:
    """The programme year a day falls in, or None when it is not set up."""
    year: ProgrammeYear | None = ProgrammeYear.objects.of(day)
    return year
