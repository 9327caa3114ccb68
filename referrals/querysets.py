"""Scopes and named reads of referrals, measures and meetings."""

from typing import Any, Self

from django.db.models import Count, Exists, OuterRef, Q

from cases.querysets import readable_cases
from clinic_project.searching import padded, reference_key
from clinic_project.thai.text import normalise, search_key
from clinic_project.workflow import WorkflowQuerySet

FINISHED = ("declined", "withdrawn", "implemented")


def _staff_scope(user: Any) -> Q:
    """Readable cases of the person's clinics; for central all that were sent."""
    scope = Q(pk__in=[])
    if user.is_clinic_staff:
        scope |= Q(case__clinic_id__in=user.clinic_ids) & readable_cases(user, "case__")
    if user.is_central:
        scope |= Q(sent_at__isnull=False)
    return scope


class ReferralQuerySet(WorkflowQuerySet):
    """Referrals: the sending clinic, central once sent, the operating committee once on an agenda."""

    def visible_to(self, user: Any) -> Self:
        """Those of readable cases for clinics; all that were sent for central; docketed ones for the board."""
        from referrals.models import AgendaItem  # the two files of this app name each other

        scope = _staff_scope(user)
        if user.is_board:
            scope |= Q(Exists(AgendaItem.objects.filter(measure__referral=OuterRef("pk"))))
        return self.filter(scope)

    def for_staff(self, user: Any) -> Self:
        """Of those, what the person sees as staff of a clinic: the whole referral, not only the brief."""
        return self.filter(_staff_scope(user))

    def waiting_for(self, user: Any) -> Self:
        """What this person's side has to do next: the clinic's own, and for central what was sent to it."""
        own = ["draft", "info_requested", "returned", "acknowledged"]
        waiting = Q(case__clinic_id__in=user.clinic_ids, status__in=own)
        if user.is_central:
            # What waits for the committee's meeting is nobody's task at central.
            waiting |= Q(status__in=["sent", "accepted"]) | Q(status="in_review", case__action_owner="central")
        return self.filter(waiting)

    def narrowed(self, show: str, filters: dict[str, Any], user: Any) -> Self:
        """The part of the queue that was asked for: ``show`` is waiting, active, finished or all."""
        parts = {
            "waiting": lambda: self.waiting_for(user),
            "active": self.active,
            "finished": lambda: self.filter(status__in=FINISHED),
        }
        found: Self = parts[show]() if show in parts else self
        if "route" in filters:
            found = found.filter(route=filters["route"])
        return found.filter(case__clinic=filters["clinic"]) if "clinic" in filters else found

    def matching(self, text: str) -> Self:
        """Referrals by their number or their case's, by subject, or by the member's name and number."""
        key, plain = search_key(text), normalise(text)
        if not key:
            return self.none()
        number = reference_key(text)
        numbered = Q(reference__startswith=number) | Q(reference=padded(number, 3))
        of_case = Q(case__reference=padded(number, 4)) | Q(case__subject__contains=plain)
        member = Q(case__member__search_key__contains=key) | Q(case__member__number__startswith=key)
        return self.filter(numbered | of_case | member)

    def at_committee(self, user: Any) -> Self:
        """Of the clinics this person heads: what the operating committee has to decide."""
        headed = [clinic for clinic in user.clinic_ids if user.is_head_of(clinic)]
        return self.filter(status="in_review", case__action_owner="committee", case__clinic_id__in=headed)

    def active(self) -> Self:
        """Not declined, withdrawn or implemented: at most one a case."""
        return self.exclude(status__in=FINISHED)

    def queue(self) -> Self:
        """What central has on its desk: sent and not yet returned, oldest first."""
        waiting = ["sent", "accepted", "in_review", "info_requested", "decided"]
        return self.filter(status__in=waiting).order_by("sent_at", "id")

    def for_list(self) -> Self:
        """With what a row of the queue shows."""
        related = self.select_related("case__member", "case__clinic", "case__year", "handler")
        return related.prefetch_related("info_requests", "measures__agenda_items__meeting")

    def for_page(self) -> Self:
        """With what the referral's own page shows."""
        related = self.select_related(
            "case__member", "case__clinic", "case__year", "handler", "sent_by", "accepted_by", "declined_by",
            "acknowledged_by", "implemented_by", "created_by",
        )  # fmt: skip
        return related.prefetch_related(
            "info_requests__asked_by", "info_requests__answered_by", "messages__by", "measures__options",
            "measures__agenda_items__meeting", "measures__agenda_items__resolution", "measures__proposed_by",
            "case__debts", "case__household_lines",
        )  # fmt: skip


class MeasureQuerySet(WorkflowQuerySet):
    """Measures: the sending clinic, central, and the board once on an agenda."""

    def visible_to(self, user: Any) -> Self:
        """The scope of the referral."""
        from referrals.models import Referral

        return self.filter(referral__in=Referral.objects.visible_to(user))

    def known_to(self, user: Any) -> Self:
        """Adds to :meth:`visible_to`, for the committee's secretary, those that wait to be scheduled."""
        if not user.is_board_secretary:
            return self.visible_to(user)
        return self.visible_to(user) | self.filter(status__in=["submitted", "deferred"])

    def for_brief(self) -> Self:
        """With what a measure's page and the brief show."""
        related = self.select_related("debt", "way_out", "proposed_by", "submitted_by", "implemented_by")
        return related.prefetch_related(
            "options", "versions__by", "endorsements__user", "agenda_items__meeting", "agenda_items__resolution",
            "agenda_items__interests__user",
        )  # fmt: skip

    def to_implement(self, user: Any) -> Self:
        """Approved, in clinics of this person, after the result was returned: oldest first."""
        mine = self.filter(
            status__in=["approved", "approved_as_amended"],
            referral__status__in=["returned", "acknowledged"],
            referral__case__clinic_id__in=user.clinic_ids,
        )
        return mine.select_related("referral__case").order_by("id")

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
        return self.annotate(item_count=Count("items")).order_by("-planned_on", "-id")

    def matching(self, text: str) -> Self:
        """Meetings by number (5/2561), reference or place."""
        key, plain = reference_key(text), normalise(text)
        if not key:
            return self.none()
        numbered = Q(number__startswith=key) | Q(reference__startswith=key) | Q(reference=padded(key, 2))
        return self.filter(numbered | Q(place__contains=plain))

    def under_way(self) -> Self:
        """Planned, frozen or sitting: not closed and not cancelled."""
        return self.filter(status__in=["planned", "agenda_frozen", "held"])

    def taking_items(self) -> Self:
        """Planned meetings whose agenda is open, soonest first."""
        return self.filter(status="planned").order_by("planned_on", "id")
