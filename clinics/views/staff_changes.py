"""Pages that change who holds which post: acting, extending, choosing the secretary, leaving with a handover."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.stale_edits import Edit
from clinics.forms.appointments import ActForm, ExtendForm
from clinics.forms.leaving import LeaveForm, SecretaryForm
from clinics.models import Appointment
from clinics.permissions.appointments import (
    can_end,
    can_extend,
    can_fill,
    can_record_choice,
    can_see_left_behind,
)
from clinics.posts import ACTABLE, DUTIES, day_in, holder, words_of
from clinics.services import appointments as services
from clinics.services import handover
from clinics.services.secretary import choose_secretary
from clinics.views.fetching import fetch_clinic_year
from clinics.views.staff import fetch_appointment, staff_url
from clinics.views.staff_page import staff_now


@require_http_methods(["GET", "POST"])
def staff_act(request: HttpRequest, code: str, year: int, duty: str) -> HttpResponse:
    """Let somebody act in a post for a period, for its holder or while it is vacant; their rights follow it."""
    clinic_year = fetch_clinic_year(request, code, year)
    if duty not in ACTABLE:
        raise Http404
    post, role = DUTIES[duty]
    can_fill(request.user, clinic_year, role=role, is_acting=True).or_raise()
    held = holder(staff_now(request.user, clinic_year), duty)
    return run_form(
        request,
        ActForm(typed(request), request.FILES or None, clinic_year=clinic_year, held=held),
        template="clinics/staff_act.html",
        act=lambda data: services.act(
            clinic_year=clinic_year,
            held=held,
            post=held.post if held else post,
            role=role,
            post_title=held.post_title if held else "",
            by=request.user,
            **data,
        ),
        success=lambda done: staff_url(clinic_year),
        message=gettext_lazy("บันทึกผู้รักษาการแทนแล้ว"),
        context={"clinic_year": clinic_year, "held": held, "post": words_of(post, role)},
    )


@require_http_methods(["GET", "POST"])
def staff_extend(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Give an appointment a later last day."""
    clinic_year = fetch_clinic_year(request, code, year)
    appointment = fetch_appointment(request, clinic_year, pk)
    can_extend(request.user, appointment).or_raise()
    edit = Edit(request, appointment, lambda stored, data: ExtendForm(data, appointment=stored))
    return run_form(
        request,
        edit.form,
        template="clinics/staff_extend.html",
        act=lambda data: services.extend(appointment, by=request.user, **data),
        success=lambda done: staff_url(clinic_year),
        message=gettext_lazy("ขยายเวลาแล้ว"),
        context={"clinic_year": clinic_year, "appointment": appointment},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def staff_secretary(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Record whom the representatives chose as their secretary, how and when."""
    clinic_year = fetch_clinic_year(request, code, year)
    can_record_choice(request.user, clinic_year).or_raise()
    seats = [s for s in staff_now(request.user, clinic_year) if s.post == "member_representative" and not s.is_acting]
    day = day_in(clinic_year, timezone.localdate())
    return run_form(
        request,
        SecretaryForm(typed(request), request.FILES or None, seats=seats, day=day),
        template="clinics/staff_secretary.html",
        act=lambda data: choose_secretary(clinic_year, by=request.user, **data),
        success=lambda done: staff_url(clinic_year),
        message=gettext_lazy("บันทึกการคัดเลือกเลขานุการแล้ว"),
        context={"clinic_year": clinic_year, "seats": seats},
    )


@require_http_methods(["GET", "POST"])
def staff_leave(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """End an appointment and hand over everything its person has in hand, in one step."""
    clinic_year = fetch_clinic_year(request, code, year)
    appointment = fetch_appointment(request, clinic_year, pk)
    can_end(request.user, appointment).or_raise()
    page = _leaving(request, appointment)
    form = LeaveForm(typed(request), appointment=appointment, parts=page["parts"], receivers=page["receivers"])
    if page["parts"]:
        audit.record("work.listed", appointment, by=request.user, reference=appointment.user.username)
    return run_form(
        request,
        form,
        template="clinics/staff_leave.html",
        act=lambda data: handover.leave(appointment, by=request.user, **data),
        success=lambda given: staff_url(clinic_year),
        message=_("บันทึกการพ้นตำแหน่งของ %(name)s แล้ว") % {"name": appointment.user},
        context={"clinic_year": clinic_year, "appointment": appointment, **page},
    )


def _leaving(request: HttpRequest, appointment: Appointment) -> dict[str, Any]:
    """What is in hand, who can take it, and whether the person stays in the clinic by another post."""
    today = timezone.localdate()
    stays = handover.stays(appointment, min(appointment.last_day, today))
    parts = [] if stays else handover.in_hand(appointment.user, appointment.place.clinic, request.user)
    return {
        "stays": stays,
        "parts": parts,
        "receivers": handover.receivers(appointment) if parts else [],
        "drafts": handover.unsaved_of(appointment.user),
        "is_over": appointment.last_day < today,
    }


@require_safe
def left_behind(request: HttpRequest) -> HttpResponse:
    """Everybody who left a clinic with something still in hand; there should be nobody."""
    can_see_left_behind(request.user).or_raise()
    gone = Appointment.objects.visible_to(request.user).leaving(timezone.localdate() - timedelta(days=1))
    return render(request, "clinics/staff_left.html", {"rows": handover.left_behind(gone)})
