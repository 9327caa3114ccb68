"""Rules the database itself keeps, attacked past the models."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinics import services
from clinics.models import Appointment, ClinicYear, ProgrammeYear, User
from tests.cast import make_user

pytestmark = pytest.mark.django_db


def attack(statement: str, *values: Any) -> None:
    """The database must refuse the statement."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def second(cast: dict[str, User], role: str, post: str) -> tuple[str, list[Any]]:
    clinic_year = ClinicYear.objects.get(clinic__code="CMI")
    statement = (
        'INSERT INTO clinics_appointment (user_id, clinic_year_id, committee, role, post, post_title, "order",'
        " is_acting, starts_on, reason, order_number, ended_reason)"
        " VALUES (%s, %s, '', %s, %s, '', 9, %s, '2018-06-01', '', '', '')"
    )
    return statement, [cast["officer2.cmi"].pk, clinic_year.pk, role, post, False]


@pytest.mark.parametrize(("role", "post"), [("head", "agent"), ("secretary", "other"), ("officer", "finance")])
def test_exactly_one_head_secretary_and_finance_officer(cast: dict[str, User], role: str, post: str) -> None:
    statement, values = second(cast, role, post)
    attack(statement, *values)


def test_an_acting_head_may_stand_beside_the_head(cast: dict[str, User]) -> None:
    seat = {
        "clinic_year": ClinicYear.objects.get(clinic__code="CMI"),
        "role": "head",
        "post": "agent",
        "starts_on": timezone.localdate(),
    }
    services.appoint(user=cast["officer2.cmi"], by=None, is_acting=True, **seat)
    assert User.objects.get(username="officer2.cmi").is_head_of(seat["clinic_year"].clinic_id)


@pytest.mark.parametrize(
    "change",
    [
        "committee = 'board'",
        "clinic_year_id = NULL",
        "role = 'chair'",
        "starts_on = '2018-06-02', ends_on = '2018-06-01'",
    ],
)
def test_an_appointment_is_of_one_place_and_in_order(cast: dict[str, User], change: str) -> None:
    attack(f"UPDATE clinics_appointment SET {change} WHERE user_id = %s", cast["officer.cmi"].pk)


def test_a_years_dates_and_money_are_in_order(cast: dict[str, User]) -> None:
    attack("UPDATE clinics_programmeyear SET service_end = '2001-01-01'")
    attack("UPDATE clinics_programmeyear SET budget_total = -1")
    attack("UPDATE clinics_clinic SET kind = 'central'")


def test_rights_end_with_the_appointment(cast: dict[str, User]) -> None:
    Appointment.objects.filter(user=cast["head.cmi"]).update(ends_on=timezone.localdate() - timedelta(days=1))
    user = User.objects.get(username="head.cmi")
    assert user.clinic_ids == frozenset()
    assert not user.is_clinic_staff


def test_a_second_head_is_refused_in_thai(cast: dict[str, User]) -> None:
    seat = {
        "clinic_year": ClinicYear.objects.get(clinic__code="CMI"),
        "role": "head",
        "post": "agent",
        "starts_on": timezone.localdate(),
    }
    with pytest.raises(ValidationError, match=r"[ก-๙]"):
        services.appoint(user=make_user("new"), by=None, **seat)


def test_a_year_is_copied_with_its_rules(cast: dict[str, User]) -> None:
    source = ProgrammeYear.objects.get()
    source.cutoff, source.walk_in_days = date(source.gregorian_year, 12, 15), 3
    source.save()
    year = services.set_up_year(buddhist_year=source.buddhist_year + 1, copy_from=source, by=None)
    assert (year.walk_in_days, year.cutoff) == (3, date(source.gregorian_year + 1, 12, 15))
    assert year.clinic_years.count() == 3
    with pytest.raises(ValidationError):
        services.set_up_year(buddhist_year=source.buddhist_year + 1, copy_from=source, by=None)
