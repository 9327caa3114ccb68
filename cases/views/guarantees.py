"""Pages of guarantees: who answers for a debt, and for whom the member answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.case_pages import case_to_work_on, run_case_form
from cases.forms.debts import GuaranteeForm, GuarantorForm
from cases.models import Case, GuaranteeGiven
from cases.services import guarantees
from cases.views.money import get_debt
from clinic_project.drafts import typed
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit


@require_http_methods(["GET", "POST"])
def guarantor_new(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Note who answers for a debt."""
    case = case_to_work_on(request, reference)
    debt = get_debt(case, pk)
    return run_case_form(
        request,
        case,
        GuarantorForm(typed(request), user=request.user),
        back="debts",
        template="cases/case_part.html",
        act=lambda data: guarantees.add_guarantor(debt, by=request.user, **data),
        message=_("เพิ่มผู้ค้ำประกันแล้ว"),
        context={"title": _("เพิ่มผู้ค้ำประกัน"), "about": debt.creditor},
    )


@require_http_methods(["GET", "POST"])
def guarantor_remove(request: HttpRequest, reference: str, pk: int, row: int) -> HttpResponse:
    """Take a guarantor off, after asking."""
    case = case_to_work_on(request, reference)
    debt = get_debt(case, pk)
    guarantor = get_object_or_404(debt.guarantor_rows.select_related("debt__case"), pk=row)
    return run_case_form(
        request,
        case,
        NothingForm(typed(request)),
        back="debts",
        template="cases/case_part_remove.html",
        act=lambda _data: guarantees.remove_guarantor(guarantor, by=request.user),
        message=_("นำผู้ค้ำประกันออกแล้ว"),
        context={
            "title": _("นำผู้ค้ำประกันรายนี้ออกหรือไม่"),
            "about": debt.creditor,
            "text": _("ใช้เมื่อบันทึกผิด เปลี่ยนผู้ค้ำ หรือพ้นภาระแล้ว ลำดับเหตุการณ์ยังเก็บว่าเคยมีผู้ค้ำ"),
        },
    )


@require_http_methods(["GET", "POST"])
def guarantee_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Note a debt of somebody else the member answers for."""
    case = case_to_work_on(request, reference)
    return run_case_form(
        request,
        case,
        GuaranteeForm(typed(request)),
        back="guarantees",
        template="cases/case_part.html",
        act=lambda data: guarantees.save_guarantee(case, by=request.user, **data),
        message=_("บันทึกภาระค้ำประกันแล้ว"),
        context={"title": _("เพิ่มภาระค้ำประกัน"), "about": _("หนี้ของผู้อื่นที่สมาชิกค้ำให้")},
    )


def _given(case: Case, pk: int) -> GuaranteeGiven:
    given: GuaranteeGiven = get_object_or_404(case.guarantees_given.select_related("case"), pk=pk)
    return given


@require_http_methods(["GET", "POST"])
def guarantee_edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Correct a guarantee given."""
    case = case_to_work_on(request, reference)
    given = _given(case, pk)

    def form_of(stored: Case, data: Any) -> GuaranteeForm:
        row = stored.guarantees_given.filter(pk=pk).first() or given
        return GuaranteeForm(data, initial={name: getattr(row, name) for name in guarantees.GIVEN_FIELDS})

    edit = Edit(request, case, form_of)
    return run_case_form(
        request,
        case,
        edit.form,
        back="guarantees",
        template="cases/case_part.html",
        act=lambda data: guarantees.save_guarantee(case, given=given, by=request.user, **data),
        message=_("บันทึกภาระค้ำประกันแล้ว"),
        context={"title": _("แก้ภาระค้ำประกัน"), "about": given.borrower, "remove": ["cases:guarantee_remove", pk]},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def guarantee_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a guarantee given off, after asking."""
    case = case_to_work_on(request, reference)
    given = _given(case, pk)
    return run_case_form(
        request,
        case,
        NothingForm(typed(request)),
        back="guarantees",
        template="cases/case_part_remove.html",
        act=lambda _data: guarantees.remove_guarantee(given, by=request.user),
        message=_("ลบภาระค้ำประกันแล้ว"),
        context={
            "title": _("ลบภาระค้ำประกันรายการนี้หรือไม่"),
            "about": given,
            "text": _("ใช้เมื่อบันทึกผิด ถ้าสมาชิกพ้นภาระแล้วให้แก้สถานะเป็นพ้นภาระค้ำแทน"),
        },
    )
