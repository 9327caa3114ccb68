"""Named reads of people who sign in."""

from typing import Any

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

SHORTEST_NAME = 2


class ClinicUserManager(UserManager[Any]):
    """People who sign in."""

    def staff_of(self, clinic_id: int) -> models.QuerySet[Any]:
        """Active people with a post in the clinic today."""
        in_force = Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=timezone.localdate())
        return (
            self.filter(
                in_force,
                is_active=True,
                appointments__clinic_year__clinic_id=clinic_id,
                appointments__starts_on__lte=timezone.localdate(),
            )
            .distinct()
            .order_by("first_name")
        )

    def visible_to(self, user: Any) -> models.QuerySet[Any]:
        """Active accounts: all for who appoints (heads, secretaries, central, administrators), else one's own."""
        leads = any(user.is_head_of(pk) or user.is_secretary_of(pk) for pk in user.clinic_ids)
        found = self.filter(is_active=True)
        return found if user.is_staff or user.is_central or leads else found.filter(pk=user.pk)


def matching_names(people: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
    """Of these accounts those with every word of ``text`` in the name or at the beginning of the user name.

    Nothing for fewer than two letters.
    """
    if len(text.strip()) < SHORTEST_NAME:
        return people.none()
    for word in text.split():
        named = Q(first_name__contains=word) | Q(last_name__contains=word)
        people = people.filter(named | Q(username__startswith=word.lower()))
    return people.order_by("first_name", "last_name", "id")
