"""The timeline of a case: what happened, said once, never changed."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.models import Case, Entry


def _role_of(by: Any) -> str:
    """Role and place of the person at this moment, as the timeline keeps them."""
    return f"{by.role_label} {by.place_label}".strip()[:120] if by else ""


def add_entry(case: Case, kind: str, title: Any, text: str = "", *, by: Any, now: datetime | None = None) -> Entry:
    """Add a line (``kind``: :class:`Entry.Kind`) and move the case's last activity up to it.

    ``by`` None: the system. The caller has checked the permission and holds the transaction.
    """
    at = now or timezone.now()
    entry: Entry = Entry.objects.create(
        case=case, kind=kind, title=str(title)[:250], text=text, at=at, by=by, by_role=_role_of(by)
    )
    # Only forward: a line entered for an earlier day does not make the case look idle.
    if Case.objects.filter(pk=case.pk, last_activity_at__lt=at).update(last_activity_at=at):
        case.last_activity_at = at
    return entry


def entries_since(cases: QuerySet[Case], since: datetime, *, but: Any) -> QuerySet[Entry]:
    """Lines of these cases after a moment, newest first, without those of one person; what the system wrote counts."""
    others = Entry.objects.filter(Q(by__isnull=True) | ~Q(by=but), case__in=cases, at__gt=since)
    return others.select_related("case__member", "by").order_by("-at", "-id")
