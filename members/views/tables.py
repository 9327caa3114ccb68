"""Pages of tables in and out: send, name the columns, preview, store; error sheet, template, export."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.spreadsheets import XLSX
from members.forms import ColumnsForm, ExportForm, MendedForm, SendForm
from members.models import TableFile, TableKind
from members.permissions import can_export, can_import
from members.services.table_jobs import begin_check, begin_export, begin_mended, begin_store
from members.services.tables import name_columns, samples_of, send_table, table_of, told_problems
from members.tables.sheets import error_sheet, template

SHOWN_PROBLEMS = 100


def _sent(request: HttpRequest, key: str) -> TableFile:
    can_import(request.user).or_raise()
    return get_object_or_404(TableFile.objects.visible_to(request.user), key=key)


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Send a table; the templates and the tables of today are beside the form."""
    can_import(request.user).or_raise()

    def send(data: dict[str, Any]) -> TableFile:
        file = data["file"]
        return send_table(
            kind=data["kind"], month=data["month"], content=file.read(), name=file.name or "", by=request.user
        )

    mine = TableFile.objects.visible_to(request.user).defer("content")[:20]
    return run_form(
        request,
        SendForm(typed(request), request.FILES or None),
        template="members/import_new.html",
        act=send,
        success=lambda sent: sent,
        context={"mine": mine, "kinds": TableKind.choices},
    )


@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, key: str) -> HttpResponse:
    """Say what each column is; then the table is checked."""
    sent = _sent(request, key)
    if sent.stage == TableFile.Stage.STORED:
        return redirect("members:import_preview", key)
    form = ColumnsForm(typed(request), sent=sent, samples=samples_of(sent))
    return run_form(
        request,
        form,
        template="members/import_columns.html",
        act=lambda data: begin_check(name_columns(sent, columns=form.columns(), by=request.user), by=request.user),
        success=lambda led: led,
        context={"sent": sent},
    )


@require_http_methods(["GET", "POST"])
def import_preview(request: HttpRequest, key: str) -> HttpResponse:
    """What storing would do, or did: counts, and every bad row; storing needs one more word."""
    sent = _sent(request, key)
    if sent.stage == TableFile.Stage.SENT:
        return redirect("members:import_columns", key)
    problems = told_problems(sent, SHOWN_PROBLEMS)
    context = {"sent": sent, "found": sent.found, "problems": problems, "told": len(sent.found["problems"])}
    if sent.stage == TableFile.Stage.STORED or sent.found["bad"]:
        return render(request, "members/import_preview.html", context, status=200 if request.method == "GET" else 409)
    return run_form(
        request,
        NothingForm(typed(request)),
        template="members/import_preview.html",
        act=lambda data: begin_store(sent, by=request.user),
        success=lambda led: led,
        context=context,
    )


@require_http_methods(["GET", "POST"])
def import_again(request: HttpRequest, key: str) -> HttpResponse:
    """Send the mended file: of the same kind and month, the columns as they were named."""
    sent = _sent(request, key)
    if sent.stage != TableFile.Stage.CHECKED:
        return redirect(sent)

    def send(data: dict[str, Any]) -> Any:
        file = data["file"]
        return begin_mended(sent, content=file.read(), name=file.name or "", by=request.user)

    return run_form(
        request,
        MendedForm(typed(request), request.FILES or None),
        template="members/import_again.html",
        act=send,
        success=lambda led: led,
        context={"sent": sent},
    )


@require_safe
def import_errors(request: HttpRequest, key: str) -> HttpResponse:
    """The rows to mend, as a workbook."""
    sent = _sent(request, key)
    if sent.stage != TableFile.Stage.CHECKED or not sent.found["problems"]:
        raise Http404
    return _workbook(error_sheet(table_of(sent), sent.columns, sent.found["problems"]), _("แถวที่ต้องแก้.xlsx"))


@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table with examples."""
    can_import(request.user).or_raise()
    if kind not in TableKind.values:
        raise Http404
    return _workbook(template(kind), _("แบบนำเข้า %(kind)s.xlsx") % {"kind": TableKind(kind).label})


@require_http_methods(["GET", "POST"])
def member_export(request: HttpRequest) -> HttpResponse:
    """Take the clinic's own members out, after the password."""
    can_export(request.user).or_raise()
    form = ExportForm(request.POST or None)
    form.user = request.user
    return run_form(
        request,
        form,
        template="members/member_export.html",
        act=lambda data: begin_export(by=request.user),
        success=lambda job: job,
    )
