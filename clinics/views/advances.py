"""Pages of an advance: ask for one, its page, its moves to the clearing."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.plain_forms import NothingForm
from clinics.forms.budget import AdvanceForm, ClearForm, PayForm, ReasonForm
from clinics.models import Advance, Expense
from clinics.permissions.budget import can_spend
from clinics.services import advances as services
from clinics.views.budget_fetching import fetch_advance, fetch_budget
from clinics.views.budget_page import ADVANCE_TONES, expense_columns, expense_row

DAYS = 15
"""Days to clear an advance in, as the form proposes it."""
ACTS: dict[str, Callable[[Advance, Any, dict[str, Any]], Any]] = {
    "approve": lambda a, by, data: services.approve_advance(a, by=by),
    "pay": lambda a, by, data: services.pay_advance(a, by=by, **data),
    "clear": lambda a, by, data: services.clear_advance(a, by=by, **data),
    "cancel": lambda a, by, data: services.cancel_advance(a, by=by, **data),
    "undo_clearing": lambda a, by, data: services.undo_clearing(a, by=by, **data),
}
FORMS = {"pay": PayForm, "clear": ClearForm, "cancel": ReasonForm, "undo_clearing": ReasonForm}
POINTS = {
    "approve": [gettext_lazy("จำนวนเงินจะถูกกันออกจากงบจนกว่าจะส่งใช้")],
    "undo_clearing": [gettext_lazy("เงินยืมจะกลับไปรอส่งใช้ เพื่อให้แก้รายการจ่ายได้")],
}


@require_http_methods(["GET", "HEAD", "POST"])
def advance_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for an advance for a member of staff."""
    budget, user = fetch_budget(request, pk), request.user
    can_spend(user, budget).or_raise()
    initial = {"due_on": timezone.localdate() + timedelta(days=DAYS)}
    return run_form(
        request,
        AdvanceForm(typed(request), budget=budget, user=user, initial=initial),
        template="clinics/advance_form.html",
        act=lambda data: services.request_advance(budget, by=user, **data),
        success=lambda advance: advance,
        message=_("บันทึกคำขอยืมเงินแล้ว รอหัวหน้าอนุมัติ"),
        context={"budget": budget},
    )


def _expenses(user: Any, advance: Advance) -> Any:
    return Expense.objects.visible_to(user).filter(advance=advance).for_list()


@require_safe
def advance_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One advance: what it is for, what was spent out of it, what is still missing, what may be done now."""
    advance, user = fetch_advance(request, number), request.user
    expenses = list(_expenses(user, advance))
    context = {
        "advance": advance,
        "budget": advance.budget,
        "tone": ADVANCE_TONES[advance.status],
        "is_overdue": advance.is_overdue(timezone.localdate()),
        "rows": [expense_row(expense, names=True) for expense in expenses],
        "columns": expense_columns(names=True),
        **_sums(advance),
        "may_spend": advance.status == "paid" and can_spend(user, advance.budget),
        "buttons": advance.machine.buttons(
            user, advance, lambda name: reverse("clinics:advance_move", args=[number, name])
        ),
    }
    return render(request, "clinics/advance_detail.html", context)


def _sums(advance: Advance) -> dict[str, Any]:
    """What was spent out of it, and what is neither spent nor given back."""
    returned = advance.returned_amount or Decimal(0)
    missing = services.difference(advance, returned)
    spent = advance.amount - missing - returned
    return {"spent": spent, "missing": missing}


@require_http_methods(["GET", "HEAD", "POST"])
def advance_move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """One of the advance's moves, with what it asks for."""
    if move not in ACTS:
        raise Http404
    advance, user = fetch_advance(request, number), request.user
    open_move(user, advance, move, sent=request.method == "POST")
    step, sums = advance.machine.moves[move], _sums(advance)
    initial = {"returned_amount": max(sums["missing"], 0)} if move == "clear" else None
    form = FORMS.get(move, NothingForm)(typed(request), initial=initial)
    return run_form(
        request,
        form,
        template="clinics/advance_move.html",
        act=lambda data: ACTS[move](advance, user, data),
        success=lambda done: advance,
        message=_("บันทึกแล้ว: %(move)s %(number)s") % {"move": step.label, "number": number},
        context={"advance": advance, "step": step, "points": POINTS.get(move, []), **sums},
    )
