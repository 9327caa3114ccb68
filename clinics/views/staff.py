"""Pages of a clinic's staff: who holds which post, finding and appointing people, a new account's first password."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import run_form
from clinics.forms.appointments import AppointForm, NewPersonForm
from clinics.models import Appointment, ClinicYear, SecretaryChoice, User
from clinics.permissions.appointments import can_appoint
from clinics.querysets import matching_names
from clinics.services import accounts, appoint
from clinics.views.fetching import fetch_clinic_year
from clinics.views.staff_page import page_of

FOUND = 20
# Where a password that was just made waits for the page that shows it, once.
FIRST_PASSWORD = "first_password"  # noqa: S105 - the name of a box, not a password


def fetch_appointment(request: HttpRequest, clinic_year: ClinicYear, pk: int) -> Appointment:
    """An appointment of the clinic's year. Raises ``Http404``."""
    mine = Appointment.objects.visible_to(request.user).filter(clinic_year=clinic_year)
    appointment: Appointment = get_object_or_404(mine.select_related("user", "acting_for", "evidence"), pk=pk)
    appointment.clinic_year = clinic_year
    return appointment


def staff_url(clinic_year: ClinicYear, name: str = "staff", *more: Any) -> str:
    """The address of a page of the clinic's staff."""
    return reverse(f"clinics:{name}", args=[clinic_year.clinic.code, clinic_year.year.buddhist_year, *more])


@require_safe
def staff(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Who holds which post, which are vacant, who chose the secretary, and everybody there ever was."""
    clinic_year = fetch_clinic_year(request, code, year)
    return render(request, "clinics/staff.html", page_of(request.user, clinic_year))


@require_safe
def staff_find(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Find the account of whoever is to be appointed; where there is none a new one is opened."""
    clinic_year = fetch_clinic_year(request, code, year)
    can_appoint(request.user, clinic_year).or_raise()
    q = request.GET.get("q", "").strip()[:100]
    people = matching_names(User.objects.visible_to(request.user), q).exclude(pk=request.user.pk)
    found = list(people[: FOUND + 1])
    context = {
        "clinic_year": clinic_year,
        "q": q,
        "post": request.GET.get("post", "")[:40],
        "found": found[:FOUND],
        "has_more": len(found) > FOUND,
    }
    return render(request, "clinics/staff_find.html", context)


@require_http_methods(["GET", "POST"])
def staff_appoint(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Appoint the person the address names, or with a new account."""
    clinic_year = fetch_clinic_year(request, code, year)
    can_appoint(request.user, clinic_year).or_raise()
    duty = request.GET.get("post", "")[:40]
    username = request.GET.get("person", "")[:150]
    if not username:
        return _appoint_new(request, clinic_year, duty)
    person = get_object_or_404(User.objects.visible_to(request.user), username=username)
    return run_form(
        request,
        AppointForm(typed(request), request.FILES or None, clinic_year=clinic_year, duty=duty),
        template="clinics/staff_appoint.html",
        act=lambda data: appoint(user=person, clinic_year=clinic_year, by=request.user, **data),
        success=lambda done: staff_url(clinic_year),
        message=_("แต่งตั้ง %(name)s แล้ว") % {"name": person},
        context={"clinic_year": clinic_year, "person": person},
    )


def _appoint_new(request: HttpRequest, clinic_year: ClinicYear, duty: str) -> HttpResponse:
    def act(data: dict[str, Any]) -> Appointment:
        appointment, password = accounts.appoint_new_person(clinic_year=clinic_year, by=request.user, **data)
        request.session[FIRST_PASSWORD] = {str(appointment.pk): password}
        return appointment

    return run_form(
        request,
        NewPersonForm(typed(request), request.FILES or None, clinic_year=clinic_year, duty=duty),
        template="clinics/staff_appoint.html",
        act=act,
        success=lambda done: staff_url(clinic_year, "staff_account", done.pk),
        message=_("เปิดบัญชีและแต่งตั้งแล้ว"),
        context={"clinic_year": clinic_year, "person": None},
    )


@require_http_methods(["GET", "POST"])
def staff_account(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """A new account's first password, shown once; another one while its person has not signed in yet."""
    clinic_year = fetch_clinic_year(request, code, year)
    can_appoint(request.user, clinic_year).or_raise()
    appointment = fetch_appointment(request, clinic_year, pk)
    if request.method == "POST":
        try:
            password = accounts.renew_first_password(appointment, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            request.session[FIRST_PASSWORD] = {str(pk): password}
        return redirect(staff_url(clinic_year, "staff_account", pk))
    shown = (request.session.pop(FIRST_PASSWORD, None) or {}).get(str(pk), "")
    context = {"clinic_year": clinic_year, "appointment": appointment, "password": shown}
    return render(request, "clinics/staff_account.html", context)


@require_safe
def staff_evidence(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """The scan an appointment rests on."""
    clinic_year = fetch_clinic_year(request, code, year)
    mine = Appointment.objects.visible_to(request.user).filter(clinic_year=clinic_year, evidence__isnull=False)
    return file_response(get_object_or_404(mine.select_related("evidence"), pk=pk).evidence)


@require_safe
def choice_evidence(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """The scan of how the representatives chose."""
    clinic_year = fetch_clinic_year(request, code, year)
    mine = SecretaryChoice.objects.visible_to(request.user).filter(clinic_year=clinic_year, evidence__isnull=False)
    return file_response(get_object_or_404(mine.select_related("evidence"), pk=pk).evidence)
