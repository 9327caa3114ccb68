"""Pages of services given: log one, the list, one session with its survey, the slip."""

from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.session import SessionForm
from cases.forms.session_filter import SessionFilter
from cases.models import Case, Session
from cases.services.intake import log_visit
from cases.session_documents import slip_of
from clinic_project import audit
from clinic_project.forms_flow import run_form
from clinic_project.paging import page_of
from clinic_project.pdf.documents import Digits, pdf_response, render_document
from clinics.calendar import work_calendar
from clinics.models import Clinic
from members.permissions import can_serve_somewhere

MOST_RECENT = 5
# What the next visitor of the same day and place has in common with the last.
KEPT_FOR_NEXT = ("mode", "occasion", "occasion_detail", "who")


def _survey_url(request: HttpRequest, session: Session) -> str:
    """Address of the session's survey as printed: the public one where it is set, else that of this request."""
    path = session.survey.get_absolute_url()
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def _qr(address: str) -> SafeString:
    """A QR code as inline SVG without a single style attribute, as the content security policy asks."""
    svg = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2)
    return mark_safe(svg)  # noqa: S308 - drawn by us from our own address


def _initial(request: HttpRequest, clinic: Clinic) -> dict[str, Any]:
    """Today, in official hours by the clock, and what the address names (a member, a case, the last visit's kind)."""
    now = timezone.localtime()
    open_now = work_calendar().is_working_day(now.date()) and clinic.opens_at <= now.time() <= clinic.closes_at
    given = {name: request.GET[name][:200] for name in (*KEPT_FOR_NEXT, "member", "case") if request.GET.get(name)}
    return {"served_on": now.date(), "in_official_hours": open_now, "who": "known", "mode": "walk_in", **given}


def _log_reads(user: Any, clinic: Clinic, form: SessionForm) -> None:
    """Write down whom the page is about to show, before it does (R48)."""
    if form.person:
        audit.record("member.read", form.person.member, by=user, detail={"page": "session_new"})
    elif form.found.members:
        audit.record("member.search", clinic, by=user, detail={"count": len(form.found.members)})


def _recent(user: Any) -> list[Session]:
    """What this person logged today, so that a slip can be printed again."""
    mine = Session.objects.visible_to(user).filter(officer=user, served_on=timezone.localdate())
    return list(mine.select_related("member").order_by("-id")[:MOST_RECENT])


@require_http_methods(["GET", "POST"])
def session_new(request: HttpRequest) -> HttpResponse:
    """Log a service. "Find" and "change" only look: the page comes again with everything typed."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()
    clinic = user.clinic
    data = request.POST if request.method == "POST" else None
    form = SessionForm(data, user=user, clinic=clinic, initial=_initial(request, clinic))
    _log_reads(user, clinic, form)
    context = {"form": form, "clinic": clinic, "recent": _recent(user)}
    if form.is_only_looking:
        form.unjudged()
        return render(request, "cases/session_new.html", context)

    def act(_cleaned: dict[str, Any]) -> Session:
        return log_visit(clinic=clinic, by=user, **form.visit())

    def success(session: Session) -> str:
        if form.action != "save_next":
            return session.get_absolute_url()
        kept = {name: form.cleaned_data[name] for name in KEPT_FOR_NEXT if form.cleaned_data.get(name)}
        return f"{reverse('cases:session_new')}?{urlencode(kept)}"

    template, message = "cases/session_new.html", _("บันทึกการให้บริการแล้ว")
    return run_form(request, form, template=template, act=act, success=success, message=message, context=context)


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


def _fetch(request: HttpRequest, reference: str) -> Session:
    """A session within scope, its reading logged (R48)."""
    found = Session.objects.visible_to(request.user).select_related("member", "clinic", "officer", "case", "survey")
    session: Session = get_object_or_404(found, reference=reference)
    audit.record("session.read", session, by=request.user)
    return session


@require_safe
def session_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One service given, with the survey's QR code for the member to scan on the spot."""
    session = _fetch(request, reference)
    address = _survey_url(request, session)
    is_open = not session.survey.is_used and session.survey.expires_on >= timezone.localdate()
    context = {
        "session": session,
        "survey_url": address if is_open else "",
        "qr": _qr(address) if is_open else "",
        "may_serve": request.user.works_at(session.clinic_id),  # type: ignore[union-attr]
        "open_cases": Case.objects.visible_to(request.user).filter(member=session.member).active()[:5]
        if session.member and not session.case
        else [],
    }
    return render(request, "cases/session_detail.html", context)


@require_safe
def session_slip(request: HttpRequest, reference: str) -> HttpResponse:
    """The slip the member takes home (แบบ คส.03), with the survey's QR code."""
    session = _fetch(request, reference)
    address = _survey_url(request, session)
    digits: Digits = "thai" if request.GET.get("digits") == "thai" else "arabic"
    context = {"slip": slip_of(session), "qr": _qr(address), "survey_url": address}
    title = _("ใบรับบริการ %(reference)s") % {"reference": session.reference}
    content = render_document("cases/session_slip_pdf.html", context, title=title, digits=digits, form_code="คส.03")
    return pdf_response(content, f"{session.reference}.pdf")
