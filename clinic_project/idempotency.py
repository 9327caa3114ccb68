"""Double click, proxy retry, Back and send again: one effect, and the second sender sees the first's result.

Every form carries a key (``{% form_key %}``). The first POST with it runs the view in one transaction
and keeps where it led; a later one waits for the first and is led to the same place.
"""

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from clinic_project.models import IdempotencyKey

FIELD = "form_key"
_VALID = re.compile(r"[0-9a-f]{32}\Z")


def new_key() -> str:
    """Make a key for one drawing of a form (128 random bits)."""
    return uuid.uuid4().hex


def was_sent(user_id: int, key: str) -> bool:
    """Whether this drawing of a form was sent by the person and recorded."""
    return IdempotencyKey.objects.filter(owner=f"user:{user_id}", key=key).exists()


def _owner(request: HttpRequest) -> str:
    user = request.user
    return f"user:{user.pk}" if user.is_authenticated else "public"


class IdempotencyMiddleware:
    """Runs a POST that carries a key at most once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in ``process_view``, where exceptions still undo the transaction."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Run the view under its key. Only a redirect counts as done; a page with errors frees the key again."""
        if request.method != "POST":
            return None
        key = request.POST.get(FIELD, "")
        if getattr(view, "is_repeatable", False):
            return None
        if not _VALID.match(key):
            return None
        try:
            return self._run_once(request, key, view, args, kwargs)
        except Exception as exception:
            # The pages of errors show drafts, and those know the key's name: whichever is read first.
            from clinic_project import errors

            # Django asks no process_exception for what is raised here.
            answer = errors.explain(request, exception)
            if answer is None:
                raise
            return answer

    def _run_once(
        self, request: HttpRequest, key: str, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse:
        with transaction.atomic():
            row, is_first = IdempotencyKey.objects.get_or_create(owner=_owner(request), key=key)
            if not is_first:
                return HttpResponseRedirect(row.location or request.path)
            response = view(request, *args, **kwargs)
            if 300 <= response.status_code < 400:
                row.location = response["Location"][:500]
                row.save(update_fields=["location"])
            else:
                row.delete()
        return response
