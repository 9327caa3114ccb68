"""Writes about a clinic's contact facts and the words of its confirmation form."""

from typing import Any

from django.db import transaction

from clinic_project import audit
from clinics.models import ClinicYear
from clinics.permissions import can_edit_profile


@transaction.atomic
def update_profile(clinic_year: ClinicYear, *, by: Any, **facts: Any) -> ClinicYear:
    """Change a clinic's contact facts and the words of its confirmation form.

    ``facts`` names fields of the clinic or of its year. Raises ``NotAllowed`` unless ``by`` is its head or secretary.
    """
    can_edit_profile(by, clinic_year).or_raise()
    clinic = clinic_year.clinic
    clinic_fields = [name for name in facts if name in {"address", "phone", "phone_extension", "line_id"}]
    year_fields = [name for name in facts if name not in clinic_fields]
    for name in clinic_fields:
        setattr(clinic, name, facts[name])
    for name in year_fields:
        setattr(clinic_year, name, facts[name])
    clinic.save(update_fields=clinic_fields)
    clinic_year.save(update_fields=year_fields)
    audit.record("clinic.profile", clinic_year, by=by, reference=clinic.code, detail={"fields": sorted(facts)})
    return clinic_year
