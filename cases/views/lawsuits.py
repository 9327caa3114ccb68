"""Pages of lawsuits, and the calendar of days in court."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.case_pages import case_to_work_on, run_case_form
from cases.forms.debts import LawsuitForm
from cases.models import Case, Lawsuit
from cases.outside_debts import closed_text
from cases.services import lawsuits
from cases.views.court_rows import LATER, court_groups
from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from members.permissions import can_serve_somewhere

MOST_DAYS = 300


@require_safe
def court_calendar(request: HttpRequest) -> HttpResponse:
    """Days in court of the cases one may read: past without a result, today, 7 days, 30 days."""
    can_serve_somewhere(request.user).or_raise()
    today = timezone.localdate()
    suits = list(Lawsuit.objects.visible_to(request.user).dated(today + LATER)[: MOST_DAYS + 1])
    user: Any = request.user
    audit.record("case.courts.list", user, by=user, detail={"rows": len(suits[:MOST_DAYS])})
    context = {
        "groups": court_groups(suits[:MOST_DAYS], today),
        "has_more": len(suits) > MOST_DAYS,
        "own_clinic": user.clinic.pk if user.clinic else None,
    }
    return render(request, "cases/court_calendar.html", context)


@require_http_methods(["GET", "POST"])
def lawsuit_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Note a lawsuit; ``?debt=`` names the debt it is about."""
    case = case_to_work_on(request, reference)
    key = request.GET.get("debt", "")
    about = next((debt for debt in case.debts.all() if str(debt.pk) == key), None)
    return run_case_form(
        request,
        case,
        LawsuitForm(typed(request), case=case, initial={"debt": about and about.pk}),
        back="lawsuits",
        template="cases/case_part.html",
        act=lambda data: lawsuits.save_lawsuit(case, by=request.user, **data),
        message=_("บันทึกคดีแล้ว"),
        context={"title": _("เพิ่มคดี"), "about": case.member.full_name, "notice": closed_text(case.member)},
    )


def _suit(case: Case, pk: int) -> Lawsuit:
    suit: Lawsuit = get_object_or_404(case.lawsuits.select_related("case"), pk=pk)
    return suit


@require_http_methods(["GET", "POST"])
def lawsuit_edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Correct a lawsuit, note its next day or its end."""
    case = case_to_work_on(request, reference)
    suit = _suit(case, pk)

    def form_of(stored: Case, data: Any) -> LawsuitForm:
        row = stored.lawsuits.filter(pk=pk).first() or suit
        initial = {name: getattr(row, name) for name in lawsuits.FIELDS if name != "debt"}
        return LawsuitForm(data, case=stored, initial=initial | {"debt": row.debt_id})

    edit = Edit(request, case, form_of)
    return run_case_form(
        request,
        case,
        edit.form,
        back="lawsuits",
        template="cases/case_part.html",
        act=lambda data: lawsuits.save_lawsuit(case, lawsuit=suit, by=request.user, **data),
        message=_("บันทึกคดีแล้ว"),
        context={"title": _("แก้ข้อมูลคดี"), "about": suit.plaintiff, "remove": ["cases:lawsuit_remove", pk]},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def lawsuit_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a lawsuit off, after asking."""
    case = case_to_work_on(request, reference)
    suit = _suit(case, pk)
    return run_case_form(
        request,
        case,
        NothingForm(typed(request)),
        back="lawsuits",
        template="cases/case_part_remove.html",
        act=lambda _data: lawsuits.remove_lawsuit(suit, by=request.user),
        message=_("ลบคดีแล้ว"),
        context={
            "title": _("ลบคดีนี้หรือไม่"),
            "about": suit,
            "text": _("ใช้เมื่อบันทึกผิด ถ้าคดีจบแล้วให้แก้ขั้นของคดีเป็นคดีสิ้นสุดแทน"),
        },
    )
