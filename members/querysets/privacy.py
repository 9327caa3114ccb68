"""Scopes and named reads of requests about data, of how long things are kept, of what is kept longer."""

from datetime import date
from typing import Any, Self

from django.db.models import Q

from clinic_project.scoping import ScopedQuerySet
from clinic_project.workflow import WorkflowQuerySet
from members.querysets.records import OfMembersQuerySet


class DataRequestQuerySet(WorkflowQuerySet):
    """Requests of members about their data."""

    def visible_to(self, user: Any) -> Self:
        """Those the own clinics recorded; all of them for central, which decides."""
        if not user.is_clinic_staff:
            return self.none()
        return self.all() if user.is_central else self.filter(clinic_id__in=user.clinic_ids)

    def unanswered(self) -> Self:
        """Not answered yet, the first due first."""
        return self.filter(status__in=("received", "in_hand")).order_by("due_on", "id")

    def due_by(self, day: date) -> Self:
        """Not answered and due by a day."""
        return self.unanswered().filter(due_on__lte=day)


class RetentionRuleQuerySet(ScopedQuerySet):
    """How long things are kept: no secret, and no member in it."""

    def visible_to(self, user: Any) -> Self:
        """All of them for administrators, who run the taking out."""
        return self.all() if user.is_staff else self.none()

    def in_force(self, day: date) -> dict[str, int]:
        """Years by kind on a day, for the kinds the cooperative has set."""
        rows = self.filter(starts_on__lte=day).order_by("starts_on").values_list("kind", "years")
        return dict(rows)


class LegalHoldQuerySet(OfMembersQuerySet):
    """Holds go with their member, also one that stayed with a record merged into the member's (``ONE_EACH``)."""

    def visible_to(self, user: Any) -> Self:
        """Those of members in scope."""
        from members.models import Member  # the two files of this app name each other

        scope = Member.objects.visible_to(user)
        return self.filter(Q(member__in=scope) | Q(member__merged_into__in=scope))

    def of(self, member: Any) -> Self:
        """A member's own, and those of the records merged into theirs."""
        return self.filter(Q(member=member) | Q(member__merged_into=member))

    def standing(self) -> Self:
        """Not lifted."""
        return self.filter(lifted_at__isnull=True)


class BreachQuerySet(WorkflowQuerySet):
    """The register of breaches."""

    def visible_to(self, user: Any) -> Self:
        """All of them for central and administrators."""
        return self.all() if user.is_central or user.is_staff else self.none()

    def untold(self) -> Self:
        """The regulator was neither told nor left out with a reason; the first due first."""
        return self.filter(status="open").order_by("known_at", "id")
