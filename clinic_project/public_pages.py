"""What every page without log-in has in common: a limit of requests, no cache, one answer for every bad address."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from clinic_project import errors

# A waiting room shares one address: generous for people, narrow for a machine that tries links.
MOST_REQUESTS = 120
WINDOW_SECONDS = 600

View = Callable[..., HttpResponse]


def _address(request: HttpRequest) -> str:
    """The caller's address. Our proxy overwrites the header, so a caller can't choose it; without one: the socket's."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
    return (forwarded if not request.META.get("REMOTE_ADDR") else request.META["REMOTE_ADDR"])[:64] or "unknown"


def _is_too_many(request: HttpRequest, name: str) -> bool:
    # Hashed: what a header holds need not be a key a cache takes, and nobody's address is kept.
    key = f"{name}:{hashlib.sha256(_address(request).encode()).hexdigest()[:32]}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key) > MOST_REQUESTS
    except ValueError:
        # The window ended between the two calls; this request begins the next.
        return False


def public_page(name: str) -> Callable[[View], View]:
    """Open a view to the public: limited per address under ``name``, kept by no cache.

    No stricter Referrer-Policy than the site's same-origin: with ``no-referrer`` browsers send ``Origin: null``, which
    the check against forged forms refuses.
    """

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _is_too_many(request, name):
                return HttpResponse(errors.page(request, "429"), status=429)
            response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return guarded

    return decorate
