"""Formula 10: several debts paid off by one new loan, always with the monthly relief and the total interest.

A longer term brings the instalment down and the interest up; past some term the new loan costs more than the debts it
replaces. `turning_point` names that term, so that nobody has to find it by trying.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .money import (
    LONGEST_TERM,
    InvalidNumber,
    LoanError,
    checked_amount,
    checked_periods,
    checked_positive,
    checked_rate,
    round_satang,
)
from .schedules import Schedule, periods_to_repay, schedule

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class OldDebt:
    """A debt to be paid off: balance and instalment in baht, rate in per cent a year, effective unless `is_flat`.

    Of a flat-rate debt (hire purchase) what is still to be paid is fixed: `periods_left` instalments.
    """

    balance: Decimal
    annual_rate: Decimal
    instalment: Decimal
    periods_left: int | None = None
    is_flat: bool = False

    def interest_to_go(self) -> Decimal | None:
        """Interest still to be paid when the debt is paid as it is; None where it never ends (formula 8)."""
        if not checked_amount(self.balance, _("ยอดคงเหลือ")):
            return ZERO
        if self.is_flat:
            return max(ZERO, self.instalment * (self.periods_left or 0) - self.balance)
        try:
            return periods_to_repay(self.balance, self.annual_rate, self.instalment).total_interest
        except LoanError:
            return None


@dataclass(frozen=True)
class Consolidation:
    """One new loan in the place of several debts. `interest_before` None: some never end as they are paid."""

    amount: Decimal
    instalment_before: Decimal
    interest_before: Decimal | None
    loan: Schedule

    @property
    def instalment(self) -> Decimal:
        """The new loan's instalment, rounded up to the step."""
        return self.loan.payment

    @property
    def periods(self) -> int:
        """How many instalments are really paid."""
        return self.loan.periods

    @property
    def relief(self) -> Decimal:
        """Baht a month less than before; negative when it is more."""
        return self.instalment_before - self.instalment

    @property
    def total_interest(self) -> Decimal:
        """Interest of the new loan in all."""
        return self.loan.total_interest

    @property
    def saving(self) -> Decimal | None:
        """Interest saved in all; negative when the new loan costs more; None where the debts would never end."""
        return None if self.interest_before is None else self.interest_before - self.total_interest


def weighted_rate(debts: Sequence[OldDebt]) -> Decimal:
    """Formula 10: the rate of all debts together, weighted by balance, per cent a year with two decimals."""
    total = _total(debts)
    weighed = sum((debt.balance * checked_rate(debt.annual_rate) for debt in debts), ZERO)
    return round_satang(weighed / total)


def interest_to_go(debts: Sequence[OldDebt]) -> Decimal | None:
    """Formula 10: what the debts still cost when paid as they are; None where one of them never ends."""
    parts = [debt.interest_to_go() for debt in debts]
    told = [part for part in parts if part is not None]
    return sum(told, ZERO) if len(told) == len(parts) else None


def consolidate(
    debts: Sequence[OldDebt],
    annual_rate: Decimal,
    periods: int,
    *,
    round_up_to: Decimal | None = None,
    amount: Decimal | None = None,
) -> Consolidation:
    """Formula 10: a new loan at `annual_rate` over `periods` pays off all `debts`.

    `amount` is more than what is owed where the loan also pays fees; less is refused. `round_up_to` rounds the
    instalment up, e.g. to 10 baht.
    """
    owed = _total(debts)
    amount = owed if amount is None else checked_positive(amount, _("วงเงิน"))
    if amount < owed:
        raise InvalidNumber(_("วงเงินต้องไม่น้อยกว่ายอดหนี้ที่ปิด %(owed)s บาท") % {"owed": f"{owed:,.2f}"})
    return Consolidation(
        amount=amount,
        instalment_before=sum((debt.instalment for debt in debts), ZERO),
        interest_before=interest_to_go(debts),
        loan=schedule(amount, annual_rate, periods, round_up_to=round_up_to),
    )


def turning_point(
    debts: Sequence[OldDebt], annual_rate: Decimal, *, round_up_to: Decimal | None = None, longest: int = LONGEST_TERM
) -> int | None:
    """Formula 10: the longest term that still saves interest; one period more costs more than it saves.

    None where no term saves, or where every term up to `longest` does (debts that never end). Interest grows with the
    term but for the rounding of instalments, so the edge found by halving is tried period by period around it.
    """
    before = interest_to_go(debts)
    if before is None:
        return None
    checked_periods(longest)

    def saves(periods: int) -> bool:
        return consolidate(debts, annual_rate, periods, round_up_to=round_up_to).total_interest < before

    low, high = 0, longest + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if saves(middle) else (low, middle)
    while low < longest and saves(low + 1):
        low += 1
    return low if 0 < low < longest else None


def _total(debts: Sequence[OldDebt]) -> Decimal:
    """Balances in all; raises `InvalidNumber` where nothing is owed."""
    owed = sum((checked_amount(debt.balance, _("ยอดคงเหลือ")) for debt in debts), ZERO)
    return checked_positive(owed, _("ยอดหนี้ที่จะรวม"))
