"""Scopes and named reads of what stands on a case's sheet: lawsuits, guarantees, versions, papers."""

from datetime import date
from typing import Any, Self

from cases.querysets import OfCaseQuerySet


class LawsuitQuerySet(OfCaseQuerySet):
    """Lawsuits."""

    def running(self) -> Self:
        """Before a court still, in cases that go on."""
        return self.exclude(stage="ended").exclude(case__status__in=["closed", "void"])

    def dated(self, until: date) -> Self:
        """With a day in court up to a day, the earliest first; days that are past and have no result yet included."""
        running = self.running().filter(next_date__lte=until)
        return running.select_related("case__member", "case__clinic", "case__officer").order_by("next_date", "id")


class GuarantorQuerySet(OfCaseQuerySet):
    """Who answers for the debts of a case."""

    to_case = "debt__case__"

    def of_member(self, member: Any) -> Self:
        """What a member answers for in other people's cases that still go on."""
        found = self.filter(member=member).exclude(debt__case__status="void")
        return found.select_related("debt__case__member").order_by("debt__case__opened_on", "id")


class CasePaperQuerySet(OfCaseQuerySet):
    """Papers of cases."""

    def in_force(self) -> Self:
        """Not taken off."""
        return self.filter(removed_at__isnull=True)

    def for_list(self) -> Self:
        """Newest first, with file and people."""
        return self.select_related("file__stored_by", "removed_by").order_by("-id")
