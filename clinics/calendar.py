"""The work calendar: official holidays with the administrator's additions."""

from datetime import date

from django.core.cache import cache

from clinic_project.thai.workdays import WorkCalendar
from clinics.models import Holiday, ProgrammeYear, ServiceDay

_CACHE_KEY = "clinics.holidays"


def work_calendar() -> WorkCalendar:
    """Calendar with the table's changes; the table is read at most once a minute."""
    rows = cache.get(_CACHE_KEY)
    if rows is None:
        rows = list(Holiday.objects.values_list("day", "is_working"))
        cache.set(_CACHE_KEY, rows, 60)
    added = [day for day, is_working in rows if not is_working]
    removed = [day for day, is_working in rows if is_working]
    return WorkCalendar(added=added, removed=removed)


def forget_holidays() -> None:
    """Read the table anew; called when an administrator saves it."""
    cache.delete(_CACHE_KEY)


def hold_service_day(*, clinic_id: int, day: date, in_official_hours: bool) -> None:
    """Note that walk-ins were received on a day (R25, R26). Counted once; only working days count as official."""
    official = in_official_hours and work_calendar().is_working_day(day)
    row, is_new = ServiceDay.objects.get_or_create(
        clinic_id=clinic_id, day=day, defaults={"state": "held", "in_official_hours": official}
    )
    if not is_new and (row.state != "held" or (official and not row.in_official_hours)):
        row.state = "held"
        row.in_official_hours = row.in_official_hours or official
        row.save(update_fields=["state", "in_official_hours"])


def year_of(day: date) -> ProgrammeYear | None:
    """The programme year a day falls in, or None when it is not set up."""
    year: ProgrammeYear | None = ProgrammeYear.objects.of(day)
    return year
