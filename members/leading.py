"""Who leads a clinic today: its head or its secretary."""

from typing import Any

from clinics.models import Role


def led_clinics(user: Any) -> list[int]:
    """Ids of the clinics of which the person is head or secretary."""
    return [pk for pk in user.clinic_ids if user.is_head_of(pk) or user.is_secretary_of(pk)]


def leads_a_clinic(user: Any) -> bool:
    """Head or secretary of a clinic."""
    return bool(led_clinics(user))


def leads_central(user: Any) -> bool:
    """Whether the person heads the central clinic or is its secretary."""
    return any(
        seat.clinic_year.clinic.is_central and seat.role in {Role.HEAD, Role.CLINIC_SECRETARY}
        for seat in user.clinic_seats
    )
