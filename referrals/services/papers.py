"""The papers of a meeting, rendered once and kept as issued: agenda, minutes, excerpts (คส.08)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from clinic_project import audit
from clinic_project.issuing import issue_document
from clinic_project.models import Counter, IssuedDocument
from referrals.documents import agenda, excerpt, minutes
from referrals.models import AgendaItem, Meeting, Referral
from referrals.services.meeting_rows import buddhist_short


def _serial(prefix: str, meeting: Meeting) -> str:
    short = buddhist_short(meeting.planned_on)
    return f"{prefix}-{short}-{Counter.next(f'document.{prefix}.{short}')}"


def issue_agenda(meeting: Meeting, *, by: Any) -> IssuedDocument:
    """Keep the agenda as it stood when it was frozen. Raises PdfError."""
    content, title = agenda.render(meeting), agenda.title_of(meeting)
    return issue_document(
        kind="agenda", serial=_serial("AG", meeting), title=title, subject=meeting, content=content, by=by
    )


def issue_minutes(meeting: Meeting, *, by: Any) -> IssuedDocument:
    """Issue the minutes; those of an earlier closing are superseded. Raises PdfError."""
    serial, title = _serial("MIN", meeting), minutes.title_of(meeting)
    content = minutes.render(meeting, serial=serial)
    return issue_document(kind="minutes", serial=serial, title=title, subject=meeting, content=content, by=by)


def issue_excerpt(referral: Referral, meeting: Meeting, *, by: Any) -> IssuedDocument:
    """Issue the notice of what the meeting resolved on the case (คส.08). Raises PdfError.

    Its subject is the case's first item on this agenda: a later meeting's notice stands beside it, only a new one of
    the same meeting supersedes it.
    """
    serial, title = _serial("EX", meeting), excerpt.title_of(meeting, referral)
    content = excerpt.render(referral, meeting, serial=serial)
    item = _items(referral).filter(meeting=meeting)[:1].get()
    return issue_document(kind="excerpt", serial=serial, title=title, subject=item, content=content, by=by)


def _items(referral: Referral) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(measure__referral=referral).order_by("pk")


def _excerpts(items: Iterable[int]) -> QuerySet[IssuedDocument]:
    found = IssuedDocument.objects.filter(kind="excerpt", subject_type=audit.subject_type(AgendaItem))
    return found.filter(subject_id__in=items, superseded_by__isnull=True).defer("content")


def newest_excerpt(referral: Referral) -> IssuedDocument | None:
    """The last notice of resolution issued for the referral's case, or None before any meeting decided."""
    return _excerpts(_items(referral).values_list("pk", flat=True)).first()


def excerpts_of(items: Sequence[AgendaItem]) -> dict[int, IssuedDocument]:
    """The notices in force of these items, by item id (one a case: its first item carries it)."""
    return {paper.subject_id: paper for paper in _excerpts([item.pk for item in items])}


def meeting_of(paper: IssuedDocument) -> Meeting:
    """The meeting a notice of resolution is from."""
    return Meeting.objects.get(items=paper.subject_id)


def referral_of(paper: IssuedDocument) -> Referral:
    """The referral a notice of resolution is about."""
    return Referral.objects.select_related("case").get(measures__agenda_items=paper.subject_id)
