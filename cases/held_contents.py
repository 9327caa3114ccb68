"""What stands inside a saved form คส.04 and a kept comparison, as rows a member can read."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.models import HouseholdLine, SheetVersion, WayOut, WaysOut
from clinic_project.person_tree import Rows
from clinic_project.registry import HeldTable
from clinic_project.thai.numbers import format_money


def _baht(kept: Mapping[str, Any], name: str) -> str:
    """An amount kept as text; empty where there is none."""
    return format_money(Decimal(kept[name])) if kept.get(name) not in (None, "") else ""


def _sheet_tables(keys: Collection[int]) -> Iterator[HeldTable]:
    kinds = dict(HouseholdLine.Kind.choices)
    lines, debts = [], []
    for sheet in SheetVersion.objects.filter(pk__in=keys).select_related("case").order_by("pk"):
        begins = [sheet.case.reference, str(sheet.number)]
        for line in sheet.lines:
            lines.append([*begins, str(kinds.get(line["kind"], "")), line["label"], _baht(line, "amount")])
        for debt in sheet.debts:
            debts.append([*begins, debt.get("creditor", ""), _baht(debt, "balance"), _baht(debt, "instalment")])
    heads = [_("เรื่อง"), _("ฉบับที่")]
    yield HeldTable(_("รายรับรายจ่ายในแบบ คส.04 แต่ละฉบับ"), [*heads, _("ประเภท"), _("รายการ"), _("บาทต่อเดือน")], lines)
    yield HeldTable(_("หนี้ในแบบ คส.04 แต่ละฉบับ"), [*heads, _("เจ้าหนี้"), _("ยอดคงเหลือ"), _("ค่างวด")], debts)


def _option_table(keys: Collection[int]) -> HeldTable:
    rows = []
    options = WayOut.objects.filter(compared__in=keys).select_related("compared__case").order_by("compared", "order")
    for option in options:
        kept, compared = option.figures, option.compared
        rows.append(
            [
                compared.case.reference, str(compared.number), option.label, " · ".join(map(str, option.steps)),
                _baht(kept, "instalment"), str(kept.get("months") or ""), _baht(kept, "interest"), _baht(kept, "net"),
                _baht(kept, "residual"),
            ]
        )  # fmt: skip
    heads = [
        _("เรื่อง"), _("ครั้งที่"), _("ทางเลือก"), _("วิธี"), _("ค่างวดต่อเดือน"), _("เดือนจนหมดหนี้"), _("ดอกเบี้ยรวม"),
        _("รับสุทธิ"), _("เหลือใช้ต่อเดือน"),
    ]  # fmt: skip
    return HeldTable(_("ทางเลือกที่เปรียบเทียบไว้"), heads, rows)


def contents(rows: Rows) -> Iterator[HeldTable]:
    """Tables of what the sheets and comparisons among the rows hold."""
    yield from _sheet_tables(rows.get(SheetVersion, set()))
    yield _option_table(rows.get(WaysOut, set()))
