"""Scopes and named reads of the orientation."""

from typing import Any, Self

from django.db.models import Count

from clinic_project.scoping import ScopedQuerySet
from clinic_project.workflow import WorkflowQuerySet


def _is_invited(user: Any) -> bool:
    return bool(user.is_clinic_staff or user.is_education or user.is_staff)


class OrientationSessionQuerySet(WorkflowQuerySet):
    """Days of orientation: every clinic is invited."""

    def visible_to(self, user: Any) -> Self:
        """All of them for clinic staff, the education committee and administrators."""
        return self.all() if _is_invited(user) else self.none()

    def for_list(self) -> Self:
        """In the order of their days, each with how many came."""
        return self.select_related("year").annotate(came=Count("attendances")).order_by("day", "starts_at", "id")


class AttendanceQuerySet(ScopedQuerySet):
    """Who attended: the clinic's own people; everybody for those who lead."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; all for central, the education committee and administrators."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        return self.filter(clinic_year__clinic_id__in=user.clinic_ids)


class MaterialQuerySet(ScopedQuerySet):
    """Papers of the orientation."""

    def visible_to(self, user: Any) -> Self:
        """As the sessions."""
        return self.all() if _is_invited(user) else self.none()
