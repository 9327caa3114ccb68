"""A case's figures: from the stored lines and debts to the counselling formulas (counselling.md)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.counselling.money import MONTHS_A_YEAR
from cases.counselling.position import DebtLine, FinancialPosition, Rules, financial_position
from cases.counselling.triage import Triage, TriageFacts, suggest
from cases.models import Case, Debt, HouseholdLine
from clinics.models import ProgrammeYear

ZERO = Decimal(0)


def rules_of(year: ProgrammeYear) -> Rules:
    """The limits of a programme year, as counselling uses them."""
    return Rules(
        min_net_ratio=year.min_net_ratio,
        min_net_baht=year.min_net_baht,
        dsr_watch=year.dsr_watch,
        dsr_complex=year.dsr_complex,
        dsr_critical=year.dsr_critical,
        headroom_rate=year.headroom_rate,
        headroom_periods=year.headroom_periods,
        complex_creditors=year.complex_creditors,
    )


def debt_line(debt: Debt) -> DebtLine:
    """One debt as counselling sees it. A flat rate that can't be converted is no effective rate: none is passed on."""
    return DebtLine(
        instalment=debt.instalment,
        balance=debt.balance,
        at_source=debt.is_at_source,
        cooperative=debt.is_cooperative,
        creditor=debt.creditor,
        formal=debt.kind != Debt.Kind.INFORMAL,
        annual_rate=debt.annual_rate if debt.is_rate_effective else None,
        arrears_amount=debt.arrears_amount,
        stage=debt.stage,
    )


def position_of(case: Case) -> FinancialPosition:
    """Formulas 1-4 of the case as it stands. Uses prefetched ``household_lines`` and ``debts`` where they are."""
    sums: dict[str, Decimal] = dict.fromkeys(HouseholdLine.Kind.values, ZERO)
    for line in case.household_lines.all():
        sums[line.kind] += line.amount
    return financial_position(
        salary=sums["salary"],
        other_income=sums["income"],
        fixed_deductions=sums["deduction"],
        debts=[debt_line(debt) for debt in case.debts.all()],
        living_costs=sums["living"],
        rules=rules_of(case.year),
    )


def months_until(day: date | None, today: date) -> int | None:
    """Whole months left until a day, 0 once it is past; None where no day is known."""
    if day is None:
        return None
    months = (day.year - today.year) * MONTHS_A_YEAR + day.month - today.month - (day.day < today.day)
    return max(0, months)


def triage_of(case: Case, *, position: FinancialPosition | None = None, today: date | None = None) -> Triage:
    """The suggested severity with its reasons; a person decides (counselling.md, triage)."""
    member, today = case.member, today or timezone.localdate()
    guaranteed = any(given.is_in_default for given in case.guarantees_given.all())
    called = any(row.is_called for debt in case.debts.all() for row in debt.guarantor_rows.all())
    facts = TriageFacts(
        informal_threats=case.has_informal_threats,
        needs_exception=case.needs_exception,
        leaving_within_months=months_until(member.retirement_date, today),
        share_capital=member.share_capital,
        deposits=member.deposits,
        conflict_of_interest=bool(case.conflicts.all()),
        codebtor_dispute=case.has_codebtor_dispute,
        guarantee_in_default=case.guarantee_in_default or guaranteed,
        guarantor_called=case.guarantor_called or called,
    )
    position = position or position_of(case)
    return replace(suggest(position, facts), missing=missing_of(case, position))


def knows_debts(case: Case) -> bool:
    """Whether debts are recorded, or somebody said that there are none."""
    return bool(case.debts.all()) or case.no_debts_on is not None


def missing_of(case: Case, position: FinancialPosition) -> tuple[str, ...]:
    """What has to be written down before the figures of a case can be judged."""
    told = []
    if not position.gross:
        told.append(_("รายได้และรายจ่ายต่อเดือน"))
    if not knows_debts(case):
        told.append(_("หนี้สิน หรือคำบอกว่าไม่มีหนี้"))
    return tuple(told)
