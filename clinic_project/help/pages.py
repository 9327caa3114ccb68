"""Help: a short page for each topic, the reader's own first; and the first-use hints that were read."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from clinic_project.help.model import Step, Topic
from clinic_project.help.pictures import HEIGHT, PICTURES, WIDTH
from clinic_project.help.topics import TOPICS, own_topics, topic_of
from clinic_project.hints import CODES
from clinic_project.models import SeenHint


def _link(step: Step, user: Any) -> str:
    """The page of a step; the administration only for those who may open it."""
    if not step.page or (step.page.startswith("admin:") and not user.is_staff):
        return ""
    try:
        return reverse(step.page)
    except NoReverseMatch:
        return ""


def _steps(topic: Topic, user: Any, is_own: bool) -> list[dict[str, Any]]:
    """Steps as the page draws them. Links only in one's own help: pages of others may be closed to the reader."""
    return [
        {
            "step": step,
            "url": _link(step, user) if is_own else "",
            "src": f"help/{step.picture}.webp" if step.picture else "",
            "alt": PICTURES.get(step.picture, ""),
        }
        for step in topic.steps
    ]


@require_safe
def help_page(request: HttpRequest, topic: str = "") -> HttpResponse:
    """One topic; without a name the first of the reader's own. The other topics are listed beside it."""
    own = own_topics(request.user)
    shown = topic_of(topic) if topic else next(iter(own), TOPICS[0])
    if shown is None:
        raise Http404
    context = {
        "topic": shown,
        "is_own": shown in own,
        "steps": _steps(shown, request.user, shown in own),
        "own": [other for other in own if other is not shown],
        "others": [other for other in TOPICS if other is not shown and other not in own],
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "help/topic.html", context)


@require_POST
def hint_dismiss(request: HttpRequest, code: str) -> HttpResponse:
    """A hint was read: it never comes back for this person. htmx takes it away in place, else back to its page."""
    if code not in CODES:
        raise Http404
    SeenHint.dismiss(int(request.user.pk or 0), code)
    if request.headers.get("HX-Request"):
        return render(request, "components/hint_gone.html")
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours and back.startswith("/") else "home")
