"""Named reads and scopes of programme years."""

from datetime import date
from typing import Any, Self

from django.utils import timezone

from clinic_project.scoping import ScopedQuerySet


class ProgrammeYearQuerySet(ScopedQuerySet):
    """Years are known to everybody who signs in."""

    def visible_to(self, user: Any) -> Self:
        """All years."""
        return self.all()

    def of(self, day: date) -> Any:
        """The programme year of a calendar day, or None before it is set up."""
        return self.filter(buddhist_year=day.year + 543).first()

    def current(self) -> Any:
        """The programme year of today, else the newest one."""
        return self.of(timezone.localdate()) or self.first()
