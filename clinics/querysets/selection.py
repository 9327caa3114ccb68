"""Scopes and named reads of the units that volunteer, and of the votes for them."""

from typing import Any, Self

from django.db.models import Count, Q

from clinic_project.scoping import ScopedQuerySet
from clinic_project.workflow import WorkflowQuerySet


class CandidateQuerySet(WorkflowQuerySet):
    """Volunteers: all for central, the education committee, administrators; clinics know their own and the results."""

    def visible_to(self, user: Any) -> Self:
        """Everything, or the clinics' own and who was selected; nothing for others."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        if not user.is_clinic_staff:
            return self.none()
        return self.filter(Q(clinic_id__in=user.clinic_ids) | Q(status="selected"))

    def of_group(self, year: Any, group: int) -> Self:
        """Those of one group in one year, in the order they volunteered."""
        return self.filter(year=year, group=group).order_by("volunteered_on", "id")

    def for_page(self) -> Self:
        """With what a page shows: the clinic, who recorded and decided, and how many votes there are."""
        related = self.select_related("year", "clinic", "recorded_by", "decided_by")
        return related.annotate(vote_count=Count("votes"))

    def standing(self) -> Self:
        """Those that may still be selected."""
        return self.filter(status="volunteered")


class SelectionVoteQuerySet(ScopedQuerySet):
    """Votes are the committee's own business; administrators see that they were cast."""

    def visible_to(self, user: Any) -> Self:
        """All for the education committee and administrators, else none."""
        return self.all() if user.is_education or user.is_staff else self.none()


class UnfilledGroupQuerySet(ScopedQuerySet):
    """That a group goes without a clinic is no secret."""

    def visible_to(self, user: Any) -> Self:
        """All."""
        return self.all()
