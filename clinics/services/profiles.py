"""Writes about a clinic's contact facts."""

from typing import Any

from django.db import transaction

from clinic_project import audit
from clinics.models import ClinicYear
from clinics.permissions import can_edit_profile


@transaction.atomic
def update_profile(clinic_year: ClinicYear, *, by: Any, **facts: Any) -> ClinicYear:
    """Change a clinic's contact facts; ``facts`` names fields of the clinic.

    Raises ``NotAllowed`` unless ``by`` is its head or secretary.
    """
    can_edit_profile(by, clinic_year).or_raise()
    clinic = clinic_year.clinic
    for name, fact in facts.items():
        setattr(clinic, name, fact)
    clinic.save(update_fields=sorted(facts))
    audit.record("clinic.profile", clinic_year, by=by, reference=clinic.code, detail={"fields": sorted(facts)})
    return clinic_year
