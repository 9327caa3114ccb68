"""What the public may know of a clinic: when and where it is open, and how to reach it. No person's data (R16, R25)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from clinics.models import Clinic, ClinicYear, ProgrammeYear, ServiceDay
from clinics.months import month_label, shifted

AHEAD = 2
MONTHS = 7
BEHIND = timedelta(days=60)


@dataclass
class OpenClinic:
    """A clinic that is open this year, with its next days."""

    clinic: Clinic
    days: list[ServiceDay] = field(default_factory=list)


@dataclass
class Month:
    """The days of a month, as the public page and the poster list them."""

    label: str
    days: list[ServiceDay] = field(default_factory=list)


def open_clinics(today: date) -> list[OpenClinic]:
    """Clinics in service in the year of a day, in the programme's order, each with its next days. Two queries."""
    year = ProgrammeYear.objects.of(today)
    rows = ClinicYear.objects.filter(year=year, status="open").select_related("clinic").order_by("clinic__number")
    found = {row.clinic_id: OpenClinic(row.clinic) for row in rows}
    days = ServiceDay.objects.filter(clinic_id__in=found, day__gte=today).exclude(status="cancelled").order_by("day")
    for day in days.between(today, shifted(today.replace(day=1), MONTHS)):
        if len(found[day.clinic_id].days) < AHEAD:
            found[day.clinic_id].days.append(day)
    return list(found.values())


def open_clinic(code: str, today: date) -> Clinic | None:
    """A clinic the public may look at: in service in the year of the day. None otherwise, whatever the cause."""
    year = ProgrammeYear.objects.of(today)
    row = (
        ClinicYear.objects.filter(year=year, status="open", clinic__code=code.upper()).select_related("clinic").first()
    )
    return row.clinic if row else None


def months_ahead(clinic: Clinic, today: date) -> list[Month]:
    """The coming months with their days from today on, cancelled ones too; months without a day are left out."""
    months = {first: Month(month_label(first)) for first in _months(today)}
    for day in (
        ServiceDay.objects.filter(clinic=clinic).between(today, shifted(today.replace(day=1), MONTHS)).order_by("day")
    ):
        first = day.day.replace(day=1)
        if first in months:
            months[first].days.append(day)
    return [month for month in months.values() if month.days]


def _months(today: date) -> list[date]:
    return [shifted(today.replace(day=1), n) for n in range(MONTHS)]


def feed_days(clinic: Clinic, today: date) -> list[ServiceDay]:
    """Days of the feed: the last two months, for what was cancelled or held, and everything ahead."""
    return list(ServiceDay.objects.filter(clinic=clinic, day__gte=today - BEHIND).order_by("day"))
