"""Budget sheets as PDF, and the year's expenses as a table."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from clinic_project import audit
from clinic_project.issuing import documents_of
from clinic_project.jobs.views import open_result
from clinic_project.models import IssuedDocument
from clinic_project.pdf.documents import PdfError, pdf_response
from clinic_project.pdf.requests import digits_of
from clinic_project.spreadsheets import XLSX
from clinics.budget_jobs import start_export
from clinics.budget_tables import MOST_AT_ONCE, expenses_of, workbook
from clinics.documents.budget_sheet import budget_sheet_pdf, year_sheet_pdf
from clinics.models import Budget, Expense
from clinics.permissions.budget import can_export, can_see_names
from clinics.services.budget_papers import SHEET, YEAR_SHEET, category_sums
from clinics.views.budget_fetching import fetch_central, fetch_year
from clinics.views.fetching import fetch_clinic_year


def _answer(
    request: HttpRequest, issued: IssuedDocument | None, filename: str, render: Callable[..., bytes], back: str
) -> HttpResponse:
    """The issued file; one drawn now of an open budget or in Thai digits; failing that ``back`` says why."""
    digits = digits_of(request)
    if issued and digits == "arabic":
        audit.record("document.read", issued, by=request.user, reference=issued.serial)
        return pdf_response(bytes(issued.content), f"{issued.serial}.pdf")
    copy: dict[str, Any] = {"copy_of": issued.serial} if issued else {}
    try:
        return pdf_response(render(digits=digits, **copy), filename)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(back)


def _sheet(request: HttpRequest, budget: Any) -> HttpResponse:
    can_see_names(request.user, budget).or_raise()
    issued = documents_of(budget, SHEET).first() if budget.status == "closed" else None
    name = f"งบประมาณ-{budget.code}-{budget.year.buddhist_year}.pdf"
    return _answer(request, issued, name, lambda **how: budget_sheet_pdf(budget, **how), budget.get_absolute_url())


@require_safe
def clinic_sheet(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """A clinic's budget sheet: as issued once it is closed, else as of now."""
    clinic_year = fetch_clinic_year(request, code, year)
    found = Budget.objects.visible_to(request.user).with_figures().for_list()
    return _sheet(request, get_object_or_404(found, clinic_year=clinic_year))


@require_safe
def central_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The sheet of the programme's own budget."""
    budget = fetch_central(request, year)
    if budget is None:
        raise Http404
    return _sheet(request, budget)


@require_safe
def year_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The year's sheet: sums by clinic and category, no names of payees."""
    found, user = fetch_year(request, year), request.user
    budgets = list(Budget.objects.visible_to(user).filter(year=found).with_figures().for_list())
    is_closed = bool(budgets) and all(budget.status == "closed" for budget in budgets)
    issued = documents_of(found, YEAR_SHEET).first() if is_closed else None
    sums = category_sums(Expense.objects.visible_to(user).filter(budget__year=found))
    page = reverse("clinics:year_budget", args=[year])
    return _answer(
        request, issued, f"งบประมาณ-{year}.pdf", lambda **how: year_sheet_pdf(found, budgets, sums, **how), page
    )


@require_safe
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The year's expenses as XLSX; a long table is made in the background."""
    found, user = fetch_year(request, year), request.user
    can_export(user, found).or_raise()
    rows = expenses_of(user, found)
    count = rows.count()
    audit.record("budget.export", found, by=user, reference=str(year), detail={"count": count})
    if count > MOST_AT_ONCE:
        return open_result(request, start_export(found, by=user))
    response = HttpResponse(workbook(rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="expenses-{year}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response
