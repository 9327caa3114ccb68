"""Pages of the frame: home, search, log-in, issued documents, health."""

from typing import Any

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from clinic_project import audit
from clinic_project.models import IssuedDocument
from clinic_project.pdf.documents import pdf_response
from clinic_project.registry import HomePanel, Task, registry
from clinic_project.thai.workdays import WorkCalendar
from clinic_project.verdicts import NotAllowed

MOST_TASKS = 30
MOST_HITS = 40


class SignIn(auth_views.LoginView):
    """Log in with user name and password."""

    redirect_authenticated_user = True


class SignOut(auth_views.LogoutView):
    """Log out (POST only)."""


class ChangePassword(auth_views.PasswordChangeView):
    """Change one's own password."""

    success_url = reverse_lazy("home")


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """The administration has no door of its own: the one log-in serves it too (quality.md, safety 4)."""
    if request.user.is_authenticated and not request.user.is_staff:
        # Led on to the log-in, somebody who is signed in would be led back here for ever.
        raise NotAllowed(_("หน้านี้สำหรับผู้ดูแลระบบ"))
    return redirect(f"{reverse('login')}?next={reverse('admin:index')}")


def _panel(panel: HomePanel, user: Any) -> dict[str, Any]:
    return {"template": panel.template, **panel.context(user)}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs me now, by deadline; then how my place stands."""
    tasks: list[Task] = [task for source in registry.tasks for task in source(request.user)]
    today = timezone.localdate()
    tasks.sort(key=lambda task: (task.due is None, task.due or today))
    panels = sorted((p for p in registry.panels if p.shown(request.user)), key=lambda p: p.order)
    context = {
        "tasks": tasks[:MOST_TASKS],
        "more_tasks": max(0, len(tasks) - MOST_TASKS),
        "panels": [_panel(panel, request.user) for panel in panels],
        "today": today,
        "holiday": WorkCalendar(added=(), removed=()).holiday_name(today),
    }
    return render(request, "home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One box over everything within the person's scope, grouped."""
    text = request.GET.get("q", "").strip()[:100]
    groups: dict[str, list[Any]] = {}
    if text:
        hits = (hit for source in registry.searches for hit in source(request.user, text))
        for _number, hit in zip(range(MOST_HITS), hits, strict=False):
            groups.setdefault(str(hit.group), []).append(hit)
    return render(request, "search.html", {"q": text, "groups": groups.items()})


@require_GET
def document(request: HttpRequest, serial: str) -> HttpResponse:
    """An official paper exactly as issued, for those who may read its subject."""
    issued = get_object_or_404(IssuedDocument, serial=serial)
    may_read = registry.document_readers.get(issued.kind)
    if may_read is None or not may_read(request.user, issued):
        raise Http404
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
