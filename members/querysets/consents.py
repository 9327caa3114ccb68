"""Scope and named reads of what members consented to."""

from typing import Any, Self

from clinic_project.scoping import ScopedQuerySet


class ConsentQuerySet(ScopedQuerySet):
    """Consents go with their member."""

    def visible_to(self, user: Any) -> Self:
        """Those of members in scope."""
        from members.models import Member  # the two files of this app name each other

        return self.filter(member__in=Member.objects.visible_to(user))

    def in_force(self, purpose: str) -> Self:
        """Not taken back, for a purpose."""
        return self.filter(purpose=purpose, withdrawn_at__isnull=True)
