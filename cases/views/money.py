"""Pages of a case's money: the household table, one debt."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.forms.money import DebtForm, HouseholdForm
from cases.models import Case, Debt
from cases.permissions import can_work
from cases.services import money
from cases.views.cases import get_case
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.plain_forms import PlainForm
from clinic_project.stale_edits import Edit


def _case_to_work_on(request: HttpRequest, reference: str) -> Case:
    case = get_case(request, reference)
    can_work(request.user, case).or_raise()
    return case


@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, reference: str) -> HttpResponse:
    """A month's income, deductions and living costs on one page."""
    case = _case_to_work_on(request, reference)
    edit = Edit(request, case, lambda stored, data: HouseholdForm(data, lines=list(stored.household_lines.all())))
    form: Any = edit.form
    return run_form(
        request,
        form,
        template="cases/case_household.html",
        act=lambda _data: money.save_household(case, lines=form.lines(), by=request.user),
        success=lambda _saved: f"{case.get_absolute_url()}#money",
        message=_("บันทึกรายได้รายจ่ายแล้ว"),
        context={"case": case},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def debt_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a debt; the second button leads to the next one."""
    case = _case_to_work_on(request, reference)
    more = "another" in request.POST
    return run_form(
        request,
        DebtForm(typed(request)),
        template="cases/case_debt.html",
        act=lambda data: money.add_debt(case, by=request.user, **data),
        success=lambda _debt: request.path if more else f"{case.get_absolute_url()}#debts",
        message=_("เพิ่มหนี้แล้ว"),
        context={"case": case, "title": _("เพิ่มหนี้"), "is_new": True},
    )


def _debt(case: Case, pk: int) -> Debt:
    debt: Debt = get_object_or_404(case.debts.select_related("case"), pk=pk)
    return debt


def _debt_form(case: Case, data: Any, *, debt: Debt) -> DebtForm:
    """The form of a debt as it is stored now; taken off meanwhile, as it was (the service says so)."""
    stored = case.debts.filter(pk=debt.pk).first() or debt
    return DebtForm(data, initial={name: getattr(stored, name) for name in money.DEBT_FIELDS})


@require_http_methods(["GET", "POST"])
def debt_edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Correct a debt."""
    case = _case_to_work_on(request, reference)
    debt = _debt(case, pk)
    edit = Edit(request, case, partial(_debt_form, debt=debt))
    return run_form(
        request,
        edit.form,
        template="cases/case_debt.html",
        act=lambda data: money.update_debt(debt, by=request.user, **data),
        success=lambda _debt: f"{case.get_absolute_url()}#debts",
        message=_("บันทึกหนี้แล้ว"),
        context={"case": case, "debt": debt, "title": _("แก้หนี้")},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def debt_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a debt off the sheet, after asking."""
    case = _case_to_work_on(request, reference)
    debt = _debt(case, pk)
    return run_form(
        request,
        PlainForm(typed(request)),
        template="cases/case_debt_remove.html",
        act=lambda _data: money.remove_debt(debt, by=request.user),
        success=lambda _done: f"{case.get_absolute_url()}#debts",
        message=_("ลบหนี้ออกจากรายการแล้ว"),
        context={"case": case, "debt": debt},
    )
