"""What stands on form คส.04, filled from a case or empty to be filled by hand. No permission checks here."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.debt_rows import rate_text
from cases.forms.money import USUAL
from cases.models import Case, HouseholdLine
from cases.services.figures import position_of
from clinic_project.pdf.documents import clip_note
from clinic_project.thai.dates import format_short
from clinic_project.thai.numbers import format_money, format_percent

BLANK_LINES, BLANK_DEBTS, BLANK_SUITS = 2, 7, 2
MOST_WORDS = 80
Kind = HouseholdLine.Kind


@dataclass(frozen=True)
class Section:
    """One part of the month: its heading, its lines (label, amount as text) and their sum."""

    title: str
    lines: list[tuple[str, str]]
    total: str = ""


@dataclass(frozen=True)
class SheetPaper:
    """The sheet as text. Empty texts are rules to write on."""

    is_blank: bool
    sections: list[Section]
    debts: list[list[str]]
    facts: dict[str, str] = field(default_factory=dict)
    debt_totals: tuple[str, str] = ("", "")
    suits: list[list[str]] = field(default_factory=list)
    guarantees: str = ""
    results: list[tuple[str, str]] = field(default_factory=list)
    officer: str = ""
    # What stands in the place of debts where there are none.
    no_debts: str = ""


TITLES = {
    "income": gettext_lazy("1. รายได้ต่อเดือน"),
    "deduction": gettext_lazy("2. หัก ณ ที่จ่าย (ไม่รวมเงินกู้)"),
    "living": gettext_lazy("3. ค่าครองชีพต่อเดือน"),
}
GROUPS = {"income": (Kind.SALARY, Kind.INCOME), "deduction": (Kind.DEDUCTION,), "living": (Kind.LIVING,)}


def _blank_sections() -> list[Section]:
    found = []
    for group, kinds in GROUPS.items():
        labels = [label for kind, _title, usual in USUAL if kind in kinds for label in usual]
        found.append(Section(str(TITLES[group]), [(label, "") for label in labels] + [("", "")] * BLANK_LINES))
    return found


def _result_labels() -> list[str]:
    return [_("คงเหลือสุทธิ"), _("คงเหลือสุทธิต่อเงินเดือน"), _("ภาระหนี้ต่อรายได้"), _("เหลือใช้จริงต่อเดือน")]


def _results(position: Any) -> list[tuple[str, str]]:
    values = [
        format_money(position.net_take_home),
        format_percent(position.net_ratio),
        format_percent(position.debt_service_ratio),
        format_money(position.residual),
    ]
    return list(zip(_result_labels(), values, strict=True))


def blank_sheet() -> SheetPaper:
    """The form with empty boxes."""
    return SheetPaper(
        is_blank=True,
        sections=_blank_sections(),
        debts=[[""] * 8] * BLANK_DEBTS,
        suits=[[""] * 4] * BLANK_SUITS,
        results=[(label, "") for label in _result_labels()],
    )


def _sections(case: Case) -> list[Section]:
    lines = list(case.household_lines.all())
    found = []
    for group, kinds in GROUPS.items():
        own = [line for line in lines if line.kind in kinds]
        total = sum((line.amount for line in own), Decimal(0))
        rows = [(line.label, format_money(line.amount)) for line in own]
        found.append(Section(str(TITLES[group]), rows, format_money(total)))
    return found


def _debts(case: Case) -> list[list[str]]:
    return [
        [
            clip_note(debt.creditor, MOST_WORDS),
            str(debt.get_kind_display()),
            format_money(debt.balance),
            rate_text(debt),
            format_money(debt.instalment),
            str(debt.periods_left or "–"),
            format_money(debt.arrears_amount),
            str(debt.get_stage_display()),
        ]
        for debt in case.debts.all()
    ]


def _suits(case: Case) -> list[list[str]]:
    return [
        [
            suit.court,
            suit.numbers,
            str(suit.get_stage_display()),
            format_short(suit.next_date) if suit.next_date else "–",
        ]
        for suit in case.lawsuits.all()
    ]


def _guarantees(case: Case) -> str:
    """How many answer for the member, and for how many the member answers; no third person's name is printed."""
    answering = sum(len(debt.guarantor_rows.all()) for debt in case.debts.all())
    given = sum(1 for row in case.guarantees_given.all() if row.state != "released")
    return _("ผู้ค้ำประกันหนี้ของสมาชิก %(own)d คน สมาชิกค้ำประกันให้ผู้อื่น %(given)d ราย") % {"own": answering, "given": given}


def _no_debts(case: Case) -> str:
    """That nothing is recorded is not that nothing is owed."""
    if case.no_debts_on is None:
        return _("ยังไม่ได้บันทึกหนี้")
    return _("สมาชิกบอกว่าไม่มีหนี้ เมื่อ %(day)s") % {"day": format_short(case.no_debts_on)}


def sheet_of(case: Case, today: date | None = None) -> SheetPaper:
    """The sheet of a case read by ``for_page``."""
    position, member = position_of(case), case.member
    facts = {
        "reference": case.reference,
        "clinic": case.clinic.name,
        "day": format_short(today or timezone.localdate()),
        "member": member.full_name,
        "number": member.number,
        "unit": member.unit,
        "position": member.position,
    }
    return SheetPaper(
        is_blank=False,
        sections=_sections(case),
        debts=_debts(case),
        facts=facts,
        debt_totals=(format_money(position.total_debt), format_money(position.total_instalments)),
        suits=_suits(case),
        guarantees=_guarantees(case),
        results=_results(position),
        officer=case.officer.full_name,
        no_debts=_no_debts(case),
    )
