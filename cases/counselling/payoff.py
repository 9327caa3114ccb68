"""Formula 12: in which order debts are paid off with a fixed budget a month.

The budget is all minimum payments and what can be put on top. What a paid-off debt frees rolls on to the next one:
by `AVALANCHE` the dearest first (least interest), by `SNOWBALL` the smallest balance first (soonest a first success).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .money import (
    LONGEST_TERM,
    InvalidNumber,
    TermTooLong,
    baht,
    checked_amount,
    checked_positive,
    checked_rate,
    period_interest,
)
from .schedules import periods_to_repay

ZERO = Decimal("0.00")
AVALANCHE, SNOWBALL, MINIMUMS = "avalanche", "snowball", "minimums"
ORDERS = (AVALANCHE, SNOWBALL)


@dataclass(frozen=True)
class Owed:
    """A debt in the race: balance and minimum payment in baht, effective rate in per cent a year."""

    label: str
    balance: Decimal
    annual_rate: Decimal
    minimum: Decimal


@dataclass(frozen=True)
class Payoff:
    """How the race ends: months, interest in all, month in which each debt is paid (in the order given), and what is
    owed in all after each month (the first number is today's).
    """

    order: str
    months: int
    total_interest: Decimal
    paid_in: tuple[int, ...]
    balances: tuple[Decimal, ...]

    @property
    def first_success(self) -> int:
        """The month in which the first debt is gone."""
        return min(self.paid_in, default=0)


def minimums_only(debts: Sequence[Owed]) -> Payoff:
    """Each debt paid its minimum until it ends, nothing rolls on. Raises `NeverEnds` where a minimum is too small."""
    plans = [periods_to_repay(debt.balance, debt.annual_rate, debt.minimum) for debt in debts if debt.balance]
    months = max((plan.periods for plan in plans), default=0)
    lines = [[plan.principal, *(row.balance for row in plan.rows)] for plan in plans]
    balances = tuple(sum((line[min(n, len(line) - 1)] for line in lines), ZERO) for n in range(months + 1))
    interest = sum((plan.total_interest for plan in plans), ZERO)
    ends = iter(plan.periods for plan in plans)
    paid_in = tuple(next(ends) if debt.balance else 0 for debt in debts)
    return Payoff(MINIMUMS, months, interest, paid_in, balances)


def payoff(debts: Sequence[Owed], budget: Decimal, order: str) -> Payoff:
    """Pay `budget` baht each month: every minimum, the rest to the first debt of the order (formula 12).

    Raises `InvalidNumber` where the budget is less than the minimums, `TermTooLong` where it does not end in a hundred
    years. Among debts of one rate (avalanche) the smaller balance is first, among those of one balance the dearer.
    """
    if order not in ORDERS:
        raise InvalidNumber(_("เลือกลำดับการปิดหนี้จากรายการ"))
    balances = [checked_amount(debt.balance, _("ยอดคงเหลือ")) for debt in debts]
    rates = [checked_rate(debt.annual_rate) for debt in debts]
    minimums = [checked_amount(debt.minimum, _("ยอดจ่ายขั้นต่ำ")) for debt in debts]
    budget = checked_positive(budget, _("เงินที่ใช้ปิดหนี้ต่อเดือน"))
    least = sum((minimum for minimum, owed in zip(minimums, balances, strict=True) if owed), ZERO)
    if budget < least:
        raise InvalidNumber(_("เงินที่ใช้ปิดหนี้ต้องไม่น้อยกว่ายอดจ่ายขั้นต่ำรวม %(least)s บาท") % {"least": baht(least)})
    course, paid_in, interest = [sum(balances, ZERO)], [0] * len(debts), ZERO
    while course[-1]:
        if len(course) > LONGEST_TERM:
            raise TermTooLong
        charged = [period_interest(owed, rate) for owed, rate in zip(balances, rates, strict=True)]
        interest += sum(charged, ZERO)
        owing = [owed + more for owed, more in zip(balances, charged, strict=True)]
        after = _pay(owing, minimums, budget, ranked(balances, rates, order))
        for number, (before, left) in enumerate(zip(balances, after, strict=True)):
            if before and not left:
                paid_in[number] = len(course)
        balances = after
        course.append(sum(balances, ZERO))
    return Payoff(order, len(course) - 1, interest, tuple(paid_in), tuple(course))


def ranked(balances: Sequence[Decimal], rates: Sequence[Decimal], order: str) -> list[int]:
    """Numbers of the debts, the one to be paid off first at the head."""
    numbers = range(len(balances))
    if order == AVALANCHE:
        return sorted(numbers, key=lambda n: (-rates[n], balances[n]))
    return sorted(numbers, key=lambda n: (balances[n], -rates[n]))


def _pay(
    owing: Sequence[Decimal], minimums: Sequence[Decimal], budget: Decimal, ranked: Sequence[int]
) -> list[Decimal]:
    """What is owed after a month's budget: the minimums, then the rest down the order."""
    paid = [min(minimum, owed) for minimum, owed in zip(minimums, owing, strict=True)]
    rest = budget - sum(paid, ZERO)
    for number in ranked:
        more = min(rest, owing[number] - paid[number])
        paid[number] += more
        rest -= more
    return [owed - part for owed, part in zip(owing, paid, strict=True)]
