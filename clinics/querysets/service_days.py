"""Named reads and scopes of service days."""

from typing import Any, Self

from clinic_project.scoping import ScopedQuerySet


class ServiceDayQuerySet(ScopedQuerySet):
    """Opening days are public."""

    def visible_to(self, user: Any) -> Self:
        """All days."""
        return self.all()

    def held_walk_in(self) -> Self:
        """Days that count for the two-a-month rule: held, in official hours (R25, R26)."""
        return self.filter(state="held", in_official_hours=True)
