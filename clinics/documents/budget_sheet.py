"""The budget sheet of one budget and of a year: figures, words, a running balance (R40). Amounts in baht."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.pdf.documents import Digits, render_document
from clinics.models import Budget, Expense, ProgrammeYear

# Lines of text that fit on the first page (below the heading) and on the others; what the frame of a row takes of one.
FIRST, OTHER, FRAME = 31, 38, 0.4
# Letters of a line of the two text columns.
PAYEE, WHAT = 16, 24
_NOUGHT = Decimal("0.00")
_ABOVE_LINE = "ัิีึืฺุู็่้๊๋์ํ๎"


@dataclass(frozen=True)
class Line:
    """A line of the sheet: an expense, or an advance that still holds money."""

    day: date
    number: str
    payee: str
    what: str
    amount: Decimal
    balance: Decimal = _NOUGHT

    @property
    def height(self) -> int:
        """Lines of text it takes."""
        return max(_lines(self.payee, PAYEE), _lines(self.what, WHAT))


@dataclass(frozen=True)
class Leaf:
    """The lines of one page, with what is carried over from the page before and to the next."""

    lines: list[Line]
    brought: Decimal | None
    carried: Decimal | None


@dataclass(frozen=True)
class Signer:
    """Who signs in which part; an empty name is a rule to write on."""

    label: str
    name: str = ""
    position: str = ""


@dataclass(frozen=True)
class BudgetSheet:
    """What stands on a budget's sheet."""

    place: str
    year: int
    budget: Budget
    pages: list[Leaf]
    extra: Decimal
    may_spend: Decimal
    spent: Decimal
    held: Decimal
    balance: Decimal
    signers: list[Signer]
    serial: str = ""
    copy_of: str = ""

    @property
    def is_final(self) -> bool:
        """Whether the budget is closed; before, the sheet is a reading of the day."""
        return self.budget.status == "closed"


@dataclass(frozen=True)
class YearSheet:
    """What stands on the sheet of a year: a line a budget and the sums; no names of people who got money."""

    year: ProgrammeYear
    rows: list[Any]
    totals: dict[str, Decimal]
    categories: list[tuple[str, Decimal]]
    signers: list[Signer] = field(default_factory=list)
    serial: str = ""
    copy_of: str = ""


def _lines(text: str, letters: int) -> int:
    """Lines a text takes; marks above and below take no room."""
    return max(1, ceil(sum(letter not in _ABOVE_LINE for letter in text) / letters))


def _what(expense: Expense) -> str:
    parts = [expense.category_words, expense.description]
    if expense.receipt_number:
        parts.append(_("ใบเสร็จเลขที่ %(number)s") % {"number": expense.receipt_number})
    elif expense.no_receipt_reason:
        parts.append(_("ใบรับรองแทนใบเสร็จรับเงิน"))
    return " · ".join(part for part in parts if part)


def lines_of(budget: Budget, may_spend: Decimal) -> list[Line]:
    """Every expense that counts and every advance that holds money, by day, with the balance after each."""
    expenses = budget.expenses.counted().for_list()
    found = [Line(e.day, e.number, e.payee, _what(e), e.amount) for e in expenses]
    for advance in budget.advances.holding().for_page():
        day = advance.taken_on or advance.approved_at.date()
        what = _("เงินยืมทดรองที่ยังไม่ส่งใช้ · %(purpose)s") % {"purpose": advance.purpose}
        found.append(Line(day, advance.number, advance.person.full_name, what, advance.amount))
    found.sort(key=lambda line: (line.day, line.number))
    balances = accumulate((line.amount for line in found), lambda left, amount: left - amount, initial=may_spend)
    return [
        Line(line.day, line.number, line.payee, line.what, line.amount, balance)
        for line, balance in zip(found, list(balances)[1:], strict=True)
    ]


def _packed(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines by page: as many as fit."""
    page: list[Line] = []
    room: float = FIRST
    for line in lines:
        if page and line.height + FRAME > room:
            yield page
            page, room = [], OTHER
        page.append(line)
        room -= line.height + FRAME
    if page:
        yield page


def pages_of(lines: list[Line], may_spend: Decimal) -> list[Leaf]:
    """The lines laid on pages, each with what it takes over and hands on."""
    pages = list(_packed(lines)) or [[]]
    found, brought = [], may_spend
    for number, page in enumerate(pages):
        last = page[-1].balance if page else may_spend
        is_last = number == len(pages) - 1
        found.append(Leaf(page, brought if number else None, None if is_last else last))
        brought = last
    return found


def _signer(label: str, row: Any, position: str, **post: str) -> Signer:
    """Who held the post in the clinic's year; a rule to write on where nobody did."""
    seats = row.appointments.filter(**post).select_related("user") if row else None
    seat = seats.order_by("order", "-id").first() if seats is not None else None
    return Signer(label, seat.user.full_name if seat else "", position)


def _signers(budget: Budget) -> list[Signer]:
    """The clinic's finance officer makes it, its head checks it, central's head approves it."""
    central = budget.year.clinic_years.filter(clinic__kind="central").first()
    own = budget.clinic_year or central
    head = _("หัวหน้าคลินิกสหกรณ์ %(place)s") % {"place": budget.place}
    made = _signer(_("ผู้จัดทำ"), own, _("เจ้าหน้าที่การเงิน"), post="finance")
    checked = _signer(_("ผู้ตรวจสอบ"), own, head, role="head")
    if budget.is_central:
        checked = _signer(_("ผู้ตรวจสอบ"), central, _("เลขานุการคลินิกส่วนกลาง"), role="secretary")
    return [made, checked, _signer(_("ผู้อนุมัติ"), central, _("หัวหน้าคลินิกส่วนกลาง"), role="head")]


def sheet_of(budget: Any, *, serial: str = "", copy_of: str = "") -> BudgetSheet:
    """The sheet of a budget read ``with_figures``."""
    lines = lines_of(budget, budget.may_spend)
    return BudgetSheet(
        place=str(budget.place),
        year=budget.year.buddhist_year,
        budget=budget,
        pages=pages_of(lines, budget.may_spend),
        extra=budget.extra,
        may_spend=budget.may_spend,
        spent=budget.spent,
        held=budget.held,
        balance=budget.balance,
        signers=_signers(budget),
        serial=serial,
        copy_of=copy_of,
    )


def sheet_title(budget: Budget) -> str:
    """The paper's title."""
    words = _("ใบสรุปงบประมาณคลินิกสหกรณ์ %(place)s ประจำปี %(year)s")
    if budget.clinic_year is None:
        words = _("ใบสรุปงบประมาณ%(place)s ประจำปี %(year)s")
    return words % {"place": budget.place, "year": budget.year.buddhist_year}


def budget_sheet_pdf(budget: Budget, *, digits: Digits = "arabic", serial: str = "", copy_of: str = "") -> bytes:
    """Draw the sheet. ``copy_of``: serial of the issued paper this is a reading copy of. Raises ``PdfError``."""
    context = {"sheet": sheet_of(budget, serial=serial, copy_of=copy_of)}
    return render_document("clinics/pdf/budget_sheet.html", context, title=sheet_title(budget), digits=digits)


SUMS = ("allocation", "extra", "may_spend", "spent", "held", "balance")


def sums_of(rows: list[Any]) -> dict[str, Decimal]:
    """The year's sums of budgets read ``with_figures``, with what was given back."""
    totals = {name: sum((getattr(row, name) for row in rows), _NOUGHT) for name in SUMS}
    return totals | {"returned": sum((row.returned_amount or _NOUGHT for row in rows), _NOUGHT)}


def year_title(year: ProgrammeYear) -> str:
    """The paper's title."""
    return _("ใบสรุปงบประมาณโครงการนำร่องคลินิกสหกรณ์ ประจำปี %(year)s") % {"year": year.buddhist_year}


def year_sheet_pdf(
    year: ProgrammeYear,
    rows: list[Any],
    categories: list[tuple[str, Decimal]],
    *,
    digits: Digits = "arabic",
    serial: str = "",
    copy_of: str = "",
) -> bytes:
    """Draw the year's sheet from its budgets (``with_figures``) and sums by category. Raises ``PdfError``."""
    signers = _signers(next((row for row in rows if row.clinic_year_id is None), rows[0])) if rows else []
    sheet = YearSheet(year, rows, sums_of(rows), categories, signers, serial, copy_of)
    title = year_title(year)
    return render_document("clinics/pdf/budget_year.html", {"sheet": sheet}, title=title, digits=digits)
