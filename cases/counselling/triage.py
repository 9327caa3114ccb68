"""Suggested severity of a case, with reasons. A person decides; `special` is never suggested, only set by people.

Each function below is one rule: it looks at the position or at the facts and yields the reasons it finds. Percentages
are compared as shown, with two decimals, so that the sentence and the level can't disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext_lazy as _

from .money import baht, period_interest
from .position import FinancialPosition

Level = Literal["normal", "complex", "critical"]
LEVELS: tuple[Level, ...] = ("normal", "complex", "critical")


@dataclass(frozen=True)
class TriageFacts:
    """What the figures alone don't tell. `standard_product_cures` overrules the computed answer to "would a
    consolidation at standard terms bring R to zero or above?"; None leaves it computed.
    """

    informal_threats: bool = False
    needs_exception: bool = False
    leaving_within_months: int | None = None
    share_capital: Decimal = Decimal(0)
    deposits: Decimal = Decimal(0)
    conflict_of_interest: bool = False
    codebtor_dispute: bool = False
    guarantee_in_default: bool = False
    guarantor_called: bool = False
    standard_product_cures: bool | None = None


@dataclass(frozen=True)
class Reason:
    """Why: a stable code, the level it argues for, and a Thai sentence with the figure and the threshold."""

    code: str
    level: Level
    message: object
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence with its figures filled in."""
        return str(self.message) % self.params

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Triage:
    """The suggested level and all reasons, the gravest first. Reasons at level `normal` are remarks.

    `missing`: what has to be known before anything can be called normal.
    """

    level: Level
    reasons: list[Reason]
    missing: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Nothing argues for more than normal yet, but not enough is known to say normal."""
        return bool(self.missing) and self.level == "normal"


Rule = Callable[[FinancialPosition, TriageFacts], Iterator[Reason]]


def _lawsuit(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """Critical: sued, judgment or execution."""
    if count := sum(debt.is_in_court for debt in position.debts):
        message = _("มีหนี้ที่ถูกฟ้อง มีคำพิพากษา หรือถูกบังคับคดี %(count)s ราย (เกณฑ์ 1 รายขึ้นไป)")
        yield Reason("lawsuit", "critical", message, {"count": str(count)})


def _net_floor(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """Critical: N < F (formula 2). Before any income is known there is nothing to judge."""
    if position.gross and position.net_take_home < position.floor:
        message = _("เงินได้คงเหลือสุทธิ %(net)s บาท ต่ำกว่าเกณฑ์ขั้นต่ำ %(floor)s บาท")
        params = {"net": baht(position.net_take_home), "floor": baht(position.floor)}
        yield Reason("net_below_floor", "critical", message, params)


def _residual(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """Critical: R < 0 (formula 4) that no standard product cures; a remark where one does."""
    if position.residual >= 0 or not position.gross:
        return
    params = {"residual": baht(position.residual)}
    after, cures = position.after_consolidation(), facts.standard_product_cures
    if cures is None:
        cures = after is not None and after.residual >= 0
    if cures:
        message = _("เงินเหลือหลังชำระหนี้และค่าใช้จ่าย %(residual)s บาท ต่ำกว่า 0 บาท แต่ผลิตภัณฑ์ปกติแก้ได้")
        yield Reason("residual_negative_curable", "normal", message, params)
    elif after is None:
        message = _("เงินเหลือหลังชำระหนี้และค่าใช้จ่าย %(residual)s บาท ต่ำกว่า 0 บาท และไม่มีผลิตภัณฑ์ปกติที่แก้ได้")
        yield Reason("residual_negative", "critical", message, params)
    else:
        message = _("เงินเหลือหลังชำระหนี้และค่าใช้จ่าย %(residual)s บาท ต่ำกว่า 0 บาท แม้รวมหนี้ภายนอกแล้วยังเป็น %(after)s บาท")
        params["after"] = baht(after.residual)
        yield Reason("residual_negative", "critical", message, params)


def _debt_service(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """DSR (formula 3): critical from 70 %, complex from 50 %, a remark from 40 %."""
    ratio, rules = position.debt_service_ratio, position.rules
    if ratio is None:
        return
    marks: tuple[tuple[Decimal, Level, str], ...] = (
        (rules.dsr_critical, "critical", "dsr_critical"),
        (rules.dsr_complex, "complex", "dsr_complex"),
        (rules.dsr_watch, "normal", "dsr_watch"),
    )
    for mark, level, code in marks:
        if ratio >= mark:
            message = _("ภาระหนี้ต่อรายได้ร้อยละ %(ratio)s ถึงเกณฑ์ร้อยละ %(mark)s")
            yield Reason(code, level, message, {"ratio": f"{ratio:.2f}", "mark": f"{mark:.2f}"})
            return


def _arrears(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """Months in arrears (formula 13), the worst debt: critical from 3, complex from 1."""
    months, rules = max((debt.months_in_arrears for debt in position.debts), default=0), position.rules
    message = _("ค้างชำระ %(months)s เดือน ถึงเกณฑ์ %(mark)s เดือน")
    if months >= rules.critical_arrears_months:
        params = {"months": str(months), "mark": str(rules.critical_arrears_months)}
        yield Reason("arrears_critical", "critical", message, params)
    elif months >= rules.complex_arrears_months:
        params = {"months": str(months), "mark": str(rules.complex_arrears_months)}
        yield Reason("arrears_complex", "complex", message, params)


def _guarantor_called(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """Critical: a guarantor of the member's debt has already been called on, by debt or stated for the case."""
    count = sum(debt.own_guarantee_called for debt in position.debts)
    if count := max(count, int(facts.guarantor_called)):
        message = _("ผู้ค้ำประกันถูกเรียกให้ชำระแทนแล้ว %(count)s ราย (เกณฑ์ 1 รายขึ้นไป)")
        yield Reason("guarantor_called", "critical", message, {"count": str(count)})


def _leaving(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """Critical: leaving within 24 months with debt above shares + deposits."""
    months, mark = facts.leaving_within_months, position.rules.leaving_months
    savings = facts.share_capital + facts.deposits
    if months is not None and months <= mark and position.total_debt > savings:
        message = _(
            "จะพ้นจากงานใน %(months)s เดือน (เกณฑ์ %(mark)s เดือน) โดยมีหนี้ %(debt)s บาท "
            "มากกว่าทุนเรือนหุ้นและเงินฝาก %(savings)s บาท"
        )
        params = {"months": str(months), "mark": str(mark)}
        params |= {"debt": baht(position.total_debt), "savings": baht(savings)}
        yield Reason("leaving_in_debt", "critical", message, params)


def _creditors(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """Complex: three or more outside creditors."""
    count, mark = position.outside_creditors, position.rules.complex_creditors
    if count >= mark:
        message = _("มีเจ้าหนี้ภายนอก %(count)s ราย ถึงเกณฑ์ %(mark)s ราย")
        yield Reason("outside_creditors", "complex", message, {"count": str(count), "mark": str(mark)})


def _informal(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """Complex: informal debt still owed."""
    informal = [debt.balance for debt in position.debts if not debt.formal and debt.balance]
    if informal:
        message = _("มีหนี้นอกระบบ %(count)s ราย รวม %(total)s บาท (เกณฑ์ 1 รายขึ้นไป)")
        params = {"count": str(len(informal)), "total": baht(sum(informal, Decimal(0)))}
        yield Reason("informal_debt", "complex", message, params)


def _never_ends(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """Complex: a debt whose instalment does not exceed its interest (formula 8); one reason a debt."""
    for debt in position.debts:
        if debt.never_ends and debt.annual_rate is not None:
            message = _("หนี้ %(balance)s บาท ผ่อนเดือนละ %(instalment)s บาท ไม่เกินดอกเบี้ยเดือนละ %(interest)s บาท จึงไม่มีวันหมด")
            interest = period_interest(debt.balance, debt.annual_rate)
            params = {
                "balance": baht(debt.balance), "instalment": baht(debt.instalment), "interest": baht(interest),
            }  # fmt: skip
            yield Reason("never_ends", "complex", message, params)


def _stated(position: FinancialPosition, facts: TriageFacts) -> Iterator[Reason]:
    """What people report: there is no figure, the fact itself is the threshold."""
    if facts.needs_exception:
        yield Reason("needs_exception", "critical", _("ต้องขอยกเว้นระเบียบสหกรณ์"))
    if facts.informal_threats:
        yield Reason("informal_threats", "critical", _("ถูกเจ้าหนี้นอกระบบข่มขู่"))
    if facts.codebtor_dispute:
        yield Reason("codebtor_dispute", "complex", _("มีข้อพิพาทระหว่างผู้กู้ร่วม"))
    if facts.guarantee_in_default:
        yield Reason("guarantee_in_default", "complex", _("หนี้ที่สมาชิกค้ำประกันให้ผู้อื่นผิดนัดชำระ"))
    if facts.conflict_of_interest:
        yield Reason("conflict_of_interest", "complex", _("เจ้าหน้าที่คลินิกมีส่วนได้เสียกับเรื่องนี้"))


RULES: tuple[Rule, ...] = (
    _lawsuit, _net_floor, _residual, _debt_service, _arrears, _guarantor_called, _leaving,
    _creditors, _informal, _never_ends, _stated,
)  # fmt: skip


def suggest(position: FinancialPosition, facts: TriageFacts) -> Triage:
    """The level the figures and facts argue for (normal, complex or critical) and why, the gravest reason first."""
    reasons = [reason for rule in RULES for reason in rule(position, facts)]
    reasons.sort(key=lambda reason: -LEVELS.index(reason.level))
    return Triage(reasons[0].level if reasons else "normal", reasons)
