"""Pages of what a year's paper is made of: resolutions and milestones."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinics.forms.programme import MilestoneDoneForm, MilestoneForm, ResolutionForm
from clinics.models import Milestone, YearResolution
from clinics.permissions.years import can_lead_years
from clinics.services import programme as services
from clinics.views.years import fetch_year


def _back(year: int, part: str) -> str:
    return f"{reverse('clinics:year_detail', args=[year])}#{part}"


def _resolution(request: HttpRequest, year: int, pk: int) -> YearResolution:
    found = YearResolution.objects.visible_to(request.user).select_related("year")
    row: YearResolution = get_object_or_404(found, pk=pk, year__buddhist_year=year)
    can_lead_years(request.user, row.year).or_raise()
    return row


def _milestone(request: HttpRequest, year: int, pk: int) -> Milestone:
    found = Milestone.objects.visible_to(request.user).select_related("year")
    row: Milestone = get_object_or_404(found, pk=pk, year__buddhist_year=year)
    can_lead_years(request.user, row.year).or_raise()
    return row


@require_http_methods(["GET", "POST"])
def year_resolution_new(request: HttpRequest, year: int) -> HttpResponse:
    """Add a resolution the year rests on."""
    record = fetch_year(request, year)
    can_lead_years(request.user, record).or_raise()
    return run_form(
        request,
        ResolutionForm(typed(request)),
        template="clinics/year_resolution.html",
        act=lambda data: services.save_resolution(record, by=request.user, **data),
        success=lambda done: _back(year, "resolutions"),
        message=_("เพิ่มมติแล้ว"),
        context={"year": record},
    )


@require_http_methods(["GET", "POST"])
def year_resolution(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Change a resolution."""
    row = _resolution(request, year, pk)
    edit = Edit(request, row, lambda stored, data: ResolutionForm(data, resolution=stored))
    return run_form(
        request,
        edit.form,
        template="clinics/year_resolution.html",
        act=lambda data: services.save_resolution(row.year, by=request.user, resolution=row, **data),
        success=lambda done: _back(year, "resolutions"),
        message=_("แก้ไขมติแล้ว"),
        context={"year": row.year, "resolution": row},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def year_resolution_remove(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Take a resolution out."""
    row = _resolution(request, year, pk)
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/year_remove.html",
        act=lambda data: services.remove_resolution(row, by=request.user),
        success=lambda done: _back(year, "resolutions"),
        message=_("นำมติออกจากปีโครงการแล้ว"),
        context={"year": row.year, "title": f"{row} {row.subject}", "question": _("นำมตินี้ออกหรือไม่")},
    )


@require_http_methods(["GET", "POST"])
def year_milestone_new(request: HttpRequest, year: int) -> HttpResponse:
    """Add a step to the year's calendar."""
    record = fetch_year(request, year)
    can_lead_years(request.user, record).or_raise()
    return run_form(
        request,
        MilestoneForm(typed(request), year=record),
        template="clinics/year_milestone.html",
        act=lambda data: services.save_milestone(record, by=request.user, **data),
        success=lambda done: _back(year, "milestones"),
        message=_("เพิ่มขั้นตอนในปฏิทินแล้ว"),
        context={"year": record},
    )


@require_http_methods(["GET", "POST"])
def year_milestone(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Change a step of the calendar."""
    row = _milestone(request, year, pk)
    edit = Edit(request, row, lambda stored, data: MilestoneForm(data, year=row.year, milestone=stored))
    return run_form(
        request,
        edit.form,
        template="clinics/year_milestone.html",
        act=lambda data: services.save_milestone(row.year, by=request.user, milestone=row, **data),
        success=lambda done: _back(year, "milestones"),
        message=_("แก้ไขขั้นตอนแล้ว"),
        context={"year": row.year, "milestone": row},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def year_milestone_remove(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Take a step out of the calendar."""
    row = _milestone(request, year, pk)
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/year_remove.html",
        act=lambda data: services.remove_milestone(row, by=request.user),
        success=lambda done: _back(year, "milestones"),
        message=_("นำขั้นตอนออกจากปฏิทินแล้ว"),
        context={"year": row.year, "title": row.title, "question": _("นำขั้นตอนนี้ออกจากปฏิทินหรือไม่")},
    )


@require_http_methods(["GET", "POST"])
def year_milestone_done(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Note a step as done, or, where it is noted already, as not done after all."""
    row = _milestone(request, year, pk)
    kind: Any = NothingForm if row.done_on else MilestoneDoneForm
    how: dict[str, Any] = {} if row.done_on else {"initial": {"done_on": timezone.localdate()}}
    return run_form(
        request,
        kind(typed(request), **how),
        template="clinics/year_milestone_done.html",
        act=lambda data: services.mark_milestone(row, by=request.user, done_on=data.get("done_on")),
        success=lambda done: _back(year, "milestones"),
        message=_("ยกเลิกการบันทึกว่าทำแล้ว") if row.done_on else _("บันทึกว่าทำแล้ว"),
        context={"year": row.year, "milestone": row},
    )
