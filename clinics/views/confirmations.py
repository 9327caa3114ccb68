"""How all clinics of a year stand with their confirmation, and reminding them (R6)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import forms_flow
from clinic_project.plain_forms import NothingForm
from clinics.calendar import work_calendar
from clinics.confirmation_states import STATES, Standing, counts, standings
from clinics.forms.confirmation import ConfirmationFilter
from clinics.models import ClinicYear, ProgrammeYear
from clinics.permissions.confirmation import can_follow_confirmations, can_read_confirmation, can_remind
from clinics.services import reminders
from clinics.views.fetching import fetch_clinic_year


def _year(request: HttpRequest, year: int) -> ProgrammeYear:
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    return found


def _lines(request: HttpRequest, year: ProgrammeYear) -> list[Standing]:
    rows = ClinicYear.objects.visible_to(request.user).filter(year=year).for_confirmations()
    return standings(rows, timezone.localdate(), work_calendar())


def _figures(lines: list[Standing]) -> list[dict[str, Any]]:
    """Every state with its number, each leading to its rows; "not selected" only where there are some."""
    found = counts(lines)
    shown = [state for state in STATES if state != "not_selected" or found[state]]
    return [
        {"label": STATES[state], "value": found[state], "url": f"?state={state}", "tone": _tone(state, found[state])}
        for state in shown
    ]


def _tone(state: str, count: int) -> str:
    return "bad" if state == "late" and count else ""


@require_safe
def confirmations(request: HttpRequest, year: int) -> HttpResponse:
    """All clinics of the year by the state of their confirmation."""
    can_follow_confirmations(request.user).or_raise()
    programme_year = _year(request, year)
    filters = ConfirmationFilter(request.GET)
    chosen = filters.chosen()
    lines = _lines(request, programme_year)
    today = timezone.localdate()
    context = {
        "year": programme_year,
        "figures": _figures(lines),
        "lines": [line for line in lines if not chosen or line.state == chosen],
        "filter_form": filters,
        "days_left": work_calendar().working_days_between(today, programme_year.confirm_due),
        "due": [line for line in lines if line.is_open and not reminders.is_told_today(line)],
        "may_remind": bool(can_remind(request.user)),
        "must": sum(line.clinic_year.must_confirm for line in lines),
        "need_not": sum(not line.clinic_year.must_confirm for line in lines),
    }
    return render(request, "clinics/confirmation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirmations_remind(request: HttpRequest, year: int) -> HttpResponse:
    """Remind every clinic that has not sent its form and was not reminded today."""
    can_remind(request.user).or_raise()
    programme_year = _year(request, year)
    due = [line for line in _lines(request, programme_year) if line.is_open and not reminders.is_told_today(line)]
    names = [line.clinic_year.clinic.name for line in due]
    return forms_flow.run_form(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        template="clinics/confirmation_remind.html",
        act=lambda _data: reminders.remind_all(programme_year, by=request.user),
        success=lambda told: _told(request, told, reverse("clinics:confirmations", args=[year])),
        context={"year": programme_year, "names": names},
    )


def _told(request: HttpRequest, told: int, url: str) -> str:
    messages.success(request, ngettext("เตือนแล้ว %(told)d แห่ง", "เตือนแล้ว %(told)d แห่ง", told) % {"told": told})
    return url


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_remind(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Remind one clinic's head and secretary."""
    clinic_year = fetch_clinic_year(request, code, year)
    can_read_confirmation(request.user, clinic_year).or_raise()
    can_remind(request.user).or_raise()
    return forms_flow.run_form(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        template="clinics/confirmation_remind.html",
        act=lambda _data: reminders.remind_clinic(clinic_year, by=request.user),
        success=lambda _told: reverse("clinics:confirmations", args=[year]),
        message=_("เตือนคลินิกแล้ว"),
        context={
            "year": clinic_year.year,
            "clinic_year": clinic_year,
            "people": reminders.receivers(clinic_year),
        },
    )
