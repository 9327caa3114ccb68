"""Where a person is and was: lists as they were left, the last page looked at, and when the visit before ended.

The filters of a list are kept in the session and end with it, but for what was looked for. The last page is kept in the
database, because it has to survive log-out: the address only, never its query, never a search (decision 35).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from clinic_project.models import Visit
from clinic_project.paging import AFTER, BEFORE
from clinic_project.registry import registry
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.text import normalise, valid_national_id

LISTS, BACK_TO = "lists", "back_to"
LONGEST_QUERY = 500
# Words somebody typed to find a person, and with them which page of the found ones was open.
SEARCHED, PAGES = "q", (AFTER, BEFORE)
_THIRTEEN = re.compile(r"(?<![0-9])(?=([0-9](?:[^0-9\w]{0,3}[0-9]){12})(?![0-9]))")
# Signing in again within the hour, after a time-out or from another machine, goes on with the same visit.
SAME_VISIT = timedelta(hours=1)
TOUCH_EVERY = timedelta(minutes=1)
# Who comes for the first time is shown the last days.
FIRST_LOOK = timedelta(days=7)


@dataclass(frozen=True)
class Place:
    """A page as the home page names it: ``เรื่อง 69-CMI-0042``."""

    label: Any
    reference: str
    url: str


def last_query(request: HttpRequest | None, name: str) -> str:
    """Filters and page of a list as this session left them (``status=closed&after=120``), or nothing."""
    session = getattr(request, "session", None)
    kept = session.get(LISTS) if session is not None else None
    return str(kept.get(name, "")) if isinstance(kept, dict) else ""


def place_of(path: str) -> Place | None:
    """What stands at an address, by its name alone: whether it may still be opened, the page itself says."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    label = registry.places.get(match.view_name)
    if label is None:
        return None
    return Place(label, str(next(iter(match.kwargs.values()), "")), path)


def begin_visit(request: HttpRequest, *, led_elsewhere: bool) -> None:
    """Somebody has signed in: turn the page in their book, and offer the last place unless they were led to one."""
    user: Any = request.user
    now = timezone.now()
    visit, is_first = Visit.objects.get_or_create(user=user, defaults={"seen_at": now})
    if visit.path and not led_elsewhere:
        request.session[BACK_TO] = visit.path
    if not is_first:
        if now - visit.seen_at > SAME_VISIT:
            visit.since = visit.seen_at
        visit.seen_at = now
        visit.save(update_fields=["since", "seen_at"])


def changes_since(user: Any) -> tuple[datetime, bool]:
    """From when on this person is told what changed, and whether that is the end of an earlier visit.

    One query; a second one, at most once a minute, notes that the person has been here.
    """
    now = timezone.now()
    visit = Visit.objects.filter(user=user).first()
    if visit is None or now - visit.seen_at > TOUCH_EVERY:
        _note(user, now)
    if visit is None or visit.since is None:
        return now - FIRST_LOOK, False
    return visit.since, True


def place_to_return(request: HttpRequest) -> Place | None:
    """The page this person left last time, until they open another one."""
    path = request.session.get(BACK_TO)
    return place_of(path) if path else None


def _note(user: Any, now: datetime, **changes: Any) -> None:
    """Write the person's row, new or not, in one statement."""
    Visit.objects.bulk_create(
        [Visit(user=user, seen_at=now, **changes)],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["seen_at", *changes],
    )


class WhereaboutsMiddleware:
    """Notes the pages that were shown: lists with their filters, places with their address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer first; a page that was refused or only asked for a part is no place."""
        response = self.get_response(request)
        match, htmx = request.resolver_match, getattr(request, "htmx", False)
        if request.method == "GET" and response.status_code == 200 and match and not htmx:
            if match.view_name in registry.lists:
                _keep_list(request, match.view_name)
            if match.view_name in registry.places and request.user.is_authenticated:
                _keep_place(request)
        return response


def _holds_national_id(text: str) -> bool:
    """Whether one stands anywhere in it, however its digits are written and spaced."""
    found = _THIRTEEN.finditer(to_arabic_digits(normalise(text)))
    return any(valid_national_id(re.sub("[^0-9]", "", digits[1])) for digits in found)


def _to_keep(request: HttpRequest) -> str:
    if len(request.GET.urlencode()) > LONGEST_QUERY:
        return ""
    kept = request.GET.copy()
    if SEARCHED in kept:
        for name in (SEARCHED, *PAGES):
            kept.pop(name, None)
    for key, values in request.GET.lists():
        if any(_holds_national_id(value) for value in values):
            kept.pop(key, None)
    return kept.urlencode()


def _keep_list(request: HttpRequest, name: str) -> None:
    query = _to_keep(request)
    if query != last_query(request, name):
        request.session[LISTS] = {**request.session.get(LISTS, {}), name: query}


def _keep_place(request: HttpRequest) -> None:
    if len(request.path) <= Visit._meta.get_field("path").max_length:  # type: ignore[operator]
        _note(request.user, timezone.now(), path=request.path)
    if BACK_TO in request.session:
        del request.session[BACK_TO]
