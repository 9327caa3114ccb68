"""Scopes of evaluations and posters."""

from typing import Any, Self

from clinic_project.scoping import ScopedQuerySet


class EvaluationQuerySet(ScopedQuerySet):
    """Frozen evaluations hold figures only, never a member."""

    def visible_to(self, user: Any) -> Self:
        """Central, the education committee, the board and administrators; clinics read issued ones."""
        if user.is_education or user.is_central or user.is_board or user.is_staff:
            return self.all()
        return self.filter(issued_at__isnull=False) if user.is_clinic_staff else self.none()


class PosterQuerySet(ScopedQuerySet):
    """Posters: the clinic's own, and all of them for central and the education committee."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; everything for central, the education committee and administrators."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        return self.filter(clinic_year__clinic_id__in=user.clinic_ids)

    def whole(self) -> Self:
        """With everything a drawing of it needs."""
        related = ("clinic_year__clinic", "clinic_year__year", "story_consent")
        return self.select_related(*related).prefetch_related("photos__picture", "clinic_year__clinic__hosts")


class PosterPhotoQuerySet(ScopedQuerySet):
    """Pictures go with their poster."""

    def visible_to(self, user: Any) -> Self:
        """Those of posters in scope."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        return self.filter(poster__clinic_year__clinic_id__in=user.clinic_ids)


class MonitoringVisitQuerySet(ScopedQuerySet):
    """Follow-ups: the clinic's own, and all of them for central, the education committee and administrators."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics; everything for whoever follows up or leads."""
        if user.is_central or user.is_education or user.is_staff:
            return self.all()
        return self.filter(clinic_year__clinic_id__in=user.clinic_ids)

    def for_list(self) -> Self:
        """With what a row shows."""
        return self.select_related("clinic_year__clinic", "clinic_year__year", "recorded_by", "replied_by")

    def waiting_for_clinic(self) -> Self:
        """Advice that was not answered."""
        return self.exclude(advice="").filter(reply="")
