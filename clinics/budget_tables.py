"""The year's expenses as a spreadsheet: a cell of text is never a formula, an amount stays a number."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from tablib import Dataset

from clinic_project.spreadsheets import escape_cell
from clinic_project.thai.dates import format_short
from clinics.models import Expense, ProgrammeYear

MOST_AT_ONCE = 2_000
"""Rows written while the browser waits; more are a job."""


def expenses_of(user: Any, year: ProgrammeYear) -> Any:
    """The year's expenses within the person's scope, as the table shows them."""
    found = Expense.objects.visible_to(user).filter(budget__year=year).for_page()
    return found.order_by("budget__clinic_year__clinic__number", "day", "id")


def _heads() -> list[str]:
    return [
        _("เลขที่"), _("คลินิก"), _("วันที่จ่าย"), _("หมวด"), _("รายละเอียด"), _("จ่ายให้"), _("จำนวนเงิน"), _("สถานะ"),
        _("เลขที่ใบเสร็จ"), _("เหตุที่ไม่มีใบเสร็จ"), _("เงินยืม"), _("ผู้บันทึก"), _("ผู้อนุมัติ"), _("ผู้สอบทาน"),
    ]  # fmt: skip


def _row(expense: Expense) -> list[Any]:
    people = (expense.entered_by, expense.approved_by, expense.reviewed_by)
    cells = [
        expense.number,
        str(expense.budget.place),
        format_short(expense.day),
        expense.category_words,
        expense.description,
        expense.payee,
        expense.amount,
        str(expense.status_label),
        expense.receipt_number,
        expense.no_receipt_reason,
        str(expense.advance or ""),
        *(person.full_name if person else "" for person in people),
    ]
    return [escape_cell(cell) for cell in cells]


def workbook(expenses: Any, *, tell: Callable[[int], None] = lambda done: None) -> bytes:
    """The table as XLSX. ``tell`` hears the number of rows done."""
    table = Dataset(headers=_heads(), title=_("รายการจ่าย"))
    for number, expense in enumerate(expenses.iterator(chunk_size=500), 1):
        table.append(_row(expense))
        tell(number)
    # Texts are escaped above; amounts go in as numbers.
    return bytes(table.export("xlsx"))
