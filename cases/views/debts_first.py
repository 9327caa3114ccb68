"""While no debt is recorded: say that there are none, or take over those of the member's other case."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.case_pages import case_to_work_on, note_reading, run_case_form
from cases.models import Case
from cases.permissions import can_work
from cases.services import money
from cases.services.figures import knows_debts
from cases.sheet_copies import debts_source, debts_to_copy, last_payroll, loans_at_source
from clinic_project.drafts import typed
from clinic_project.plain_forms import NothingForm
from clinic_project.thai.numbers import format_money

TEMPLATE = "cases/debts_first.html"


def debts_panel(user: Any, case: Case) -> dict[str, Any] | None:
    """What to do about debts while the month is known and nothing is known of them; None otherwise."""
    if not case.is_active or knows_debts(case) or not case.household_lines.all() or not can_work(user, case):
        return None
    return {"template": "cases/_debts_first_panel.html", **open_debts(user, case)}


def open_debts(user: Any, case: Case) -> dict[str, Any]:
    """Where debts could come from: the member's other case, the payroll of a month. Empty once something is known."""
    if knows_debts(case):
        return {}
    payroll = last_payroll(user, case)
    return {"source": debts_source(user, case), "payroll": payroll, "loans": loans_at_source(payroll), "case": case}


@require_http_methods(["GET", "HEAD", "POST"])
def debts_none(request: HttpRequest, reference: str) -> HttpResponse:
    """Note that the member says there are no debts, after showing what the payroll knows."""
    case = case_to_work_on(request, reference)
    return run_case_form(
        request,
        case,
        NothingForm(typed(request)),
        back="debts",
        template=TEMPLATE,
        act=lambda _data: money.state_no_debts(case, by=request.user),
        message=_("บันทึกแล้วว่าสมาชิกไม่มีหนี้"),
        context={
            "title": _("สมาชิกไม่มีหนี้เลยใช่หรือไม่"),
            "text": _("ถามหนี้สหกรณ์ บัตรเครดิต สินเชื่อ และหนี้นอกระบบให้ครบก่อน ระบบบันทึกวันที่และผู้บันทึก เพิ่มหนี้ภายหลังได้"),
            "label": _("บันทึกว่าไม่มีหนี้"),
            "rows": loans_at_source(last_payroll(request.user, case)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def debts_copy(request: HttpRequest, reference: str) -> HttpResponse:
    """Take over the debts of the member's other case, after showing them."""
    case = case_to_work_on(request, reference)
    source = debts_source(request.user, case)
    if source is None or case.debts.exists():
        raise Http404
    note_reading(request, source, "debts_copy")
    debts = debts_to_copy(source)
    words = _now("%(creditor)s คงเหลือ %(balance)s บาท")
    return run_case_form(
        request,
        case,
        NothingForm(typed(request)),
        back="debts",
        template=TEMPLATE,
        act=lambda _data: money.add_debts(case, debts=[money.values_of(debt) for debt in debts], by=request.user),
        message=_("คัดลอกหนี้แล้ว แก้ยอดคงเหลือและค่างวดให้เป็นปัจจุบัน"),
        context={
            "title": _("คัดลอกหนี้จากเรื่อง %(reference)s") % {"reference": source.reference},
            "text": _("คัดลอกตามที่บันทึกไว้ในเรื่องนั้น ผู้ค้ำและคดีไม่ได้คัดลอก หนี้ภายนอกคัดลอกเมื่อสมาชิกไม่ได้ถอนความยินยอม"),
            "label": _("คัดลอกหนี้"),
            "rows": [words % {"creditor": debt.creditor, "balance": format_money(debt.balance)} for debt in debts],
        },
    )
