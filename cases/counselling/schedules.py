"""Payment schedules: equal payment (5), equal principal (6), periods from a payment (8), flat rate (9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from django.utils.translation import gettext_lazy as _

from .money import (
    HUNDRED,
    LONGEST_TERM,
    MONTHS_A_YEAR,
    RATE_STEP,
    NeverEnds,
    TermTooLong,
    checked_periods,
    checked_positive,
    checked_rate,
    period_interest,
    round_satang,
    round_up_to_step,
)

PRECISION = 50  # digits for powers; far more than a satang needs over a hundred years
BISECTIONS = 120  # halves of a monthly rate: enough to exhaust 30 digits


@dataclass(frozen=True)
class Row:
    """One period: what is paid, how it divides, what is left."""

    period: int
    payment: Decimal
    interest: Decimal
    principal: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Schedule:
    """A loan from its first to its last payment. `payment` is the usual instalment (the first one)."""

    principal: Decimal
    annual_rate: Decimal
    payment: Decimal
    rows: tuple[Row, ...]

    @property
    def periods(self) -> int:
        """How many payments are really made; rounding an instalment up can save a few."""
        return len(self.rows)

    @property
    def total_interest(self) -> Decimal:
        """Interest of all payments, in baht."""
        return sum((row.interest for row in self.rows), Decimal("0.00"))

    @property
    def total_paid(self) -> Decimal:
        """Principal and interest of all payments, in baht."""
        return sum((row.payment for row in self.rows), Decimal("0.00"))

    @property
    def last_payment(self) -> Decimal:
        """The last payment, which takes up what rounding left."""
        return self.rows[-1].payment


@dataclass(frozen=True)
class FlatLoan:
    """A hire-purchase loan at a flat rate, and what that rate really is (formula 9). Rates in per cent."""

    principal: Decimal
    instalment: Decimal
    total_interest: Decimal
    monthly_rate: Decimal
    nominal_annual_rate: Decimal
    compounded_annual_rate: Decimal


def _annuity_factor(monthly: Decimal, periods: int) -> Decimal:
    """What one baht a period is worth today: (1 - (1+i)^-n) / i, or n where i is 0. `monthly` is a fraction."""
    if not monthly:
        return Decimal(periods)
    return (1 - (1 + monthly) ** -periods) / monthly


def _monthly(annual_rate: Decimal) -> Decimal:
    return annual_rate / (HUNDRED * MONTHS_A_YEAR)


def equal_payment(principal: Decimal, annual_rate: Decimal, periods: int) -> Decimal:
    """Formula 5: A = P i / (1 - (1+i)^-n), or P / n at 0 %. Baht a month; `annual_rate` in per cent."""
    principal = checked_positive(principal, _("เงินต้น"))
    annual_rate, periods = checked_rate(annual_rate), checked_periods(periods)
    with localcontext(prec=PRECISION):
        return round_satang(principal / _annuity_factor(_monthly(annual_rate), periods))


def largest_loan(monthly_payment: Decimal, annual_rate: Decimal, periods: int) -> Decimal:
    """Formula 2: the loan a monthly payment carries, formula 5 turned round. Zero for a payment of zero."""
    if not monthly_payment:
        return Decimal("0.00")
    payment = checked_positive(monthly_payment, _("ค่างวด"))
    annual_rate, periods = checked_rate(annual_rate), checked_periods(periods)
    with localcontext(prec=PRECISION):
        return round_satang(payment * _annuity_factor(_monthly(annual_rate), periods))


def _rows(balance: Decimal, annual_rate: Decimal, payment: Decimal, periods: int) -> Iterator[Row]:
    """Pay `payment` each period; the last one (or an earlier one that suffices) pays balance + interest."""
    for period in range(1, periods + 1):
        interest = period_interest(balance, annual_rate)
        paid = balance + interest if period == periods else min(payment, balance + interest)
        balance -= paid - interest
        yield Row(period, paid, interest, paid - interest, balance)
        if not balance:
            return


def _refuse_endless(balance: Decimal, annual_rate: Decimal, payment: Decimal) -> None:
    if is_endless(balance, annual_rate, payment):
        raise NeverEnds(period_interest(balance, annual_rate), payment)


def is_endless(balance: Decimal, annual_rate: Decimal, payment: Decimal) -> bool:
    """Formula 8, the other half: A <= P i (in whole satang) leaves the balance where it is or lets it grow."""
    return payment <= period_interest(balance, annual_rate)


def schedule(
    principal: Decimal,
    annual_rate: Decimal,
    periods: int,
    *,
    payment: Decimal | None = None,
    round_up_to: Decimal | None = None,
) -> Schedule:
    """Formula 5 period by period; the last period pays balance + interest.

    `payment` sets the instalment instead of computing it (too small a one leaves a large last payment, one that does
    not exceed the interest raises `NeverEnds`). `round_up_to` rounds the instalment up, e.g. to 10 baht.
    """
    principal = checked_positive(principal, _("เงินต้น"))
    annual_rate, periods = checked_rate(annual_rate), checked_periods(periods)
    if payment is None:
        payment = equal_payment(principal, annual_rate, periods)
    else:
        payment = checked_positive(payment, _("ค่างวด"))
        _refuse_endless(principal, annual_rate, payment)
    if round_up_to is not None:
        payment = round_up_to_step(payment, checked_positive(round_up_to, _("จำนวนที่ปัดขึ้น")))
    return Schedule(principal, annual_rate, payment, tuple(_rows(principal, annual_rate, payment, periods)))


def equal_principal_schedule(principal: Decimal, annual_rate: Decimal, periods: int) -> Schedule:
    """Formula 6: the same principal every period plus the interest; the last period clears the rest."""
    principal = checked_positive(principal, _("เงินต้น"))
    annual_rate, periods = checked_rate(annual_rate), checked_periods(periods)
    share, balance, rows = round_satang(principal / periods), principal, []
    for period in range(1, periods + 1):
        interest = period_interest(balance, annual_rate)
        part = balance if period == periods else min(share, balance)
        balance -= part
        rows.append(Row(period, part + interest, interest, part, balance))
        if not balance:
            break
    return Schedule(principal, annual_rate, rows[0].payment, tuple(rows))


def periods_to_repay(balance: Decimal, annual_rate: Decimal, payment: Decimal) -> Schedule:
    """Formula 8: how long a payment takes, counted by paying it (n = ceil(-ln(1 - P i/A) / ln(1+i))).

    Raises `NeverEnds` (with `.monthly_interest`) when the payment does not exceed the interest, `TermTooLong` past a
    hundred years.
    """
    balance, annual_rate = checked_positive(balance, _("ยอดคงเหลือ")), checked_rate(annual_rate)
    payment = checked_positive(payment, _("ค่างวด"))
    _refuse_endless(balance, annual_rate, payment)
    # The row that closes a loan by force, not by the payment, marks a term past the limit.
    rows = tuple(_rows(balance, annual_rate, payment, LONGEST_TERM))
    if rows[-1].payment > payment:
        raise TermTooLong
    return Schedule(balance, annual_rate, payment, rows)


def flat_rate(principal: Decimal, rate: Decimal, periods: int) -> FlatLoan:
    """Formula 9: I = P f years, A = (P + I) / n, and the effective rate found by halving.

    `rate` is the flat rate in per cent a year, `periods` are months. The effective rate is that of the instalment as
    paid, in whole satang.
    """
    principal = checked_positive(principal, _("เงินต้น"))
    rate, periods = checked_rate(rate), checked_periods(periods)
    with localcontext(prec=PRECISION):
        interest = round_satang(principal * _monthly(rate) * periods)
        instalment = round_satang((principal + interest) / periods)
        monthly = _solve_monthly_rate(principal, instalment, periods)
        return FlatLoan(
            principal=principal,
            instalment=instalment,
            total_interest=interest,
            monthly_rate=(monthly * HUNDRED).quantize(RATE_STEP),
            nominal_annual_rate=round_satang(monthly * MONTHS_A_YEAR * HUNDRED),
            compounded_annual_rate=round_satang(((1 + monthly) ** MONTHS_A_YEAR - 1) * HUNDRED),
        )


def _solve_monthly_rate(principal: Decimal, instalment: Decimal, periods: int) -> Decimal:
    """The monthly rate, as a fraction, at which `periods` instalments are worth the principal today."""
    if instalment * periods <= principal:
        return Decimal(0)
    low, high = Decimal(0), instalment / principal  # P i < A bounds i from above
    for _step in range(BISECTIONS):
        middle = (low + high) / 2
        if instalment * _annuity_factor(middle, periods) > principal:
            low = middle
        else:
            high = middle
    return high
