"""Scopes and named reads of referrals, measures and meetings."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from cases.querysets import readable_cases
from clinic_project.workflow import WorkflowQuerySet


class ReferralQuerySet(WorkflowQuerySet):
    """Referrals: the sending clinic, central once sent, the operating committee once on an agenda."""

    def visible_to(self, user: Any) -> Self:
        """Those of readable cases for clinics; all that were sent for central; docketed ones for the board."""
        from referrals.models import AgendaItem  # the two files of this app name each other

        scope = Q(pk__in=[])
        if user.is_clinic_staff:
            scope |= Q(case__clinic_id__in=user.clinic_ids) & readable_cases(user, "case__")
        if user.is_central:
            scope |= Q(sent_at__isnull=False)
        if user.is_board:
            scope |= Q(Exists(AgendaItem.objects.filter(measure__referral=OuterRef("pk"))))
        return self.filter(scope)

    def active(self) -> Self:
        """Not declined, withdrawn or implemented: at most one a case."""
        return self.exclude(status__in=["declined", "withdrawn", "implemented"])

    def queue(self) -> Self:
        """What central has on its desk: sent and not yet returned, oldest first."""
        waiting = ["sent", "accepted", "in_review", "info_requested", "decided"]
        return self.filter(status__in=waiting).order_by("sent_at", "id")

    def for_list(self) -> Self:
        """With what a row of the queue shows."""
        related = self.select_related("case__member", "case__clinic", "case__year", "handler")
        return related.prefetch_related("info_requests")


class MeasureQuerySet(WorkflowQuerySet):
    """Measures: the sending clinic, central, and the board once on an agenda."""

    def visible_to(self, user: Any) -> Self:
        """The scope of the referral."""
        from referrals.models import Referral

        return self.filter(referral__in=Referral.objects.visible_to(user))

    def awaiting_meeting(self) -> Self:
        """Submitted or deferred, on no open agenda: what the secretary may schedule."""
        waiting = self.filter(status__in=["submitted", "deferred"]).order_by("submitted_at", "id")
        return waiting.select_related("referral__case__member", "referral__case__clinic", "proposed_by")


class MeetingQuerySet(WorkflowQuerySet):
    """Meetings of the operating committee: its members and central."""

    def visible_to(self, user: Any) -> Self:
        """All meetings for the board and central; none for others."""
        return self.all() if user.is_board or user.is_central else self.none()

    def for_list(self) -> Self:
        """Newest first with the number of items."""
        return self.order_by("-planned_on", "-id")
