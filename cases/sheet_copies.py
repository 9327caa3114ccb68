"""What fills a new sheet before it is corrected: the lines and debts of last time, or the member's payroll."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cases.models import Case, Debt, HouseholdLine, SheetVersion
from cases.outside_debts import said_no
from clinic_project.thai.numbers import format_money
from members.models import Payroll

Kind = HouseholdLine.Kind
# A payroll's amount -> kind and label of its line, as the form's usual boxes are called. Loans are debts, not lines.
FROM_PAYROLL = {
    "salary": (Kind.SALARY, "เงินเดือน"),
    "allowance": (Kind.INCOME, "เงินประจำตำแหน่ง"),
    "tax": (Kind.DEDUCTION, "ภาษี"),
    "pension_fund": (Kind.DEDUCTION, "กองทุนบำเหน็จบำนาญ"),
    "shares_paid": (Kind.DEDUCTION, "ค่าหุ้น"),
    "funeral_fund": (Kind.DEDUCTION, "ฌาปนกิจสงเคราะห์"),
    "other_paid": (Kind.DEDUCTION, "หักอื่น ๆ"),
}

LOANS = (("emergency", _lazy("เงินกู้ฉุกเฉิน")), ("ordinary", _lazy("เงินกู้สามัญ")), ("special", _lazy("เงินกู้พิเศษ")))


def debts_source(user: Any, case: Case) -> Case | None:
    """The member's other case worked on last that this person may read, where it has debts that may be copied."""
    others = Case.objects.visible_to(user).filter(member=case.member_id, debts__isnull=False).exclude(pk=case.pk)
    found: Case | None = others.select_related("member").order_by("-last_activity_at", "-pk").first()
    return found if found is not None and debts_to_copy(found) else None


def debts_to_copy(source: Case) -> list[Debt]:
    """Its debts; only those to the cooperative while the member does not let the clinic keep the others."""
    debts = list(source.debts.all())
    return [debt for debt in debts if debt.is_cooperative] if said_no(source.member) else debts


def loans_at_source(payroll: Payroll | None) -> list[str]:
    """The cooperative's loans a payroll knows: what is taken a month and what is left, in words."""
    words = _("%(loan)s หักเดือนละ %(paid)s คงเหลือ %(left)s บาท")
    found = []
    for name, label in LOANS if payroll else ():
        paid, left = getattr(payroll, f"{name}_paid"), getattr(payroll, f"{name}_left")
        if paid or left:
            found.append(words % {"loan": label, "paid": format_money(paid), "left": format_money(left)})
    return found


def last_sheet(user: Any, case: Case) -> SheetVersion | None:
    """The newest sheet with lines from another case of the member that this person may read."""
    found = SheetVersion.objects.visible_to(user).filter(case__member=case.member_id).exclude(case=case)
    newest = found.exclude(lines=[]).select_related("case").order_by("-saved_at", "-id").first()
    sheet: SheetVersion | None = newest
    return sheet


def lines_of(sheet: SheetVersion) -> list[HouseholdLine]:
    """Its lines, not stored."""
    return [
        HouseholdLine(kind=line["kind"], label=line["label"], amount=Decimal(line["amount"])) for line in sheet.lines
    ]


def last_payroll(user: Any, case: Case) -> Payroll | None:
    """The newest month of the member's payroll, where this person may see the member."""
    found: Payroll | None = Payroll.objects.visible_to(user).filter(member=case.member_id).first()
    return found


def lines_with_payroll(case: Case, payroll: Payroll) -> list[HouseholdLine]:
    """The lines as they stand, those the payroll knows taken from it; living costs stay. Not stored."""
    known = {
        (str(kind), label): getattr(payroll, name)
        for name, (kind, label) in FROM_PAYROLL.items()
        if getattr(payroll, name)
    }
    kept = [line for line in case.household_lines.all() if (line.kind, line.label) not in known]
    taken = [HouseholdLine(kind=kind, label=label, amount=amount) for (kind, label), amount in known.items()]
    return taken + kept


@dataclass(frozen=True)
class Copies:
    """What may fill the form of a case, as one person may read it."""

    case: Case
    earlier: SheetVersion | None
    payroll: Payroll | None

    def lines(self, name: str) -> list[HouseholdLine] | None:
        """The lines of ``last`` or ``payroll``; None for anything else, or where there is none."""
        if name == "last" and self.earlier:
            return lines_of(self.earlier)
        if name == "payroll" and self.payroll:
            return lines_with_payroll(self.case, self.payroll)
        return None


def copies_for(user: Any, case: Case) -> Copies:
    """The sheet of last time and the newest payroll, where there are any."""
    return Copies(case, last_sheet(user, case), last_payroll(user, case))
