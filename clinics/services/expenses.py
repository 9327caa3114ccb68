"""Writes about expenses and their receipts (R40). Amounts in baht; every refusal is Thai and says what to do."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file
from clinic_project.models import Counter
from clinic_project.thai.dates import format_long
from clinic_project.workflow import StaleState
from clinics.models import Budget, Expense, Receipt, User
from clinics.permissions.budget import can_enter, can_spend
from clinics.services.budgets import refuse_over

FACTS = (
    "day",
    "category",
    "category_other",
    "payee",
    "payee_user",
    "amount",
    "description",
    "receipt_number",
    "no_receipt_reason",
    "advance",
)
MOST_RECEIPTS = 10


def next_number(letter: str, budget: Budget) -> str:
    """The next number of a budget's expenses (``E61-CMI-001``) or advances (``A61-CMI-001``)."""
    short = budget.year.short
    return f"{letter}{short}-{budget.code}-{Counter.next(f'budget.{letter}.{short}.{budget.code}'):03d}"


def _staff_named(budget: Budget, name: str) -> User | None:
    """The member of staff whose name was written as payee, so that nobody approves what they get themselves."""
    plain = "".join(name.split())
    seats = User.objects.filter(is_active=True, appointments__clinic_year__isnull=False)
    if budget.clinic_year is not None:
        seats = seats.filter(appointments__clinic_year__clinic_id=budget.clinic_year.clinic_id)
    else:
        seats = seats.filter(appointments__clinic_year__clinic__kind="central")
    named = (user for user in seats.distinct() if "".join(f"{user.first_name}{user.last_name}".split()) in plain)
    return next((user for user in named if user.first_name and user.last_name), None)


def _fill(expense: Expense, facts: dict[str, Any]) -> None:
    """Set the facts and check what no constraint can say."""
    for name in FACTS:
        if name in facts:
            setattr(expense, name, facts[name])
    year = expense.budget.year.gregorian_year
    first, last = date(year, 1, 1), min(date(year, 12, 31), timezone.localdate())
    if not first <= expense.day <= last:
        words = _("วันที่จ่ายต้องอยู่ระหว่าง %(first)s ถึง %(last)s")
        raise ValidationError({"day": words % {"first": format_long(first), "last": format_long(last)}})
    if expense.payee_user is not None and not expense.payee:
        expense.payee = expense.payee_user.full_name
    if not expense.payee:
        raise ValidationError({"payee": _("กรอกชื่อผู้รับเงินหรือร้านค้า")})
    if expense.payee_user is None:
        expense.payee_user = _staff_named(expense.budget, expense.payee)
    advance = expense.advance
    if advance is not None and (advance.budget_id != expense.budget_id or advance.status != "paid"):
        raise ValidationError({"advance": _("เลือกเงินยืมของงบนี้ที่จ่ายแล้วและยังไม่ส่งใช้")})
    expense.full_clean(exclude=["budget", "number", "entered_by", "payee_user", "advance"], validate_unique=False)


@transaction.atomic
def enter_expense(budget: Budget, *, by: Any, receipts: Sequence[CheckedFile] = (), **facts: Any) -> Expense:
    """Write an expense as a draft, with its receipts. ``facts`` names fields of :data:`FACTS`.

    Raises ``NotAllowed`` or ``ValidationError``.
    """
    can_spend(by, budget).or_raise()
    expense = Expense(budget=budget, entered_by=by, entered_at=timezone.now())
    _fill(expense, facts)
    expense.number = next_number("E", budget)
    expense.save()
    audit.record("expense.entered", expense, by=by, detail={"receipts": len(receipts)})
    for receipt in receipts:
        add_receipt(expense, file=receipt, by=by)
    return expense


@transaction.atomic
def change_expense(expense: Expense, *, by: Any, **facts: Any) -> Expense:
    """Change a draft or a returned expense; who changes it counts as its author.

    Raises ``NotAllowed``, ``StaleState`` when it was submitted meanwhile, or ``ValidationError``.
    """
    locked = _for_change(expense, by=by)
    _fill(locked, facts)
    locked.entered_by, locked.entered_at = by, timezone.now()
    locked.save()
    audit.record("expense.changed", locked, by=by)
    return locked


def _for_change(expense: Expense, *, by: Any) -> Expense:
    """The expense under a lock, when this person may change it now."""
    can_enter(by, expense).or_raise()
    locked = workflow.lock(expense)
    if not locked.is_open_to_change:
        raise StaleState(locked, locked.machine.moves["submit"])
    return locked


@transaction.atomic
def add_receipt(expense: Expense, *, file: CheckedFile, by: Any) -> Receipt:
    """Keep a receipt with a draft or a returned expense. Raises as :func:`change_expense`."""
    locked = _for_change(expense, by=by)
    if locked.receipts.in_force().count() >= MOST_RECEIPTS:
        raise ValidationError({"file": _("แนบใบเสร็จได้ไม่เกิน %(most)s แฟ้มต่อรายการ") % {"most": MOST_RECEIPTS}})
    receipt = Receipt.objects.create(expense=locked, file=store_file(file, by=by))
    audit.record("expense.receipt", locked, by=by, detail={"sha256": file.sha256})
    return receipt


@transaction.atomic
def remove_receipt(receipt: Receipt, *, by: Any) -> Receipt:
    """Take a receipt off an expense that may still be changed; the file itself is kept. Raises likewise."""
    locked = _for_change(receipt.expense, by=by)
    receipt.removed_at = timezone.now()
    receipt.save(update_fields=["removed_at"])
    audit.record("expense.receipt_removed", locked, by=by)
    return receipt


@transaction.atomic
def submit_expense(expense: Expense, *, by: Any) -> Expense:
    """Ask for the approval; from now on the amount is out of the budget, or counts against its advance.

    Raises ``NotAllowed``, ``StaleState``, or ``ValidationError`` where the budget has less left.
    """
    stored = Expense.objects.get(pk=expense.pk)
    if stored.is_open_to_change:
        if stored.advance_id is None:
            refuse_over(stored.budget, stored.amount)
        elif stored.advance and stored.advance.status != "paid":
            raise ValidationError({"advance": _("เงินยืมนี้ส่งใช้แล้วหรือยังไม่ได้จ่าย แก้ไขรายการแล้วเลือกใหม่")})
    changes = {"submitted_at": timezone.now(), "submitted_by": by, "reason": ""}
    return workflow.apply(expense, "submit", by=by, changes=changes)


@transaction.atomic
def approve_expense(expense: Expense, *, by: Any) -> Expense:
    """Approve; never an own one. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(expense, "approve", by=by, changes={"approved_at": timezone.now(), "approved_by": by})


@transaction.atomic
def review_expense(expense: Expense, *, by: Any) -> Expense:
    """Note that central found it right. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(expense, "review", by=by, changes={"reviewed_at": timezone.now(), "reviewed_by": by})


@transaction.atomic
def return_expense(expense: Expense, *, reason: str, by: Any) -> Expense:
    """Send it back to be corrected; its amount is free again. Raises ``NotAllowed`` or ``StaleState``."""
    changes = {"reason": reason, "approved_at": None, "approved_by": None}
    return workflow.apply(expense, "return", by=by, changes=changes)


@transaction.atomic
def void_expense(expense: Expense, *, reason: str, by: Any) -> Expense:
    """Strike a draft or a returned expense; it stays in the list. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(expense, "void", by=by, changes={"reason": reason, "advance": None})
