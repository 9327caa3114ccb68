"""A clinic's moves through its year. Each is one move of the machine with its event (R5)."""

from typing import Any

from django.db import transaction

from clinic_project import workflow
from clinics.models import ClinicYear


@transaction.atomic
def select_clinic(clinic_year: ClinicYear, *, by: Any) -> ClinicYear:
    """Note that the education committee selected the clinic. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(clinic_year, "select", by=by)


@transaction.atomic
def orient_clinic(clinic_year: ClinicYear, *, by: Any) -> ClinicYear:
    """Note that the clinic's staff are oriented (R14). Raises ``NotAllowed`` while it has not confirmed."""
    return workflow.apply(clinic_year, "orient", by=by)


@transaction.atomic
def open_clinic(clinic_year: ClinicYear, *, by: Any) -> ClinicYear:
    """Open the clinic for members. Raises ``NotAllowed`` with what is missing."""
    return workflow.apply(clinic_year, "open", by=by)


@transaction.atomic
def close_clinic(clinic_year: ClinicYear, *, by: Any) -> ClinicYear:
    """End the clinic's year. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(clinic_year, "close", by=by)
