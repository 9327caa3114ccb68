"""Pages of the household sheet (form คส.04): its versions, two side by side, on paper; debts pasted as rows."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.case_pages import case_to_read, case_to_work_on
from cases.consent_registrations import consent_panel
from cases.forms.paste import COLUMNS, MOST_ROWS, SAMPLE, PasteForm, read_rows
from cases.models import Case, SheetVersion
from cases.services import money
from cases.sheet_diff import compared
from cases.sheet_documents import blank_sheet, sheet_of
from clinic_project.drafts import typed
from clinic_project.forms_flow import add_errors
from clinic_project.pdf.documents import Digits, pdf_response, render_document
from members.permissions import can_serve_somewhere

MOST_VERSIONS = 100


@require_safe
def sheet_versions(request: HttpRequest, reference: str) -> HttpResponse:
    """Every saved state of the sheet with when and who; two of them (``?a=``, ``?b=``) side by side."""
    case = case_to_read(request, reference)
    found = SheetVersion.objects.visible_to(request.user).filter(case=case).select_related("saved_by")
    versions = list(found[:MOST_VERSIONS])
    chosen = {str(version.number): version for version in versions}
    after = chosen.get(request.GET.get("b", ""), versions[0] if versions else None)
    before = chosen.get(request.GET.get("a", ""), versions[1] if len(versions) > 1 else None)
    context = {
        "case": case,
        "versions": versions,
        "before": before,
        "after": after,
        "sections": compared(before, after) if before and after else [],
    }
    return render(request, "cases/sheet_versions.html", context)


def _digits(request: HttpRequest) -> Digits:
    return "thai" if request.GET.get("digits") == "thai" else "arabic"


def _paper(request: HttpRequest, sheet: Any, *, title: str, filename: str) -> HttpResponse:
    content = render_document(
        "cases/pdf/sheet.html", {"sheet": sheet}, title=title, digits=_digits(request), form_code="คส.04"
    )
    return pdf_response(content, filename)


@require_safe
def sheet_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Form คส.04 of a case, filled."""
    case = get_object_or_404(Case.objects.visible_to(request.user).for_page(1), reference=reference.upper())
    case_to_read(request, reference)
    sheet = sheet_of(case)
    title = _("แบบบันทึกรายได้ รายจ่าย และหนี้สิน %(reference)s") % {"reference": case.reference}
    return _paper(request, sheet, title=title, filename=f"{case.reference} คส.04.pdf")


@require_safe
def sheet_blank(request: HttpRequest) -> HttpResponse:
    """Form คส.04 to be filled by hand."""
    can_serve_somewhere(request.user).or_raise()
    return _paper(request, blank_sheet(), title=_("แบบบันทึกรายได้ รายจ่าย และหนี้สิน"), filename="คส.04.pdf")


def _save(request: HttpRequest, case: Case, form: PasteForm, rows: list[Any]) -> bool:
    """Whether the rows were saved; else the form says why not."""
    if not rows or len(rows) > MOST_ROWS or any(row.problems for row in rows):
        text = _("ยังบันทึกไม่ได้ แก้แถวที่มีปัญหาแล้วตรวจอีกครั้ง วางได้ครั้งละ 1 ถึง %(most)d แถว") % {"most": MOST_ROWS}
        form.add_error(None, text)
        return False
    try:
        money.add_debts(case, debts=[row.fields for row in rows], by=request.user)
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def debts_paste(request: HttpRequest, reference: str) -> HttpResponse:
    """Paste debts from a spreadsheet: look at the rows first, then save all of them or none."""
    case = case_to_work_on(request, reference)
    form = PasteForm(typed(request))
    rows: list[Any] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        rows = read_rows(form.cleaned_data["rows"])
        if "save" in request.POST and _save(request, case, form, rows):
            messages.success(request, _("เพิ่มหนี้ %(n)d รายการแล้ว") % {"n": len(rows)})
            return redirect(f"{case.get_absolute_url()}#debts")
    if request.method == "POST" and (form.errors or any(row.problems for row in rows) or not rows):
        status = 422
    columns = [(label, sample) for (_name, label), sample in zip(COLUMNS, SAMPLE, strict=True)]
    ready = bool(rows) and status == 200
    consent = consent_panel(request.user, case)
    context = {"case": case, "form": form, "rows": rows, "columns": columns, "ready": ready, "consent": consent}
    return render(request, "cases/debts_paste.html", context, status=status)
