"""What the tests of this folder begin with: a clinic, the pilot year in its first weeks, a clinic not yet selected."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from clinics.models import Clinic, ClinicYear, ProgrammeYear
from tests.factories_letters import this_year


@pytest.fixture
def clinic(cast: dict[str, Any]) -> Clinic:
    """CMI, where most tests of this folder play."""
    return Clinic.objects.get(code="CMI")


@pytest.fixture
def in_2561(cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> date:
    """It is 2 July 2561; the programme serves June to December."""
    now = timezone.make_aware(timezone.datetime(2018, 7, 2, 9, 0))
    monkeypatch.setattr(timezone, "now", lambda: now)
    ProgrammeYear.objects.create(
        buddhist_year=2561,
        title="โครงการนำร่องคลินิกสหกรณ์",
        service_start=date(2018, 6, 1),
        service_end=date(2018, 12, 31),
        confirm_due=date(2018, 6, 8),
        evaluation_start=date(2018, 12, 15),
        evaluation_end=date(2018, 12, 30),
        cutoff=date(2018, 12, 15),
    )
    for user in cast.values():
        user.appointments.update(starts_on=date(2018, 6, 1))
    return now.date()


@pytest.fixture
def no_posts(cast: dict[str, Any]) -> ClinicYear:
    """PCT's year without the posts that hold it, in its first state."""
    for seat in ClinicYear.objects.get(clinic__code="PCT").appointments.all():
        seat.delete()
    ClinicYear.objects.filter(clinic__code="PCT").delete()
    return ClinicYear.objects.create(clinic=Clinic.objects.get(code="PCT"), year=this_year())
