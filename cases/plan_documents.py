"""The sheet a member takes home: only what the member told and what was agreed. No permission checks here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Plan
from cases.services.figures import position_of
from clinic_project.charts import Bar, bar_chart
from clinic_project.pdf.documents import Digits, render_document
from clinic_project.qr import qr_of
from clinic_project.thai.numbers import format_money, format_phone

MOST_LETTERS = 400
TEMPLATE = "cases/take_home_pdf.html"


@dataclass(frozen=True)
class SheetLine:
    """One thing to do."""

    number: int
    what: str
    who: str
    due_on: date | None


@dataclass(frozen=True)
class TakeHome:
    """The sheet in plain words. No national ID, no severity, no ratio, no name of an officer of central."""

    reference: str
    member: str
    clinic: str
    phone: str
    officer: str
    agreed_on: date
    next_visit: date | None
    note: str
    lines: list[SheetLine]
    bars: list[Bar]

    @property
    def is_dense(self) -> bool:
        """So much was agreed that large letters would not hold it on one page."""
        return sum(len(line.what) for line in self.lines) + len(self.note) > MOST_LETTERS


def _bars(plan: Plan) -> list[Bar]:
    """The month as it was told, and what is left after the plan, where a way out was chosen."""
    position = position_of(plan.case)
    if not position.gross:
        return []
    spent = position.fixed_deductions + position.living_costs
    rows = [
        (_("รายได้"), position.gross),
        (_("หักประจำและค่าครองชีพ"), spent),
        (_("ผ่อนหนี้วันนี้"), position.total_instalments),
        (_("เหลือใช้วันนี้"), position.residual),
    ]
    if plan.way_out is not None:
        rows += _planned(plan.way_out.figures)
    # What is missing has no bar, but its number.
    return [Bar(label, max(value, Decimal(0)), format_money(value)) for label, value in rows]


def _planned(figures: dict[str, Any]) -> list[tuple[str, Decimal]]:
    """What the way out comes to a month; where a grace ends, both in the grace and after it."""
    paid, left = Decimal(figures["instalment"]), Decimal(figures["residual"])
    if not figures["is_temporary"]:
        return [(_("ผ่อนหนี้ตามแผน"), paid), (_("เหลือใช้ตามแผน"), left)]
    return [
        (_("ผ่อนหนี้ช่วงพัก"), paid),
        (_("เหลือใช้ช่วงพัก"), left),
        (_("ผ่อนหนี้หลังพัก"), Decimal(figures["instalment_later"])),
        (_("เหลือใช้หลังพัก"), Decimal(figures["residual_later"])),
    ]


def sheet_of(plan: Plan) -> TakeHome:
    """Gather the sheet from a plan with its lines, case, member, clinic and officer."""
    case = plan.case
    phone = format_phone(case.clinic.phone)
    if phone and case.clinic.phone_extension:
        phone = f"{phone} {_('ต่อ')} {case.clinic.phone_extension}"
    lines = [
        SheetLine(n, line.what, str(line.get_who_display()), line.due_on) for n, line in enumerate(plan.lines.all(), 1)
    ]
    return TakeHome(
        reference=case.reference,
        member=case.member.full_name,
        clinic=case.clinic.name,
        phone=phone,
        officer=case.officer.full_name,
        agreed_on=plan.agreed_on,
        next_visit=plan.next_visit,
        note=plan.note,
        lines=lines,
        bars=_bars(plan),
    )


def title_of(plan: Plan) -> str:
    """Without the member's name: titles stand in lists."""
    values = {"reference": plan.case.reference, "n": plan.number}
    return _("แผนที่ตกลงกัน %(reference)s ฉบับที่ %(n)d") % values


def render(plan: Plan, *, digits: Digits = "arabic") -> bytes:
    """The sheet as PDF, one page. Raises ``PdfError``."""
    sheet = sheet_of(plan)
    call = f"tel:{plan.case.clinic.phone}" if plan.case.clinic.phone else ""
    chart = bar_chart(sheet.bars, title=_("เงินในแต่ละเดือน หน่วยบาท"), width=470) if sheet.bars else ""
    context: dict[str, Any] = {"sheet": sheet, "chart": chart, "qr": qr_of(call) if call else ""}
    return render_document(TEMPLATE, context, title=title_of(plan), digits=digits)
