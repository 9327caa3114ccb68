"""How views of a clinic's year find it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from clinics.models import ClinicYear


def fetch_clinic_year(request: HttpRequest, code: str, year: int) -> ClinicYear:
    """The clinic's year within the person's scope, with clinic and year. Raises ``Http404``."""
    found = ClinicYear.objects.visible_to(request.user).select_related("clinic", "year")
    clinic_year: ClinicYear = get_object_or_404(found, clinic__code=code.upper(), year__buddhist_year=year)
    return clinic_year
