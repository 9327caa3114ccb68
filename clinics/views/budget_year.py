"""The year's budget in numbers, each with the way to its rows."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.numbers import format_money
from clinics.models import Expense, ProgrammeYear


def year_figures(year: ProgrammeYear, sums: dict[str, Decimal]) -> list[dict[str, Any]]:
    """The year's budget, spent, held by advances, left."""
    spent = f"{reverse('clinics:year_expenses', args=[year.buddhist_year])}?state=counted"
    allocated = _("จัดสรรแล้ว %(sum)s") % {"sum": format_money(sums["allocation"])}
    extra = _("เพิ่มกรณีพิเศษ %(sum)s") % {"sum": format_money(sums["extra"])}
    return [
        {"label": _("งบประมาณของปี (บาท)"), "value": format_money(year.budget_total), "note": allocated},
        {"label": _("จ่ายแล้ว"), "value": format_money(sums["spent"]), "url": spent},
        {"label": _("กันไว้ให้เงินยืม"), "value": format_money(sums["held"]), "url": "#places"},
        {
            "label": _("คงเหลือจากที่จัดสรร"),
            "value": format_money(sums["balance"]),
            "note": extra if sums["extra"] else "",
            "url": "#places",
        },
    ]


def year_states(expenses: Any, year: int) -> list[dict[str, Any]]:
    """How many expenses stand in each state, and their sum."""
    page = reverse("clinics:year_expenses", args=[year])
    states = expenses.by_state()
    return [
        {
            "label": label,
            "value": states.get(code, (0, Decimal(0)))[0],
            "note": _("%(sum)s บาท") % {"sum": format_money(states.get(code, (0, Decimal(0)))[1])},
            "url": f"{page}?state={code}",
        }
        for code, label in Expense.machine.choices
    ]
