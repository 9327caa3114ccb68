"""Scopes and named reads of baseline figures."""

from typing import Any, Self

from clinic_project.workflow import WorkflowQuerySet


class BaselineQuerySet(WorkflowQuerySet):
    """Figures of a clinic's area."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; all for central, the education committee and administrators."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        return self.filter(clinic_year__clinic_id__in=user.clinic_ids)

    def of(self, clinic_year: Any) -> dict[str, Any]:
        """A clinic's figures by moment: start, end."""
        found = self.filter(clinic_year=clinic_year)
        related = found.select_related("clinic_year__clinic", "clinic_year__year", "submitted_by")
        return {row.moment: row for row in related}
