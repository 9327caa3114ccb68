"""Pages of evaluations: the years, a year's live indicators, the rows behind a number, freezing, issuing, papers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.jobs.views import open_result
from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinics.models import Clinic, ProgrammeYear
from evaluations import services
from evaluations.cells import Links
from evaluations.documents import report_pdf
from evaluations.drilldown import INDICATORS
from evaluations.explanations import explained
from evaluations.forms import IssueForm
from evaluations.frozen import frozen_versions, issued_versions
from evaluations.indicators import compute
from evaluations.jobs import start_issue, start_report
from evaluations.models import Evaluation
from evaluations.pages import YearPage, own_codes, view_for
from evaluations.permissions import (
    can_freeze,
    can_issue,
    can_see_clinic,
    can_see_figures,
    can_see_report,
    closes_small,
    sees_all_clinics,
)
from evaluations.poster_permissions import can_see_exhibition
from evaluations.requests import filter_of
from evaluations.rows_page import counts_page, may_open_rows, rows_page
from evaluations.visit_permissions import can_see_visits
from evaluations.windows import window_of


def _year(request: HttpRequest, year: int) -> ProgrammeYear:
    can_see_figures(request.user).or_raise()
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The programme years, each with the reports that were issued."""
    can_see_figures(request.user).or_raise()
    years = ProgrammeYear.objects.visible_to(request.user)
    issued = issued_versions(Evaluation.objects.visible_to(request.user))
    lines = [(year, issued.get(year.pk, [])) for year in years]
    return render(request, "evaluations/index.html", {"years": lines})


@require_safe
def year_detail(request: HttpRequest, year: int) -> HttpResponse:
    """Live indicators of a year, and beside them the frozen ones."""
    user, found = request.user, _year(request, year)
    figures = compute(window_of(found))
    codes = None if sees_all_clinics(user) else own_codes(user)
    view = view_for(user, figures)
    page = YearPage(view=view, links=Links(year), codes=codes)
    evaluations = Evaluation.objects.visible_to(user).filter(year=found).select_related("year", "frozen_by")
    context = {
        "year": found,
        "page": page,
        "versions": frozen_versions(evaluations, view),
        "freeze": can_freeze(user, found),
        "is_over": timezone.localdate() >= found.cutoff,
        "can_report": can_see_report(user),
        "sees_visits": can_see_visits(user),
        "sees_exhibition": can_see_exhibition(user),
    }
    return render(request, "evaluations/year.html", context)


@require_safe
def rows(request: HttpRequest, year: int, indicator: str) -> HttpResponse:
    """The rows a number counts, within the reader's scope; committees and administrators get tables of counts."""
    found, wanted = _year(request, year), filter_of(request)
    if indicator not in INDICATORS:
        raise Http404
    named = INDICATORS[indicator]
    context: dict[str, Any] = {"year": found, "indicator": named, "filter": wanted}
    context["explanation"] = explained(indicator, found)
    if may_open_rows(request.user, wanted.clinic):
        page = rows_page(request.user, named, window_of(found), wanted)
        audit.record("evaluation.rows", found, by=request.user, reference=str(year), detail=page.audit_detail)
        return render(request, "evaluations/rows.html", {**context, "page": page})
    counts = counts_page(request.user, named, compute(window_of(found)))
    return render(request, "evaluations/counts.html", {**context, "page": counts})


@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Freeze the figures as of the cut-off day."""
    found = _year(request, year)
    can_freeze(request.user, found).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="evaluations/freeze.html",
        act=lambda data: services.freeze_evaluation(year=found, by=request.user),
        success=lambda done: reverse("evaluations:issue", args=[year]),
        message=_("ตัดยอดแล้ว เขียนสรุปเพื่อออกรายงานได้เลย"),
        context={"year": found, "version": found.evaluations.count() + 1},
    )


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, year: int) -> HttpResponse:
    """Write the conclusion of the newest frozen version and issue its report."""
    found = _year(request, year)
    can_freeze(request.user, found).or_raise()
    frozen = Evaluation.objects.visible_to(request.user).select_related("year").filter(year=found)
    evaluation = frozen.order_by("-version").first()
    if evaluation is None:
        raise Http404
    can_issue(request.user, evaluation).or_raise()
    edit = Edit(request, evaluation, lambda stored, data: IssueForm(data, initial={"conclusion": stored.conclusion}))
    return run_form(
        request,
        edit.form,
        template="evaluations/issue.html",
        act=lambda data: start_issue(evaluation, conclusion=data["conclusion"], by=request.user),
        success=lambda job: job.get_absolute_url(),
        message=_("เก็บสรุปผลแล้ว ระบบกำลังออกรายงาน"),
        context={"year": found, "evaluation": evaluation},
        edit=edit,
    )


@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    """The year-end report from the live figures; small numbers closed for committees.

    At once when it was drawn from these very figures before; else it is being drawn, and the job's page says how far.
    """
    found = _year(request, year)
    can_see_report(request.user).or_raise()
    audit.record("evaluation.report", found, by=request.user, reference=str(year))
    return open_result(request, start_report(found, digits=digits_of(request), by=request.user))


@require_safe
def clinic_report(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One clinic's pages of the report."""
    user, found = request.user, _year(request, year)
    in_year = Clinic.objects.visible_to(user).filter(years__year=found)
    clinic = get_object_or_404(in_year, code=code.upper())
    can_see_clinic(user, clinic.pk).or_raise()
    audit.record("evaluation.report", clinic, by=user, reference=f"{year}/{clinic.code}")
    is_guarded = closes_small(user, clinic.pk)
    content = report_pdf(found, is_guarded=is_guarded, digits=digits_of(request), only=clinic.code)
    return pdf_response(content, f"ผลการดำเนินงาน-{clinic.code}-{year}.pdf")
