"""Scope and named reads of notices."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import Q
from django.utils import timezone

from clinic_project.scoping import ScopedQuerySet

SHOWN_FOR = timedelta(days=30)


class NoticeQuerySet(ScopedQuerySet):
    """A notice is its receiver's; administrators see all that is sent, so that what fails is seen."""

    def visible_to(self, user: Any) -> Self:
        """One's own; all for administrators."""
        return self.all() if user.is_staff else self.filter(recipient=user)

    def of(self, user: Any) -> Self:
        """Those for the person."""
        return self.visible_to(user).filter(recipient=user)

    def unread(self) -> Self:
        """What no mail has brought and nobody has opened yet; old ones no longer matter."""
        fresh = timezone.now() - SHOWN_FOR
        return self.filter(state__in=("shown", "failed"), seen_at__isnull=True, created_at__gte=fresh)

    def due(self, now: datetime) -> Self:
        """What is to be sent now; also what somebody began to send and never ended."""
        return self.filter(state__in=("waiting", "sending"), next_attempt_at__lte=now)

    def narrowed(self, show: str) -> Self:
        """Of one state; all for any other word."""
        return self.filter(Q(state=show)) if show in {"waiting", "sent", "failed", "dropped", "shown"} else self
