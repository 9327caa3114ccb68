"""Scope of evaluations."""

from typing import Any, Self

from clinic_project.scoping import ScopedQuerySet


class EvaluationQuerySet(ScopedQuerySet):
    """Frozen evaluations hold figures only, never a member."""

    def visible_to(self, user: Any) -> Self:
        """Central, the education committee, the board and administrators; clinics read issued ones."""
        if user.is_education or user.is_central or user.is_board or user.is_staff:
            return self.all()
        return self.filter(issued_at__isnull=False) if user.is_clinic_staff else self.none()
