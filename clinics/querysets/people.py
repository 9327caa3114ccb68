"""Named reads of appointments and of people who sign in."""

from datetime import date
from typing import Any, Self

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone


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
