"""How pages show a debt: its chip, what its rate comes to a year, when it ends, and who answers for it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cases.counselling.loans import periods_to_repay
from cases.counselling.money import NeverEnds, TermTooLong, baht, period_interest
from cases.guarantees import GuarantorRow
from cases.models import Debt
from cases.services.figures import debt_line
from clinic_project.thai.dates import format_short
from clinic_project.thai.numbers import format_percent

STAGE_TONES = {
    "normal": "done",
    "late": "wait",
    "demand_letter": "wait",
    "sued": "alarm",
    "judgment": "alarm",
    "execution": "alarm",
}
# Over 90 days a debt is non-performing (formula 13).
NON_PERFORMING_MONTHS = 3


@dataclass(frozen=True)
class DebtRow:
    """A debt with its chip and its months in arrears (formula 13)."""

    debt: Debt
    months: int
    chip: str
    tone: str
    # A whole sentence where the debt never ends (formula 8); else empty.
    never_ends: str
    rate: str
    yearly: str
    court: str
    wants_lawsuit: bool = False
    guarantors: list[GuarantorRow] = field(default_factory=list)
    # What the dated rules say of it (cases.debt_rules).
    warnings: list[str] = field(default_factory=list)


def rate_text(debt: Debt) -> str:
    """The rate as the creditor tells it: 20.00 % ต่อเดือน."""
    unit = {"flat_rate": _("คงที่"), "per_month": _("ต่อเดือน"), "per_day": _("ต่อวัน")}.get(debt.rate_kind, "")
    places = max(2, -int(debt.rate.normalize().as_tuple().exponent))
    return f"{format_percent(debt.rate, places)} {unit}".strip()


def yearly_text(debt: Debt) -> str:
    """What a converted rate comes to a year; empty where it was told per year on the reducing balance."""
    if debt.rate_kind == Debt.RateKind.REDUCING or not debt.is_rate_effective:
        return ""
    return _("เท่ากับ %(rate)s ต่อปี") % {"rate": format_percent(debt.annual_rate)}


def never_ends_text(debt: Debt) -> str:
    """Formula 8, said plainly with its figures; empty for a debt that ends or whose real rate is not known."""
    if not debt_line(debt).never_ends:
        return ""
    interest = period_interest(debt.balance, debt.annual_rate)
    words = {"paid": baht(debt.instalment), "interest": baht(interest)}
    return _("ผ่อน %(paid)s ไม่พ้นดอกเบี้ยเดือนละ %(interest)s หนี้นี้ไม่มีวันหมด") % words


def _court(debt: Debt) -> tuple[str, str]:
    """The lawsuit in a line, and its next day; both empty without one."""
    suits = [suit for suit in debt.lawsuits.all() if not suit.is_over]
    dated = sorted(suit.next_date for suit in suits if suit.next_date)
    words = " ".join(part for suit in suits[:1] for part in (suit.court, suit.numbers) if part)
    return words, format_short(dated[0]) if dated else ""


def debt_row(debt: Debt, guarantors: list[GuarantorRow], warnings: list[str]) -> DebtRow:
    """How the debts table shows a debt."""
    months = debt_line(debt).months_in_arrears
    label, tone = str(debt.get_stage_display()), STAGE_TONES[debt.stage]
    if months and tone != "alarm":
        label = _("ค้าง %(months)d เดือน") % {"months": months}
        tone = "wait"
    court, day = _court(debt)
    if day:
        label = _("%(stage)s · ศาล %(day)s") % {"stage": label, "day": day}
    return DebtRow(
        debt=debt,
        months=months,
        chip=label,
        tone=tone,
        never_ends=never_ends_text(debt),
        rate=rate_text(debt),
        yearly=yearly_text(debt),
        court=court,
        wants_lawsuit=STAGE_TONES[debt.stage] == "alarm" and not debt.lawsuits.all(),
        guarantors=guarantors,
        warnings=warnings,
    )


def meaning_of(debt: Debt, warnings: list[str]) -> list[dict[str, Any]]:
    """What the figures of one debt mean, and what the rules say of it; the tone of each sentence says how bad it is."""
    found: list[dict[str, Any]] = []
    if yearly := yearly_text(debt):
        text = _("ดอกเบี้ย %(rate)s %(yearly)s แบบลดต้นลดดอก") % {"rate": rate_text(debt), "yearly": yearly}
        found.append({"text": text, "tone": "calm"})
    elif not debt.is_rate_effective:
        text = _("ดอกเบี้ยคงที่แปลงเป็นลดต้นลดดอกได้เมื่อกรอกวงเงินและจำนวนงวดตามสัญญา")
        found.append({"text": text, "tone": "plain"})
    months = debt_line(debt).months_in_arrears
    if months:
        text = _("ค้างชำระ %(months)d งวด") % {"months": months}
        found.append({"text": text, "tone": "alarm" if months >= NON_PERFORMING_MONTHS else "wait"})
    found += [{"text": warning, "tone": "wait"} for warning in warnings]
    return found + _ending(debt)


def _ending(debt: Debt) -> list[dict[str, Any]]:
    if not debt.balance or not debt.instalment or not debt.is_rate_effective:
        return []
    try:
        plan = periods_to_repay(debt.balance, debt.annual_rate, debt.instalment)
    except NeverEnds:
        return [{"text": never_ends_text(debt), "tone": "alarm"}]
    except TermTooLong as error:
        return [{"text": str(error), "tone": "alarm"}]
    words = {"count": plan.periods, "interest": baht(plan.total_interest), "last": baht(plan.last_payment)}
    text = _("ผ่อนเท่านี้ต่อไปอีก %(count)d งวดจึงหมด ดอกเบี้ยรวม %(interest)s บาท งวดสุดท้าย %(last)s บาท") % words
    return [{"text": text, "tone": "done"}]
