"""Named reads and scopes of years, clinics and appointments."""

from datetime import date
from typing import Any, Self

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic_project.scoping import ScopedQuerySet


class ProgrammeYearQuerySet(ScopedQuerySet):
    """Years are known to everybody who signs in."""

    def visible_to(self, user: Any) -> Self:
        """All years."""
        return self.all()

    def of(self, day: date) -> Any:
        """The programme year of a calendar day, or None before it is set up."""
        return self.filter(buddhist_year=day.year + 543).first()

    def current(self) -> Any:
        """The programme year of today, else the newest one."""
        return self.of(timezone.localdate()) or self.first()


class ClinicQuerySet(ScopedQuerySet):
    """Which clinics exist is no secret."""

    def visible_to(self, user: Any) -> Self:
        """All clinics."""
        return self.all()

    def for_list(self, year: Any) -> Self:
        """In the programme's order, each with its hosts and whether it takes part in the year."""
        return self.filter(years__year=year).prefetch_related("hosts").order_by("number")

    def central(self) -> Any:
        """The central clinic. Raises ``DoesNotExist`` before the fixtures are loaded."""
        return self.get(kind="central")


class ClinicYearQuerySet(ScopedQuerySet):
    """A clinic's year: its staff and forms are its own business, and central's and the education committee's."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; everything for central, the education committee and administrators."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        return self.filter(clinic_id__in=user.clinic_ids)


class ServiceDayQuerySet(ScopedQuerySet):
    """Opening days are public."""

    def visible_to(self, user: Any) -> Self:
        """All days."""
        return self.all()

    def held_walk_in(self) -> Self:
        """Days that count for the two-a-month rule: held, in official hours (R25, R26)."""
        return self.filter(state="held", in_official_hours=True)


class AppointmentQuerySet(models.QuerySet[Any]):
    """Appointments by time."""

    def in_force(self, day: date | None = None) -> Self:
        """Those in force on a day (today)."""
        day = day or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def on_board(self, day: date | None = None) -> Self:
        """Seats of the operating committee in force."""
        return self.in_force(day).filter(committee="board").select_related("user").order_by("order")


class ClinicUserManager(UserManager[Any]):
    """People who sign in."""

    def staff_of(self, clinic_id: int) -> models.QuerySet[Any]:
        """Active people with a post in the clinic today."""
        in_force = Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=timezone.localdate())
        return (
            self.filter(
                in_force,
                is_active=True,
                appointments__clinic_year__clinic_id=clinic_id,
                appointments__starts_on__lte=timezone.localdate(),
            )
            .distinct()
            .order_by("first_name")
        )
