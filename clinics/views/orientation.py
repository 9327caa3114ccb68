"""Pages of the orientation: the year's overview, who came, its sessions, checking in (R14)."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.paging import page_of
from clinic_project.stale_edits import Edit
from clinics.forms.orientation import SessionForm, TickForm
from clinics.models import Attendance, ClinicYear, OrientationMaterial, OrientationSession, ProgrammeYear
from clinics.orientation import stands
from clinics.orientation_pages import SHOWS, overview, people_page, session_page
from clinics.permissions.orientation import can_attend, can_lead_orientation, can_see_orientation, is_not_cancelled
from clinics.services import orientation as services


def fetch_year(request: HttpRequest, year: int) -> ProgrammeYear:
    """The programme year, for who may see its orientation. Raises ``Http404`` or ``NotAllowed``."""
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    can_see_orientation(request.user).or_raise()
    return found


def fetch_session(request: HttpRequest, year: int, pk: int) -> OrientationSession:
    """One day of orientation, within the person's scope. Raises ``Http404``."""
    found = OrientationSession.objects.visible_to(request.user).select_related("year")
    session: OrientationSession = get_object_or_404(found, year__buddhist_year=year, pk=pk)
    return session


def clinics_of(request: HttpRequest, year: ProgrammeYear) -> Any:
    """The year's clinics this person may see, in the programme's order."""
    found = ClinicYear.objects.visible_to(request.user).filter(year=year)
    return found.select_related("clinic", "year").order_by("clinic__number")


@require_safe
def orientation(request: HttpRequest, year: int) -> HttpResponse:
    """Sessions, materials, attendance by clinic and who still lacks it."""
    programme = fetch_year(request, year)
    sessions = OrientationSession.objects.visible_to(request.user).filter(year=programme).for_list()
    materials = OrientationMaterial.objects.visible_to(request.user).filter(year=programme).select_related("file")
    context = overview(programme, request.user, stands(clinics_of(request, programme), programme))
    return render(request, "clinics/orientation.html", {**context, "sessions": sessions, "materials": materials})


@require_safe
def orientation_people(request: HttpRequest, year: int) -> HttpResponse:
    """The people behind a number: of one clinic or all, who came or who is missing."""
    programme = fetch_year(request, year)
    rows = clinics_of(request, programme)
    show = request.GET.get("show", "")
    found = people_page(programme, rows, show if show in SHOWS else "all", request.GET.get("clinic", ""))
    return render(request, "clinics/orientation_people.html", {"year": programme, **found})


@require_http_methods(["GET", "POST"])
def orientation_new(request: HttpRequest, year: int) -> HttpResponse:
    """Plan a day of orientation."""
    programme = fetch_year(request, year)
    can_lead_orientation(request.user).or_raise()
    title = _("ปฐมนิเทศเจ้าหน้าที่คลินิกสหกรณ์ ประจำปี %(year)s") % {"year": year}
    return run_form(
        request,
        SessionForm(typed(request), initial={"title": title}),
        template="clinics/orientation_form.html",
        act=lambda data: services.plan_session(year=programme, by=request.user, **data),
        success=lambda session: session.get_absolute_url(),
        message=_("กำหนดวันปฐมนิเทศแล้ว"),
        context={"year": programme},
    )


@require_safe
def orientation_session(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """One day: facts, who came, papers, what may be done."""
    session = fetch_session(request, year, pk)
    found = Attendance.objects.visible_to(request.user).filter(session=session)
    page = page_of(request, found.select_related("user", "clinic_year__clinic"), ["checked_in_at", "id"])
    context = session_page(session, request.user)
    return render(request, "clinics/orientation_session.html", {**context, "page": page, "came": found.count()})


@require_http_methods(["GET", "POST"])
def orientation_edit(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Change a session that was not cancelled."""
    session = fetch_session(request, year, pk)
    can_lead_orientation(request.user, session).or_raise()
    is_not_cancelled(session).or_raise()
    edit = Edit(request, session, lambda stored, data: SessionForm(data, session=stored))
    return run_form(
        request,
        edit.form,
        template="clinics/orientation_form.html",
        act=lambda data: services.update_session(session, by=request.user, **data),
        success=lambda done: done.get_absolute_url(),
        message=_("บันทึกการปฐมนิเทศแล้ว"),
        context={"year": session.year, "session": session},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def orientation_tick(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Tick who came from the sign-in sheet, many at once."""
    session = fetch_session(request, year, pk)
    can_lead_orientation(request.user, session).or_raise()
    can_attend(request.user, session).or_raise()
    there = set(Attendance.objects.visible_to(request.user).filter(session=session).values_list("user_id", flat=True))
    form = TickForm(typed(request), stands=stands(clinics_of(request, session.year), session.year), there=there)
    return run_form(
        request,
        form,
        template="clinics/orientation_tick.html",
        act=lambda data: services.note_attendance(session, users=form.users(), by=request.user),
        success=lambda written: session.get_absolute_url(),
        message=_("บันทึกผู้เข้าร่วมแล้ว"),
        context={"session": session, "there": len(there)},
    )


@require_http_methods(["GET", "POST"])
def orientation_complete(request: HttpRequest, year: int) -> HttpResponse:
    """Note the clinics whose people all attended as oriented, in one act."""
    programme = fetch_year(request, year)
    can_lead_orientation(request.user).or_raise()
    ready = [s for s in stands(clinics_of(request, programme), programme) if s.waits_for_note]
    return run_form(
        request,
        Form(typed(request)),
        template="clinics/orientation_complete.html",
        act=lambda data: services.orient_ready(year=programme, by=request.user),
        success=lambda moved: reverse("clinics:orientation", args=[year]),
        message=_("บันทึกว่าผ่านการปฐมนิเทศแล้ว"),
        context={"year": programme, "ready": ready},
    )
