"""Scopes and named reads of appointments, of the choosing of secretaries and of appointment orders."""

from datetime import date
from typing import Any, Self

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone

from clinic_project.scoping import ScopedQuerySet

# The rows of form คส.01, in their order; the secretary stands before the other representatives.
_ROWS = (
    Q(role="head"),
    Q(post="administration_head"),
    Q(post="finance"),
    Q(role="secretary"),
    Q(post="member_representative"),
)
_COMMITTEE_ROWS = (Q(role="chair"), Q(role="member"), Q(role="committee_secretary"))


def sees_every_clinic(user: Any) -> bool:
    """Whether a person knows the staff of all clinics: central, the education committee and administrators."""
    return bool(user.is_central or user.is_education or user.is_staff)


class AppointmentQuerySet(ScopedQuerySet):
    """Appointments: those of a clinic's year as the year itself, the committees' for administrators."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics' staff; every clinic's for central, the education committee and administrators."""
        found = self.exclude(clinic_year=None) if not user.is_staff else self
        if sees_every_clinic(user):
            return found.all()
        return found.filter(clinic_year__clinic_id__in=user.clinic_ids)

    def in_force(self, day: date | None = None) -> Self:
        """Those in force on a day (today)."""
        day = day or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def coming(self, day: date) -> Self:
        """Those that begin after a day."""
        return self.filter(starts_on__gt=day)

    def on_board(self, day: date | None = None) -> Self:
        """Seats of the operating committee in force."""
        return self.in_force(day).filter(committee="board").select_related("user").order_by("order")

    def beside(self, appointment: Any) -> Self:
        """The others of the same clinic-year or committee, with their people."""
        place = {"clinic_year": appointment.clinic_year_id, "committee": appointment.committee}
        return self.filter(**place).exclude(pk=appointment.pk).select_related("user")

    def in_form_order(self) -> Self:
        """In the order of form คส.01, acting people behind those they act for, with their people."""
        rows = [When(row, then=Value(number)) for number, row in enumerate(_ROWS, 1)]
        placed = Case(*rows, default=Value(len(_ROWS) + 1), output_field=IntegerField())
        related = self.select_related("user", "acting_for__user", "ended_by")
        return related.annotate(form_row=placed).order_by("form_row", "is_acting", "order", "starts_on", "id")

    def in_committee_order(self) -> Self:
        """Chair, members, secretary, with their people."""
        rows = [When(row, then=Value(number)) for number, row in enumerate(_COMMITTEE_ROWS, 1)]
        placed = Case(*rows, default=Value(len(_COMMITTEE_ROWS) + 1), output_field=IntegerField())
        related = self.select_related("user", "acting_for__user")
        return related.annotate(form_row=placed).order_by("committee", "form_row", "is_acting", "order", "id")

    def representatives(self) -> Self:
        """Member representatives in their own posts, the secretary among them."""
        return self.filter(post="member_representative", is_acting=False)

    def leaving(self, last: date, *, since: date | None = None) -> Self:
        """The last appointment in a clinic of whoever has none there any more after ``last``, newest end first.

        Whose account was closed counts as gone. ``since``: only those that end on that day or later.
        """
        mine = self.model._base_manager.filter(
            user=OuterRef("user"), clinic_year__clinic=OuterRef("clinic_year__clinic")
        )
        goes_on = Exists(mine.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last), user__is_active=True))
        ends = OuterRef("ends_on")
        later = Exists(
            mine.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=ends) | Q(ends_on=ends, pk__gt=OuterRef("pk")))
        )
        is_gone = Q(ends_on__isnull=False) & ~Q(goes_on) & ~Q(later)
        found = self.filter(is_gone | Q(user__is_active=False, ends_on__isnull=True), clinic_year__isnull=False)
        if since is not None:
            found = found.filter(Q(ends_on__gte=since) | Q(ends_on__isnull=True))
        return found.select_related("user", "clinic_year__clinic", "clinic_year__year").order_by("-ends_on", "id")


class SecretaryChoiceQuerySet(ScopedQuerySet):
    """Choosings of secretaries: as the clinic's year."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics' ones; all for central, the education committee and administrators."""
        if sees_every_clinic(user):
            return self.all()
        return self.filter(clinic_year__clinic_id__in=user.clinic_ids)

    def for_page(self) -> Self:
        """Newest first with who took part."""
        related = self.select_related("appointment__user", "recorded_by")
        return related.prefetch_related("ballots__person").order_by("-chosen_on", "-id")


class AppointmentOrderQuerySet(ScopedQuerySet):
    """Appointment orders: as the clinic's year."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics' ones; all for central, the education committee and administrators."""
        if sees_every_clinic(user):
            return self.all()
        return self.filter(clinic_year__clinic_id__in=user.clinic_ids)

    def for_page(self) -> Self:
        """Newest first with the paper's serial; the file itself is left in the database."""
        return self.select_related("document", "issued_by").defer("document__content").order_by("-issued_at", "-id")
