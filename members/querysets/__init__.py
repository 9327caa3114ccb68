"""Scopes and named reads, one module a noun."""

from members.querysets.consents import ConsentQuerySet
from members.querysets.members import MemberQuerySet
from members.querysets.records import (
    DifferentPeopleQuerySet,
    FormerNameQuerySet,
    MergeQuerySet,
    PayrollQuerySet,
    TableFileQuerySet,
)

__all__ = [
    "ConsentQuerySet",
    "DifferentPeopleQuerySet",
    "FormerNameQuerySet",
    "MemberQuerySet",
    "MergeQuerySet",
    "PayrollQuerySet",
    "TableFileQuerySet",
]
