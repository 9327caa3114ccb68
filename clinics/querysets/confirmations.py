"""Scope and named reads of confirmations."""

from typing import Any, Self

from clinic_project.workflow import WorkflowQuerySet


class ConfirmationQuerySet(WorkflowQuerySet):
    """A confirmation is seen by whoever sees the clinic's year."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; everything for central, the education committee and administrators."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        return self.filter(clinic_year__clinic_id__in=user.clinic_ids)

    def newest_of(self, clinic_year: Any) -> Any:
        """The clinic's newest one in the year, or None before anybody began."""
        related = self.select_related("clinic_year__clinic", "clinic_year__year", "paper", "submitted_by")
        return related.filter(clinic_year=clinic_year).order_by("-version").first()

    def to_receive(self) -> Self:
        """Sent and waiting for central, the oldest first."""
        sent = self.filter(status="submitted").select_related("clinic_year__clinic", "clinic_year__year")
        return sent.order_by("submitted_at")
