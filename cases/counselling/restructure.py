"""Formula 11: what changing a loan does to the instalment, to the term and to the interest still to be paid.

Every function compares the loan as it stands (before) with the loan as changed (after), always with both the monthly
relief and the total interest: a smaller instalment alone misleads. `balance` is the principal outstanding, rates are
per cent a year, periods are months. `instalment` is the contract's real one; without it formula 5 gives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .money import (
    InvalidNumber,
    checked_periods,
    checked_positive,
    checked_rate,
    period_interest,
    round_satang,
)
from .schedules import Schedule, periods_to_repay, schedule

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Restructured:
    """A loan before and after. Periods after include the months of grace; so does the interest.

    `instalment_during` is paid for `months_during` months first (None where there is no grace).
    `balance_resumed` is the principal on which instalments start again. `deferred_interest` was left unpaid in a
    holiday and bears no interest; `deferred_per_period` of it is part of `instalment_after`.
    """

    instalment_before: Decimal
    instalment_after: Decimal
    periods_before: int
    periods_after: int
    total_interest_before: Decimal
    total_interest_after: Decimal
    balance_resumed: Decimal
    instalment_during: Decimal | None = None
    months_during: int = 0
    deferred_interest: Decimal = ZERO
    deferred_per_period: Decimal = ZERO

    @property
    def relief(self) -> Decimal:
        """Baht a month less than before, once any grace is over; negative when it is more."""
        return self.instalment_before - self.instalment_after

    @property
    def relief_during(self) -> Decimal | None:
        """Baht a month less than before while the grace lasts."""
        return None if self.instalment_during is None else self.instalment_before - self.instalment_during

    @property
    def extra_interest(self) -> Decimal:
        """What the change costs in interest in all; negative when it saves."""
        return self.total_interest_after - self.total_interest_before


def _changed(before: Schedule, after: Schedule) -> Restructured:
    return Restructured(
        instalment_before=before.payment,
        instalment_after=after.payment,
        periods_before=before.periods,
        periods_after=after.periods,
        total_interest_before=before.total_interest,
        total_interest_after=after.total_interest,
        balance_resumed=after.principal,
    )


def extend_term(
    balance: Decimal,
    annual_rate: Decimal,
    periods_left: int,
    new_periods: int,
    *,
    instalment: Decimal | None = None,
    round_up_to: Decimal | None = None,
) -> Restructured:
    """Formula 11, longer term: the same balance and rate over `new_periods` instead of `periods_left`."""
    if checked_periods(new_periods) <= checked_periods(periods_left):
        raise InvalidNumber(_("จำนวนงวดใหม่ต้องมากกว่างวดที่เหลือ"))
    before = schedule(balance, annual_rate, periods_left, payment=instalment)
    return _changed(before, schedule(balance, annual_rate, new_periods, round_up_to=round_up_to))


def reduce_rate(
    balance: Decimal,
    annual_rate: Decimal,
    periods_left: int,
    new_rate: Decimal,
    *,
    instalment: Decimal | None = None,
    round_up_to: Decimal | None = None,
) -> Restructured:
    """Formula 11, lower rate: the same balance and term at `new_rate`."""
    if checked_rate(new_rate) >= checked_rate(annual_rate):
        raise InvalidNumber(_("อัตราดอกเบี้ยใหม่ต้องต่ำกว่าอัตราเดิม"))
    before = schedule(balance, annual_rate, periods_left, payment=instalment)
    return _changed(before, schedule(balance, new_rate, periods_left, round_up_to=round_up_to))


def reduce_instalment(
    balance: Decimal,
    annual_rate: Decimal,
    periods_left: int,
    new_instalment: Decimal,
    *,
    instalment: Decimal | None = None,
) -> Restructured:
    """Formulas 8 and 11, smaller instalment: the term follows from it. Raises `NeverEnds` when it is too small."""
    before = schedule(balance, annual_rate, periods_left, payment=instalment)
    if checked_positive(new_instalment, _("ค่างวดใหม่")) >= before.payment:
        raise InvalidNumber(_("ค่างวดใหม่ต้องน้อยกว่าค่างวดเดิม"))
    return _changed(before, periods_to_repay(balance, annual_rate, new_instalment))


def grace_on_principal(
    balance: Decimal,
    annual_rate: Decimal,
    periods_left: int,
    *,
    months: int,
    extend: bool,
    instalment: Decimal | None = None,
    round_up_to: Decimal | None = None,
) -> Restructured:
    """Formula 11, interest only for `months`. `extend` keeps all the periods left for afterwards, so that the loan
    ends later; without it the loan ends when it would have, with larger instalments.
    """
    rest = periods_left if extend else _rest_after(months, periods_left)
    before = schedule(balance, annual_rate, periods_left, payment=instalment)
    after = schedule(balance, annual_rate, rest, round_up_to=round_up_to)
    months = checked_periods(months, _("จำนวนเดือนที่พัก"))
    interest = period_interest(after.principal, after.annual_rate)
    return Restructured(
        instalment_before=before.payment,
        instalment_after=after.payment,
        periods_before=before.periods,
        periods_after=months + after.periods,
        total_interest_before=before.total_interest,
        total_interest_after=interest * months + after.total_interest,
        balance_resumed=after.principal,
        instalment_during=interest,
        months_during=months,
    )


def payment_holiday(
    balance: Decimal,
    annual_rate: Decimal,
    periods_left: int,
    *,
    months: int,
    capitalise: bool = False,
    instalment: Decimal | None = None,
    round_up_to: Decimal | None = None,
) -> Restructured:
    """Formula 11, nothing paid for `months`, the loan still ending when it would have.

    By default the interest accrues simply: it is set apart, bears no interest and is spread evenly over the periods
    after the holiday. With `capitalise` it joins the principal every month (interest on interest).
    """
    rest = _rest_after(months, periods_left)
    before = schedule(balance, annual_rate, periods_left, payment=instalment)
    resumed, deferred = before.principal, ZERO
    for _month in range(months):
        interest = period_interest(resumed if capitalise else before.principal, before.annual_rate)
        resumed, deferred = (resumed + interest, deferred) if capitalise else (resumed, deferred + interest)
    after = schedule(resumed, annual_rate, rest, round_up_to=round_up_to)
    share = round_satang(deferred / after.periods)
    return Restructured(
        instalment_before=before.payment,
        instalment_after=after.payment + share,
        periods_before=before.periods,
        periods_after=months + after.periods,
        total_interest_before=before.total_interest,
        total_interest_after=resumed - before.principal + deferred + after.total_interest,
        balance_resumed=resumed,
        instalment_during=ZERO,
        months_during=months,
        deferred_interest=deferred,
        deferred_per_period=share,
    )


def _rest_after(months: int, periods_left: int) -> int:
    """Periods that remain for instalments after a grace inside the old term."""
    if checked_periods(months, _("จำนวนเดือนที่พัก")) >= checked_periods(periods_left):
        raise InvalidNumber(_("จำนวนเดือนที่พักต้องน้อยกว่างวดที่เหลือ"))
    return periods_left - months
