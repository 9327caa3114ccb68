"""The satisfaction survey: public, for a phone, without log-in, once a link."""

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.survey import SurveyForm
from cases.services.surveys import SurveyUnavailable, answer_survey, open_survey
from clinic_project import errors
from clinic_project.forms_flow import run_form

# A waiting room shares one address: generous for people, narrow for a machine that tries links.
MOST_REQUESTS = 120
WINDOW_SECONDS = 600


def _address(request: HttpRequest) -> str:
    """The caller's address. Our proxy overwrites the header, so a caller can't choose it; without one: the socket's."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
    return (forwarded if not request.META.get("REMOTE_ADDR") else request.META["REMOTE_ADDR"])[:64] or "unknown"


def _is_too_many(request: HttpRequest) -> bool:
    # Hashed: what a header holds need not be a key a cache takes, and nobody's address is kept.
    key = f"survey:{hashlib.sha256(_address(request).encode()).hexdigest()[:32]}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key) > MOST_REQUESTS
    except ValueError:
        # The window ended between the two calls; this request begins the next.
        return False


def _closed(request: HttpRequest) -> HttpResponse:
    """One page and one status for a wrong, a used and an expired link, so that trying links teaches nothing.

    404: of three different truths it is the one that says least.
    """
    return render(request, "cases/survey_closed.html", status=404)


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache: the address is a key.

    No stricter Referrer-Policy than the site's same-origin: with ``no-referrer`` browsers send ``Origin: null``, which
    the check against forged forms refuses.
    """
    add_never_cache_headers(response)
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a survey."""
    if _is_too_many(request):
        return HttpResponse(errors.page(request, "429"), status=429)
    try:
        opened = open_survey(token)

        def act(_cleaned: dict[str, Any]) -> None:
            answer_survey(survey_token=token, **form.answer())

        form = SurveyForm(request.POST or None)
        response = run_form(
            request,
            form,
            template="cases/survey.html",
            act=act,
            success=lambda _nothing: reverse("survey_done"),
            context={"clinic": opened.clinic},
        )
    except SurveyUnavailable:
        response = _closed(request)
    return _private(response)


@login_not_required
@require_safe
def survey_done(request: HttpRequest) -> HttpResponse:
    """Thanks. The same for everybody, so its address tells nothing."""
    return render(request, "cases/survey_done.html")
