"""Pages of the frame: home, search, keys, issued documents, health."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from clinic_project import audit, keys, searching
from clinic_project.home import home_context
from clinic_project.models import IssuedDocument
from clinic_project.pdf.documents import pdf_response
from clinic_project.registry import registry
from clinic_project.verdicts import NotAllowed

SUGGESTIONS = "find-panel"


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """The administration has no door of its own: the one log-in serves it too (quality.md, safety 4)."""
    if request.user.is_authenticated and not request.user.is_staff:
        # Led on to the log-in, somebody who is signed in would be led back here for ever.
        raise NotAllowed(_("หน้านี้สำหรับผู้ดูแลระบบ"))
    return redirect(f"{reverse('login')}?next={reverse('admin:index')}")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs me now, by deadline; how my place stands; what changed since my last visit."""
    context = home_context(request, timezone.localdate())
    user: Any = request.user
    # What waits and what changed may name members; how much of it was shown is logged before it is (R48).
    if shown := len(context["tasks"]) + len(context["later_tasks"]) + len(context["changes"]):
        audit.record("home.read", user, by=user, detail={"count": shown})
    return render(request, "home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One box over everything within the person's scope, grouped; as one types, only the first few."""
    user: Any = request.user
    is_typing = request.htmx.target == SUGGESTIONS  # type: ignore[attr-defined]
    most = searching.MOST_SUGGESTED if is_typing else searching.MOST_SHOWN
    answer = searching.find(user, request.GET.get("q", ""), most=most)
    if answer.members_shown:
        detail = {"count": answer.members_shown, "searched": True}
        audit.record("member.search", user.clinic or user, by=user, detail=detail)
    template = "components/find_panel.html" if is_typing else "search.html"
    return render(request, template, {"q": answer.text, "answer": answer, "most_counted": searching.MOST_COUNTED})


@require_http_methods(["GET", "POST"])
def shortcuts(request: HttpRequest) -> HttpResponse:
    """The shortcuts of the keyboard, and the switch that turns them off."""
    if request.method == "POST":
        response = redirect("shortcuts")
        keys.switch(response, off=request.POST.get("keys") == keys.OFF, secure=request.is_secure())
        return response
    return render(request, "help/keys.html", {"keys": keys.keys_of(request.user)})


@require_GET
def document(request: HttpRequest, serial: str) -> HttpResponse:
    """An official paper exactly as issued, for those who may read its subject."""
    issued = get_object_or_404(IssuedDocument, serial=serial)
    may_read = registry.document_readers.get(issued.kind)
    if may_read is None or not may_read(request.user, issued):
        raise Http404
    if not issued.content:
        raise Http404  # taken out with the person it was about (clinic_project/erasing.py)
    audit.record("document.read", issued, by=request.user, reference=issued.serial)
    return pdf_response(bytes(issued.content), f"{issued.serial}.pdf")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})
