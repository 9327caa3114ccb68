"""Scopes and named reads of letters, their recipients and scans."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Prefetch, Q

from clinic_project.scoping import ScopedQuerySet
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.text import normalise
from clinic_project.workflow import WorkflowQuerySet

SENT = ("issued", "registered")


def _received_by(clinic_ids: Any) -> Exists:
    from clinics.models import LetterRecipient  # the models import this module

    return Exists(LetterRecipient.objects.filter(letter=OuterRef("pk"), clinic_id__in=clinic_ids))


class LetterQuerySet(WorkflowQuerySet):
    """Letters: their own place, the clinics they went to, central; the programme's circulars for the committee."""

    def visible_to(self, user: Any) -> Self:
        """Own registers whole; of others no drafts: all for central and administrators, what came for clinics."""
        scope = Q(clinic_id__in=user.clinic_ids)
        sent = ~Q(status="draft")
        if user.is_central or user.is_staff:
            return self.filter(scope | sent)
        if user.is_clinic_staff:
            # A draft that was voided never went anywhere, whomever it named.
            scope |= sent & Q(Q(issued_at__isnull=False) | Q(direction="in")) & Q(_received_by(user.clinic_ids))
        if user.is_education:
            scope |= Q(clinic__kind="central", is_circular=True, issued_at__isnull=False)
        return self.filter(scope)

    def narrowed(self, user: Any, show: str, year: int | None) -> Self:
        """The part of the register asked for: ``show`` is in, out, waiting or everything."""
        found = self.filter(year__buddhist_year=year) if year else self
        if show == "waiting":
            return found.waiting_for(user)
        came = Q(_received_by(user.clinic_ids))
        if show == "in":
            return found.filter(Q(direction="in") | (came & ~Q(clinic_id__in=user.clinic_ids)))
        if show == "out":
            is_own = Q(clinic_id__in=user.clinic_ids)
            return found.filter(Q(direction="out") & (is_own | ~came))
        return found

    def waiting_for(self, user: Any) -> Self:
        """Letters that went to the person's clinics and were not acknowledged there yet."""
        from clinics.models import LetterRecipient

        waiting = LetterRecipient.objects.filter(
            letter=OuterRef("pk"), clinic_id__in=user.clinic_ids, received_on__isnull=True
        )
        return self.filter(Exists(waiting), status__in=SENT)

    def matching(self, text: str) -> Self:
        """Letters whose number, received number or subject contains the text; digits of either style."""
        plain = normalise(text)
        number = to_arabic_digits(plain)
        if not plain:
            return self
        return self.filter(
            Q(number__contains=number)
            | Q(received_number__contains=number)
            | Q(subject__contains=plain)
            | Q(subject__contains=number)
        )

    def for_list(self) -> Self:
        """With what a row of the register shows."""
        from clinics.models import LetterRecipient

        recipients = LetterRecipient.objects.select_related("clinic").order_by("id")
        return self.select_related("clinic", "year").prefetch_related(Prefetch("recipients", recipients))

    def for_page(self) -> Self:
        """With what a letter's own page and its paper show."""
        from clinics.models import LetterRecipient

        recipients = LetterRecipient.objects.select_related(
            "clinic", "acknowledged_by", "passed_from__clinic", "sent_by"
        ).order_by("id")
        related = self.select_related("clinic", "year", "issued_by", "registered_by", "created_by")
        return related.prefetch_related("enclosures", "scans__file__stored_by", Prefetch("recipients", recipients))


class LetterRecipientQuerySet(ScopedQuerySet):
    """Recipients of letters the person may read."""

    def visible_to(self, user: Any) -> Self:
        """The scope of the letter."""
        from clinics.models import Letter

        return self.filter(letter__in=Letter.objects.visible_to(user))

    def waiting(self) -> Self:
        """Clinics that have not acknowledged a letter that was sent, oldest first."""
        found = self.filter(clinic__isnull=False, received_on__isnull=True, letter__status__in=SENT)
        return found.select_related("letter", "clinic").order_by("sent_on", "id")


class LetterScanQuerySet(ScopedQuerySet):
    """Scans of letters the person may read."""

    def visible_to(self, user: Any) -> Self:
        """The scope of the letter."""
        from clinics.models import Letter

        return self.filter(letter__in=Letter.objects.visible_to(user))
