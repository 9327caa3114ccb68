"""What is done on one day of orientation: its moves, its sign-in sheet, its QR, checking in, papers (R14)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import open_move, run_form
from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from clinic_project.qr import public_address, qr_image
from clinics.documents.sign_in import sign_in_pdf, sign_in_sheet
from clinics.forms.orientation import CancelForm, MaterialForm
from clinics.models import Attendance, OrientationMaterial, OrientationSession
from clinics.orientation import stands
from clinics.permissions.orientation import can_check_in, can_lead_orientation, is_not_cancelled
from clinics.services import orientation as services
from clinics.views.orientation import clinics_of, fetch_session, fetch_year

_Act = Callable[[OrientationSession, dict[str, Any], Any], OrientationSession]
_MOVES: dict[str, tuple[type[forms.Form], Any, _Act]] = {
    "hold": (forms.Form, _("บันทึกว่าจัดแล้ว"), lambda session, data, by: services.hold_session(session, by=by)),
    "cancel": (
        CancelForm,
        _("ยกเลิกการปฐมนิเทศแล้ว"),
        lambda session, data, by: services.cancel_session(session, by=by, **data),
    ),
}


@require_http_methods(["GET", "POST"])
def orientation_move(request: HttpRequest, year: int, pk: int, move: str) -> HttpResponse:
    """Note that it was held, or cancel it."""
    session = fetch_session(request, year, pk)
    if move not in _MOVES:
        raise Http404
    open_move(request.user, session, move, sent=request.method == "POST")
    kind, message, act = _MOVES[move]
    return run_form(
        request,
        kind(typed(request)),
        template="clinics/orientation_move.html",
        act=lambda data: act(session, data, request.user),
        success=lambda done: done.get_absolute_url(),
        message=message,
        context={
            "session": session,
            "move": OrientationSession.machine.moves[move],
            "verdict": OrientationSession.machine.check(request.user, session, move),
        },
    )


@require_safe
def orientation_sign_in(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The sign-in sheet of everybody invited, by clinic; of one's own clinic for a clinic's people."""
    session = fetch_session(request, year, pk)
    sheet = sign_in_sheet(session, stands(clinics_of(request, session.year), session.year))
    content = sign_in_pdf(sheet, digits=digits_of(request))
    return pdf_response(content, f"ใบลงชื่อปฐมนิเทศ-{year}-{pk}.pdf")


@require_safe
def orientation_qr(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The QR to project in the room."""
    session = fetch_session(request, year, pk)
    can_lead_orientation(request.user, session).or_raise()
    is_not_cancelled(session).or_raise()
    address = public_address(request, reverse("clinics:check_in", args=[session.token]))
    came = Attendance.objects.visible_to(request.user).filter(session=session).count()
    context = {"session": session, "address": address, "qr": qr_image(address), "came": came}
    return render(request, "clinics/orientation_qr.html", context)


@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """Where the QR leads: one button that notes one's own attendance. A token nobody gave answers 404."""
    found = OrientationSession.objects.visible_to(request.user).select_related("year")
    session = get_object_or_404(found, token=token)
    if request.method == "POST":
        services.check_in(session, by=request.user)
        return redirect("clinics:check_in", token=token)
    mine = Attendance.objects.visible_to(request.user).filter(session=session, user=request.user).first()
    if mine is None:
        can_check_in(request.user, session).or_raise()
        services.seat_to_attend(session, request.user)
    return render(request, "clinics/orientation_check_in.html", {"session": session, "mine": mine})


@require_http_methods(["GET", "POST"])
def orientation_withdraw(request: HttpRequest, year: int, pk: int, attendance: int) -> HttpResponse:
    """Take off an attendance noted by mistake."""
    session = fetch_session(request, year, pk)
    can_lead_orientation(request.user, session).or_raise()
    found = Attendance.objects.visible_to(request.user).select_related("user", "clinic_year__clinic", "session__year")
    row = get_object_or_404(found, session=session, pk=attendance)
    return run_form(
        request,
        forms.Form(typed(request)),
        template="clinics/orientation_withdraw.html",
        act=lambda data: services.withdraw_attendance(row, by=request.user),
        success=lambda done: session.get_absolute_url(),
        message=_("ถอนชื่อแล้ว"),
        context={"session": session, "row": row},
    )


@require_http_methods(["GET", "POST"])
def material_new(request: HttpRequest, year: int) -> HttpResponse:
    """Put up a paper of the orientation."""
    programme = fetch_year(request, year)
    can_lead_orientation(request.user).or_raise()
    return run_form(
        request,
        MaterialForm(typed(request), request.FILES or None),
        template="clinics/orientation_material.html",
        act=lambda data: services.add_material(year=programme, by=request.user, **data),
        success=lambda material: reverse("clinics:orientation", args=[year]),
        message=_("เพิ่มเอกสารแล้ว"),
        context={"year": programme},
    )


def _material(request: HttpRequest, year: int, pk: int) -> OrientationMaterial:
    fetch_year(request, year)
    found = OrientationMaterial.objects.visible_to(request.user).select_related("file", "year")
    material: OrientationMaterial = get_object_or_404(found, year__buddhist_year=year, pk=pk)
    return material


@require_safe
def material(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Download a paper."""
    return file_response(_material(request, year, pk).file)


@require_http_methods(["GET", "POST"])
def material_remove(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Take a paper down."""
    found = _material(request, year, pk)
    can_lead_orientation(request.user).or_raise()
    return run_form(
        request,
        forms.Form(typed(request)),
        template="clinics/orientation_material_remove.html",
        act=lambda data: services.remove_material(found, by=request.user),
        success=lambda done: reverse("clinics:orientation", args=[year]),
        message=_("นำเอกสารออกแล้ว"),
        context={"year": found.year, "material": found},
    )
