"""Named reads and scopes of clinics and their years."""

from typing import Any, Self

from clinic_project.scoping import ScopedQuerySet
from clinic_project.workflow import WorkflowQuerySet


class ClinicQuerySet(ScopedQuerySet):
    """Which clinics exist is no secret."""

    def visible_to(self, user: Any) -> Self:
        """All clinics."""
        return self.all()

    def for_list(self, year: Any) -> Self:
        """In the programme's order, each with its hosts and whether it takes part in the year."""
        return self.filter(years__year=year).prefetch_related("hosts").order_by("number")

    def central(self) -> Any:
        """The central clinic. Raises ``DoesNotExist`` before the fixtures are loaded."""
        return self.get(kind="central")


class ClinicYearQuerySet(WorkflowQuerySet):
    """A clinic's year: its staff and forms are its own business, and central's and the education committee's."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; everything for central, the education committee and administrators."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        return self.filter(clinic_id__in=user.clinic_ids)

    def for_confirmations(self) -> Self:
        """In the programme's order, with what a line about its confirmation needs (R6)."""
        related = self.select_related("clinic", "year").prefetch_related("confirmations")
        return related.order_by("clinic__number")

    def for_board(self, year: Any) -> Self:
        """The clinics of a year in the programme's order, with what the board shows."""
        found = self.filter(year=year).select_related("clinic", "year")
        return found.prefetch_related("appointments__user").order_by("clinic__number")
