"""Pages of clinics: the list of the 15, a clinic's year and its contact facts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.forms_flow import run_form
from clinic_project.registry import registry
from clinic_project.stale_edits import Edit
from clinics import services
from clinics.forms import ProfileForm
from clinics.models import Clinic, ClinicYear, ProgrammeYear
from clinics.permissions import can_edit_profile
from clinics.permissions.appointments import can_appoint
from clinics.permissions.years import can_see_board
from clinics.posts import vacancies
from clinics.views.fetching import fetch_clinic_year
from clinics.views.staff_page import staff_now


@require_safe
def clinic_list(request: HttpRequest) -> HttpResponse:
    """The clinics of the current programme year."""
    year = ProgrammeYear.objects.visible_to(request.user).current()
    clinics = Clinic.objects.visible_to(request.user).for_list(year)
    readable = set(ClinicYear.objects.visible_to(request.user).filter(year=year).values_list("clinic_id", flat=True))
    board = can_see_board(request.user) if year else None
    context = {"year": year, "clinics": clinics, "readable": readable, "board": board}
    return render(request, "clinics/clinic_list.html", context)


@require_safe
def clinic_detail(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """A clinic's year: contact, staff, warnings about vacant posts, papers."""
    clinic_year = fetch_clinic_year(request, code, year)
    staff = staff_now(request.user, clinic_year)
    context = {
        "clinic_year": clinic_year,
        "staff": staff,
        "vacant": vacancies(clinic_year, staff),
        "appoint": can_appoint(request.user, clinic_year),
        "edit": can_edit_profile(request.user, clinic_year),
        "panels": registry.drawn(registry.clinic_panels, request.user, clinic_year),
    }
    return render(request, "clinics/clinic_detail.html", context)


@require_http_methods(["GET", "POST"])
def clinic_edit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Change contact facts."""
    clinic_year = fetch_clinic_year(request, code, year)
    can_edit_profile(request.user, clinic_year).or_raise()
    edit = Edit(request, clinic_year, lambda stored, data: ProfileForm(data, clinic_year=stored))
    return run_form(
        request,
        edit.form,
        template="clinics/clinic_edit.html",
        act=lambda data: services.update_profile(clinic_year, by=request.user, **data),
        success=lambda done: reverse("clinics:detail", args=[code, year]),
        message=_("บันทึกข้อมูลคลินิกแล้ว"),
        context={"clinic_year": clinic_year},
        edit=edit,
    )
