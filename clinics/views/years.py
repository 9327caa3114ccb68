"""Pages of programme years: the list, setting one up, its hub, its rules, undoing the set-up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinics import services
from clinics.forms.years import YearRulesForm
from clinics.models import ClinicYear, ProgrammeYear
from clinics.permissions.years import can_lead_years, can_see_board
from clinics.services.years import undo_obstacles
from clinics.year_board import board_of
from clinics.year_hub import hub_of
from clinics.year_set_up import SetUp


def fetch_year(request: HttpRequest, year: int) -> ProgrammeYear:
    """The programme year of a Buddhist year. Raises ``Http404``."""
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    return found


@require_safe
def year_list(request: HttpRequest) -> HttpResponse:
    """All programme years, newest first."""
    years = ProgrammeYear.objects.visible_to(request.user).for_list()
    return render(request, "clinics/year_list.html", {"years": years, "lead": can_lead_years(request.user)})


@require_http_methods(["GET", "POST"])
def year_new(request: HttpRequest) -> HttpResponse:
    """Set a year up from another one: the plan first, then the button that does it."""
    can_lead_years(request.user).or_raise()
    page = SetUp(request)
    source = page.source
    if source is None or page.is_preview:
        return render(request, "clinics/year_new.html", page.context())
    return run_form(
        request,
        page.form,
        template="clinics/year_new.html",
        act=lambda data: services.set_up_year(
            buddhist_year=page.year, copy_from=source, by=request.user, changes=page.form.changes()
        ),
        success=lambda year: reverse("clinics:year_detail", args=[year.buddhist_year]),
        message=_("ตั้งปีโครงการแล้ว ขั้นต่อไปคือบันทึกมติที่อ้างถึงและลงนามเสนอโครงการ"),
        context=page.context(),
    )


@require_safe
def year_detail(request: HttpRequest, year: int) -> HttpResponse:
    """The hub of a year."""
    return render(request, "clinics/year_detail.html", hub_of(fetch_year(request, year), request.user))


@require_http_methods(["GET", "POST"])
def year_edit(request: HttpRequest, year: int) -> HttpResponse:
    """Change a year's rules."""
    record = fetch_year(request, year)
    can_lead_years(request.user, record).or_raise()
    edit = Edit(request, record, lambda stored, data: YearRulesForm(data, year=stored))
    return run_form(
        request,
        edit.form,
        template="clinics/year_edit.html",
        act=lambda data: services.update_year(record, by=request.user, **data),
        success=lambda done: reverse("clinics:year_detail", args=[year]),
        message=_("บันทึกกฎของปีโครงการแล้ว"),
        context=hub_of(record, request.user),
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def year_undo(request: HttpRequest, year: int) -> HttpResponse:
    """Delete a year that was set up by mistake, while nothing was done in it."""
    record = fetch_year(request, year)
    can_lead_years(request.user, record).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/year_undo.html",
        act=lambda data: services.undo_year(record, by=request.user),
        success=lambda done: reverse("clinics:year_list"),
        message=_("ยกเลิกการตั้งปีโครงการแล้ว บันทึกการตั้งและการยกเลิกยังอยู่ในบันทึกเหตุการณ์"),
        context={"year": record, "obstacles": undo_obstacles(record)},
    )


@require_safe
def year_board(request: HttpRequest, year: int) -> HttpResponse:
    """The clinics of a year by stage; ``?status=`` shows the rows behind one number."""
    record = fetch_year(request, year)
    can_see_board(request.user, record).or_raise()
    columns = board_of(record, ClinicYear.objects.visible_to(request.user).for_board(record))
    chosen = next((column for column in columns if column.status == request.GET.get("status")), None)
    context = {"year": record, "columns": columns, "chosen": chosen, "total": sum(len(c.cards) for c in columns)}
    return render(request, "clinics/year_board.html", context)
