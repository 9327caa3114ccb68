"""What the page of a clinic's staff shows, gathered in a fixed number of queries."""

from typing import Any

from django.utils import timezone

from clinics.models import Appointment, AppointmentOrder, ClinicYear, SecretaryChoice
from clinics.permissions.appointments import (
    can_appoint,
    can_end,
    can_extend,
    can_fill,
    can_issue_order,
    can_record_choice,
)
from clinics.posts import ACTABLE, day_in, is_duty, lacks_choice, vacancies


def staff_now(user: Any, clinic_year: ClinicYear) -> list[Appointment]:
    """The clinic's staff today; of a past year those of its last day."""
    mine = Appointment.objects.visible_to(user).filter(clinic_year=clinic_year)
    return list(mine.in_form_order().in_force(day_in(clinic_year, timezone.localdate())))


def _seat(user: Any, clinic_year: ClinicYear, appointment: Appointment, *, is_now: bool) -> dict[str, Any]:
    """An appointment with what this person may do about it."""
    # The appointments of the page share the clinic's year, so that the predicates ask the database nothing.
    appointment.clinic_year = clinic_year
    duty = next((code for code in ACTABLE if is_duty(appointment, code)), "")

    def may_name(code: str) -> bool:
        return bool(code and can_fill(user, clinic_year, role=appointment.role, is_acting=True))

    return {
        "appointment": appointment,
        "may_end": bool(can_end(user, appointment)),
        "may_extend": is_now and appointment.ends_on is not None and bool(can_extend(user, appointment)),
        "act_duty": duty if is_now and not appointment.is_acting and may_name(duty) else "",
    }


def page_of(user: Any, clinic_year: ClinicYear) -> dict[str, Any]:
    """Staff, vacancies, the choosing of the secretary, orders and history."""
    day = day_in(clinic_year, timezone.localdate())
    mine = Appointment.objects.visible_to(user).filter(clinic_year=clinic_year)
    rows = list(mine.in_form_order())
    now = [row for row in rows if row.is_in_force(day)]
    coming = [row for row in rows if row.starts_on > day]
    gone = sorted((row for row in rows if row.last_day < day), key=lambda row: row.last_day, reverse=True)
    choices = list(SecretaryChoice.objects.visible_to(user).filter(clinic_year=clinic_year).for_page())
    lacks = lacks_choice(now, {choice.appointment_id for choice in choices})
    orders = AppointmentOrder.objects.visible_to(user).filter(clinic_year=clinic_year).for_page()
    return {
        "clinic_year": clinic_year,
        "day": day,
        "is_past": day < timezone.localdate(),
        "seats": [_seat(user, clinic_year, row, is_now=True) for row in now],
        "coming": [_seat(user, clinic_year, row, is_now=False) for row in coming],
        "gone": gone,
        "vacant": vacancies(clinic_year, now),
        "choices": choices,
        "lacks_choice": lacks,
        "may_choose": sum(1 for row in now if row.post == "member_representative" and not row.is_acting) > 1
        and bool(can_record_choice(user, clinic_year)),
        "orders": list(orders),
        "appoint": can_appoint(user, clinic_year),
        "issue": can_issue_order(user, clinic_year),
    }
