"""Named reads and scopes of programme years."""

from datetime import date
from typing import Any, Self

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from clinic_project.scoping import ScopedQuerySet


class KnownToAllQuerySet(ScopedQuerySet):
    """What belongs to a programme year and is known to everybody who signs in: resolutions, milestones, signatures."""

    def visible_to(self, user: Any) -> Self:
        """All rows."""
        return self.all()


class ProgrammeYearQuerySet(ScopedQuerySet):
    """Years are known to everybody who signs in."""

    def visible_to(self, user: Any) -> Self:
        """All years."""
        return self.all()

    def for_list(self) -> Self:
        """Newest first, each with the number of its clinics and of the signatures its present version bears."""
        signed = Count("signatures", filter=Q(signatures__version=Coalesce("paper_version", 1)), distinct=True)
        return self.annotate(clinic_count=Count("clinic_years", distinct=True), signed_steps=signed)

    def of(self, day: date) -> Any:
        """The programme year of a calendar day, or None before it is set up."""
        return self.filter(buddhist_year=day.year + 543).first()

    def current(self) -> Any:
        """The programme year of today, else the newest one."""
        return self.of(timezone.localdate()) or self.first()
