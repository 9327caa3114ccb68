"""What an import of the whole membership needs. Only administrators import, so no person's scope narrows it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinics.models import Clinic
from members.models import Member, MemberClinic
from members.services.names import imported_name


def clinic_keys() -> dict[str, int]:
    """Primary keys of the clinics by code."""
    return dict(Clinic.objects.values_list("code", "pk"))


def all_numbers() -> Iterable[str]:
    """Every member number, to find one that lost its zeros on the way."""
    numbers: Iterable[str] = Member.objects.values_list("number", flat=True)
    return numbers


def merged_numbers() -> dict[str, str]:
    """Numbers of records that were merged into another one, each with the number to use now."""
    gone = Member.objects.filter(merged_into__isnull=False)
    return dict(gone.values_list("number", "merged_into__number"))


@transaction.atomic
def keep_old_name(member: Member, *, by: Any) -> None:
    """Where the member, not stored yet, has another name than in the register, keep the one in the register."""
    stored = Member.objects.filter(pk=member.pk).values_list("prefix", "first_name", "last_name").first()
    if stored is not None and stored[1:] != (member.first_name, member.last_name):
        imported_name(member, stored, by=by).save()


def link_clinic(*, member: Member, clinic_id: int) -> None:
    """Let a clinic serve the member from today, if it doesn't yet."""
    MemberClinic.objects.get_or_create(member=member, clinic_id=clinic_id, defaults={"since": timezone.localdate()})
