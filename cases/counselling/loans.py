"""Loan arithmetic of the counselling sheet: the one module to import.

Where each formula is: 1-4 in `position.py`; 5, 6, 8, 9 and the loan of formula 2 in `schedules.py`; 10 in
`consolidation.py`; 11 in `restructure.py`; 12 in `payoff.py`; 7, 13, 14, 15 here.

Rates are per cent a year, money is Decimal baht rounded half up to the satang each period.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .consolidation import Consolidation, OldDebt, consolidate, interest_to_go, turning_point, weighted_rate
from .money import (
    DAYS_A_YEAR,
    HUNDRED,
    InvalidNumber,
    LoanError,
    NeverEnds,
    TermTooLong,
    checked_amount,
    checked_days,
    checked_periods,
    checked_positive,
    checked_rate,
    round_satang,
)
from .payoff import Owed, Payoff, minimums_only, payoff
from .restructure import (
    Restructured,
    extend_term,
    grace_on_principal,
    payment_holiday,
    reduce_instalment,
    reduce_rate,
)
from .schedules import (
    FlatLoan,
    Row,
    Schedule,
    equal_payment,
    equal_principal_schedule,
    flat_rate,
    is_endless,
    largest_loan,
    periods_to_repay,
    schedule,
)

__all__ = [
    "Consolidation",
    "FlatLoan",
    "InvalidNumber",
    "LoanError",
    "NeverEnds",
    "OldDebt",
    "Owed",
    "Payoff",
    "Restructured",
    "Row",
    "Schedule",
    "TermTooLong",
    "arrears_months",
    "consolidate",
    "daily_interest",
    "default_interest",
    "equal_payment",
    "equal_principal_schedule",
    "extend_term",
    "flat_rate",
    "grace_on_principal",
    "guarantor_exposure",
    "interest_to_go",
    "is_endless",
    "is_non_performing",
    "largest_loan",
    "minimums_only",
    "payment_holiday",
    "payoff",
    "periods_to_repay",
    "reduce_instalment",
    "reduce_rate",
    "round_satang",
    "schedule",
    "turning_point",
    "weighted_rate",
]

NON_PERFORMING_DAYS = 90


def daily_interest(balance: Decimal, annual_rate: Decimal, days: int) -> Decimal:
    """Formula 7: B r days / 365, also in a leap year. Baht."""
    balance = checked_amount(balance, _("ยอดคงเหลือ"))
    return round_satang(balance * checked_rate(annual_rate) * checked_days(days) / (HUNDRED * DAYS_A_YEAR))


def arrears_months(overdue: Decimal, instalment: Decimal) -> int:
    """Formula 13: whole instalments overdue, floor(overdue / instalment)."""
    return int(checked_amount(overdue, _("ยอดค้างชำระ")) // checked_positive(instalment, _("ค่างวด")))


def is_non_performing(days_overdue: int) -> bool:
    """Formula 13: a debt is non-performing when more than 90 days overdue (90 itself is not)."""
    return checked_days(days_overdue) > NON_PERFORMING_DAYS


def default_interest(overdue_principal: Decimal, annual_rate: Decimal, days: int) -> Decimal:
    """Formula 14: default interest, on the overdue part of the principal only, by the day. Baht."""
    overdue_principal = checked_amount(overdue_principal, _("เงินต้นค้างชำระ"))
    return daily_interest(overdue_principal, annual_rate, days)


def guarantor_exposure(balance: Decimal, shares: Decimal, deposits: Decimal, guarantors: int) -> Decimal:
    """Formula 15: what each guarantor answers for, (balance - shares - deposits) / guarantors, never below zero."""
    guarantors = checked_periods(guarantors, _("จำนวนผู้ค้ำประกัน"))
    covered = checked_amount(shares, _("ทุนเรือนหุ้น")) + checked_amount(deposits, _("เงินฝาก"))
    uncovered = checked_amount(balance, _("ยอดคงเหลือ")) - covered
    return round_satang(max(uncovered, Decimal(0)) / guarantors)
