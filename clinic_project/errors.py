"""Error pages in Thai, each with the request's reference number."""

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from clinic_project import drafts
from clinic_project.outage import is_database_away
from clinic_project.pdf.renderer import PdfError, PdfRefusedError, PdfTooLongError
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState

# Seconds after which a browser or a proxy may ask again while the database is away.
RETRY_AFTER = 30


def page(request: HttpRequest, code: str, context: dict[str, Any] | None = None) -> str:
    """Render the page of an error code ("400", "403", ...)."""
    reference = getattr(request, "reference", "")
    return render_to_string(
        f"errors/{code}.html",
        {"reference": reference, "draft": drafts.current(request), **(context or {})},
        request=request,
    )


def explain(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Answer a refusal a view did not handle; else None.

    409 for a record that moved on, 403 with the reason, 422 for a paper that can't be printed as it is, 503 for one
    that could not be printed now.
    """
    if isinstance(exception, StaleState):
        return HttpResponse(page(request, "409", {"stale": exception}), status=409)
    if isinstance(exception, NotAllowed):
        return HttpResponse(page(request, "403", {"reason": str(exception)}), status=403)
    if isinstance(exception, PdfError):
        status = 422 if isinstance(exception, (PdfTooLongError, PdfRefusedError)) else 503
        return HttpResponse(page(request, "paper", {"reason": str(exception)}), status=status)
    return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: something in the address or the form could not be read; 413 when there was more than is read."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return HttpResponse(page(request, "413"), status=413)
    return HttpResponse(page(request, "400"), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the Thai reason of the refusal."""
    return HttpResponse(page(request, "403", {"reason": str(exception)}), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: missing, or not within this person's scope (the two look the same)."""
    return HttpResponse(page(request, "404"), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 while the database can't be reached. The reference number finds either in the log.

    Drawn without the request, so that nothing (menu, badges, session) asks the database again.
    """
    code = 503 if is_database_away(sys.exc_info()[1]) else 500
    reference = getattr(request, "reference", "")
    answer = HttpResponse(
        render_to_string(f"errors/{code}.html", {"reference": reference, "draft": drafts.current(request)}), status=code
    )
    if code == 503:
        answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def explained(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Give the empty 405 of Django's method guards a page; every other answer stays as it is."""
    if answer.status_code != 405 or answer.content:
        return answer
    full = HttpResponse(page(request, "405"), status=405)
    full["Allow"] = answer["Allow"]
    return full


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """419: the form is too old or came from elsewhere; what was typed is kept as a draft, else shown to be copied."""
    typed = []
    if drafts.current(request) is None:
        typed = [(key, text) for key, texts in drafts.typed_data(request.POST).items() for text in texts if text]
    return HttpResponse(page(request, "419", {"typed": typed}), status=419)
