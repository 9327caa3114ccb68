"""A clinic's budget: expenses and advances in each state, the programme's own budget."""

from typing import Any

from django.utils import timezone

from clinics.services.budgets import close_budget
from tests.factories_budget import make_advance, make_budget, make_budgets, make_expense, person


def things() -> dict[str, list[Any]]:
    """Expenses and advances of CMI by state and move; a closed budget of the central clinic."""
    found: dict[str, list[Any]] = {}
    for status, moves in {
        "draft": ("submit", "void"),
        "submitted": ("approve", "return"),
        "approved": ("review",),
        "reviewed": (),
        "returned": (),
    }.items():
        expense = make_expense(status)
        found[f"expense {status}"] = [expense.number]
        found |= {f"expense {status} {move}": [expense.number, move] for move in moves}
        found[f"expense {status} receipt"] = [expense.number, expense.receipts.get().pk]
    people = {"requested": "secretary.cmi", "approved": "officer2.cmi", "paid": "head.cmi"}
    moves = {"requested": "approve", "approved": "cancel", "paid": "clear"}
    for status, who in people.items():
        advance = make_advance(status, who=who, amount=100)
        found[f"advance {status}"] = [advance.number]
        found[f"advance {status} {moves[status]}"] = [advance.number, moves[status]]
    row = make_budget("CEN")
    close_budget(row, returned_amount=row.balance, returned_on=timezone.localdate(), by=person("head.cen"))
    budgets = make_budgets()
    found["budget"] = [budgets["CMI"].pk]
    found["budget central"] = [budgets["PRG"].pk]
    found["budget close"] = [budgets["CMI"].pk, "close"]
    found["budget reopen"] = [budgets["CEN"].pk, "reopen"]
    return found
