"""Pages of baseline figures: a clinic's own, and all clinics of a year (R37)."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.spreadsheets import XLSX
from clinic_project.stale_edits import Edit
from clinics.baseline_pages import compared, comparison_chart, labelled, totals, year_rows
from clinics.documents.baselines import baseline_sheet
from clinics.forms.baseline import BaselineForm
from clinics.forms.opening import ReasonForm
from clinics.models import Baseline, ClinicYear, ProgrammeYear
from clinics.permissions.baselines import can_compare_baselines, can_fill_baseline, can_write_baseline_of
from clinics.services import baselines as services
from clinics.views.fetching import fetch_clinic_year


def _known(moment: str) -> Any:
    """The moment's words. Raises ``Http404`` for an address nobody gave."""
    words = dict(Baseline.Moment.choices)
    if moment not in words:
        raise Http404
    return words[moment]


@require_safe
def baseline(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """A clinic's figures at the start and at the end, the differences in words and as a picture."""
    clinic_year = fetch_clinic_year(request, code, year)
    found = Baseline.objects.visible_to(request.user).of(clinic_year)
    start, end = found.get("start"), found.get("end")
    context = {
        "clinic_year": clinic_year,
        "sides": [_side(request, clinic_year, moment, found.get(moment)) for moment in Baseline.Moment],
        "rows": compared(start, end),
        "chart": comparison_chart(start, end),
        "write": can_write_baseline_of(request.user, clinic_year),
        "compares": bool(can_compare_baselines(request.user)),
    }
    return render(request, "clinics/baseline_detail.html", context)


def _side(
    request: HttpRequest, clinic_year: ClinicYear, moment: Baseline.Moment, row: Baseline | None
) -> dict[str, Any]:
    """The start or the end: its figures and what may be done with them."""
    args = [clinic_year.clinic.code, clinic_year.year.buddhist_year, moment.value]
    buttons = row.machine.buttons(request.user, row, lambda name: _move_url(args, name)) if row else []
    return {"moment": moment.value, "words": moment.label, "row": row, "buttons": buttons}


def _move_url(args: list[Any], name: str) -> str:
    return reverse("clinics:baseline_move", args=[*args, name])


@require_http_methods(["GET", "POST"])
def baseline_edit(request: HttpRequest, code: str, year: int, moment: str) -> HttpResponse:
    """Fill in the figures of the start or the end."""
    words = _known(moment)
    clinic_year = fetch_clinic_year(request, code, year)
    can_fill_baseline(request.user, clinic_year, moment).or_raise()

    def form_of(stored: ClinicYear, data: Any) -> BaselineForm:
        return BaselineForm(data, baseline=Baseline.objects.visible_to(request.user).of(stored).get(moment))

    edit = Edit(request, clinic_year, form_of)
    return run_form(
        request,
        edit.form,
        template="clinics/baseline_form.html",
        act=lambda data: services.save_baseline(clinic_year, moment=moment, by=request.user, **data),
        success=lambda done: reverse("clinics:baseline", args=[code, year]),
        message=_("บันทึกร่างแล้ว ตรวจตัวเลขแล้วกดส่งข้อมูล"),
        context={"clinic_year": clinic_year, "words": words},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def baseline_move(request: HttpRequest, code: str, year: int, moment: str, move: str) -> HttpResponse:
    """Submit the figures, or give them back to be put right."""
    clinic_year = fetch_clinic_year(request, code, year)
    row = get_object_or_404(Baseline.objects.visible_to(request.user), clinic_year=clinic_year, moment=moment)
    if move not in Baseline.machine.moves:
        raise Http404
    open_move(request.user, row, move, sent=request.method == "POST")
    acts = {
        "submit": lambda data: services.submit_baseline(row, by=request.user),
        "return": lambda data: services.return_baseline(row, by=request.user, **data),
    }
    return run_form(
        request,
        ReasonForm(typed(request)) if move == "return" else Form(typed(request)),
        template="clinics/baseline_move.html",
        act=acts[move],
        success=lambda done: done.get_absolute_url(),
        message=_("ส่งข้อมูลแล้ว") if move == "submit" else _("ส่งกลับให้คลินิกแก้ไขแล้ว"),
        context={"clinic_year": clinic_year, "baseline": row, "move": Baseline.machine.moves[move]},
    )


def _year_table(request: HttpRequest, year: int) -> dict[str, Any]:
    """The table of all clinics for the chosen moment. Raises ``Http404`` or ``NotAllowed``."""
    can_compare_baselines(request.user).or_raise()
    programme = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    moment = "end" if request.GET.get("moment") == "end" else "start"
    clinic_years = ClinicYear.objects.visible_to(request.user).filter(year=programme)
    found = Baseline.objects.visible_to(request.user).filter(clinic_year__year=programme, moment=moment)
    rows = year_rows(clinic_years.select_related("clinic", "year").order_by("clinic__number"), found)
    return {"year": programme, "moment": moment, "rows": rows}


@require_safe
def baselines(request: HttpRequest, year: int) -> HttpResponse:
    """The figures of all clinics of a year, with their sums."""
    table = _year_table(request, year)
    filters = [
        {"label": words, "url": f"{request.path}?moment={moment}", "current": moment == table["moment"]}
        for moment, words in Baseline.Moment.choices
    ]
    context = {
        **table,
        "filters": filters,
        "heads": [Baseline.label(name) for name in Baseline.NUMBERS],
        "totals": labelled(totals(table["rows"])),
        "sent": sum(row.baseline is not None for row in table["rows"]),
    }
    return render(request, "clinics/baseline_list.html", context)


@require_safe
def baselines_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The same table as a spreadsheet."""
    table = _year_table(request, year)
    response = HttpResponse(baseline_sheet(table["rows"]), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="baseline-{year}-{table["moment"]}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response
