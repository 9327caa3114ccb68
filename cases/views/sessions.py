"""Pages of services given: the list, one session with its survey, the slip."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.forms.session_filter import SessionFilter
from cases.models import Case, Session
from cases.session_documents import slip_of
from clinic_project import audit
from clinic_project.paging import page_of
from clinic_project.pdf.documents import Digits, pdf_response, render_document
from clinic_project.qr import public_address, qr_of
from members.permissions import can_serve_somewhere


def survey_address(request: HttpRequest, session: Session) -> str:
    """Address of the session's survey as printed."""
    return public_address(request, session.survey.get_absolute_url())


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Services given, newest first."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()
    filters = SessionFilter(request.GET)
    found = filters.narrow(Session.objects.visible_to(user).for_list())
    page = page_of(request, found, ("-served_on", "-id"))
    audit.record("session.list", user.clinic, by=user, detail={"count": len(page.rows), **filters.codes()})
    context = {"page": page, "filter_form": filters, "is_filtered": bool(filters.codes())}
    return render(request, "cases/session_list.html", context)


def fetch_session(request: HttpRequest, reference: str) -> Session:
    """A session within scope, its reading logged (R48)."""
    found = Session.objects.visible_to(request.user).select_related("member", "clinic", "officer", "case", "survey")
    session: Session = get_object_or_404(found, reference=reference)
    audit.record("session.read", session, by=request.user)
    return session


@require_safe
def session_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One service given, with the survey's QR code for the member to scan on the spot."""
    session = fetch_session(request, reference)
    address = survey_address(request, session)
    is_open = not session.survey.is_used and session.survey.expires_on >= timezone.localdate()
    context = {
        "session": session,
        "survey_url": address if is_open else "",
        "qr": qr_of(address) if is_open else "",
        "may_serve": request.user.works_at(session.clinic_id),  # type: ignore[union-attr]
        "open_cases": Case.objects.visible_to(request.user).filter(member=session.member).active()[:5]
        if session.member and not session.case
        else [],
    }
    return render(request, "cases/session_detail.html", context)


@require_safe
def session_slip(request: HttpRequest, reference: str) -> HttpResponse:
    """The slip the member takes home (แบบ คส.03), with the survey's QR code."""
    session = fetch_session(request, reference)
    address = survey_address(request, session)
    digits: Digits = "thai" if request.GET.get("digits") == "thai" else "arabic"
    context = {"slip": slip_of(session), "qr": qr_of(address), "survey_url": address}
    title = _("ใบรับบริการ %(reference)s") % {"reference": session.reference}
    content = render_document("cases/session_slip_pdf.html", context, title=title, digits=digits, form_code="คส.03")
    return pdf_response(content, f"{session.reference}.pdf")
