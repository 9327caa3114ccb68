"""A member's money on one sheet: formulas 1-4, from form คส.04's figures. Pure; nothing is read or stored.

N net take-home (1), F floor and headroom (2), DSR (3), R residual (4). Passing the floor is not solvency: R is always
shown beside N. Limits come in as `Rules`, from the programme year's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from .loans import InvalidNumber, arrears_months, equal_payment, is_endless, largest_loan, round_satang
from .money import HUNDRED, MONTHS_A_YEAR, checked_amount, checked_rate, per_cent, round_up_to_step

ZERO = Decimal("0.00")

STAGES = (
    "normal", "late", "demand_letter", "sued", "court_settlement", "judgment", "execution", "salary_attachment",
)  # fmt: skip
LAWSUIT_STAGES = frozenset(STAGES[STAGES.index("sued") :])


@dataclass(frozen=True)
class Rules:
    """Limits that change over the years. Ratios, marks and rates in per cent, money in baht."""

    min_net_ratio: Decimal = Decimal(30)
    min_net_baht: Decimal = Decimal(0)
    dsr_watch: Decimal = Decimal(40)
    dsr_complex: Decimal = Decimal(50)
    dsr_critical: Decimal = Decimal(70)
    headroom_rate: Decimal = Decimal("6.25")
    headroom_periods: int = 120
    instalment_step: Decimal = Decimal(10)
    complex_creditors: int = 3
    complex_arrears_months: int = 1
    critical_arrears_months: int = 3
    leaving_months: int = 24


@dataclass(frozen=True)
class Income:
    """A month's income in baht: salary S and everything else regular."""

    salary: Decimal
    other: Decimal = ZERO

    @property
    def gross(self) -> Decimal:
        """G, the sum of both."""
        return self.salary + self.other


@dataclass(frozen=True)
class DebtLine:
    """One debt as counselling sees it. Money in baht, `instalment` a month.

    `at_source`: deducted from the salary. `cooperative`: owed to the cooperative; taken to be so when at source unless
    said otherwise. `annual_rate`: effective (reducing balance), per cent; None where unknown or flat.
    `own_guarantee_called`: the guarantors of this debt have been called on to pay it. `stage`: one of `STAGES`.
    """

    instalment: Decimal
    balance: Decimal
    at_source: bool = False
    cooperative: bool | None = None
    creditor: str = ""
    formal: bool = True
    annual_rate: Decimal | None = None
    arrears_amount: Decimal = ZERO
    arrears_months: int = 0
    stage: str = "normal"
    own_guarantee_called: bool = False

    def __post_init__(self) -> None:
        for name, label in (
            ("instalment", _("ค่างวด")),
            ("balance", _("ยอดคงเหลือ")),
            ("arrears_amount", _("ยอดค้างชำระ")),
        ):
            object.__setattr__(self, name, checked_amount(getattr(self, name), label))
        if self.annual_rate is not None:
            object.__setattr__(self, "annual_rate", checked_rate(self.annual_rate))
        if self.arrears_months < 0:
            raise InvalidNumber(_("จำนวนเดือนที่ค้างต้องไม่ติดลบ"))
        if self.stage not in STAGES:
            raise InvalidNumber(_("ไม่รู้จักสถานะของหนี้: %(stage)s") % {"stage": self.stage})

    @property
    def is_outside(self) -> bool:
        """Owed to somebody other than the cooperative."""
        return not (self.at_source if self.cooperative is None else self.cooperative)

    @property
    def is_in_court(self) -> bool:
        """From the writ on: sued, settled in court, judged, under execution."""
        return self.stage in LAWSUIT_STAGES

    @property
    def months_in_arrears(self) -> int:
        """The months stated or, when more, whole instalments overdue (formula 13)."""
        if not self.instalment:
            return self.arrears_months
        return max(self.arrears_months, arrears_months(self.arrears_amount, self.instalment))

    @property
    def never_ends(self) -> bool:
        """The instalment does not exceed the interest (formula 8); False where the rate is not known."""
        if self.annual_rate is None or not self.balance:
            return False
        return is_endless(self.balance, self.annual_rate, self.instalment)


@dataclass(frozen=True)
class FinancialPosition:
    """The figures of one month. Build it with `financial_position`, which checks them."""

    income: Income
    fixed_deductions: Decimal
    debts: tuple[DebtLine, ...]
    living_costs: Decimal
    rules: Rules = field(default_factory=Rules)

    @property
    def gross(self) -> Decimal:
        """G: salary and other regular income."""
        return self.income.gross

    @property
    def at_source_instalments(self) -> Decimal:
        """Instalments the pay office takes before the salary is paid (part of formula 10)."""
        return sum((debt.instalment for debt in self.debts if debt.at_source), ZERO)

    @property
    def other_instalments(self) -> Decimal:
        """Instalments the member pays by hand, out of N."""
        return sum((debt.instalment for debt in self.debts if not debt.at_source), ZERO)

    @property
    def total_instalments(self) -> Decimal:
        """All instalments of the month, in baht."""
        return self.at_source_instalments + self.other_instalments

    @property
    def total_debt(self) -> Decimal:
        """All balances still owed, in baht."""
        return sum((debt.balance for debt in self.debts), ZERO)

    @property
    def net_take_home(self) -> Decimal:
        """Formula 1: N = G - D0 - loans at source."""
        return self.gross - self.fixed_deductions - self.at_source_instalments

    @property
    def net_ratio(self) -> Decimal | None:
        """Formula 1: N / S in per cent; None without a salary."""
        return per_cent(self.net_take_home, self.income.salary)

    @property
    def floor(self) -> Decimal:
        """Formula 2: F = 30 % of S, or the least amount in baht where that is higher."""
        share = round_satang(self.income.salary * self.rules.min_net_ratio / HUNDRED)
        return max(share, round_satang(self.rules.min_net_baht))

    @property
    def headroom(self) -> Decimal:
        """Formula 2: max(0, N - F), what may still be deducted at source."""
        return max(ZERO, self.net_take_home - self.floor)

    @cached_property
    def headroom_loan(self) -> Decimal:
        """Formula 2: the largest further loan that headroom carries at the rules' rate and term."""
        return largest_loan(self.headroom, self.rules.headroom_rate, self.rules.headroom_periods)

    @property
    def debt_service_ratio(self) -> Decimal | None:
        """Formula 3: DSR = all monthly debt payments / G in per cent; None without income."""
        return per_cent(self.total_instalments, self.gross)

    @property
    def debt_to_yearly_income(self) -> Decimal | None:
        """Formula 3: total debt / (12 G), as a number of years' income; None without income."""
        return round_satang(self.total_debt / (self.gross * MONTHS_A_YEAR)) if self.gross else None

    @property
    def residual(self) -> Decimal:
        """Formula 4: R = N - outside instalments - living costs."""
        return self.net_take_home - self.other_instalments - self.living_costs

    @property
    def outside_creditors(self) -> int:
        """Different creditors other than the cooperative that are still owed; unnamed ones count one by one."""
        owed = [debt.creditor.strip() for debt in self.debts if debt.is_outside and debt.balance]
        return len({name for name in owed if name}) + owed.count("")

    def would_fall_below_floor(self, extra_instalment: Decimal) -> bool:
        """Formula 15's warning: would a further deduction, e.g. a guaranteed loan's, push N under F?"""
        return self.net_take_home - extra_instalment < self.floor

    def after_consolidation(self) -> FinancialPosition | None:
        """The position with all outside debts in one loan at source, at the rules' rate and term.

        None where there is nothing outside to consolidate or N would fall under F.
        """
        total = sum((debt.balance for debt in self.debts if debt.is_outside), ZERO)
        if not total:
            return None
        instalment = equal_payment(total, self.rules.headroom_rate, self.rules.headroom_periods)
        instalment = round_up_to_step(instalment, self.rules.instalment_step)
        kept = tuple(debt for debt in self.debts if not debt.is_outside)
        loan = DebtLine(instalment, total, at_source=True, annual_rate=self.rules.headroom_rate)
        after = FinancialPosition(self.income, self.fixed_deductions, (*kept, loan), self.living_costs, self.rules)
        return after if after.net_take_home >= after.floor else None


def financial_position(
    *,
    salary: Decimal,
    other_income: Decimal,
    fixed_deductions: Decimal,
    debts: Sequence[DebtLine],
    living_costs: Decimal,
    rules: Rules,
) -> FinancialPosition:
    """Check the month's figures (baht, none negative) and put them on one sheet; raises `InvalidNumber` in Thai."""
    income = Income(checked_amount(salary, _("เงินเดือน")), checked_amount(other_income, _("รายได้อื่น")))
    return FinancialPosition(
        income=income,
        fixed_deductions=checked_amount(fixed_deductions, _("รายการหักประจำ")),
        debts=tuple(debts),
        living_costs=checked_amount(living_costs, _("ค่าใช้จ่ายในการดำรงชีพ")),
        rules=rules,
    )
