"""Pages of an expense: new, its page with the receipts, editing, its moves."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.audit import events_of
from clinic_project.drafts import typed
from clinic_project.event_words import kind_words
from clinic_project.forms_flow import open_move, run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinic_project.thai.dates import format_datetime_short
from clinics.forms.budget import ExpenseForm, NewExpenseForm, ReasonForm, expense_initial
from clinics.models import Advance, Expense, Receipt
from clinics.permissions.budget import can_enter, can_spend
from clinics.services import expenses as services
from clinics.views.budget_fetching import fetch_budget, fetch_expense
from clinics.views.budget_page import EXPENSE_TONES

Act = Callable[[Expense, Any, dict[str, Any]], Any]
ACTS: dict[str, Act] = {
    "submit": lambda e, by, data: services.submit_expense(e, by=by),
    "approve": lambda e, by, data: services.approve_expense(e, by=by),
    "review": lambda e, by, data: services.review_expense(e, by=by),
    "return": lambda e, by, data: services.return_expense(e, by=by, **data),
    "void": lambda e, by, data: services.void_expense(e, by=by, **data),
}
POINTS = {
    "submit": [gettext_lazy("จำนวนเงินจะถูกกันออกจากงบทันที และแก้ไขไม่ได้จนกว่าจะถูกส่งกลับ")],
    "return": [gettext_lazy("จำนวนเงินจะกลับคืนเข้างบ ผู้บันทึกแก้ไขแล้วเสนอใหม่ได้")],
    "void": [gettext_lazy("รายการยังอยู่ในบัญชีพร้อมเหตุผล แต่ไม่นับเป็นรายจ่าย")],
}


def _enter(budget: Any, by: Any, data: dict[str, Any], *, submit: bool) -> Expense:
    expense = services.enter_expense(budget, by=by, **data)
    return services.submit_expense(expense, by=by) if submit else expense


def _asked_advance(request: HttpRequest, budget: Any) -> Any:
    """The advance the address names, when one may spend out of it."""
    number = request.GET.get("advance", "")
    return Advance.objects.visible_to(request.user).filter(budget=budget, number=number).out().first()


def _history(expense: Expense) -> list[dict[str, Any]]:
    """Who did what with it, newest first."""
    return [
        {
            "title": kind_words(event.kind),
            "when": format_datetime_short(event.at),
            "who": event.actor.full_name if event.actor else "",
        }
        for event in events_of(expense)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def expense_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an expense with its receipt, and ask for the approval at once or later."""
    budget, user = fetch_budget(request, pk), request.user
    can_spend(user, budget).or_raise()
    initial = {"advance": _asked_advance(request, budget)}
    form = NewExpenseForm(typed(request), request.FILES or None, budget=budget, user=user, initial=initial)
    is_submitting = form.is_submitting
    return run_form(
        request,
        form,
        template="clinics/expense_form.html",
        act=lambda data: _enter(budget, user, data, submit=is_submitting),
        success=lambda expense: expense,
        message=_("บันทึกและเสนอหัวหน้าแล้ว") if is_submitting else _("บันทึกเป็นร่างแล้ว เสนอได้เมื่อพร้อม"),
        context={"budget": budget},
    )


@require_safe
def expense_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One expense: its facts, its receipts as pictures, who did what, what may be done now."""
    expense, user = fetch_expense(request, number), request.user
    receipts = Receipt.objects.visible_to(user).filter(expense=expense).in_force()
    may_change = can_enter(user, expense) if expense.is_open_to_change else False
    context = {
        "expense": expense,
        "budget": expense.budget,
        "tone": EXPENSE_TONES[expense.status],
        "receipts": receipts,
        "may_change": may_change,
        "buttons": expense.machine.buttons(
            user, expense, lambda name: reverse("clinics:expense_move", args=[number, name])
        ),
        "entries": _history(expense),
    }
    return render(request, "clinics/expense_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def expense_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Correct a draft or a returned expense."""
    expense, user = fetch_expense(request, number), request.user
    can_enter(user, expense).or_raise()
    open_move(user, expense, "submit", sent=request.method == "POST")

    def form_of(stored: Any, data: Any) -> ExpenseForm:
        return ExpenseForm(data, budget=expense.budget, user=user, initial=expense_initial(stored))

    edit = Edit(request, expense, form_of)
    return run_form(
        request,
        edit.form,
        template="clinics/expense_form.html",
        act=lambda data: services.change_expense(expense, by=user, **data),
        success=lambda done: expense,
        message=_("บันทึกการแก้ไขแล้ว"),
        context={"budget": expense.budget, "expense": expense},
        edit=edit,
    )


def _next(request: HttpRequest, move: str, expense: Expense) -> Any:
    """Where an approver or reviewer goes on: the next one that waits for them, else the page of this one."""
    waiting = Expense.objects.visible_to(request.user)
    queue = {"approve": waiting.awaiting_approval_of, "review": waiting.awaiting_review_of}.get(move)
    following = queue(request.user).exclude(pk=expense.pk).for_list().first() if queue else None
    return following or expense


@require_http_methods(["GET", "HEAD", "POST"])
def expense_move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """One of the expense's moves, with what it asks for."""
    if move not in ACTS:
        raise Http404
    expense, user = fetch_expense(request, number), request.user
    open_move(user, expense, move, sent=request.method == "POST")
    step = expense.machine.moves[move]
    form = (ReasonForm if move in {"return", "void"} else NothingForm)(typed(request))
    receipts = Receipt.objects.visible_to(user).filter(expense=expense).in_force()
    return run_form(
        request,
        form,
        template="clinics/expense_move.html",
        act=lambda data: ACTS[move](expense, user, data),
        success=lambda done: _next(request, move, expense),
        message=_("บันทึกแล้ว: %(move)s %(number)s") % {"move": step.label, "number": number},
        context={"expense": expense, "step": step, "points": POINTS.get(move, []), "receipts": receipts},
    )
