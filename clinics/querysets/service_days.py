"""Named reads and scopes of service days, their recurring plans, and outreach."""

from datetime import date
from typing import Any, Self

from django.db.models import Q

from clinic_project.scoping import ScopedQuerySet
from clinic_project.workflow import WorkflowQuerySet


def _own_or_all(user: Any) -> Q:
    """Rows of the person's clinics; of every clinic for central, the education committee and administrators."""
    if user.is_central or user.is_education or user.is_staff:
        return Q()
    return Q(clinic_id__in=user.clinic_ids)


class ServiceDayQuerySet(WorkflowQuerySet):
    """Opening days are public."""

    def visible_to(self, user: Any) -> Self:
        """All days."""
        return self.all()

    def kept_by(self, user: Any) -> Self:
        """Days whose page a person opens: of the own clinics, of all for central, education and administrators."""
        return self.visible_to(user).filter(_own_or_all(user))

    def open_days(self) -> Self:
        """Days in official hours that are planned or were held: what a clinic announces (R5, R25)."""
        return self.filter(in_official_hours=True).exclude(status="cancelled").order_by("day")

    def held_walk_in(self) -> Self:
        """Days that count for the two-a-month rule: held, in official hours (R25, R26)."""
        return self.filter(status="held", in_official_hours=True)

    def between(self, first: date, last: date) -> Self:
        """Days from the first to the last, both included."""
        return self.filter(day__range=(first, last))

    def unrecorded(self, today: date) -> Self:
        """Days behind us of which nobody said whether they were held."""
        return self.filter(status="planned", day__lt=today)


class ServicePlanQuerySet(ScopedQuerySet):
    """Recurring plans of service days."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; everything for central, the education committee and administrators."""
        return self.filter(_own_or_all(user))


class OutreachPlanQuerySet(WorkflowQuerySet):
    """Outreach plans: the programme's facts, without any member's data."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; everything for central, the education committee and administrators."""
        return self.filter(_own_or_all(user))

    def between(self, first: date, last: date) -> Self:
        """Those with a day from the first to the last."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def unrecorded(self, today: date) -> Self:
        """Over, and nobody said whether it took place."""
        return self.filter(status="planned", ends_on__lt=today)
