"""The confirmation of one clinic (form คส.01): its page, its words, printing, the signed scan, its moves."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit, forms_flow
from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from clinic_project.stale_edits import Edit
from clinics.confirmation_page import address, newest_or_blank, page_of_confirmation
from clinics.documents.confirmation import blank_confirmation, confirmation_pdf, filled_confirmation, people_of
from clinics.forms.confirmation import MOVE_FORMS, ConfirmationWordsForm, PrintForm, ScanForm, words_of
from clinics.models import ClinicYear, Confirmation
from clinics.permissions.confirmation import can_prepare_confirmation, can_read_confirmation, is_printable, is_selected
from clinics.services import confirmations as services
from clinics.views.fetching import fetch_clinic_year

Act = Callable[[Confirmation, Any, dict[str, Any]], Any]
ACTS: dict[str, Act] = {
    "submit": lambda confirmation, by, data: services.submit_confirmation(confirmation, by=by),
    "accept": lambda confirmation, by, data: services.accept_confirmation(confirmation, by=by),
    "return": lambda confirmation, by, data: services.return_confirmation(confirmation, by=by, **data),
    "decline": lambda confirmation, by, data: services.decline_confirmation(confirmation.clinic_year, by=by, **data),
}
POINTS: dict[str, list[Any]] = {
    "submit": [gettext_lazy("ส่วนกลางจะเห็นแบบและสแกน หลังส่งแล้วแก้ไขไม่ได้จนกว่าส่วนกลางจะส่งกลับ")],
    "accept": [gettext_lazy("คลินิกจะอยู่ในขั้น “แจ้งยืนยันแล้ว” วันที่แจ้งยืนยันคือวันที่คลินิกส่งแบบ")],
    "return": [gettext_lazy("แบบกลับไปอยู่ที่คลินิกพร้อมเหตุผล และยังนับเป็นรอแจ้งยืนยัน")],
    "decline": [
        gettext_lazy("คลินิกจะออกจากโครงการปีนี้ และกลุ่มของคลินิกจะเปิดให้คัดเลือกใหม่"),
        gettext_lazy("ย้อนกลับเองไม่ได้ ต้องให้คณะกรรมการศึกษาคัดเลือกอีกครั้ง"),
    ],
}


def _fetch(request: HttpRequest, code: str, year: int) -> ClinicYear:
    """The clinic's year in scope, if it is one of those that confirm (R6)."""
    clinic_year = fetch_clinic_year(request, code, year)
    can_read_confirmation(request.user, clinic_year).or_raise()
    return clinic_year


def _prepared(request: HttpRequest, code: str, year: int) -> Confirmation:
    """The confirmation, for who prepares it, while there is something to prepare."""
    clinic_year = _fetch(request, code, year)
    confirmation = newest_or_blank(request.user, clinic_year)
    can_prepare_confirmation(request.user, confirmation).or_raise()
    if request.method != "POST":
        is_selected(request.user, confirmation).or_raise()
    return confirmation


@require_safe
def confirmation_detail(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """How the clinic's confirmation stands and what to do next."""
    clinic_year = _fetch(request, code, year)
    confirmation = newest_or_blank(request.user, clinic_year)
    context = page_of_confirmation(request.user, clinic_year, confirmation)
    return render(request, "clinics/confirmation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_edit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Write the words of the form."""
    clinic_year = _prepared(request, code, year).clinic_year
    head = next((seat.user.full_name for seat in people_of(clinic_year) if seat.role == "head"), "")

    def form_of(stored: ClinicYear, data: Any) -> ConfirmationWordsForm:
        return ConfirmationWordsForm(data, initial=words_of(newest_or_blank(request.user, stored), head))

    edit = Edit(request, clinic_year, form_of)
    return forms_flow.run_form(
        request,
        edit.form,
        template="clinics/confirmation_edit.html",
        act=lambda data: services.fill_confirmation(clinic_year, by=request.user, **data),
        success=lambda _done: address(clinic_year, "detail"),
        message=_("เก็บแบบแจ้งยืนยันแล้ว พิมพ์เพื่อลงนามได้"),
        context={"clinic_year": clinic_year},
        edit=edit,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_print(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Issue the paper to be signed."""
    confirmation = _prepared(request, code, year)
    if request.method != "POST":
        is_printable(request.user, confirmation).or_raise()
    clinic_year = confirmation.clinic_year
    return forms_flow.run_form(
        request,
        PrintForm(typed(request)),
        template="clinics/confirmation_print.html",
        act=lambda data: services.print_confirmation(clinic_year, by=request.user, **data),
        success=lambda paper: f"{address(clinic_year, 'detail')}#papers",
        message=_("ออกแบบแจ้งยืนยันแล้ว เปิดแฟ้มเพื่อพิมพ์ ลงนาม แล้วกลับมาแนบสแกน"),
        context={"clinic_year": clinic_year, "has_paper": confirmation.paper_id is not None},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_scan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Attach the scan of the signed paper."""
    confirmation = _prepared(request, code, year)
    if confirmation.pk is None:
        raise Http404
    return forms_flow.run_form(
        request,
        ScanForm(request.POST if request.method == "POST" else None, request.FILES or None),
        template="clinics/confirmation_scan.html",
        act=lambda data: services.attach_scan(confirmation, by=request.user, **data),
        success=lambda _kept: address(confirmation.clinic_year, "detail"),
        message=_("แนบสแกนแล้ว หัวหน้าคลินิกส่งให้ส่วนกลางได้"),
        context={"clinic_year": confirmation.clinic_year, "confirmation": confirmation},
    )


@require_safe
def confirmation_scan_file(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """A scan as it was attached; a picture shows itself, a PDF is saved."""
    clinic_year = _fetch(request, code, year)
    found = Confirmation.objects.visible_to(request.user).filter(clinic_year=clinic_year, scans__pk=pk)
    scan = get_object_or_404(found).scans.select_related("file").get(pk=pk)
    audit.record("confirmation.scan_read", scan.confirmation, by=request.user)
    return file_response(scan.file, as_attachment=request.GET.get("copy") == "save")


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_move(request: HttpRequest, code: str, year: int, move: str) -> HttpResponse:
    """Send, accept, return or decline; central sees the scan beside the data."""
    if move not in ACTS:
        raise Http404
    clinic_year = _fetch(request, code, year)
    confirmation = newest_or_blank(request.user, clinic_year)
    forms_flow.open_move(request.user, confirmation, move, sent=request.method == "POST")
    if request.method != "POST":
        confirmation.machine.moves[move].ready(request.user, confirmation).or_raise()
    step = confirmation.machine.moves[move]
    return forms_flow.run_form(
        request,
        MOVE_FORMS[move](typed(request)),
        template="clinics/confirmation_move.html",
        act=lambda data: ACTS[move](confirmation, request.user, data),
        success=lambda _done: address(clinic_year, "detail"),
        message=_("บันทึกแล้ว: %(move)s") % {"move": step.label},
        context=_beside(clinic_year, confirmation) | {"step": step, "move": move, "points": POINTS[move]},
    )


def _beside(clinic_year: ClinicYear, confirmation: Confirmation) -> dict[str, Any]:
    """What the page of a move shows beside its form."""
    return {
        "clinic_year": clinic_year,
        "confirmation": confirmation,
        "form_rows": confirmation.form.rows,
        "scan": confirmation.newest_scan,
        "changed": confirmation.changed_since_print,
    }


@require_safe
def confirmation(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Form คส.01 as it would be printed now: to look at, without number and QR code."""
    clinic_year = _fetch(request, code, year)
    filled = filled_confirmation(newest_or_blank(request.user, clinic_year))
    content = confirmation_pdf(filled, digits=digits_of(request))
    return pdf_response(content, f"แบบแจ้งยืนยัน-{code}-{year}.pdf")


@require_safe
def confirmation_blank(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Form คส.01 to fill in by hand."""
    clinic_year = _fetch(request, code, year)
    content = confirmation_pdf(blank_confirmation(clinic_year.year.buddhist_year), digits=digits_of(request))
    return pdf_response(content, f"แบบแจ้งยืนยัน-{year}.pdf")
