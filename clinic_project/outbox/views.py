"""Pages of notices: opening one's own; for administrators what was sent, what failed, and trying again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clinic_project.outbox import services
from clinic_project.outbox.models import Outbox
from clinic_project.paging import page_of
from clinic_project.verdicts import deny

SHOWN = (
    ("all", gettext_lazy("ทั้งหมด")),
    *((state, Outbox.State(state).label) for state in ("failed", "waiting", "sent", "dropped", "shown")),
)
TONES = {"waiting": "wait", "sending": "wait", "sent": "done", "failed": "alarm", "shown": "calm"}


def _administrators_only(user: Any) -> None:
    if not user.is_staff:
        deny(_("กล่องส่งออกเป็นหน้าของผู้ดูแลระบบ")).or_raise()


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What goes out by mail, newest first, with what failed and why."""
    _administrators_only(request.user)
    show = request.GET.get("show", "all")
    found = Outbox.objects.visible_to(request.user)
    page = page_of(request, found.narrowed(show).select_related("recipient"), ["-id"])
    rows = [(notice, TONES.get(notice.state, "")) for notice in page.rows]
    links = [{"label": label, "url": f"?show={code}", "current": code == show} for code, label in SHOWN]
    context = {"page": page, "rows": rows, "links": links, "is_all": show not in dict(SHOWN) or show == "all"}
    return render(request, "outbox/outbox.html", context)


@require_POST
def outbox_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed notice again."""
    _administrators_only(request.user)
    notice = get_object_or_404(Outbox.objects.visible_to(request.user), pk=pk)
    try:
        services.retry_notice(notice, by=request.user)
        messages.success(request, _("จะส่งอีกครั้งในไม่กี่นาที"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("outbox")


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a notice of mine: on to the page it is about."""
    found: Outbox = get_object_or_404(Outbox.objects.visible_to(request.user), pk=pk, recipient=request.user)
    services.note_seen(found)
    return redirect(found.path)
