"""A clinic's poster with a picture."""

from typing import Any

from django.utils import timezone

from clinics.models import ClinicYear
from evaluations.poster_services import add_photo
from tests.factories_referrals import person
from tests.pictures import checked


def things() -> dict[str, list[Any]]:
    """The picture by year, clinic and key."""
    year = timezone.localdate().year + 543
    clinic_year = ClinicYear.objects.get(clinic__code="CMI", year__buddhist_year=year)
    by = person("officer.cmi")
    photo = add_photo(clinic_year, picture=checked(), caption="วันเปิดคลินิก", people="nobody", by=by)
    return {"poster photo": [year, "CMI", photo.pk]}
