"""Scopes of what hangs on a member: former names, merges, payrolls; and of tables on their way in."""

from datetime import timedelta
from typing import Any, Self

from django.utils import timezone

from clinic_project.scoping import ScopedQuerySet

KEEP_TABLES = timedelta(days=1)


class OfMembersQuerySet(ScopedQuerySet):
    """Rows that go with their member."""

    member_field = "member"

    def visible_to(self, user: Any) -> Self:
        """Those of members in scope."""
        from members.models import Member  # the two files of this app name each other

        return self.filter(**{f"{self.member_field}__in": Member.objects.visible_to(user)})


class FormerNameQuerySet(OfMembersQuerySet):
    """Former names."""


class PayrollQuerySet(OfMembersQuerySet):
    """Payrolls."""


class MergeQuerySet(OfMembersQuerySet):
    """Merges go with the member whose record was kept."""

    member_field = "kept"

    def that_can_be_undone(self) -> Self:
        """Not undone yet, and not too long ago."""
        return self.filter(undone_at__isnull=True, undo_until__gte=timezone.localdate())


class DifferentPeopleQuerySet(OfMembersQuerySet):
    """Pairs go with their first; the second is read through its own scope."""

    member_field = "first"


class TableFileQuerySet(ScopedQuerySet):
    """A table is its owner's alone."""

    def visible_to(self, user: Any) -> Self:
        """A person's own of the last day."""
        return self.filter(owner_id=user.pk, sent_at__gte=timezone.now() - KEEP_TABLES)
