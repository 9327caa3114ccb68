"""Scopes of what was announced about a clinic's opening."""

from typing import Any, Self

from clinic_project.scoping import ScopedQuerySet


class OpeningNoticeQuerySet(ScopedQuerySet):
    """How members were told: as the clinic's year itself."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; all for central, the education committee and administrators."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        return self.filter(clinic_year__clinic_id__in=user.clinic_ids)
