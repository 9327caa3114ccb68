"""Scopes and named reads of cases, sessions, follow-ups and survey answers."""

from datetime import date
from typing import Any, Self

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from clinic_project.scoping import ScopedQuerySet
from clinic_project.workflow import WorkflowQuerySet


def _clinics_as_secretary(user: Any) -> list[int]:
    return [pk for pk in user.clinic_ids if user.is_secretary_of(pk)]


def readable_cases(user: Any, prefix: str = "") -> Q:
    """Condition for cases whose content this person may read; ``prefix`` reaches the case from another model.

    Own clinic; a restricted case only for its assigned officers, the clinic's secretary and whoever broke
    the glass and still has time (domain.md section 3); central also whatever was sent to it.
    """
    from cases.models import BreakGlass, CaseAssignment  # the two files of this app name each other

    case = f"{prefix}pk"
    own = Q(**{f"{prefix}clinic_id__in": user.clinic_ids})
    assigned = Exists(CaseAssignment.objects.filter(case=OuterRef(case), user=user))
    glass = Exists(BreakGlass.objects.filter(case=OuterRef(case), user=user, until__gt=timezone.now()))
    open_book = Q(**{f"{prefix}is_restricted": False})
    secretary = Q(**{f"{prefix}clinic_id__in": _clinics_as_secretary(user)})
    readable = own & (open_book | secretary | Q(assigned) | Q(glass))
    if user.is_central:
        readable |= Q(**{f"{prefix}is_known_to_central": True})
    return readable


class CaseQuerySet(WorkflowQuerySet, ScopedQuerySet):
    """Cases."""

    def visible_to(self, user: Any) -> Self:
        """Cases whose content this person may read. Committees and administrators: none."""
        if not user.is_clinic_staff:
            return self.none()
        return self.filter(readable_cases(user))

    def known_to(self, user: Any) -> Self:
        """Cases this person may know to exist, each with ``is_readable``.

        Adds to :meth:`visible_to` the restricted cases of a clinic for its head, who sees dates and
        status only; the page must show no identity or content where ``is_readable`` is false.
        """
        if not user.is_clinic_staff:
            return self.none()
        readable = readable_cases(user)
        headed = [pk for pk in user.clinic_ids if user.is_head_of(pk)]
        flag = ExpressionWrapper(readable, output_field=BooleanField())
        return self.filter(readable | Q(clinic_id__in=headed)).annotate(is_readable=flag)

    def active(self) -> Self:
        """Neither closed nor void."""
        return self.exclude(status__in=["closed", "void"])

    def for_list(self) -> Self:
        """Newest first, with what a row of the list shows."""
        return self.select_related("member", "clinic", "officer").order_by("-opened_on", "-id")


class SessionQuerySet(ScopedQuerySet):
    """Services given."""

    def visible_to(self, user: Any) -> Self:
        """Own clinic's sessions, without those of restricted cases one may not read; central also those of its cases."""
        if not user.is_clinic_staff:
            return self.none()
        own = Q(clinic_id__in=user.clinic_ids, case__isnull=True)
        return self.filter(own | Q(case__isnull=False) & readable_cases(user, "case__"))

    def for_list(self) -> Self:
        """Newest first, with what a row of the list shows."""
        related = self.select_related("member", "clinic", "officer", "case")
        return related.prefetch_related("activities").order_by("-served_on", "-id")


class FollowUpQuerySet(ScopedQuerySet):
    """Follow-ups of readable cases."""

    def visible_to(self, user: Any) -> Self:
        """Those of cases this person may read."""
        if not user.is_clinic_staff:
            return self.none()
        return self.filter(readable_cases(user, "case__"))

    def waiting(self) -> Self:
        """Not done yet, earliest first."""
        return self.filter(done_at__isnull=True).order_by("due_on", "id")

    def overdue(self, today: date) -> Self:
        """Not done and past their day."""
        return self.waiting().filter(due_on__lt=today)


class ResponseQuerySet(ScopedQuerySet):
    """Anonymous survey answers."""

    def visible_to(self, user: Any) -> Self:
        """Own clinic's answers; all of them for central and the education committee (as figures)."""
        if user.is_central or user.is_education:
            return self.all()
        return self.filter(clinic_id__in=user.clinic_ids)
