"""Pages of the education committee's follow-ups (R20)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.paging import page_of
from clinic_project.stale_edits import Edit
from clinics.models import ClinicYear, ProgrammeYear
from evaluations import visit_services as services
from evaluations.models import MonitoringVisit
from evaluations.visit_forms import NewVisitForm, ReplyForm, VisitForm
from evaluations.visit_lists import coverage
from evaluations.visit_permissions import can_change_visit, can_record_visit, can_reply_to_visit, can_see_visits

_FACTS = ("visited_on", "mode", "visitors", "findings", "advice", "next_on")


def _year(request: HttpRequest, year: int) -> ProgrammeYear:
    can_see_visits(request.user).or_raise()
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    return found


def _visit(request: HttpRequest, year: int, pk: int) -> MonitoringVisit:
    found = MonitoringVisit.objects.visible_to(request.user).for_list().filter(clinic_year__year__buddhist_year=year)
    visit: MonitoringVisit = get_object_or_404(found, pk=pk)
    return visit


@require_safe
def visit_list(request: HttpRequest, year: int) -> HttpResponse:
    """Follow-ups of a year, and which clinics have had none or are due again."""
    found = _year(request, year)
    visits = MonitoringVisit.objects.visible_to(request.user).filter(clinic_year__year=found)
    clinics = ClinicYear.objects.visible_to(request.user).filter(year=found).select_related("clinic")
    chosen = request.GET.get("clinic", "").upper()
    shown = visits.filter(clinic_year__clinic__code=chosen) if chosen else visits
    context = {
        "year": found,
        "rows": coverage(clinics.order_by("clinic__number"), visits),
        "page": page_of(request, shown.for_list(), ("-visited_on", "-id")),
        "chosen": chosen,
        "record": can_record_visit(request.user),
    }
    return render(request, "evaluations/visit_list.html", context)


@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest, year: int) -> HttpResponse:
    """Record a follow-up."""
    user: Any = request.user
    found = _year(request, year)
    can_record_visit(user).or_raise()
    return run_form(
        request,
        NewVisitForm(typed(request), user=user, year=found, initial={"visitors": user.full_name}),
        template="evaluations/visit_form.html",
        act=lambda data: services.record_visit(**data, by=user),
        success=lambda visit: visit,
        message=_("บันทึกการติดตามแล้ว คลินิกเห็นและตอบได้"),
        context={"year": found},
    )


@require_safe
def visit(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """A follow-up: what was seen, advised and answered."""
    found = _visit(request, year, pk)
    context: dict[str, Any] = {
        "visit": found,
        "change": can_change_visit(request.user, found),
        "reply": can_reply_to_visit(request.user, found),
    }
    return render(request, "evaluations/visit.html", context)


@require_http_methods(["GET", "POST"])
def visit_edit(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Mend one's own record."""
    found = _visit(request, year, pk)
    can_change_visit(request.user, found).or_raise()
    edit = Edit(request, found, lambda stored, data: VisitForm(data, initial={n: getattr(stored, n) for n in _FACTS}))
    return run_form(
        request,
        edit.form,
        template="evaluations/visit_form.html",
        act=lambda data: services.change_visit(found, **data, by=request.user),
        success=lambda changed: changed,
        message=_("แก้ไขแล้ว"),
        context={"year": found.clinic_year.year, "visit": found},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def visit_reply(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Say what the clinic did about the advice."""
    found = _visit(request, year, pk)
    can_reply_to_visit(request.user, found).or_raise()
    edit = Edit(request, found, lambda stored, data: ReplyForm(data, initial={"reply": stored.reply}))
    return run_form(
        request,
        edit.form,
        template="evaluations/visit_reply.html",
        act=lambda data: services.reply_to_visit(found, **data, by=request.user),
        success=lambda replied: reverse("evaluations:visit", args=[year, pk]),
        message=_("ส่งคำตอบแล้ว"),
        context={"visit": found},
        edit=edit,
    )
