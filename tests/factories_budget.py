"""Budgets, expenses and advances, built to a state by the real moves."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from clinic_project.files.checking import JPEG, CheckedFile
from clinics.models import Advance, Budget, Expense, User
from clinics.services import advances, budgets, expenses
from tests.cast import make_year


def person(username: str) -> User:
    """Somebody of the cast, with the rights of now."""
    return User.objects.get(username=username)


def picture(text: str = "123.50") -> bytes:
    """A small photo of a receipt."""
    image = Image.new("RGB", (120, 160), "white")
    ImageDraw.Draw(image).text((10, 10), text, fill="black")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=60)
    return out.getvalue()


def checked(name: str = "ใบเสร็จ.jpg") -> CheckedFile:
    """A receipt as a form hands it over."""
    return CheckedFile(name, picture(), JPEG)


def make_budgets() -> dict[str, Any]:
    """The budgets of this year, by clinic code; the programme's own is ``PRG``."""
    year = make_year()
    budgets.set_up_budgets(year, by=None)
    return {budget.code: budget for budget in Budget.objects.filter(year=year).with_figures().for_list()}


def make_budget(code: str = "CMI") -> Any:
    """One of them, with its figures of now."""
    return make_budgets()[code]


EXPENSE_ROAD = ("draft", "submitted", "approved", "reviewed")


def make_expense(
    status: str = "draft", code: str = "CMI", amount: Any = "123.50", by: str = "", **facts: Any
) -> Expense:
    """An expense of the clinic, taken to ``status``; entered by the secretary unless ``by`` says who."""
    author = person(by or f"secretary.{'cen' if code == 'PRG' else code.lower()}")
    budget = Budget.objects.get(pk=make_budget(code).pk)
    facts = {
        "day": timezone.localdate(),
        "category": "travel",
        "payee": "ร้านถ่ายเอกสารจำลอง",
        "amount": Decimal(str(amount)),
        "receipts": [checked()],
        **facts,
    }
    expense = expenses.enter_expense(budget, by=author, **facts)
    if status in {"void"}:
        return expenses.void_expense(expense, reason="บันทึกซ้ำ", by=author)
    if status != "draft":
        expense = expenses.submit_expense(expense, by=author)
    head = person("head.cen" if budget.is_central else f"head.{code.lower()}")
    if status in {"approved", "reviewed"}:
        expense = expenses.approve_expense(expense, by=head)
    if status == "reviewed":
        expense = expenses.review_expense(expense, by=person("officer.cen"))
    if status == "returned":
        expense = expenses.return_expense(expense, reason="ยอดไม่ตรงใบเสร็จ", by=head)
    return Expense.objects.get(pk=expense.pk)


def make_advance(status: str = "requested", code: str = "CMI", amount: Any = "1000", who: str = "") -> Advance:
    """An advance of the clinic, taken to ``status``; taken by the secretary unless ``who`` says so."""
    place = "cen" if code == "PRG" else code.lower()
    budget = Budget.objects.get(pk=make_budget(code).pk)
    clerk = person(f"officer.{place}")
    advance = advances.request_advance(
        budget,
        person=person(who or f"secretary.{place}"),
        amount=Decimal(str(amount)),
        purpose="จัดคลินิกเคลื่อนที่",
        due_on=timezone.localdate() + timedelta(days=14),
        by=clerk,
    )
    if status == "cancelled":
        return advances.cancel_advance(advance, reason="งานเลื่อน", by=clerk)
    if status != "requested":
        # A head's own advance is approved by central's head.
        advance = advances.approve_advance(
            advance, by=person("head.cen" if advance.person.username == f"head.{place}" else f"head.{place}")
        )
    if status in {"paid", "cleared"}:
        advance = advances.pay_advance(advance, taken_on=timezone.localdate(), by=clerk)
    if status == "cleared":
        advance = advances.clear_advance(advance, returned_amount=advance.amount, by=clerk)
    return Advance.objects.get(pk=advance.pk)
