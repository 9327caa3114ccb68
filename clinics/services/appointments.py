"""Writes about who holds which post."""

from datetime import date
from typing import Any

from django.db import transaction

from clinic_project import audit
from clinics.models import Appointment, ClinicYear, User


@transaction.atomic
def appoint(
    *, user: User, role: str, starts_on: date, by: User | None, clinic_year: ClinicYear | None = None, **post: Any
) -> Appointment:
    """Appoint a person to a clinic's year or (``committee=``) to a committee (R4, R13).

    Raises ``ValidationError`` in Thai when the post is taken or the dates are out of order.
    """
    appointment = Appointment(user=user, role=role, starts_on=starts_on, clinic_year=clinic_year, **post)
    appointment.full_clean()
    appointment.save()
    audit.record("appointment.made", appointment, by=by, reference=user.username, detail={"role": role})
    return appointment
