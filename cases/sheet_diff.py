"""Two versions of the household sheet side by side: what came, what went, what changed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Debt, HouseholdLine, SheetVersion
from clinic_project.thai.numbers import format_money, format_percent

FIGURE_LABELS = {
    "gross": gettext_lazy("รายได้รวม"),
    "fixed_deductions": gettext_lazy("หักประจำ"),
    "at_source_instalments": gettext_lazy("เงินกู้หัก ณ ที่จ่าย"),
    "net_take_home": gettext_lazy("คงเหลือสุทธิ"),
    "net_ratio": gettext_lazy("คงเหลือสุทธิต่อเงินเดือน"),
    "other_instalments": gettext_lazy("ค่างวดที่จ่ายเอง"),
    "living_costs": gettext_lazy("ค่าครองชีพ"),
    "residual": gettext_lazy("เหลือใช้จริงต่อเดือน"),
    "debt_service_ratio": gettext_lazy("ภาระหนี้ต่อรายได้"),
    "total_debt": gettext_lazy("หนี้ทั้งหมด"),
}
PERCENT = {"net_ratio", "debt_service_ratio"}


@dataclass(frozen=True)
class DiffRow:
    """One line of both versions as text; ``change`` in words, empty where nothing changed."""

    label: str
    before: str
    after: str
    change: str


def _change(before: str, after: str) -> str:
    if before == after:
        return ""
    return _("เพิ่ม") if before == "–" else _("ไม่มีแล้ว") if after == "–" else _("เปลี่ยน")


def _rows(before: dict[Any, tuple[str, str]], after: dict[Any, tuple[str, str]]) -> list[DiffRow]:
    found = []
    for key in dict.fromkeys([*before, *after]):
        label = (after.get(key) or before[key])[0]
        old, new = before.get(key, ("", "–"))[1], after.get(key, ("", "–"))[1]
        found.append(DiffRow(label, old, new, _change(old, new)))
    return found


def _lines(version: SheetVersion) -> dict[Any, tuple[str, str]]:
    kinds = dict(HouseholdLine.Kind.choices)
    found: dict[Any, tuple[str, str]] = {}
    for line in version.lines:
        named = (line["kind"], line["label"])
        # The same name may stand twice; the second is told from the first by its place.
        found[(*named, len([one for one in found if one[:2] == named]))] = (
            f"{kinds.get(line['kind'], '')} · {line['label']}",
            format_money(Decimal(line["amount"])),
        )
    return found


def _debts(version: SheetVersion) -> dict[Any, tuple[str, str]]:
    stages = dict(Debt.Stage.choices)
    return {
        debt["id"]: (
            debt["creditor"],
            _("%(balance)s ผ่อน %(paid)s %(stage)s")
            % {
                "balance": format_money(Decimal(debt["balance"])),
                "paid": format_money(Decimal(debt["instalment"])),
                "stage": stages.get(debt["stage"], ""),
            },
        )
        for debt in version.debts
    }


def _figures(version: SheetVersion) -> dict[Any, tuple[str, str]]:
    def shown(name: str) -> str:
        value = version.figures.get(name)
        number = None if value is None else Decimal(value)
        return format_percent(number) if name in PERCENT else format_money(number)

    return {name: (str(label), shown(name)) for name, label in FIGURE_LABELS.items()}


def compared(before: SheetVersion, after: SheetVersion) -> list[dict[str, Any]]:
    """Sections of the comparison, each with its rows."""
    return [
        {"title": _("ตัวเลขที่คำนวณได้"), "rows": _rows(_figures(before), _figures(after))},
        {"title": _("รายได้และรายจ่าย"), "rows": _rows(_lines(before), _lines(after))},
        {"title": _("หนี้สิน"), "rows": _rows(_debts(before), _debts(after))},
    ]
