"""Pages of a clinic's opening: the year's criteria, the checklist, opening, telling the members (R5, R15)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from clinic_project.stale_edits import Edit
from clinics.documents.opening import OpeningNoticePaper, opening_notice, opening_notice_pdf, opening_text
from clinics.forms.opening import CriteriaForm, NoticeForm, OpenForm
from clinics.models import ClinicYear, OpeningNotice, ProgrammeYear, ServiceDay
from clinics.opening import checklist, criteria_of, missing
from clinics.orientation import posts_needed
from clinics.permissions.opening import can_announce_opening, can_edit_criteria, can_open_in_spite
from clinics.services import opening as services
from clinics.services.stages import open_clinic
from clinics.views.fetching import fetch_clinic_year


@require_http_methods(["GET", "POST"])
def criteria(request: HttpRequest, year: int) -> HttpResponse:
    """Which criteria the year requires, and who must attend the orientation."""
    programme = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    can_edit_criteria(request.user).or_raise()

    def form_of(stored: ProgrammeYear, data: Any) -> CriteriaForm:
        return CriteriaForm(data, criteria=criteria_of(stored), posts=posts_needed(stored))

    edit = Edit(request, programme, form_of)
    return run_form(
        request,
        edit.form,
        template="clinics/opening_criteria.html",
        act=lambda data: services.set_criteria(programme, by=request.user, **data),
        success=lambda done: reverse("clinics:criteria", args=[year]),
        message=_("บันทึกเกณฑ์การเปิดคลินิกแล้ว"),
        context={"year": programme},
        edit=edit,
    )


def _paper(request: HttpRequest, clinic_year: ClinicYear) -> OpeningNoticePaper:
    """What members are told, with the days from today on."""
    days = ServiceDay.objects.visible_to(request.user).filter(clinic=clinic_year.clinic_id).open_days()
    coming = days.filter(day__gte=timezone.localdate(), day__lte=clinic_year.year.service_end)
    opened = getattr(clinic_year, "opening", None)
    since = timezone.localdate(opened.opened_at) if opened else None
    return opening_notice(clinic_year, coming.values_list("day", flat=True), since)


@require_safe
def opening(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The checklist with what to do next; how it opened; how members were told."""
    clinic_year = fetch_clinic_year(request, code, year)
    lines = checklist(clinic_year)
    move = ClinicYear.machine.check(request.user, clinic_year, "open")
    context = {
        "clinic_year": clinic_year,
        "lines": lines,
        "missing": missing(lines),
        "opening": getattr(clinic_year, "opening", None),
        "open": move,
        "in_spite": bool(can_open_in_spite(request.user)) and clinic_year.status == "oriented",
        "announce": can_announce_opening(request.user, clinic_year),
        "notices": OpeningNotice.objects.visible_to(request.user).filter(clinic_year=clinic_year),
        "text": opening_text(_paper(request, clinic_year)),
    }
    return render(request, "clinics/opening_detail.html", context)


@require_http_methods(["GET", "POST"])
def opening_open(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Open the clinic; central also in spite of what is missing, with a written reason."""
    clinic_year = fetch_clinic_year(request, code, year)
    open_move(request.user, clinic_year, "open", sent=request.method == "POST")
    lacking = missing(checklist(clinic_year))
    needs_reason = bool(lacking) and bool(can_open_in_spite(request.user))
    return run_form(
        request,
        OpenForm(typed(request), needs_reason=needs_reason),
        template="clinics/opening_open.html",
        act=lambda data: open_clinic(clinic_year, by=request.user, reason=data.get("reason", "")),
        success=lambda done: reverse("clinics:opening", args=[code, year]),
        message=_("เปิดคลินิกแล้ว ประกาศให้สมาชิกทราบได้เลย"),
        context={"clinic_year": clinic_year, "missing": lacking, "needs_reason": needs_reason},
    )


@require_http_methods(["GET", "POST"])
def opening_announce(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Note that members were told, with the text as it was published."""
    clinic_year = fetch_clinic_year(request, code, year)
    can_announce_opening(request.user, clinic_year).or_raise()
    initial = {"announced_on": timezone.localdate(), "text": opening_text(_paper(request, clinic_year))}
    return run_form(
        request,
        NoticeForm(typed(request), initial=initial),
        template="clinics/opening_announce.html",
        act=lambda data: services.announce_opening(clinic_year, by=request.user, **data),
        success=lambda notice: reverse("clinics:opening", args=[code, year]),
        message=_("บันทึกการประกาศแล้ว"),
        context={"clinic_year": clinic_year},
    )


@require_safe
def opening_paper(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The notice to put up: days, hours, place, telephone."""
    clinic_year = fetch_clinic_year(request, code, year)
    content = opening_notice_pdf(_paper(request, clinic_year), digits=digits_of(request))
    return pdf_response(content, f"ประกาศเปิดคลินิก-{code}-{year}.pdf")
