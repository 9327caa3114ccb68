"""A rate as the creditor tells it, and the yearly rate on the reducing balance that the sums need. Pure.

Per month times 12, per day times 365 (nominal, as the other formulas take a year's rate); a flat rate by formula 9,
which needs the amount lent and the number of instalments.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .loans import flat_rate
from .money import DAYS_A_YEAR, MONTHS_A_YEAR, checked_rate

STEP = Decimal("0.001")
TIMES_A_YEAR = {"reducing_balance": 1, "per_month": MONTHS_A_YEAR, "per_day": DAYS_A_YEAR}


@dataclass(frozen=True)
class YearlyRate:
    """Per cent a year. ``is_effective``: on the reducing balance; False for a flat rate that can't be converted."""

    rate: Decimal
    is_effective: bool = True


def yearly_rate(rate: Decimal, kind: str, *, original: Decimal | None, periods: int | None) -> YearlyRate:
    """The yearly rate of a debt told as ``rate`` per cent of ``kind``; ``original`` baht lent over ``periods`` months.

    Raises ``InvalidNumber`` in Thai where no loan has such a rate.
    """
    if kind in TIMES_A_YEAR:
        return YearlyRate(checked_rate(rate * TIMES_A_YEAR[kind]).quantize(STEP))
    if not original or not periods:
        return YearlyRate(rate, is_effective=not rate)
    return YearlyRate(flat_rate(original, rate, periods).nominal_annual_rate)
