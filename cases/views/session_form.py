"""The page that logs a service given, and the suggestions it asks for while a name is typed."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import urgent
from cases.forms.session import SessionForm
from cases.models import Session
from cases.services.intake import log_visit
from cases.views.sessions import fetch_session, survey_address
from cases.visits import look_up, twin_of, usual_minutes
from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form, unjudge
from clinic_project.qr import qr_of
from clinic_project.thai.dates import ThaiDateError, format_short, parse_thai_date
from clinics.calendar import work_calendar
from clinics.models import Clinic
from members.duplicates import ask_about_alike
from members.models import Member
from members.permissions import can_serve_somewhere
from members.search import LONGEST_TEXT, Found

MOST_RECENT = 5
TEMPLATE = "cases/session_new.html"
# What the next visitor of the same day and place has in common with the last.
KEPT_FOR_NEXT = ("mode", "occasion", "occasion_detail", "who")


def _initial(request: HttpRequest, clinic: Clinic) -> dict[str, Any]:
    """Today, in official hours by the clock, the person's usual time, and what the address names.

    The address may name a member, a case, the last visit's kind, and the day of a pile of slips logged later.
    """
    now = timezone.localtime()
    open_now = work_calendar().is_working_day(now.date()) and clinic.opens_at <= now.time() <= clinic.closes_at
    names = (*KEPT_FOR_NEXT, "member", "case", "served_on", "saved")
    given: dict[str, Any] = {name: request.GET[name][:200] for name in names if request.GET.get(name)}
    if "served_on" in given:
        given["in_official_hours"] = request.GET.get("in_official_hours") == "on"
        with suppress(ThaiDateError):
            given["served_on"] = parse_thai_date(given["served_on"])
    return {
        "served_on": now.date(),
        "in_official_hours": open_now,
        "minutes": usual_minutes(request.user),
        "who": "known",
        "mode": "walk_in",
        **given,
    }


def _log_found(user: Any, clinic: Clinic, found: Found) -> None:
    """Write down how many members the page is about to show, before it does (R48)."""
    if found.members:
        audit.record("member.search", clinic, by=user, detail={"count": len(found.members)})


def _log_reads(user: Any, clinic: Clinic, form: SessionForm) -> None:
    """Write down whom the page is about to show, before it does (R48)."""
    if form.person:
        audit.record("member.read", form.person.member, by=user, detail={"page": "session_new"})
    else:
        _log_found(user, clinic, form.found)


def _recent(user: Any) -> list[Session]:
    """What this person logged today, so that a slip can be printed again."""
    mine = Session.objects.visible_to(user).filter(officer=user, created_at__date=timezone.localdate())
    return list(mine.select_related("member").order_by("-id")[:MOST_RECENT])


def _saved(request: HttpRequest) -> dict[str, Any]:
    """The visit saved just before this page ("save and next"), with its code to scan."""
    reference = request.GET.get("saved", "")
    mine = Session.objects.visible_to(request.user).filter(officer=request.user, reference=reference)
    if not reference or not mine.exists():
        return {}
    session = fetch_session(request, reference)
    return {"saved": session, "saved_qr": qr_of(survey_address(request, session))}


def _next_address(form: SessionForm, session: Session) -> str:
    """The empty form for the next visitor, with what the two have in common."""
    kept = {name: form.cleaned_data[name] for name in KEPT_FOR_NEXT if form.cleaned_data.get(name)}
    if session.served_on != timezone.localdate():
        kept["served_on"] = format_short(session.served_on)
        kept["in_official_hours"] = "on" if session.in_official_hours else "off"
    return f"{reverse('cases:session_new')}?{urlencode({'saved': session.reference, **kept})}"


def _mention_twin(request: HttpRequest, session: Session) -> None:
    """Say it when the same visit seems to be logged already; the clerk knows whether it is."""
    twin = twin_of(request.user, session)
    if twin:
        link = format_html('<a href="{}">{}</a>', twin.get_absolute_url(), twin.reference)
        text = _("วันนั้นมีบันทึกทางเดียวกันของสมาชิกรายนี้อยู่แล้ว คือ {link} ตรวจว่าไม่ได้บันทึกซ้ำ")
        messages.warning(request, format_html(text, link=link))


def _ask_about_new(user: Any, form: SessionForm) -> None:
    """Whoever the new member may be is shown before anything is stored."""
    if form.is_bound and form.is_valid() and form.new_member is not None:
        ask_about_alike(user, form, form.new_member)


@require_http_methods(["GET", "POST"])
def session_new(request: HttpRequest) -> HttpResponse:
    """Log a service. Buttons that look up or fill in save nothing: the page comes again with everything typed."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()
    if (halt := urgent.stopped(request, user.clinic)) is not None:
        return halt
    form = SessionForm(typed(request), user=user, clinic=user.clinic, initial=_initial(request, user.clinic))
    _log_reads(user, user.clinic, form)
    context = {"form": form, "clinic": user.clinic, "recent": _recent(user), **_saved(request)}
    if form.is_only_looking:
        unjudge(form)
        parts = request.htmx and request.htmx.target == "who"  # type: ignore[attr-defined]
        return render(request, "cases/session_swap.html" if parts else TEMPLATE, context)

    _ask_about_new(user, form)

    def act(_cleaned: dict[str, Any]) -> Session:
        return log_visit(clinic=user.clinic, by=user, **form.visit())

    def success(session: Session) -> str:
        _mention_twin(request, session)
        return _next_address(form, session) if form.action == "save_next" else session.get_absolute_url()

    message = "" if form.action == "save_next" else _("บันทึกการให้บริการแล้ว")
    return run_form(request, form, template=TEMPLATE, act=act, success=success, message=message, context=context)


@require_POST
def session_suggest(request: HttpRequest) -> HttpResponse:
    """Members that fit what is typed so far, as options of the search box."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()
    text = request.POST.get("find", "").strip()[:LONGEST_TEXT]
    found = look_up(Member.objects.visible_to(user).served_by(user.clinic), text)
    _log_found(user, user.clinic, found)
    return render(request, "cases/session_suggestions.html", {"found": found, "text": text})
