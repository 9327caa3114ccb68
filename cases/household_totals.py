"""The sums beside the household form, live while it is filled (form คส.04, formulas 1 and 4)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from cases.models import Case
from cases.services.figures import position_of
from clinic_project.thai.numbers import format_money

_SALT = "cases.household_totals"


@dataclass(frozen=True)
class Total:
    """One sum: its words, the amount as text, ``bad`` where it is below nought; ``glance``: in sight all the time."""

    label: str
    value: str
    tone: str = ""
    glance: bool = False


def seal_of(case: Case) -> str:
    """The instalments at source and by hand, for the page to send back: live sums then ask the case for nothing."""
    position = position_of(case)
    return signing.dumps([str(position.at_source_instalments), str(position.other_instalments)], salt=_SALT)


def _unsealed(text: str) -> tuple[Decimal, Decimal]:
    try:
        at_source, by_hand = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return Decimal(0), Decimal(0)
    return Decimal(at_source), Decimal(by_hand)


def totals_of(form: Any, seal: str) -> list[Total]:
    """Income, deductions, N, living costs and R of what stands in the boxes; debts as the page was drawn."""
    sums, (at_source, by_hand) = form.sums(), _unsealed(seal)
    gross = sums["salary"] + sums["income"]
    net = gross - sums["deduction"] - at_source
    residual = net - by_hand - sums["living"]
    return [
        Total(_("รายได้รวม"), format_money(gross)),
        Total(_("หักประจำ"), format_money(sums["deduction"])),
        Total(_("เงินกู้หัก ณ ที่จ่าย"), format_money(at_source)),
        Total(_("คงเหลือสุทธิ"), format_money(net), "bad" if net < 0 else "", glance=True),
        Total(_("ค่างวดที่จ่ายเอง"), format_money(by_hand)),
        Total(_("ค่าครองชีพ"), format_money(sums["living"])),
        Total(_("เหลือใช้จริงต่อเดือน"), format_money(residual), "bad" if residual < 0 else "good", glance=True),
    ]


def context_of(form: Any, case: Case) -> dict[str, Any]:
    """What the page of the form needs: the sums now, and the seal with which it asks for them again."""
    seal = seal_of(case)
    return {"debts_seal": seal, "totals": totals_of(form, seal)}
