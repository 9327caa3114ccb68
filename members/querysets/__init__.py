"""Scopes and named reads, one module a noun."""

from members.querysets.consents import ConsentQuerySet, ConsentTextQuerySet
from members.querysets.members import MemberQuerySet
from members.querysets.privacy import BreachQuerySet, DataRequestQuerySet, LegalHoldQuerySet, RetentionRuleQuerySet
from members.querysets.records import (
    DifferentPeopleQuerySet,
    FormerNameQuerySet,
    MergeQuerySet,
    PayrollQuerySet,
    TableFileQuerySet,
)

__all__ = [
    "BreachQuerySet",
    "ConsentQuerySet",
    "ConsentTextQuerySet",
    "DataRequestQuerySet",
    "DifferentPeopleQuerySet",
    "FormerNameQuerySet",
    "LegalHoldQuerySet",
    "MemberQuerySet",
    "MergeQuerySet",
    "PayrollQuerySet",
    "RetentionRuleQuerySet",
    "TableFileQuerySet",
]
