"""What the pages of budgets show: figures that open their rows, lines of expenses and advances."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clinic_project.templatetags.ui import money, status_chip
from clinic_project.thai.dates import format_short
from clinic_project.thai.numbers import format_money
from clinics.models import Advance, Budget, BudgetOverride, Expense
from clinics.permissions.budget import can_close_budget, can_override, can_see_names, can_spend

EXPENSE_TONES = {
    "draft": "plain",
    "submitted": "wait",
    "approved": "calm",
    "reviewed": "done",
    "returned": "alarm",
    "void": "plain",
}
ADVANCE_TONES = {"requested": "wait", "approved": "wait", "paid": "calm", "cleared": "done", "cancelled": "plain"}
SHOWN = (
    ("", _("ทั้งหมด")),
    ("counted", _("ที่นับเป็นจ่ายแล้ว")),
    ("draft", _("ร่าง")),
    ("submitted", _("รออนุมัติ")),
    ("approved", _("รอสอบทาน")),
    ("reviewed", _("สอบทานแล้ว")),
    ("returned", _("ส่งกลับ")),
    ("void", _("ยกเลิก")),
)


def narrowed(expenses: Any, show: str) -> Any:
    """The expenses a number stands for; an unknown word shows all."""
    if show == "counted":
        return expenses.counted()
    return expenses.filter(status=show) if show in EXPENSE_TONES else expenses


def expense_columns(*, names: bool, place: bool = False) -> list[Any]:
    """Headings of a list of expenses."""
    heads: list[Any] = [_("เลขที่"), (_("วันที่จ่าย"), "nowrap")]
    heads += [_("คลินิก")] if place else []
    heads += [_("หมวด")]
    heads += [_("จ่ายให้")] if names else []
    return [*heads, (_("จำนวนเงิน"), "num"), _("สถานะ")]


def expense_row(expense: Expense, *, names: bool, place: bool = False) -> list[Any]:
    """A line of the list. Without ``names``: no payee, no description, no way to the receipts."""
    number = format_html('<a class="num" href="{}">{}</a>', expense.get_absolute_url(), expense.number)
    cells: list[Any] = [number if names else expense.number, format_short(expense.day)]
    cells += [expense.budget.place] if place else []
    cells += [expense.category_words if names else expense.get_category_display()]
    cells += [expense.payee] if names else []
    chip = status_chip(EXPENSE_TONES[expense.status], expense.status_label)
    if expense.advance_id and names:
        chip = format_html('<span>{} <span class="soft num">{}</span></span>', chip, expense.advance)
    return [*cells, money(expense.amount), chip]


def advance_row(advance: Advance) -> list[Any]:
    """A line of the list of advances."""
    chip = status_chip(ADVANCE_TONES[advance.status], advance.status_label)
    if advance.is_overdue(timezone.localdate()):
        chip = status_chip("alarm", _("เกินกำหนดส่งใช้"))
    link = format_html('<a class="num" href="{}">{}</a>', advance.get_absolute_url(), advance.number)
    return [link, advance.person.full_name, format_short(advance.due_on), money(advance.amount), chip]


ADVANCE_COLUMNS: tuple[Any, ...] = (_("เลขที่"), _("ผู้ยืม"), (_("ครบกำหนด"), "nowrap"), (_("จำนวนเงิน"), "num"), _("สถานะ"))


def budget_figures(budget: Any) -> list[dict[str, Any]]:
    """Allocation, spent, held, balance; each opens its rows."""
    page = budget.get_absolute_url()
    extra = _("จัดสรร %(own)s เพิ่มกรณีพิเศษ %(extra)s") % {
        "own": format_money(budget.allocation),
        "extra": format_money(budget.extra),
    }
    return [
        {
            "label": _("วงเงินที่ใช้ได้ (บาท)"),
            "value": format_money(budget.may_spend),
            "note": extra if budget.extra else "",
            "url": f"{page}#overrides" if budget.extra else "",
        },
        {"label": _("จ่ายแล้ว"), "value": format_money(budget.spent), "url": f"{page}?show=counted#expenses"},
        {"label": _("กันไว้ให้เงินยืม"), "value": format_money(budget.held), "url": f"{page}#advances"},
        {
            "label": _("คงเหลือ"),
            "value": format_money(budget.balance),
            "tone": "bad" if budget.balance == 0 else "good",
            "note": _("ส่งคืนสหกรณ์แล้ว") if budget.status == "closed" else "",
        },
    ]


def waits_of(expenses: Any, advances: Any, page: str) -> list[dict[str, Any]]:
    """What waits, and for whom; nothing where nothing does."""
    states = expenses.by_state()
    lines = []
    for state, words in (
        ("draft", _("ร่างที่ยังไม่ได้เสนอ: ผู้บันทึก")),
        ("returned", _("ส่งกลับให้แก้ไข: ผู้บันทึก")),
        ("submitted", _("รออนุมัติ: หัวหน้าคลินิก")),
        ("approved", _("รอสอบทาน: ส่วนกลาง")),
    ):
        if state in states:
            count, total = states[state]
            lines.append({"label": words, "count": count, "total": total, "url": f"{page}?show={state}#expenses"})
    overdue = [advance for advance in advances if advance.is_overdue(timezone.localdate())]
    if overdue:
        total = sum((advance.amount for advance in overdue), Decimal(0))
        words = _("เงินยืมเกินกำหนดส่งใช้: ผู้ยืม")
        lines.append({"label": words, "count": len(overdue), "total": total, "url": f"{page}#advances"})
    return lines


def _links(page: str, show: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"{page}{f'?show={code}' if code else ''}#expenses", "current": code == show}
        for code, label in SHOWN
    ]


def budget_context(user: Any, budget: Any, show: str) -> dict[str, Any]:
    """Everything a budget's page draws but the page of lines itself."""
    names = bool(can_see_names(user, budget))
    expenses = Expense.objects.visible_to(user).filter(budget=budget)
    advances = list(Advance.objects.visible_to(user).filter(budget=budget).for_page()) if names else []
    show = show if show in dict(SHOWN) else ""
    page = budget.get_absolute_url()
    url = lambda name: reverse("clinics:budget_move", args=[budget.pk, name])  # noqa: E731 - as the engine asks
    return {
        "budget": budget,
        "names": names,
        "figures": budget_figures(budget),
        "waits": waits_of(expenses, advances, page),
        "links": _links(page, show),
        "show": show,
        "shown_total": narrowed(expenses, show).total(),
        "columns": expense_columns(names=names),
        "advances": [advance_row(advance) for advance in advances],
        "advance_columns": ADVANCE_COLUMNS,
        "overrides": BudgetOverride.objects.visible_to(user).filter(budget=budget).for_page(),
        "spend": can_spend(user, budget),
        "override": can_override(user, budget),
        "buttons": budget.machine.buttons(user, budget, url) if can_close_budget(user, budget) else [],
    }


def year_rows(budgets: list[Budget], year: int) -> list[list[Any]]:
    """A line a budget; each number opens its rows."""
    return [_year_row(budget, year) for budget in budgets]


def _year_row(budget: Any, year: int) -> list[Any]:
    page = budget.get_absolute_url()
    spent = f"{reverse('clinics:year_expenses', args=[year])}?state=counted&place={budget.code}"
    tone = "done" if budget.status == "closed" else "calm"
    return [
        format_html('<a href="{}">{}</a>', page, budget.place),
        money(budget.may_spend),
        format_html('<a class="num" href="{}">{}</a>', spent, format_money(budget.spent)),
        format_html('<a class="num" href="{}#advances">{}</a>', page, format_money(budget.held)),
        money(budget.balance),
        status_chip(tone, budget.status_label),
    ]


def year_totals(sums: dict[str, Decimal]) -> list[Any]:
    """The last line: the year's sums."""
    may_spend = sums["allocation"] + sums["extra"]
    return [_("รวม"), money(may_spend), money(sums["spent"]), money(sums["held"]), money(sums["balance"]), ""]


YEAR_COLUMNS: tuple[Any, ...] = (
    _("คลินิก"),
    (_("วงเงินที่ใช้ได้"), "num"),
    (_("จ่ายแล้ว"), "num"),
    (_("เงินยืม"), "num"),
    (_("คงเหลือ"), "num"),
    _("สถานะ"),
)
