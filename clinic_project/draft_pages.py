"""Pages of drafts: keep one, my drafts, read one, throw one away."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic_project import drafts
from clinic_project.draft_readings import readable
from clinic_project.idempotency import FIELD, was_sent
from clinic_project.models import Draft


def _shown_path(request: HttpRequest) -> str:
    """Path of the page htmx says is shown; empty for what is no address."""
    try:
        return urlsplit(request.headers.get("HX-Current-URL", "")).path
    except ValueError:
        return ""


def _state(request: HttpRequest, ticket: drafts.Ticket, draft: Draft | None, *, is_here: bool) -> HttpResponse:
    """The line under the form and the ticket to write on with; the page's address then names the draft."""
    if draft is None and not was_sent(ticket.owner_id, request.POST.get(FIELD, "")):
        return HttpResponse(status=503)
    ticket = drafts.ticket_of(draft) if draft else ticket
    response = render(request, "drafts/state.html", {"ticket": ticket, "draft": draft, "is_here": is_here})
    if draft is not None and _shown_path(request) == draft.path:
        response["HX-Replace-Url"] = draft.resume_url
    add_never_cache_headers(response)
    return response


@csrf_exempt
@login_not_required
@require_POST
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Answer for a draft the middleware has just kept: the new state for htmx, the form again without a script.

    Needs neither session nor CSRF token, because the text must be kept when just those are gone: the signed ticket of
    the page says whose draft it is, and nothing of a draft is shown here.
    """
    request.draft_stays = True  # type: ignore[attr-defined]
    ticket = drafts.Ticket.read(request.POST.get(drafts.TICKET, ""))
    if ticket is None:
        raise Http404
    draft = drafts.current(request)
    is_here = request.user.is_authenticated and request.user.pk == ticket.owner_id
    if request.headers.get("HX-Request"):
        return _state(request, ticket, draft, is_here=is_here)
    address = draft.resume_url if draft else ticket.address
    if not is_here:
        return redirect_to_login(address)
    messages.success(request, _("เก็บร่างแล้ว ยังไม่ได้บันทึก กลับมาพิมพ์ต่อได้จาก “ร่างของฉัน” ทุกเครื่อง"))
    return HttpResponseRedirect(address)


# Keeping twice is the point of it, so the keys against double sending stay out of it.
draft_keep.is_repeatable = True  # type: ignore[attr-defined]


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """My drafts, newest first; nobody else's."""
    found = list(Draft.objects.visible_to(request.user))
    return render(request, "drafts/list.html", {"drafts": found, "readable": readable(request.user, found)})


def _mine(request: HttpRequest, key: str) -> Draft:
    draft: Draft = get_object_or_404(Draft.objects.visible_to(request.user), key=key)
    return draft


@require_safe
def draft_detail(request: HttpRequest, key: str) -> HttpResponse:
    """The texts of a draft to read and copy, also when its form has moved on.

    Where what it is about is no longer the person's to see, only which form it is, and whom to ask.
    """
    draft = _mine(request, key)
    return render(request, "drafts/detail.html", {"draft": draft, "is_open": readable(request.user, [draft])})


@require_http_methods(["GET", "POST"])
def draft_drop(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a draft away, after asking."""
    draft: Any = _mine(request, key)
    if request.method == "POST":
        draft.delete()
        messages.success(request, _("ทิ้งร่างแล้ว"))
        return redirect(reverse("drafts"))
    return render(request, "drafts/drop.html", {"draft": draft})
