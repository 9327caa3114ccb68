"""The 15 clinics and the years as the programme paper has them (domain.md section 1)."""

import pytest
from django.core.management import call_command

from clinics.models import Clinic, ClinicYear, HostUnit, ProgrammeYear

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded() -> None:
    call_command("loaddata", "clinics.json", "years.json", verbosity=0)


def test_fifteen_clinics_sixteen_hosts() -> None:
    codes = list(Clinic.objects.order_by("number").values_list("code", flat=True))
    assert "".join(codes) == "CENCMIPCTRBRCBISNKSRNRETNRTSKASRISTIUBNRYGTRG"
    assert list(Clinic.objects.order_by("number").values_list("group", flat=True)) == [
        *range(1, 12),
        None,
        None,
        None,
        None,
    ]
    assert HostUnit.objects.count() == 16
    assert Clinic.objects.get(code="SRI").hosts.count() == 2
    assert Clinic.objects.central().code == "CEN"


def test_eleven_confirm_and_four_need_not() -> None:
    year = ClinicYear.objects.filter(year__buddhist_year=2561).select_related("clinic")
    assert sum(clinic_year.must_confirm for clinic_year in year) == 11
    assert {c.clinic.code for c in year if not c.must_confirm} == {"STI", "UBN", "RYG", "TRG"}


def test_the_budget_adds_up() -> None:
    year = ProgrammeYear.objects.get(buddhist_year=2561)
    assert 15 * year.budget_clinic + year.budget_central == year.budget_total == 150_000
    assert [month.month for month in year.service_months()] == [6, 7, 8, 9, 10, 11, 12]
    assert not year.is_rule_enforced(year.service_months()[0])
    assert year.is_rule_enforced(year.service_months()[1])
