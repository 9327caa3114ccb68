"""Scopes and named reads of cases, sessions, follow-ups and survey answers."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, Value
from django.utils import timezone

from clinic_project.models import AppendOnlyQuerySet
from clinic_project.scoping import ScopedQuerySet
from clinic_project.searching import padded, reference_key
from clinic_project.thai.text import search_key
from clinic_project.workflow import WorkflowQuerySet
from members.models import Consent

# Digits of a key that either database takes.
LONGEST_KEY = 9


def _numbered(text: str, width: int) -> Q:
    """Condition for a number that begins as typed, or is it without its noughts (``69-CMI-42``)."""
    key = reference_key(text)
    return Q(reference__startswith=key) | Q(reference=padded(key, width))


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


class CaseQuerySet(WorkflowQuerySet):
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

    def that_may_be_told(self, clinic_id: int) -> Self:
        """Closed cases of a clinic whose member allowed their story to be told; never a restricted one (R21)."""
        consents = Consent.objects.in_force(Consent.Purpose.STORY).filter(member=OuterRef("member"))
        told = self.filter(Exists(consents), clinic_id=clinic_id, status="closed", is_restricted=False)
        return told.order_by("-closed_at")

    def active(self) -> Self:
        """Neither closed nor void."""
        return self.exclude(status__in=["closed", "void"])

    def listed_for(self, user: Any, *, content: bool) -> Self:
        """What the list starts from, each row with ``is_readable``.

        ``content``: a filter on identity or content is set; then only readable cases take part, so that
        filtering a masked row in and out tells nothing about it.
        """
        return self.visible_to(user).annotate(is_readable=Value(True)) if content else self.known_to(user)

    def matching(self, text: str) -> Self:
        """Cases by number, subject, or the member's name and number, tones and spaces set aside."""
        key, plain = search_key(text), text.strip()
        if not key and not plain:
            return self.none()
        found = _numbered(plain, 4) | Q(subject__contains=plain)
        if key:
            found |= Q(member__search_key__contains=key) | Q(member__number__startswith=key)
        return self.filter(found)

    def waiting_for(self, user: Any) -> Self:
        """Cases in this person's charge where the clinic has to act next."""
        return self.visible_to(user).filter(officer=user, action_owner="clinic", status__in=["open", "in_progress"])

    def up_for_review(self, user: Any, today: date) -> Self:
        """In this person's charge, with the day of review or the end of the hold reached."""
        review = Q(status="follow_up", next_review__lte=today)
        return self.filter(review | Q(status="on_hold", hold_until__lte=today), officer=user).order_by("id")

    def for_list(self) -> Self:
        """Newest first, with what a row of the list shows."""
        return self.select_related("member", "clinic", "officer").order_by("-opened_on", "-id")

    def moving_since(self, since: datetime) -> Self:
        """With something on their timeline after a moment."""
        return self.filter(last_activity_at__gt=since)

    def for_page(self, entries: int) -> Self:
        """With everything the case's page shows, in a fixed number of queries, and the ``newest_entries``."""
        from cases.models import CasePaper, ConflictDeclaration, Entry, FollowUp

        related = self.select_related(
            "member", "clinic", "year", "officer", "opened_by", "closed_by", "severity_decided_by"
        )
        return related.prefetch_related(
            "household_lines",
            "debts__guarantor_rows__member",
            "debts__lawsuits",
            "guarantees_given",
            "lawsuits__debt",
            Prefetch("papers", CasePaper.objects.for_list()),
            "assignments__user",
            Prefetch("conflicts", ConflictDeclaration.objects.select_related("user")),
            Prefetch("follow_ups", FollowUp.objects.select_related("officer", "done_by")),
            Prefetch("entries", Entry.objects.select_related("by")[:entries], to_attr="newest_entries"),
        )


class OfCaseQuerySet(ScopedQuerySet):
    """Rows that belong to a case go with it; ``to_case`` is the way from the row to its case."""

    to_case: ClassVar[str] = "case__"

    def visible_to(self, user: Any) -> Self:
        """Those of cases this person may read."""
        if not user.is_clinic_staff:
            return self.none()
        return self.filter(readable_cases(user, self.to_case))


class BreakGlassQuerySet(AppendOnlyQuerySet):
    """Openings of restricted cases with a written reason."""

    def visible_to(self, user: Any) -> Self:
        """All of them for central, those of the own clinic for its secretary (domain.md section 3)."""
        if user.is_central:
            return self.all()
        return self.filter(case__clinic_id__in=_clinics_as_secretary(user))

    def for_list(self) -> Self:
        """Newest first, with who and which case."""
        return self.select_related("case__clinic", "user").order_by("-at", "-id")


class SessionQuerySet(ScopedQuerySet):
    """Services given."""

    def visible_to(self, user: Any) -> Self:
        """Own clinic's sessions but for cases one may not read; central also those of the cases it knows."""
        if not user.is_clinic_staff:
            return self.none()
        own = Q(clinic_id__in=user.clinic_ids, case__isnull=True)
        return self.filter(own | Q(case__isnull=False) & readable_cases(user, "case__"))

    def matching(self, text: str) -> Self:
        """Services by number, or by the member's name and number, tones and spaces set aside."""
        key = search_key(text)
        if not key:
            return self.none()
        member = Q(member__search_key__contains=key) | Q(member__number__startswith=key)
        return self.filter(_numbered(text, 5) | member)

    def for_list(self) -> Self:
        """Newest first, with what a row of the list shows."""
        related = self.select_related("member", "clinic", "officer", "case")
        return related.prefetch_related("activities").order_by("-served_on", "-id")


class PhraseQuerySet(ScopedQuerySet):
    """Phrases of advice."""

    def visible_to(self, user: Any) -> Self:
        """Those of the own clinics and those every clinic shares."""
        if not user.is_clinic_staff:
            return self.none()
        return self.filter(Q(clinic__isnull=True) | Q(clinic_id__in=user.clinic_ids))

    def offered_at(self, clinic: Any) -> Self:
        """What the session form of a clinic offers, its own and the shared ones."""
        return self.filter(Q(clinic__isnull=True) | Q(clinic=clinic), is_active=True).order_by("order", "id")


class FollowUpQuerySet(OfCaseQuerySet):
    """Follow-ups."""

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


class RuleQuerySet(ScopedQuerySet):
    """Dated rules of counselling."""

    def visible_to(self, user: Any) -> Self:
        """Rules are no secret within: clinics read them, central and administrators keep them."""
        return self.all() if user.is_clinic_staff or user.is_staff else self.none()


class PlanQuerySet(OfCaseQuerySet):
    """Plans agreed with members."""

    def with_lines(self) -> Self:
        """With their lines, each with how it went, newest first; three queries."""
        return self.select_related("by", "way_out").prefetch_related("lines__progress__by")


class OfPlanQuerySet(OfCaseQuerySet):
    """What hangs at a plan."""

    to_case = "plan__case__"


class WayOutQuerySet(OfCaseQuerySet):
    """Options of comparisons."""

    to_case = "compared__case__"

    def of_case(self, case: Any) -> Self:
        """Every option that was kept for a case, with its comparison."""
        return self.filter(compared__case=case).select_related("compared")

    def named(self, case: Any, text: str) -> Any:
        """The option of a case an address names by its key, with its comparison; None for anything else."""
        if not text.isascii() or not text.isdigit() or len(text) > LONGEST_KEY:
            return None
        return self.of_case(case).filter(pk=int(text)).first()

    def newest_of(self, case: Any) -> Any:
        """The options of the case's last comparison."""
        last = self.filter(compared__case=case).order_by("-compared__number").values("compared_id")[:1]
        return self.filter(compared__in=last)
