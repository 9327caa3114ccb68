"""The satisfaction survey: public, for a phone, without log-in, once a link."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.survey import SurveyForm
from cases.services.surveys import SurveyUnavailable, answer_survey, open_survey
from clinic_project.forms_flow import run_form
from clinic_project.public_pages import public_page


def _closed(request: HttpRequest) -> HttpResponse:
    """One page and one status for a wrong, a used and an expired link, so that trying links teaches nothing.

    404: of three different truths it is the one that says least.
    """
    return render(request, "cases/survey_closed.html", status=404)


@public_page("survey")
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a survey."""
    try:
        opened = open_survey(token)

        def act(_cleaned: dict[str, Any]) -> None:
            answer_survey(survey_token=token, **form.answer())

        form = SurveyForm(request.POST or None)
        return run_form(
            request,
            form,
            template="cases/survey.html",
            act=act,
            success=lambda _nothing: reverse("survey_done"),
            context={"clinic": opened.clinic},
        )
    except SurveyUnavailable:
        return _closed(request)


@login_not_required
@require_safe
def survey_done(request: HttpRequest) -> HttpResponse:
    """Thanks. The same for everybody, so its address tells nothing."""
    return render(request, "cases/survey_done.html")
