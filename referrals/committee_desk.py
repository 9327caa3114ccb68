"""What waits for a member of the operating committee, and which notices of resolution a person may open."""

from typing import Any

from django.db.models import Q, QuerySet

from cases.models import Case
from referrals.models import AgendaItem, Measure, Meeting


def items_with_readable_excerpt(user: Any) -> QuerySet[AgendaItem]:
    """Items whose notice the person may read, as ``permissions.can_read_excerpt`` says of one."""
    items = AgendaItem.objects.filter(measure__isnull=False)
    if user.is_board_secretary:
        return items
    return items.filter(measure__referral__case__in=Case.objects.visible_to(user))


def votes_to_cast(user: Any) -> int:
    """Items of sitting meetings this person is present at and has not voted on; not those they proposed."""
    undecided = AgendaItem.objects.filter(measure__isnull=False, resolution__isnull=True, meeting__status="held")
    present = Q(meeting__attendances__user=user, meeting__attendances__state="present")
    found = undecided.filter(present).exclude(votes__user=user).exclude(measure__proposed_by=user)
    return found.count()


def waiting_count(user: Any) -> int:
    """The badge of the meetings, in at most three queries: votes to cast, and by office what to record.

    The secretary: measures without a place on an agenda, and sittings to close. The chair: minutes to certify.
    """
    if not user.is_board:
        return 0
    waiting, meetings = votes_to_cast(user), Meeting.objects.visible_to(user)
    if user.is_board_secretary:
        waiting += Measure.objects.known_to(user).filter(status__in=["submitted", "deferred"]).count()
        waiting += meetings.filter(status="held").count()
    if user.is_board_chair:
        waiting += meetings.filter(status="closed", certified_at__isnull=True).count()
    return waiting
