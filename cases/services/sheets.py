"""Versions of the household sheet (form คส.04): every saved state, with when and who."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case, SheetVersion
from cases.services.figures import position_of

FIGURES = (
    "gross", "fixed_deductions", "at_source_instalments", "net_take_home", "net_ratio", "other_instalments",
    "living_costs", "residual", "debt_service_ratio", "total_debt",
)  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _debt(debt: Any) -> dict[str, Any]:
    """One debt as the sheet shows it; its key tells the same debt in two versions."""
    return {
        "id": debt.pk,
        "creditor": debt.creditor,
        "kind": str(debt.kind),
        "balance": _text(debt.balance),
        "rate": str(debt.rate),
        "rate_kind": str(debt.rate_kind),
        "instalment": _text(debt.instalment),
        "arrears_amount": _text(debt.arrears_amount),
        "stage": str(debt.stage),
    }


@transaction.atomic
def keep_version(case: Case, *, by: Any, now: datetime | None = None) -> SheetVersion | None:
    """Keep the sheet as it stands; None where it says what the last version said.

    Call inside the transaction that changed it, with the case locked: the lock makes the numbers one after another.
    """
    stored = Case.objects.select_related("year").prefetch_related("household_lines", "debts").get(pk=case.pk)
    position = position_of(stored)
    lines = [
        {"kind": str(line.kind), "label": line.label, "amount": _text(line.amount)}
        for line in stored.household_lines.all()
    ]
    content = {
        "lines": lines,
        "debts": [_debt(debt) for debt in stored.debts.all()],
        "figures": {name: _text(getattr(position, name)) for name in FIGURES},
    }
    last = SheetVersion.objects.filter(case=case).first()
    if last and {name: getattr(last, name) for name in content} == content:
        return None
    number = last.number + 1 if last else 1
    at = now or timezone.now()
    version: SheetVersion = SheetVersion.objects.create(case=case, number=number, saved_at=at, saved_by=by, **content)
    return version
