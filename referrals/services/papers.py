"""The papers of a meeting, rendered once and kept as issued: agenda, minutes, excerpts (คส.08)."""

from typing import Any

from clinic_project.issuing import issue_document
from clinic_project.models import Counter, IssuedDocument
from referrals.documents import agenda, excerpt, minutes
from referrals.models import Meeting, Referral
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
    """Issue the notice of what the meeting resolved on the case (คส.08). Raises PdfError."""
    serial, title = _serial("EX", meeting), excerpt.title_of(meeting, referral)
    content = excerpt.render(referral, meeting, serial=serial)
    return issue_document(kind="excerpt", serial=serial, title=title, subject=referral, content=content, by=by)
