"""Pages of a case's money: the household table, one debt."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import household_totals as totals
from cases.case_pages import case_to_work_on, get_case, run_case_form
from cases.consent_registrations import consent_panel
from cases.debt_rows import meaning_of
from cases.debt_rules import rule_warnings
from cases.forms.debts import DebtForm
from cases.forms.money import HouseholdForm
from cases.guarantees import guarantors_of, note_third_persons
from cases.models import Case, Debt
from cases.outside_debts import closed_text
from cases.services import money
from cases.services.rules import all_rules
from cases.sheet_copies import copies_for
from cases.views.debts_first import open_debts
from clinic_project.drafts import typed
from clinic_project.forms_flow import unjudge
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit


@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, reference: str) -> HttpResponse:
    """A month's income, deductions and living costs on one page."""
    case = case_to_work_on(request, reference)
    edit = Edit(request, case, lambda stored, data: HouseholdForm(data, lines=list(stored.household_lines.all())))
    copies = copies_for(request.user, case)
    chosen = copies.lines(request.GET.get("copy", ""))
    if edit.data is None and chosen is not None:
        # What is stored stays what the page has seen; only its boxes are filled.
        edit.form = HouseholdForm(None, lines=chosen)
    form: Any = edit.form
    context = {"copies": copies, "open_debts": open_debts(request.user, case), **totals.context_of(form, case)}
    if request.method == "POST" and "totals" in request.POST:
        unjudge(form)
        return render(request, "cases/case_household.html", {"case": case, "form": form, "edit": edit, **context})
    return run_case_form(
        request,
        case,
        form,
        back="money",
        template="cases/case_household.html",
        act=lambda _data: money.save_household(case, lines=form.lines(), by=request.user),
        message=_("บันทึกรายได้รายจ่ายแล้ว"),
        context=context,
        edit=edit,
    )


@require_POST
def household_totals(request: HttpRequest, reference: str) -> HttpResponse:
    """The sums of what is typed so far, while it is typed; nothing is read but what the page itself sent."""
    get_case(request, reference)
    form = HouseholdForm(request.POST, lines=[])
    shown = totals.totals_of(form, request.POST.get("debts_seal", ""))
    return render(request, "cases/_household_totals_live.html", {"totals": shown})


@require_http_methods(["GET", "POST"])
def debt_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a debt; the second button leads to the next one."""
    case = case_to_work_on(request, reference)
    more = "another" in request.POST
    return run_case_form(
        request,
        case,
        DebtForm(typed(request)),
        back="debts",
        template="cases/case_debt.html",
        act=lambda data: money.add_debt(case, by=request.user, **data),
        success=lambda _debt: request.path if more else f"{case.get_absolute_url()}#debts",
        message=_("เพิ่มหนี้แล้ว"),
        context={
            "title": _("เพิ่มหนี้"),
            "is_new": True,
            "consent": consent_panel(request.user, case),
        },
    )


def get_debt(case: Case, pk: int) -> Debt:
    """A debt of the case, else 404."""
    debt: Debt = get_object_or_404(case.debts.select_related("case"), pk=pk)
    return debt


def _debt_form(case: Case, data: Any, *, debt: Debt) -> DebtForm:
    """The form of a debt as it is stored now; taken off meanwhile, as it was (the service says so)."""
    stored = case.debts.filter(pk=debt.pk).first() or debt
    return DebtForm(data, initial={name: getattr(stored, name) for name in money.DEBT_FIELDS})


def _beside(user: Any, case: Case, debt: Debt) -> dict[str, Any]:
    """What stands beside the form of a debt: what it means, who answers for it, why it takes no change."""
    guarantors = guarantors_of(user, case).get(debt.pk, [])
    note_third_persons(user, {debt.pk: guarantors})
    meaning = meaning_of(debt, rule_warnings(debt, all_rules(), timezone.localdate()))
    notice = "" if debt.is_cooperative else closed_text(case.member)
    return {"debt": debt, "meaning": meaning, "guarantors": guarantors, "notice": notice}


@require_http_methods(["GET", "POST"])
def debt_edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Correct a debt; what it means and who answers for it stand beside."""
    case = case_to_work_on(request, reference)
    debt = get_debt(case, pk)
    edit = Edit(request, case, partial(_debt_form, debt=debt))
    return run_case_form(
        request,
        case,
        edit.form,
        back="debts",
        template="cases/case_debt.html",
        act=lambda data: money.update_debt(debt, by=request.user, **data),
        message=_("บันทึกหนี้แล้ว"),
        context={"title": _("แก้หนี้"), **_beside(request.user, case, debt)},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def debt_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a debt off the sheet, after asking."""
    case = case_to_work_on(request, reference)
    debt = get_debt(case, pk)
    return run_case_form(
        request,
        case,
        NothingForm(typed(request)),
        back="debts",
        template="cases/case_debt_remove.html",
        act=lambda _data: money.remove_debt(debt, by=request.user),
        message=_("ลบหนี้ออกจากรายการแล้ว"),
        context={"debt": debt},
    )
