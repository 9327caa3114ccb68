"""Scopes and named reads, one module a noun."""

from members.querysets.consents import ConsentQuerySet
from members.querysets.members import MemberQuerySet

__all__ = ["ConsentQuerySet", "MemberQuerySet"]
