"""The seats of the two committees, kept by administrators."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import run_form
from clinics.forms.appointments import EndSeatForm, SeatForm
from clinics.models import Appointment, Committee, User
from clinics.permissions.appointments import can_run_committees
from clinics.querysets import matching_names
from clinics.services import appoint
from clinics.services.appointments import end_seat

FOUND = 20


def _fetch_seat(request: HttpRequest, pk: int) -> Appointment:
    seats = Appointment.objects.visible_to(request.user).filter(clinic_year=None)
    seat: Appointment = get_object_or_404(seats.select_related("user", "evidence"), pk=pk)
    return seat


def _committee(code: str) -> Committee:
    if code not in Committee.values:
        raise Http404
    return Committee(code)


@require_safe
def committees(request: HttpRequest) -> HttpResponse:
    """Who sits on the board and on the education committee, now and before."""
    can_run_committees(request.user).or_raise()
    today = timezone.localdate()
    seats = list(Appointment.objects.visible_to(request.user).filter(clinic_year=None).in_committee_order())
    parts = []
    for committee in Committee:
        own = [seat for seat in seats if seat.committee == committee]
        now = [seat for seat in own if seat.last_day >= today]
        single = {"chair": _("ประธานกรรมการ"), "committee_secretary": _("กรรมการและเลขานุการ")}
        held = {seat.role for seat in now if not seat.is_acting and seat.starts_on <= today}
        vacant = [label for role, label in single.items() if role not in held]
        gone = [seat for seat in own if seat.last_day < today]
        parts.append({"committee": committee, "now": now, "gone": gone, "vacant": vacant})
    return render(request, "clinics/committees.html", {"parts": parts})


@require_safe
def seat_find(request: HttpRequest, committee: str) -> HttpResponse:
    """Find the account of whoever gets a seat."""
    can_run_committees(request.user).or_raise()
    q = request.GET.get("q", "").strip()[:100]
    found = list(matching_names(User.objects.visible_to(request.user), q)[: FOUND + 1])
    context = {"body": _committee(committee), "q": q, "found": found[:FOUND], "has_more": len(found) > FOUND}
    return render(request, "clinics/seat_find.html", context)


@require_http_methods(["GET", "POST"])
def seat_appoint(request: HttpRequest, committee: str, username: str) -> HttpResponse:
    """Give a person a seat."""
    can_run_committees(request.user).or_raise()
    body = _committee(committee)
    person = get_object_or_404(User.objects.visible_to(request.user), username=username)
    return run_form(
        request,
        SeatForm(typed(request), request.FILES or None),
        template="clinics/seat_form.html",
        act=lambda data: appoint(user=person, committee=body.value, by=request.user, **data),
        success=lambda done: reverse("clinics:committees"),
        message=_("บันทึกกรรมการแล้ว"),
        context={"body": body, "person": person},
    )


@require_http_methods(["GET", "POST"])
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a seat with its last day and reason."""
    can_run_committees(request.user).or_raise()
    seat = _fetch_seat(request, pk)
    return run_form(
        request,
        EndSeatForm(typed(request), initial={"ends_on": timezone.localdate()}),
        template="clinics/seat_form.html",
        act=lambda data: end_seat(seat, by=request.user, **data),
        success=lambda done: reverse("clinics:committees"),
        message=_("บันทึกการพ้นตำแหน่งแล้ว"),
        context={"body": Committee(seat.committee), "person": seat.user, "seat": seat},
    )


@require_safe
def seat_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan a seat rests on."""
    can_run_committees(request.user).or_raise()
    seat = _fetch_seat(request, pk)
    if seat.evidence is None:
        raise Http404
    return file_response(seat.evidence)
