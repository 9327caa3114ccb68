"""Before and after: what a measure does to the instalment, the interest, N, N/S, DSR and R (counselling.md).

Pure: a position and the debts come in, options side by side come out. Instalments that are newly set are rounded up to
the year's step (10 baht). Interest is what is still to be paid on the debts the measure touches.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.counselling.money import InvalidNumber, LoanError, round_up_to_step
from cases.counselling.position import DebtLine, FinancialPosition
from cases.counselling.restructure import Restructured, grace_on_principal, payment_holiday
from cases.counselling.schedules import equal_payment, periods_to_repay, schedule
from referrals.options import Comparison, Option

ZERO = Decimal("0.00")
# Other terms of a consolidation that a committee asks for first.
CONSOLIDATION_TERMS = (96, 120, 150)
ORDINARY_TERM = 180


@dataclass(frozen=True)
class Loan:
    """A debt as a measure sees it. Money in baht, rate in per cent a year, ``line`` its line in the position."""

    key: Any
    label: str
    balance: Decimal
    annual_rate: Decimal
    instalment: Decimal
    periods_left: int | None
    is_cooperative: bool
    is_flat: bool
    line: DebtLine

    @classmethod
    def of(cls, debt: Any, line: DebtLine) -> "Loan":
        """From a stored debt and its line in the position."""
        return cls(
            key=debt.pk,
            label=str(debt.get_kind_display()),
            balance=debt.balance,
            annual_rate=debt.annual_rate,
            instalment=debt.instalment,
            periods_left=debt.periods_left,
            is_cooperative=debt.is_cooperative,
            is_flat=debt.rate_kind == "flat_rate",
            line=line,
        )


@dataclass(frozen=True)
class Terms:
    """What is proposed. Money in baht a month, rate in per cent a year; None where it stays as it is."""

    kind: str
    loan: Loan | None = None
    instalment: Decimal | None = None
    rate: Decimal | None = None
    periods: int | None = None
    grace_months: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class _Course:
    """How a loan runs from now: instalment, periods, interest (None: it never ends)."""

    instalment: Decimal
    periods: int
    interest: Decimal | None


def course_of(loan: Loan) -> _Course:
    """The loan as it is paid today (formulas 5, 8, 9)."""
    if not loan.balance:
        return _Course(loan.instalment, 0, ZERO)
    if loan.is_flat:
        periods = loan.periods_left or 0
        return _Course(loan.instalment, periods, max(ZERO, loan.instalment * periods - loan.balance))
    try:
        plan = periods_to_repay(loan.balance, loan.annual_rate, loan.instalment)
    except LoanError:
        return _Course(loan.instalment, loan.periods_left or 0, None)
    return _Course(loan.instalment, plan.periods, plan.total_interest)


def compare(position: FinancialPosition, loans: Sequence[Loan], terms: Terms, note: str = "") -> Comparison:
    """Work out a measure and the options beside it: at least "as it is" and the proposal.

    ``note`` (guarantors, regulations, exceptions) goes to the proposal, before what was computed.

    Raises ``LoanError`` (a Thai sentence) when the terms can't be worked out.
    """
    touched = _touched(loans, terms)
    proposed = _proposal(position, touched, terms)
    notes = " · ".join(part for part in (note, proposed.note) if part)
    proposed = replace(proposed, is_recommended=True, note=notes[:300])
    others = _alternatives(position, loans, touched, terms)
    options = [_as_it_is(position, touched), proposed]
    options += [option for option in others if option.label != proposed.label]
    return Comparison(position, tuple(options))


def _touched(loans: Sequence[Loan], terms: Terms) -> list[Loan]:
    """The debts the measure changes: the one chosen, or for a consolidation all outside ones."""
    if terms.loan is not None:
        return [terms.loan]
    if terms.kind in {"consolidate", "special_loan"}:
        outside = [loan for loan in loans if loan.line.is_outside and loan.balance]
        if not outside:
            raise InvalidNumber(_("ไม่มีหนี้ภายนอกให้รวม บันทึกหนี้ในหน้าเรื่องก่อน"))
        return outside
    if terms.kind in {"replace_guarantor", "other"}:
        return []
    raise InvalidNumber(_("เลือกหนี้ที่จะปรับ"))


def _as_it_is(position: FinancialPosition, touched: Sequence[Loan]) -> Option:
    """Nothing changes: what the options are measured against."""
    courses = [course_of(loan) for loan in touched]
    interests = [course.interest for course in courses]
    endless = any(interest is None for interest in interests)
    return Option(
        label=_("คงเดิม"),
        instalment=sum((course.instalment for course in courses), ZERO),
        periods=max((course.periods for course in courses), default=0),
        total_interest=None if endless else sum((i for i in interests if i is not None), ZERO),
        position=position,
        note=_("บางรายผ่อนไม่พอดอกเบี้ย หนี้ไม่มีวันหมด") if endless else "",
    )


def _with_lines(position: FinancialPosition, old: Sequence[Loan], new: Sequence[DebtLine]) -> FinancialPosition:
    """The position with some debts replaced by others."""
    gone = [loan.line for loan in old]
    kept = [line for line in position.debts if not any(line is other for other in gone)]
    return replace(position, debts=(*kept, *new))


def _at(position: FinancialPosition, loan: Loan, instalment: Decimal) -> FinancialPosition:
    """The position with one loan's instalment changed."""
    return _with_lines(position, [loan], [replace(loan.line, instalment=instalment)])


def _proposal(position: FinancialPosition, touched: Sequence[Loan], terms: Terms) -> Option:
    """The option that was asked for, by kind of measure."""
    builder = _BUILDERS.get(terms.kind, _reterm)
    if not touched:
        return replace(_as_it_is(position, touched), label=_("ตามที่เสนอ"))
    return builder(position, touched, terms)


def _consolidated(position: FinancialPosition, touched: Sequence[Loan], terms: Terms) -> Option:
    """Formula 10: one cooperative loan, deducted at source, pays off all of them."""
    owed = sum((loan.balance for loan in touched), ZERO)
    amount = terms.amount or owed
    if amount < owed:
        raise InvalidNumber(_("วงเงินต้องไม่น้อยกว่ายอดหนี้ที่ปิด %(owed)s บาท") % {"owed": f"{owed:,.2f}"})
    rate = position.rules.headroom_rate if terms.rate is None else terms.rate
    periods = terms.periods or position.rules.headroom_periods
    payment = terms.instalment or _rounded(position, equal_payment(amount, rate, periods))
    plan = schedule(amount, rate, periods, payment=payment)
    line = DebtLine(payment, amount, at_source=True, cooperative=True, annual_rate=rate)
    label = _("รวมหนี้เป็นเงินกู้สหกรณ์ %(n)s งวด") if terms.kind == "consolidate" else _("เงินกู้พิเศษ %(n)s งวด")
    return Option(
        label=label % {"n": periods},
        instalment=payment,
        periods=plan.periods,
        total_interest=plan.total_interest,
        position=_with_lines(position, touched, [line]),
        note=_floor_note(_with_lines(position, touched, [line])),
    )


def _reterm(position: FinancialPosition, touched: Sequence[Loan], terms: Terms) -> Option:
    """Formulas 8 and 11: another term, rate or instalment for one loan."""
    loan = touched[0]
    base = course_of(loan)
    rate = loan.annual_rate if terms.rate is None else terms.rate
    balance = terms.amount or loan.balance
    if terms.instalment and not terms.periods:
        plan = periods_to_repay(balance, rate, terms.instalment)
    else:
        periods = terms.periods or loan.periods_left or base.periods
        payment = terms.instalment or _rounded(position, equal_payment(balance, rate, periods))
        plan = schedule(balance, rate, periods, payment=payment)
    after = _at(position, loan, plan.payment)
    return Option(
        label=_reterm_label(terms.kind, plan.periods, rate),
        instalment=plan.payment,
        periods=plan.periods,
        total_interest=plan.total_interest,
        position=after,
        cooperative_cost=_cost(loan, rate, plan.periods, plan.total_interest),
        note=_floor_note(after),
    )


def _reterm_label(kind: str, periods: int, rate: Decimal) -> str:
    labels: dict[str, str] = {
        "extend_term": _("ขยายเป็น %(n)s งวด"),
        "reduce_instalment": _("ลดค่างวด ผ่อน %(n)s งวด"),
        "reduce_rate": _("ลดดอกเบี้ยเหลือร้อยละ %(rate)s"),
        "mediate": _("ไกล่เกลี่ย ผ่อน %(n)s งวด"),
    }
    return labels.get(kind, _("ตามที่เสนอ")) % {"n": periods, "rate": f"{rate.normalize():f}"}


def _cost(loan: Loan, rate: Decimal, periods: int, interest: Decimal) -> Decimal:
    """Interest the cooperative forgoes on its own loan by asking a lower rate over the same term."""
    if not loan.is_cooperative or rate >= loan.annual_rate or not periods:
        return ZERO
    return max(ZERO, schedule(loan.balance, loan.annual_rate, periods).total_interest - interest)


def _grace(position: FinancialPosition, touched: Sequence[Loan], terms: Terms) -> Option:
    """Formula 11: interest only, or nothing, for some months; ``later`` is what comes after, because it ends."""
    loan = touched[0]
    if not terms.grace_months:
        raise InvalidNumber(_("กรอกจำนวนเดือนที่พักชำระ"))
    periods = loan.periods_left or course_of(loan).periods
    step = position.rules.instalment_step
    work: Callable[..., Restructured] = payment_holiday if terms.kind == "payment_holiday" else grace_on_principal
    extra: dict[str, Any] = {} if terms.kind == "payment_holiday" else {"extend": bool(terms.periods)}
    months = terms.grace_months
    result = work(loan.balance, loan.annual_rate, periods, months=months, round_up_to=step, **extra)
    during = result.instalment_during or ZERO
    later = _at(position, loan, result.instalment_after)
    label = _("พักชำระหนี้ %(n)s เดือน") if terms.kind == "payment_holiday" else _("พักเงินต้น %(n)s เดือน")
    return Option(
        label=label % {"n": months},
        instalment=during,
        periods=result.periods_after,
        total_interest=result.total_interest_after,
        position=_at(position, loan, during),
        note=_floor_note(later),
        later_instalment=result.instalment_after,
        later=later,
    )


def _rounded(position: FinancialPosition, payment: Decimal) -> Decimal:
    return round_up_to_step(payment, position.rules.instalment_step)


def _floor_note(after: FinancialPosition) -> str:
    """Say it when the proposal breaks the net-pay floor: that needs an exception."""
    if after.net_take_home >= after.floor:
        return ""
    return _("เงินได้คงเหลือต่ำกว่าเกณฑ์ %(floor)s บาท ต้องขอยกเว้น") % {"floor": f"{after.floor:,.2f}"}


_BUILDERS: dict[str, Callable[[FinancialPosition, Sequence[Loan], Terms], Option]] = {
    "consolidate": _consolidated,
    "special_loan": _consolidated,
    "principal_holiday": _grace,
    "payment_holiday": _grace,
}


def _alternatives(
    position: FinancialPosition, loans: Sequence[Loan], touched: Sequence[Loan], terms: Terms
) -> list[Option]:
    """Other ways a committee would ask about; one that can't be worked out is left out."""
    tries: list[Callable[[], Option]] = []
    if terms.kind in {"consolidate", "special_loan"}:
        chosen = terms.periods or position.rules.headroom_periods
        other_terms = sorted({n for n in CONSOLIDATION_TERMS if n != chosen}, key=lambda n: abs(n - chosen))[:1]
        for periods in other_terms:
            other = replace(terms, periods=periods, instalment=None)
            tries.append(lambda other=other: _consolidated(position, touched, other))  # type: ignore[misc]
        tries.append(lambda: _with_longer_ordinary(position, loans, touched, terms))
    elif terms.kind in {"principal_holiday", "payment_holiday", "reduce_rate", "reduce_instalment"}:
        loan = touched[0]
        longer = (loan.periods_left or course_of(loan).periods) + 48
        tries.append(lambda: _reterm(position, touched, Terms("extend_term", loan, periods=longer)))
    elif terms.kind == "extend_term":
        longer = (terms.periods or 0) + 60
        tries.append(lambda: _reterm(position, touched, replace(terms, periods=longer, instalment=None)))
    found = []
    for attempt in tries:
        try:
            found.append(attempt())
        except LoanError:
            continue
    return found


def _with_longer_ordinary(
    position: FinancialPosition, loans: Sequence[Loan], touched: Sequence[Loan], terms: Terms
) -> Option:
    """Formula 10's second case: the consolidation together with the largest cooperative loan extended."""
    own = [loan for loan in loans if loan.is_cooperative and loan.balance and loan not in touched]
    largest = max(own, key=lambda loan: loan.balance, default=None)
    if largest is None or (largest.periods_left or 0) >= ORDINARY_TERM:
        raise InvalidNumber(_("ไม่มีเงินกู้สหกรณ์ที่ขยายได้"))
    first = _consolidated(position, touched, terms)
    second = _reterm(first.position, [largest], Terms("extend_term", largest, periods=ORDINARY_TERM))
    if second.instalment >= largest.instalment or first.total_interest is None or second.total_interest is None:
        raise InvalidNumber(_("การขยายเงินกู้สหกรณ์ไม่ช่วยลดค่างวด"))
    label = _("รวมหนี้ และขยาย%(loan)sเป็น %(n)s งวด") % {"loan": largest.label, "n": ORDINARY_TERM}
    return Option(
        label=label,
        instalment=first.instalment + second.instalment,
        periods=ORDINARY_TERM,
        total_interest=first.total_interest + second.total_interest,
        position=second.position,
        note=_("รวมค่างวด%(loan)s %(new)s บาท ซึ่งเดิมส่ง %(old)s บาท")
        % {"loan": largest.label, "new": f"{second.instalment:,.2f}", "old": f"{largest.instalment:,.2f}"},
    )
