"""Scope and named reads of what members consented to."""

from datetime import date
from typing import Any, Self

from clinic_project.models import AppendOnlyQuerySet
from members.querysets.records import OfMembersQuerySet


class ConsentQuerySet(OfMembersQuerySet):
    """Consents go with their member."""

    def in_force(self, purpose: str) -> Self:
        """Given and not taken back, for a purpose."""
        return self.filter(purpose=purpose, answer="given", withdrawn_at__isnull=True)

    def answers_to(self, purpose: str) -> Self:
        """Every answer to a purpose, the newest first; one that was declined or taken back too."""
        return self.filter(purpose=purpose).order_by("-given_on", "-id")


class ConsentTextQuerySet(AppendOnlyQuerySet):
    """Texts of consent name nobody; who serves members reads them."""

    def visible_to(self, user: Any) -> Self:
        """All of them for staff of a clinic."""
        return self.all() if user.is_clinic_staff else self.none()

    def begun_by(self, day: date) -> Self:
        """Those in force or replaced on a day, the newest of each purpose last."""
        return self.filter(starts_on__lte=day).order_by("purpose", "version")
