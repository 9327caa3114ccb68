"""Pages of follow-ups: plan one, record its result."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases import urgent
from cases.case_pages import get_case, note_reading
from cases.forms.follow_up import FollowUpForm, FollowUpResultForm
from cases.models import FollowUp
from cases.permissions import can_work
from cases.services import follow_ups
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form


@require_http_methods(["GET", "POST"])
def follow_up_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Plan what has to be asked again."""
    case = get_case(request, reference)
    can_work(request.user, case).or_raise()
    note_reading(request, case, "follow_up")
    return run_form(
        request,
        FollowUpForm(typed(request), case=case),
        template="cases/case_form.html",
        act=lambda data: follow_ups.plan_follow_up(case, by=request.user, **data),
        success=lambda _planned: f"{case.get_absolute_url()}#follow-ups",
        message=_("นัดติดตามแล้ว"),
        context={"case": case, "title": _("นัดติดตามผล")},
    )


@require_http_methods(["GET", "POST"])
def follow_up_done(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Record what came of a follow-up."""
    case = get_case(request, reference)
    can_work(request.user, case).or_raise()
    note_reading(request, case, "follow_up")
    if (halt := urgent.stopped(request, case)) is not None:
        return halt
    follow_up: FollowUp = get_object_or_404(case.follow_ups.select_related("officer"), pk=pk)
    return run_form(
        request,
        FollowUpResultForm(typed(request)),
        template="cases/case_form.html",
        act=lambda data: follow_ups.record_follow_up(follow_up, by=request.user, **data),
        success=lambda _done: f"{case.get_absolute_url()}#follow-ups",
        message=_("บันทึกผลการติดตามแล้ว"),
        context={"case": case, "title": _("บันทึกผลการติดตาม"), "follow_up": follow_up},
    )
