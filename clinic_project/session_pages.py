"""Time-out before it happens: how long the session still lasts, and staying on."""

import base64
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

# Before its end a session says so, in seconds.
WARN_SECONDS = 3 * 60
_COPIES = "clinic.browser-copies"


def seconds_left(request: HttpRequest, now: datetime | None = None) -> int:
    """How long the person stays signed in without doing anything; 0 when nobody is.

    The session notes its use once a minute (SessionAgeMiddleware), so this may be up to a minute too little for
    what is still allowed, never too much.
    """
    if not request.user.is_authenticated:
        return 0
    now = now or timezone.now()
    started = parse_datetime(request.session.get("started_at", "")) or now
    used = parse_datetime(request.session.get("used_at", "")) or now
    ends = min(
        used + timedelta(seconds=settings.SESSION_IDLE_SECONDS),
        started + timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )
    return max(0, int((ends - now).total_seconds()))


def copies_secret(user: Any) -> str:
    """The key a browser hides its copies of a person's texts with, base64; drawn only on that person's own pages.

    The same for every log-in of the person, so that a copy can be read after the next one; a change of the password
    or of the server's own key makes older copies unreadable.
    """
    digest = salted_hmac(_COPIES, f"{user.pk}:{user.password}", algorithm="sha256").digest()
    return base64.b64encode(digest).decode()


@login_not_required
@require_safe
def session_left(request: HttpRequest) -> HttpResponse:
    """Seconds left, and whose they are, for the page's own clock. Asking is no use (SessionAgeMiddleware)."""
    owner = request.user.pk if request.user.is_authenticated else None
    return JsonResponse({"left": seconds_left(request), "owner": owner}, headers={"Cache-Control": "no-store"})


@require_POST
def session_stay(request: HttpRequest) -> HttpResponse:
    """Stay signed in: use the session now. A script gets what is left then."""
    request.session["used_at"] = timezone.now().isoformat()
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"left": seconds_left(request), "owner": request.user.pk})
    return redirect("home")
