"""Ways out side by side: what is done with each loan, and what that does to the month, the debts and the rules. Pure.

An option changes loans one by one (formula 11), joins some in a new one (10) and pays the outside ones off in an order
(12). Its figures are those of the first month; where a grace ends, ``later`` has those of the months after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from .consolidation import Consolidation, OldDebt, consolidate, turning_point, weighted_rate
from .courses import NOTHING, Change, Course, Loan, as_it_is, changed, one_loan
from .dated import RulesOfTheDay
from .loans import guarantor_exposure
from .money import InvalidNumber, baht
from .payoff import Owed, payoff, ranked
from .position import DebtLine, FinancialPosition

ZERO = Decimal("0.00")
# The kind of loan whose longest term bounds the one that consolidates.
NEW_LOAN = "ordinary_loan"


@dataclass(frozen=True)
class Terms:
    """An option as it is asked for. ``order``: how the outside debts left are paid, ``extra`` baht a month on top."""

    label: str = ""
    changes: Mapping[int, Change] = field(default_factory=dict)
    new_rate: Decimal | None = None
    new_periods: int | None = None
    order: str = ""
    extra: Decimal = ZERO


@dataclass(frozen=True)
class Clause:
    """A rule the option breaks, by its name, and how."""

    name: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """An option worked out. Baht and months; ``interest`` and ``months`` None: something never ends as it is paid."""

    label: str
    position: FinancialPosition
    later: FinancialPosition
    months: int | None
    interest: Decimal | None
    cost: Decimal
    guarantors: tuple[str, ...]
    clauses: tuple[Clause, ...]
    notes: tuple[str, ...]
    balances: tuple[Decimal, ...]

    @property
    def instalment(self) -> Decimal:
        """All instalments of the first month."""
        return self.position.total_instalments

    @property
    def is_temporary(self) -> bool:
        """The relief of the first month ends."""
        return self.later.total_instalments != self.position.total_instalments


@dataclass(frozen=True)
class Facts:
    """What all options share: the month, the loans, the rules of the day, what the member has saved (baht).

    ``remarks``: what is said of every option, such as debts that are left out.
    """

    position: FinancialPosition
    loans: tuple[Loan, ...]
    rules: RulesOfTheDay
    shares: Decimal = ZERO
    deposits: Decimal = ZERO
    remarks: tuple[str, ...] = ()


@dataclass
class _Work:
    """An option while it is worked out."""

    facts: Facts
    courses: list[Course] = field(default_factory=list)
    lines: list[DebtLine] = field(default_factory=list)
    later: list[DebtLine] = field(default_factory=list)
    cost: Decimal = ZERO
    guarantors: list[str] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, course: Course, line: DebtLine) -> None:
        self.courses.append(course)
        # An unchanged line keeps what the member pays, though its last instalment may be less.
        self.lines.append(line if line.instalment == course.later else replace(line, instalment=course.first))
        self.later.append(line if line.instalment == course.later else replace(line, instalment=course.later))


def work_out(facts: Facts, terms: Terms) -> Outcome:
    """The option's figures. Raises ``LoanError`` in Thai where its terms can't be worked out."""
    work = _Work(facts)
    joining = joined(facts, terms)
    racing = raced(facts, terms)
    for loan in facts.loans:
        if loan in joining or loan in racing:
            continue
        change = _change(terms, loan)
        if change.is_empty or not loan.line.balance:
            _keep(work, loan)
        else:
            _alter(work, loan, change)
    if joining:
        _consolidate(work, joining, terms)
    if racing:
        _race(work, racing, terms)
    elif terms.extra:
        raise InvalidNumber(_("ไม่มีหนี้ภายนอกเหลือให้จ่ายเพิ่ม เลือกลำดับการปิดหนี้หรือลบเงินที่จ่ายเพิ่ม"))
    return _finish(work, terms)


def joined(facts: Facts, terms: Terms) -> list[Loan]:
    """The debts that the new loan pays off."""
    return [loan for loan in facts.loans if _change(terms, loan).joins and loan.line.balance]


@dataclass(frozen=True)
class NewLoan:
    """The loan that pays others off: amount in baht, rate in per cent a year, instalments, and how it runs."""

    amount: Decimal
    rate: Decimal
    periods: int
    course: Course


def new_loan(facts: Facts, terms: Terms) -> NewLoan:
    """Formula 10 for the debts that are joined, at the year's rate and term where none is asked for."""
    rules = facts.position.rules
    amount = sum((loan.line.balance for loan in joined(facts, terms)), ZERO)
    rate = rules.headroom_rate if terms.new_rate is None else terms.new_rate
    periods = terms.new_periods or rules.headroom_periods
    return NewLoan(amount, rate, periods, one_loan(amount, rate, periods, step=rules.instalment_step))


def raced(facts: Facts, terms: Terms) -> list[Loan]:
    """The outside debts paid off in the order asked for, the one to be paid off first at the head (formula 12)."""
    racing = [loan for loan in facts.loans if terms.order and _may_race(loan, _change(terms, loan))]
    rates = [loan.line.annual_rate or ZERO for loan in racing]
    return [racing[n] for n in ranked([loan.line.balance for loan in racing], rates, terms.order)]


def nothing_changes(facts: Facts) -> Outcome:
    """What the options are measured against."""
    return work_out(facts, Terms(_("คงเดิม")))


def _change(terms: Terms, loan: Loan) -> Change:
    return terms.changes.get(loan.key) or Change()


def _may_race(loan: Loan, change: Change) -> bool:
    """An outside debt with a known effective rate that is otherwise left alone."""
    line = loan.line
    return line.is_outside and bool(line.balance) and line.annual_rate is not None and change.is_empty


def _keep(work: _Work, loan: Loan) -> None:
    course = as_it_is(loan)
    work.courses.append(course)
    work.lines.append(loan.line)
    work.later.append(loan.line)
    if course.interest is None:
        work.notes.append(_("%(loan)s ผ่อนไม่พ้นดอกเบี้ย ไม่มีวันหมด") % {"loan": loan.label})


def _alter(work: _Work, loan: Loan, change: Change) -> None:
    rules = work.facts.position.rules
    course = changed(loan, change, step=rules.instalment_step)
    work.add(course, loan.line)
    if not loan.is_cooperative:
        work.notes.append(_("%(loan)s: เจ้าหนี้ภายนอกต้องยินยอม") % {"loan": loan.label})
        return
    _bound_term(work, loan.kind, loan.label, len(course.payments))
    if change.rate is not None and loan.line.annual_rate is not None and change.rate < loan.line.annual_rate:
        work.cost += _forgone(loan, change, course)
        text = _("%(loan)s ลดจากร้อยละ %(before)s เหลือร้อยละ %(after)s") % {
            "loan": loan.label,
            "before": _plain(loan.line.annual_rate),
            "after": _plain(change.rate),
        }
        work.clauses.append(Clause(_("ประกาศอัตราดอกเบี้ยเงินกู้"), text))
    if change.grace and change.grace_months:
        words = _("%(loan)s พักชำระหนี้ %(n)d เดือน") if change.grace == NOTHING else _("%(loan)s พักเงินต้น %(n)d เดือน")
        text = words % {"loan": loan.label, "n": change.grace_months}
        work.clauses.append(Clause(_("ระเบียบเงินกู้ การผ่อนผันชำระหนี้"), text))
    _tell_guarantors(work, loan, course)


def _forgone(loan: Loan, change: Change, course: Course) -> Decimal:
    """Interest the cooperative does without: the same term and grace at the old rate, less what it gets now."""
    same = replace(change, rate=None, periods=len(course.payments))
    before = changed(loan, same, step=Decimal("0.01"))
    return max(ZERO, (before.interest or ZERO) - (course.interest or ZERO))


def _tell_guarantors(work: _Work, loan: Loan, course: Course) -> None:
    """Formula 15, and how much longer they are bound."""
    if not loan.guarantors:
        return
    each = guarantor_exposure(loan.line.balance, work.facts.shares, work.facts.deposits, loan.guarantors)
    before = as_it_is(loan).months
    more = len(course.payments) - before if before else 0
    words = _("%(loan)s: ผู้ค้ำ %(n)d คน ภาระคนละ %(each)s บาท")
    if more > 0:
        words = _("%(loan)s: ผู้ค้ำ %(n)d คน ภาระคนละ %(each)s บาท ค้ำนานขึ้น %(more)d เดือน ต้องยินยอมใหม่")
    params = {"loan": loan.label, "n": loan.guarantors, "each": baht(each), "more": more}
    work.guarantors.append(words % params)


def _consolidate(work: _Work, joining: Sequence[Loan], terms: Terms) -> None:
    """Formula 10; where it stops saving is said."""
    rules = work.facts.position.rules
    new = new_loan(work.facts, terms)
    line = DebtLine(new.course.first, new.amount, at_source=True, cooperative=True, annual_rate=new.rate)
    work.courses.append(new.course)
    work.lines.append(line)
    work.later.append(line)
    _bound_term(work, NEW_LOAN, _("เงินกู้ที่รวมหนี้"), new.periods)
    old = [_old(loan) for loan in joining]
    longest = turning_point(old, new.rate, round_up_to=rules.instalment_step, longest=600)
    if longest is not None and new.periods > longest:
        work.notes.append(_("รวมหนี้เกิน %(n)d งวด เสียดอกเบี้ยมากกว่าที่ประหยัด") % {"n": longest})
    _tell_joined(work, joining, new.amount)


def _tell_joined(work: _Work, joining: Sequence[Loan], amount: Decimal) -> None:
    """Formula 15 twice: what the guarantors of the loans paid off are released from, and what the new one would ask."""
    facts = work.facts
    people: set[object] = set()
    for loan in joining:
        if not loan.guarantors:
            continue
        people |= set(loan.people) or {(loan.key, n) for n in range(loan.guarantors)}
        savings = (facts.shares, facts.deposits) if loan.is_cooperative else (ZERO, ZERO)
        each = guarantor_exposure(loan.line.balance, *savings, loan.guarantors)
        words = _("%(loan)s: ผู้ค้ำ %(n)d คน พ้นภาระคนละ %(each)s บาท เมื่อปิดหนี้นี้")
        work.guarantors.append(words % {"loan": loan.label, "n": loan.guarantors, "each": baht(each)})
    told = _("เงินกู้ที่รวมหนี้ %(amount)s บาท ต้องมีหลักประกันตามระเบียบ") % {"amount": baht(amount)}
    if people:
        each = guarantor_exposure(amount, facts.shares, facts.deposits, len(people))
        words = _("ถ้าให้ผู้ค้ำเดิม %(n)d คนค้ำต่อ ภาระคนละ %(each)s บาท ต้องยินยอมใหม่ทุกคน")
        told = f"{told} {words % {'n': len(people), 'each': baht(each)}}"
    work.guarantors.append(told)


def _old(loan: Loan) -> OldDebt:
    line = loan.line
    is_flat = line.annual_rate is None
    return OldDebt(line.balance, line.annual_rate or ZERO, line.instalment, loan.periods_left, is_flat=is_flat)


def _race(work: _Work, racing: Sequence[Loan], terms: Terms) -> None:
    """Formula 12 with what is paid today and ``extra`` as the budget."""
    owed = [Owed(r.label, r.line.balance, r.line.annual_rate or ZERO, r.line.instalment) for r in racing]
    budget = sum((debt.minimum for debt in owed), terms.extra)
    race = payoff(owed, budget, terms.order)
    spent = (budget,) * race.months
    work.courses.append(Course(spent, race.balances, race.total_interest, budget))
    lines = [loan.line for loan in racing]
    if terms.extra:
        lines.append(DebtLine(terms.extra, ZERO, cooperative=False))
    work.lines += lines
    work.later += lines
    first = min(range(len(owed)), key=lambda n: race.paid_in[n])
    words = _("ปิด %(debt)s ได้ก่อนใน %(n)d เดือน หนี้ภายนอกหมดใน %(all)d เดือน")
    work.notes.append(words % {"debt": owed[first].label, "n": race.first_success, "all": race.months})


def _bound_term(work: _Work, kind: str, label: str, periods: int) -> None:
    rule = work.facts.rules.longest_term(kind)
    if rule is not None and periods > rule.value:
        text = _("%(loan)s %(n)d งวด เกิน %(most)s งวด") % {"loan": label, "n": periods, "most": _plain(rule.value)}
        work.clauses.append(Clause(rule.source, text))


def _finish(work: _Work, terms: Terms) -> Outcome:
    position = replace(work.facts.position, debts=tuple(work.lines))
    later = replace(work.facts.position, debts=tuple(work.later))
    interests = [course.interest for course in work.courses]
    told = [interest for interest in interests if interest is not None]
    endless = len(told) < len(interests)
    months = max((len(course.payments) for course in work.courses if course.interest is not None), default=0)
    lowest = min(position.net_take_home, later.net_take_home)
    if lowest < position.floor:
        text = _("คงเหลือสุทธิ %(net)s ต่ำกว่าเกณฑ์ %(floor)s บาท") % {"net": baht(lowest), "floor": baht(position.floor)}
        work.clauses.insert(0, Clause(_("เกณฑ์เงินได้คงเหลือสุทธิ"), text))
    return Outcome(
        label=terms.label,
        position=position,
        later=later,
        months=None if endless else months,
        interest=None if endless else sum(told, ZERO),
        cost=work.cost,
        guarantors=tuple(work.guarantors),
        clauses=tuple(work.clauses),
        notes=(*work.facts.remarks, *work.notes),
        balances=tuple(sum((c.owed_after(n) for c in work.courses), ZERO) for n in range(months + 1)),
    )


@dataclass(frozen=True)
class TermTable:
    """Formula 10 by term: all outside debts in one loan, and the longest term that still saves (None: no edge)."""

    rate: Decimal
    weighted: Decimal
    rows: tuple[Consolidation, ...]
    longest: int | None


def term_table(facts: Facts, terms: Sequence[int] = (60, 96, 120, 150)) -> TermTable | None:
    """What consolidating costs and relieves by term, at the year's rate; None where nothing is owed outside."""
    old = [_old(loan) for loan in facts.loans if loan.line.is_outside and loan.line.balance]
    if not old:
        return None
    rules = facts.position.rules
    rate, step = rules.headroom_rate, rules.instalment_step
    rows = tuple(consolidate(old, rate, periods, round_up_to=step) for periods in terms)
    longest = turning_point(old, rate, round_up_to=step, longest=600)
    return TermTable(rate, weighted_rate(old), rows, longest)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def suggestions(facts: Facts) -> list[Terms]:
    """What is tried first: one loan for the outside debts, the largest cooperative loan longer, both, an order."""
    outside = [loan for loan in facts.loans if loan.line.is_outside and loan.line.balance]
    own = [
        loan for loan in facts.loans if loan.is_cooperative and loan.line.balance and loan.line.annual_rate is not None
    ]
    join = {loan.key: Change(joins=True) for loan in outside}
    found = [Terms(_("รวมหนี้ภายนอก"), join)] if outside else []
    longer = _longer(facts, max(own, key=lambda loan: loan.line.balance)) if own else {}
    if longer:
        found.append(Terms(_("ขยายเงินกู้สหกรณ์"), longer))
    if outside and longer:
        found.append(Terms(_("รวมหนี้และขยายเงินกู้"), {**join, **longer}))
    if any(_may_race(loan, Change()) for loan in outside):
        found.append(Terms(_("ปิดหนี้ดอกเบี้ยสูงก่อน"), order="avalanche"))
    return found


def _longer(facts: Facts, loan: Loan) -> dict[int, Change]:
    """The loan four years longer, within its longest term; nothing where there is no room."""
    left = as_it_is(loan).months
    if left is None:
        return {}
    rule = facts.rules.longest_term(loan.kind)
    periods = left + 48 if rule is None else min(left + 48, int(rule.value))
    return {loan.key: Change(periods=periods)} if periods > left else {}
