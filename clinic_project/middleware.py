"""Small pieces every request passes through."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from clinic_project import errors
from clinic_project.thai.text import UNSTORABLE

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReferenceMiddleware:
    """Gives each request a short number that error pages show and the log repeats."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Number the request and its answer."""
        request.reference = secrets.token_hex(4).upper()  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Reference"] = request.reference  # type: ignore[attr-defined]
        return response


def _is_junk(values: QueryDict) -> bool:
    return any(UNSTORABLE.search(text) for key, many in values.lists() for text in (key, *many))


def _is_other_encoding(request: HttpRequest) -> bool:
    """Whether the request names another encoding than UTF-8; some names Python knows are no encodings of text."""
    if (request.encoding or "utf-8").lower().replace("-", "").replace("_", "") == "utf8":
        return False
    # The page of the refusal reads the request too.
    request.encoding = "utf-8"
    return True


class CleanInputMiddleware:
    """Refuses NUL and lone surrogates in any parameter: no database takes them and nobody types them.

    A cookie that holds one is left out instead, or its browser would be shut out for good.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 in Thai, before anything is read from the database."""
        request.COOKIES = {name: text for name, text in request.COOKIES.items() if not UNSTORABLE.search(text)}
        junk = _is_other_encoding(request) or "\x00" in request.path or _is_junk(request.GET)
        if not junk and request.method == "POST":
            try:
                junk = _is_junk(request.POST)
            except UnreadablePostError:
                # The sender hung up; nobody reads the answer.
                junk = True
        if junk:
            return HttpResponseBadRequest(errors.page(request, "400"))
        return self.get_response(request)


def _is_no_use(request: HttpRequest) -> bool:
    """Whether the page asks by itself how long the session lasts, which nobody did with their own hands."""
    return request.path == reverse("session_left")


class SessionAgeMiddleware:
    """Ends a session 12 hours after log-in, or after 30 minutes without use (quality.md, safety 4)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log out a session past its time; note the time of use at most once a minute."""
        if request.user.is_authenticated and not _is_no_use(request):
            now = timezone.now()
            started = parse_datetime(request.session.get("started_at", "")) or now
            used = parse_datetime(request.session.get("used_at", "")) or now
            idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
            if now - started > timedelta(seconds=settings.SESSION_COOKIE_AGE) or now - used > idle:
                logout(request)
            elif "used_at" not in request.session or now - used > timedelta(minutes=1):
                request.session.setdefault("started_at", started.isoformat())
                request.session["used_at"] = now.isoformat()
        return self.get_response(request)


class NewPasswordMiddleware:
    """Whoever signed in with a password that others know sets one of their own before anything else."""

    # What stays open: setting it, and going away.
    OPEN = ("password_change", "password_change_done", "logout", "session_left", "session_stay", "healthz", "readyz")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the page that was asked for decides."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead to the page of one's own password."""
        asked = request.resolver_match.view_name if request.resolver_match else ""
        if not getattr(request.user, "must_change_password", False) or asked in self.OPEN:
            return None
        messages.warning(request, _("ตั้งรหัสผ่านของคุณเองก่อนเริ่มใช้ระบบ"))
        return redirect("password_change")


class NoStoreMiddleware:
    """Keeps pages behind the log-in out of every cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forbid storing unless the view said otherwise."""
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


class ExplainMiddleware:
    """Turns refusals the views did not handle into pages that say why, in Thai."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; an empty refusal of the method gets its page."""
        return errors.explained(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 409 for a record that moved on, 403 with the reason for a refused move."""
        return errors.explain(request, exception)
