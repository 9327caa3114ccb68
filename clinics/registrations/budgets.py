"""What budgets hang into the frame: tasks, panels of the hubs, search, words of events, readers of issued sheets."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import Hit, Results, Task, registry
from clinic_project.searching import padded, reference_key, results_of
from clinic_project.thai.numbers import format_money
from clinics.budget_jobs import register_jobs
from clinics.documents.budget_sheet import sums_of
from clinics.models import Advance, Budget, Expense, ProgrammeYear
from clinics.permissions.budget import can_see_names, can_see_year
from clinics.services.budget_papers import SHEET, YEAR_SHEET

MOST = 10
SOON = timedelta(days=7)


def _sum(amount: Any) -> str:
    return _("%(sum)s บาท") % {"sum": format_money(amount)}


def approval_tasks(user: Any) -> Iterator[Task]:
    """What waits for a head's approval: expenses and advances of the clinics headed."""
    if not user.is_clinic_staff:
        return
    for expense in Expense.objects.visible_to(user).awaiting_approval_of(user).for_list()[:MOST]:
        yield Task(
            title=_("อนุมัติรายการจ่าย %(what)s") % {"what": expense.category_words},
            detail=f"{_sum(expense.amount)} · {expense.payee} · {expense.budget.place}",
            url=expense.get_absolute_url(),
            chip=_("รออนุมัติ"),
            reference=expense.number,
        )
    for advance in Advance.objects.visible_to(user).awaiting_approval_of(user).for_page()[:MOST]:
        yield Task(
            title=_("อนุมัติเงินยืมของ %(name)s") % {"name": advance.person.full_name},
            detail=f"{_sum(advance.amount)} · {advance.purpose}",
            url=advance.get_absolute_url(),
            chip=_("รออนุมัติ"),
            reference=advance.number,
        )


def review_tasks(user: Any) -> Iterator[Task]:
    """For central: approved expenses that wait for the review, the oldest year's first, as one line a year."""
    waiting = Expense.objects.visible_to(user).awaiting_review_of(user)
    for year, count, total in waiting.sums_by_year():
        page = reverse("clinics:year_expenses", args=[year])
        yield Task(
            title=_("สอบทานรายการจ่ายของคลินิก %(n)s รายการ") % {"n": count},
            detail=_("ปี %(year)s รวม %(sum)s") % {"year": year, "sum": _sum(total)},
            url=f"{page}?state=approved",
            chip=_("รอสอบทาน"),
        )


def own_tasks(user: Any) -> Iterator[Task]:
    """A person's own: an advance to clear, expenses sent back to be corrected."""
    if not user.is_clinic_staff:
        return
    today = timezone.localdate()
    due = Advance.objects.visible_to(user).filter(person=user).out(today + SOON)
    for advance in due.for_page()[:MOST]:
        is_late = advance.due_on < today
        yield Task(
            title=_("เงินยืมเกินกำหนดส่งใช้") if is_late else _("เงินยืมครบกำหนดส่งใช้"),
            detail=f"{_sum(advance.amount)} · {advance.purpose}",
            url=advance.get_absolute_url(),
            due=advance.due_on,
            chip=_("เกินกำหนด") if is_late else _("ใกล้ครบกำหนด"),
            tone="alarm" if is_late else "wait",
            reference=advance.number,
        )
    for expense in Expense.objects.visible_to(user).filter(entered_by=user, status="returned").for_list()[:MOST]:
        yield Task(
            title=_("แก้ไขรายการจ่ายที่ถูกส่งกลับ"),
            detail=f"{_sum(expense.amount)} · {expense.reason}",
            url=expense.get_absolute_url(),
            chip=_("ส่งกลับ"),
            tone="alarm",
            reference=expense.number,
        )


def clinic_panel(user: Any, clinic_year: Any) -> dict[str, Any] | None:
    """The clinic's purse: what is left, and how much of it is spent."""
    found = Budget.objects.visible_to(user).filter(clinic_year=clinic_year)
    budget = found.with_figures().for_list().first()
    url = reverse("clinics:budget", args=[clinic_year.clinic.code, clinic_year.year.buddhist_year])
    return {"template": "clinics/panels/budget.html", "budget": budget, "url": url}


def year_panel(user: Any, year: ProgrammeYear) -> dict[str, Any] | None:
    """The year's money, for who may see it whole."""
    if not can_see_year(user, year):
        return None
    budgets = list(Budget.objects.visible_to(user).filter(year=year).with_figures())
    url = reverse("clinics:year_budget", args=[year.buddhist_year])
    return {"template": "clinics/panels/budget_year.html", "sums": sums_of(budgets), "year": year, "url": url}


def search(user: Any, text: str, most: int) -> Results | None:
    """Expenses by number or payee, for who may know who got the money."""
    if not (user.is_clinic_staff or user.is_staff) or len(text) < 2:
        return None
    number = padded(reference_key(text), 3)

    def hit(expense: Expense) -> Hit:
        detail = f"{_sum(expense.amount)} · {expense.status_label} · {expense.budget.place}"
        return Hit(f"{expense.number} · {expense.payee}", detail, expense.get_absolute_url(), expense.number == number)

    found = Expense.objects.visible_to(user).named_to(user).matching(text, number)
    return results_of(_("รายการจ่าย"), found.for_list().order_by("-id"), hit, most)


def _reads_sheet(user: Any, document: Any) -> bool:
    budget = Budget.objects.visible_to(user).filter(pk=document.subject_id).select_related("clinic_year").first()
    return budget is not None and bool(can_see_names(user, budget))


def _reads_year_sheet(user: Any, document: Any) -> bool:
    return bool(can_see_year(user))


EVENTS = {
    "budget.set_up": gettext_lazy("ตั้งวงเงินของปี"),
    "budget.allocation": gettext_lazy("เปลี่ยนวงเงินจัดสรร"),
    "budget.override": gettext_lazy("อนุมัติวงเงินเพิ่มกรณีพิเศษ"),
    "budget.export": gettext_lazy("ส่งออกรายการจ่าย"),
    "expense.entered": gettext_lazy("บันทึกรายการจ่าย"),
    "expense.changed": gettext_lazy("แก้ไขรายการจ่าย"),
    "expense.receipt": gettext_lazy("แนบใบเสร็จ"),
    "expense.receipt_removed": gettext_lazy("นำใบเสร็จออก"),
    "advance.requested": gettext_lazy("ขอยืมเงินทดรอง"),
    "document.issued.budget_sheet": gettext_lazy("ออกใบสรุปงบประมาณ"),
    "document.issued.budget_year": gettext_lazy("ออกใบสรุปงบประมาณของปี"),
}


def register() -> None:
    """Tasks, panels, search, names, words."""
    registry.tasks += [approval_tasks, review_tasks, own_tasks]
    registry.clinic_panels.append((50, clinic_panel))
    registry.year_panels.append((50, year_panel))
    registry.searches.append((78, search))
    registry.lists |= {"clinics:year_expenses"}
    label = gettext_lazy("งบประมาณ")
    registry.places |= {
        "clinics:budget": label,
        "clinics:central_budget": label,
        "clinics:year_budget": gettext_lazy("งบประมาณของปี"),
        "clinics:expense": gettext_lazy("รายการจ่าย"),
        "clinics:advance": gettext_lazy("เงินยืมทดรอง"),
    }
    registry.form_names |= {
        "clinics:expense_new": gettext_lazy("บันทึกรายการจ่าย"),
        "clinics:expense_edit": gettext_lazy("แก้ไขรายการจ่าย"),
        "clinics:expense_move": gettext_lazy("ขั้นตอนของรายการจ่าย"),
        "clinics:advance_new": gettext_lazy("ขอยืมเงินทดรอง"),
        "clinics:advance_move": gettext_lazy("ขั้นตอนของเงินยืม"),
        "clinics:budget_override": gettext_lazy("อนุมัติวงเงินเพิ่มกรณีพิเศษ"),
        "clinics:budget_allocation": gettext_lazy("เปลี่ยนวงเงินจัดสรร"),
        "clinics:budget_move": gettext_lazy("ปิดหรือเปิดงบประมาณ"),
        "clinics:budget_set_up": gettext_lazy("ตั้งวงเงินของปี"),
        "clinics:receipt_new": gettext_lazy("แนบใบเสร็จ"),
        "clinics:receipt_remove": gettext_lazy("นำใบเสร็จออก"),
    }
    registry.event_kinds |= EVENTS
    registry.event_details |= {
        "budgets": gettext_lazy("จำนวนวงเงิน"),
        "receipts": gettext_lazy("จำนวนใบเสร็จ"),
        "amount": gettext_lazy("จำนวนเงิน"),
    }
    registry.document_readers[SHEET] = _reads_sheet
    registry.document_readers[YEAR_SHEET] = _reads_year_sheet
    register_jobs()
