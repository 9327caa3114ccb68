"""The budget sheets, drawn once at the close-out and kept as issued."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum

from clinic_project.issuing import issue_document
from clinic_project.models import Counter, IssuedDocument
from clinics.documents.budget_sheet import budget_sheet_pdf, sheet_title, year_sheet_pdf, year_title
from clinics.models import Budget, Expense, ProgrammeYear

SHEET, YEAR_SHEET = "budget_sheet", "budget_year"


def _serial(year: ProgrammeYear) -> str:
    return f"BS-{year.short}-{Counter.next(f'document.BS.{year.short}')}"


def category_sums(expenses: Any) -> list[tuple[str, Decimal]]:
    """Sum by category of the expenses that count, in the order of the list; empty ones left out."""
    found = dict(
        expenses.counted().order_by().values("category").annotate(n=Sum("amount")).values_list("category", "n")
    )
    cent = Decimal("0.01")
    return [(str(label), found[code].quantize(cent)) for code, label in Expense.Category.choices if code in found]


def issue_budget_sheet(budget: Budget, *, by: Any) -> IssuedDocument:
    """Issue the sheet of a budget just closed; an earlier one is superseded. Raises ``PdfError``."""
    read = Budget.objects.with_figures().for_list().get(pk=budget.pk)
    serial, title = _serial(read.year), sheet_title(read)
    content = budget_sheet_pdf(read, serial=serial)
    return issue_document(kind=SHEET, serial=serial, title=title, subject=budget, content=content, by=by)


def issue_year_sheet(year: ProgrammeYear, *, by: Any) -> IssuedDocument:
    """Issue the year's sheet, when its last budget is closed. Raises ``PdfError``."""
    rows = list(Budget.objects.filter(year=year).with_figures().for_list())
    serial, title = _serial(year), year_title(year)
    categories = category_sums(Expense.objects.filter(budget__year=year))
    content = year_sheet_pdf(year, rows, categories, serial=serial)
    return issue_document(kind=YEAR_SHEET, serial=serial, title=title, subject=year, content=content, by=by)
