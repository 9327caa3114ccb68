"""The papers of meetings. An issued paper is answered as it was issued; ``?digits=thai`` gives a reading copy of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from clinic_project import audit
from clinic_project.issuing import documents_of
from clinic_project.models import IssuedDocument
from clinic_project.pdf.documents import PdfError, pdf_response
from clinic_project.pdf.requests import digits_of
from referrals.documents import agenda, minutes
from referrals.documents import excerpt as excerpt_document
from referrals.models import Referral
from referrals.permissions import can_read_excerpt
from referrals.services.papers import meeting_of, newest_excerpt
from referrals.views.meetings import get_meeting


def _answer(
    request: HttpRequest, issued: IssuedDocument | None, filename: str, render: Callable[..., bytes], back: Any
) -> HttpResponse:
    """The stored file, or one drawn now: a draft or the reading copy in Thai digits; failing that ``back`` says why."""
    digits = digits_of(request)
    if issued and digits == "arabic":
        audit.record("document.read", issued, by=request.user, reference=issued.serial)
        return pdf_response(bytes(issued.content), f"{issued.serial}.pdf")
    copy: dict[str, Any] = {"copy_of": issued.serial} if issued else {}
    try:
        return pdf_response(render(digits=digits, **copy), filename)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(back)


@require_safe
def meeting_agenda(request: HttpRequest, reference: str) -> HttpResponse:
    """The agenda: a draft while the meeting is planned, then the issued one."""
    meeting = get_meeting(request, reference)
    audit.record("meeting.agenda.read", meeting, by=request.user)
    issued = documents_of(meeting, "agenda").first()
    return _answer(request, issued, f"agenda-{reference}.pdf", lambda **how: agenda.render(meeting, **how), meeting)


@require_safe
def meeting_minutes(request: HttpRequest, reference: str) -> HttpResponse:
    """The minutes: a draft (ร่าง) while the meeting sits, the issued file once it is closed."""
    meeting = get_meeting(request, reference)
    if meeting.status not in {"held", "closed"}:
        raise Http404
    audit.record("meeting.minutes.read", meeting, by=request.user)
    issued = documents_of(meeting, "minutes").first() if meeting.status == "closed" else None
    return _answer(request, issued, f"minutes-{reference}.pdf", lambda **how: minutes.render(meeting, **how), meeting)


@require_safe
def excerpt(request: HttpRequest, reference: str) -> HttpResponse:
    """The newest notice of resolution on the referral's case (คส.08), for clinic, central and the secretary."""
    referral = get_object_or_404(Referral.objects.visible_to(request.user), reference=reference)
    can_read_excerpt(request.user, referral).or_raise()
    issued = newest_excerpt(referral)
    if issued is None:
        raise Http404
    audit.record("case.read", referral.case, by=request.user, detail={"from": "excerpt"})
    meeting = meeting_of(issued)
    return _answer(
        request,
        issued,
        f"excerpt-{reference}.pdf",
        lambda **how: excerpt_document.render(referral, meeting, serial=issued.serial, **how),
        referral,
    )
