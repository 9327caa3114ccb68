"""A clinic's moves through its year. Each is one move of the machine with its event (R5)."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic_project import workflow
from clinics.models import ClinicYear, Opening
from clinics.opening import checklist, missing


@transaction.atomic
def select_clinic(clinic_year: ClinicYear, *, by: Any) -> ClinicYear:
    """Note that the education committee selected the clinic. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(clinic_year, "select", by=by)


@transaction.atomic
def orient_clinic(clinic_year: ClinicYear, *, by: Any) -> ClinicYear:
    """Note that the clinic's staff are oriented (R14). Raises ``NotAllowed`` while it has not confirmed."""
    return workflow.apply(clinic_year, "orient", by=by)


@transaction.atomic
def open_clinic(clinic_year: ClinicYear, *, by: Any, reason: str = "") -> ClinicYear:
    """Open the clinic for members. Raises ``NotAllowed`` with what is missing.

    ``reason``: why central opens it although something required is missing; kept with what was missing (R15).
    """
    lacking = [line.criterion.code for line in missing(checklist(workflow.lock(clinic_year)))]
    reason = reason if lacking else ""
    opened = workflow.apply(
        clinic_year, "open", by=by, changes={"in_spite": reason}, detail={"missing": lacking if reason else []}
    )
    Opening.objects.create(
        clinic_year=opened, opened_at=timezone.now(), opened_by=by, missing=" ".join(lacking), reason=reason
    )
    return opened


@transaction.atomic
def close_clinic(clinic_year: ClinicYear, *, by: Any) -> ClinicYear:
    """End the clinic's year. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(clinic_year, "close", by=by)
