"""How one loan runs from now on, as it stands or changed: payments, what is owed after each month, interest.

Built on formulas 5, 8, 9 and 11. A course of a debt that never ends (formula 8) has no interest in all and no end.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .money import InvalidNumber, LoanError, checked_periods, period_interest, round_satang
from .position import DebtLine
from .schedules import Schedule, periods_to_repay, schedule

ZERO = Decimal("0.00")
INTEREST_ONLY, NOTHING = "interest", "all"
GRACES = ("", INTEREST_ONLY, NOTHING)


@dataclass(frozen=True)
class Loan:
    """A debt that a way out may change. ``line``: its line in the position; a rate None there is flat or unknown.

    ``kind``: as ``cases.Debt.Kind`` has it. ``guarantors``: how many stand for it; ``people``: keys that tell the same
    guarantor in two loans, never shown.
    """

    key: int
    label: str
    kind: str
    line: DebtLine
    periods_left: int | None = None
    guarantors: int = 0
    people: tuple[str, ...] = ()

    @property
    def is_cooperative(self) -> bool:
        """Owed to the cooperative."""
        return not self.line.is_outside


@dataclass(frozen=True)
class Change:
    """What is done with one loan; empty is "as it is". Rate in per cent a year.

    ``periods``: all instalments from now on, months of grace among them. ``joins``: paid off by the new loan.
    """

    periods: int | None = None
    rate: Decimal | None = None
    grace: str = ""
    grace_months: int = 0
    joins: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing is changed."""
        return not (self.periods or self.rate is not None or self.joins or (self.grace and self.grace_months))


@dataclass(frozen=True)
class Course:
    """Payments month by month, what is owed at the start and after each, interest in all (None: it never ends)."""

    payments: tuple[Decimal, ...]
    balances: tuple[Decimal, ...]
    interest: Decimal | None
    later: Decimal

    @property
    def first(self) -> Decimal:
        """The payment of the first month."""
        return self.payments[0] if self.payments else ZERO

    @property
    def months(self) -> int | None:
        """How many months until nothing is owed; None where it never ends."""
        return None if self.interest is None else len(self.payments)

    def owed_after(self, month: int) -> Decimal:
        """What is owed after a month; a debt that never ends stays where it is."""
        return self.balances[min(month, len(self.balances) - 1)]


def _of(plan: Schedule) -> Course:
    balances = (plan.principal, *(row.balance for row in plan.rows))
    return Course(tuple(row.payment for row in plan.rows), balances, plan.total_interest, plan.payment)


def as_it_is(loan: Loan) -> Course:
    """The loan as it is paid today."""
    line = loan.line
    if not line.balance:
        return Course((), (ZERO,), ZERO, ZERO)
    if line.annual_rate is None:
        return _flat(loan)
    try:
        return _of(periods_to_repay(line.balance, line.annual_rate, line.instalment))
    except LoanError:
        return Course((line.instalment,), (line.balance,), None, line.instalment)


def _flat(loan: Loan) -> Course:
    """Formula 9: what is left to pay is fixed; the principal goes down evenly."""
    line = loan.line
    if not line.instalment:
        return Course((ZERO,), (line.balance,), None, ZERO)
    periods = loan.periods_left or int(-(-line.balance // line.instalment))
    left = tuple(round_satang(line.balance * (periods - n) / periods) for n in range(periods + 1))
    interest = max(ZERO, line.instalment * periods - line.balance)
    return Course((line.instalment,) * periods, left, interest, line.instalment)


def changed(loan: Loan, change: Change, *, step: Decimal) -> Course:
    """The loan with another term, rate or grace (formula 11); new instalments are rounded up to ``step`` baht.

    Interest left unpaid in a full holiday bears none and is spread over the instalments after it.
    """
    balance, rate = loan.line.balance, change.rate if change.rate is not None else loan.line.annual_rate
    if rate is None:
        raise InvalidNumber(_("%(loan)s คิดดอกเบี้ยคงที่ กรอกอัตราลดต้นลดดอกใหม่ก่อนจึงคำนวณได้") % {"loan": loan.label})
    periods = change.periods or loan.periods_left or as_it_is(loan).months
    if not periods:
        raise InvalidNumber(_("%(loan)s ผ่อนไม่พ้นดอกเบี้ย กรอกจำนวนงวดใหม่") % {"loan": loan.label})
    months = change.grace_months if change.grace else 0
    if months >= checked_periods(periods):
        raise InvalidNumber(_("%(loan)s: จำนวนเดือนที่พักต้องน้อยกว่าจำนวนงวดทั้งหมด") % {"loan": loan.label})
    if not months:
        return _of(schedule(balance, rate, periods, round_up_to=step))
    rest = schedule(balance, rate, periods - months, round_up_to=step)
    return _with_grace(rest, months, is_interest_paid=change.grace == INTEREST_ONLY)


def _with_grace(rest: Schedule, months: int, *, is_interest_paid: bool) -> Course:
    monthly = period_interest(rest.principal, rest.annual_rate)
    if is_interest_paid:
        payments = (monthly,) * months + tuple(row.payment for row in rest.rows)
        balances = (rest.principal,) * (months + 1) + tuple(row.balance for row in rest.rows)
        return Course(payments, balances, monthly * months + rest.total_interest, rest.payment)
    deferred, shares = monthly * months, _shares(monthly * months, rest.periods)
    payments = (ZERO,) * months + tuple(row.payment + part for row, part in zip(rest.rows, shares, strict=True))
    left, owed = deferred, []
    for row, part in zip(rest.rows, shares, strict=True):
        left -= part
        owed.append(row.balance + left)
    growing = tuple(rest.principal + monthly * n for n in range(months + 1))
    return Course(payments, (*growing, *owed), deferred + rest.total_interest, rest.payment + shares[0])


def _shares(total: Decimal, periods: int) -> list[Decimal]:
    """Interest left unpaid spread evenly in whole satang; the last period takes up what rounding left."""
    share = round_satang(total / periods)
    return [share] * (periods - 1) + [total - share * (periods - 1)]


def one_loan(amount: Decimal, rate: Decimal, periods: int, *, step: Decimal) -> Course:
    """Formula 10: the new loan that pays off the others."""
    return _of(schedule(amount, rate, periods, round_up_to=step))
