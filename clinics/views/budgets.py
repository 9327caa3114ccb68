"""Pages of budgets: a clinic's, the programme's own, the year's; overrides, allocations, the close-out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.paging import page_of
from clinic_project.plain_forms import NothingForm
from clinics.documents.budget_sheet import sums_of
from clinics.forms.budget import AllocationForm, CloseForm, ExpenseFilter, OverrideForm, ReasonForm
from clinics.models import Budget, Expense
from clinics.permissions.budget import can_export, can_override, can_see_names, can_set_up, can_spend
from clinics.services import budgets as services
from clinics.views.budget_fetching import fetch_budget, fetch_central, fetch_year
from clinics.views.budget_page import (
    YEAR_COLUMNS,
    budget_context,
    expense_columns,
    expense_row,
    narrowed,
    year_rows,
    year_totals,
)
from clinics.views.budget_year import year_figures, year_states
from clinics.views.fetching import fetch_clinic_year

POINTS = {
    "close": [
        gettext_lazy("ระบบออกใบสรุปงบประมาณและเก็บไว้ตามที่ออก"),
        gettext_lazy("หลังปิดงบ ไม่มีใครแก้ไขรายการได้ จนกว่าจะเปิดงบอีกครั้ง"),
    ],
    "reopen": [gettext_lazy("ใบสรุปที่ออกแล้วยังอยู่ และจะมีฉบับใหม่แทนเมื่อปิดงบครั้งต่อไป")],
}


def _budget_page(request: HttpRequest, budget: Any, context: dict[str, Any]) -> HttpResponse:
    show = request.GET.get("show", "")
    everything = budget_context(request.user, budget, show)
    expenses = narrowed(Expense.objects.visible_to(request.user).filter(budget=budget), everything["show"])
    page = page_of(request, expenses.for_list(), ("-day", "-id"))
    names = everything["names"]
    rows = [expense_row(expense, names=names) for expense in page.rows]
    return render(request, "clinics/budget.html", {**everything, "page": page, "rows": rows, **context})


@require_safe
def clinic_budget(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """A clinic's budget: figures, expenses, advances, what waits for whom."""
    clinic_year = fetch_clinic_year(request, code, year)
    found = Budget.objects.visible_to(request.user).filter(clinic_year=clinic_year)
    budget = found.with_figures().for_list().first()
    context = {"clinic_year": clinic_year, "year": clinic_year.year, "sheet": "clinics:budget_sheet"}
    if budget is None:
        context["set_up"] = can_set_up(request.user)
        return render(request, "clinics/budget_missing.html", context)
    return _budget_page(request, budget, context)


@require_safe
def central_budget(request: HttpRequest, year: int) -> HttpResponse:
    """The programme's own budget: documents, handbooks, follow-up and evaluation."""
    budget, found = fetch_central(request, year), fetch_year(request, year)
    if budget is None:
        context = {"year": found, "set_up": can_set_up(request.user)}
        return render(request, "clinics/budget_missing.html", context)
    return _budget_page(request, budget, {"year": found})


@require_safe
def year_budget(request: HttpRequest, year: int) -> HttpResponse:
    """The year: all clinics and the programme's own, sums, what waits where."""
    found = fetch_year(request, year)
    budgets = list(Budget.objects.visible_to(request.user).filter(year=found).with_figures().for_list())
    expenses = Expense.objects.visible_to(request.user).filter(budget__year=found)
    sums = sums_of(budgets)
    context = {
        "year": found,
        "figures": year_figures(found, sums),
        "states": year_states(expenses, year),
        "columns": YEAR_COLUMNS,
        "rows": year_rows(budgets, year),
        "totals": year_totals(sums),
        "set_up": can_set_up(request.user),
        "is_missing": len(budgets) <= found.clinic_years.count(),
        "export": can_export(request.user),
        "queue": Expense.objects.visible_to(request.user).filter(budget__year=found).awaiting_review_of(request.user),
    }
    return render(request, "clinics/budget_year.html", context)


@require_safe
def year_expenses(request: HttpRequest, year: int) -> HttpResponse:
    """The year's expenses by state, category and clinic: the rows behind the year's numbers, and central's queue."""
    found, user = fetch_year(request, year), request.user
    form = ExpenseFilter(request.GET, year=found, user=user)
    expenses = form.narrow(Expense.objects.visible_to(user).filter(budget__year=found))
    page = page_of(request, expenses.for_list(), ("day", "id"))
    rows = [expense_row(expense, names=bool(can_see_names(user, expense.budget)), place=True) for expense in page.rows]
    names = bool(can_export(user))
    if not names:
        rows = [expense_row(expense, names=False, place=True) for expense in page.rows]
    context = {"year": found, "page": page, "rows": rows, "columns": expense_columns(names=names, place=True)}
    context |= {"form": form, "total": expenses.total(), "count": expenses.count()}
    return render(request, "clinics/budget_expenses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, year: int) -> HttpResponse:
    """Give every clinic and the programme its share by the year's rules."""
    found = fetch_year(request, year)
    can_set_up(request.user, found).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/budget_set_up.html",
        act=lambda data: services.set_up_budgets(found, by=request.user),
        success=lambda done: reverse("clinics:year_budget", args=[year]),
        message=_("ตั้งวงเงินครบทุกแห่งแล้ว"),
        context={"year": found},
    )


def _change(request: HttpRequest, pk: int, form: Any, act: Any, **words: Any) -> HttpResponse:
    """A form that changes what a budget may spend."""
    budget = fetch_budget(request, pk)
    can_override(request.user, budget).or_raise()
    return run_form(
        request,
        form(budget),
        template="clinics/budget_form.html",
        act=lambda data: act(budget, by=request.user, **data),
        success=lambda done: budget,
        message=words["message"],
        context={"budget": budget, **words},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a budget spend beyond its allocation, with the reason."""
    return _change(
        request,
        pk,
        lambda budget: OverrideForm(typed(request)),
        services.override_budget,
        label=_("อนุมัติวงเงินเพิ่มกรณีพิเศษ"),
        message=_("บันทึกวงเงินเพิ่มแล้ว"),
        text=_("บันทึกแล้วลบหรือแก้ไม่ได้ และจะปรากฏในใบสรุปงบประมาณ"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a budget another allocation within the year's whole."""
    return _change(
        request,
        pk,
        lambda budget: AllocationForm(typed(request), initial={"amount": budget.allocation}),
        services.change_allocation,
        label=_("เปลี่ยนวงเงินจัดสรร"),
        message=_("เปลี่ยนวงเงินแล้ว"),
        text=_("วงเงินของทุกแห่งรวมกันต้องไม่เกินงบประมาณของปี"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def budget_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Close a budget with what is given back, or open it again with a reason."""
    if move not in Budget.machine.moves:
        raise Http404
    budget = fetch_budget(request, pk)
    open_move(request.user, budget, move, sent=request.method == "POST")
    closing = move == "close"
    data = typed(request)
    form = CloseForm(data, initial={"returned_amount": budget.balance}) if closing else ReasonForm(data)
    act = services.close_budget if closing else services.reopen_budget
    step = budget.machine.moves[move]
    return run_form(
        request,
        form,
        template="clinics/budget_move.html",
        act=lambda given: act(budget, by=request.user, **given),
        success=lambda done: budget,
        message=_("บันทึกแล้ว: %(move)s") % {"move": step.label},
        context={"record": budget, "budget": budget, "step": step, "points": POINTS[move], "spend": can_spend},
    )
