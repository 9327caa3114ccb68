"""A follow-up of the clinic by the education committee."""

from typing import Any

from django.utils import timezone

from clinics.models import ClinicYear
from evaluations.visit_services import record_visit
from tests.factories_referrals import person


def things() -> dict[str, list[Any]]:
    """One with advice that is not answered yet."""
    today = timezone.localdate()
    clinic_year = ClinicYear.objects.get(clinic__code="CMI", year__buddhist_year=today.year + 543)
    visit = record_visit(
        clinic_year,
        visited_on=today,
        next_on=None,
        mode="on_site",
        visitors="เลขานุการคณะกรรมการศึกษา",
        findings="เปิดให้บริการตามปฏิทิน",
        advice="เพิ่มป้ายบอกทาง",
        by=person("edu.secretary"),
    )
    return {"follow-up visit": [today.year + 543, visit.pk]}
