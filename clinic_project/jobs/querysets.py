"""Scope and named reads of jobs."""

from datetime import datetime
from typing import Any, Self

from clinic_project.scoping import ScopedQuerySet

OPEN = ("waiting", "running")
OVER = ("done", "failed")


class JobQuerySet(ScopedQuerySet):
    """A job is its owner's alone; for everybody else it is missing."""

    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(owner=user)

    def unfinished(self) -> Self:
        """Waiting or running."""
        return self.filter(state__in=OPEN)

    def unseen(self) -> Self:
        """Finished, and its owner has not looked yet."""
        return self.filter(state__in=OVER, seen_at__isnull=True)

    def takeable(self, silent_since: datetime) -> Self:
        """Waiting, or running under a worker that has not been heard of since."""
        return self.filter(state="waiting") | self.filter(state="running", beat_at__lt=silent_since)
