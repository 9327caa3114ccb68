"""What was sent, kept as it was at that moment; the case itself goes on (design.md: referring never copies)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.services.figures import position_of

FIGURES = ("gross", "net_take_home", "net_ratio", "debt_service_ratio", "residual", "total_debt", "total_instalments")


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def figures_of(position: Any) -> dict[str, str | None]:
    """N, N/S, DSR, R and totals of a position, as decimal text (JSON holds no Decimal)."""
    return {name: _text(getattr(position, name)) for name in FIGURES}


def _next_court_date(debt: Any) -> str | None:
    """The first day in court over this debt."""
    dates = [suit.next_date for suit in debt.lawsuits.all() if suit.next_date]
    return min(dates).isoformat() if dates else None


def debt_as_sent(debt: Any) -> dict[str, Any]:
    """One debt as plain data."""
    return {
        "creditor": debt.creditor,
        "kind": debt.kind,
        "is_cooperative": debt.is_cooperative,
        "is_at_source": debt.is_at_source,
        "balance": _text(debt.balance),
        "annual_rate": str(debt.annual_rate),
        "rate": str(debt.rate),
        "rate_kind": debt.rate_kind,
        "instalment": _text(debt.instalment),
        "periods_left": debt.periods_left,
        "arrears_amount": _text(debt.arrears_amount),
        "stage": debt.stage,
        "next_court_date": _next_court_date(debt),
        "guarantors": debt.guarantors,
    }


def snapshot_of(referral: Any, *, now: datetime) -> dict[str, Any]:
    """The case as it is sent: member's number (no name), figures, debts, household, severity, question."""
    case = referral.case
    household = [
        {"kind": line.kind, "label": line.label, "amount": _text(line.amount)} for line in case.household_lines.all()
    ]
    return {
        "sent_on": timezone.localtime(now).date().isoformat(),
        "member": case.member.number,
        "subject": case.subject,
        "wish": case.wish,
        "cause": case.cause,
        "severity": case.severity,
        "severity_reason": case.severity_reason,
        "question": referral.question,
        "tried": referral.tried,
        "figures": figures_of(position_of(case)),
        "debts": [debt_as_sent(debt) for debt in case.debts.prefetch_related("lawsuits")],
        "household": household,
    }
