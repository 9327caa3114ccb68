"""A letter's way on: receipts, passing on, its scans and its paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import run_form
from clinic_project.issuing import documents_of
from clinic_project.pdf.documents import Digits, PdfError, pdf_response
from clinic_project.plain_forms import NothingForm
from clinics.documents.letter import letter_pdf
from clinics.forms.letters import AcknowledgeForm, PassOnForm, ScanForm
from clinics.models import Letter, LetterRecipient, LetterScan
from clinics.permissions.letters import can_acknowledge_letter, can_keep_letter, can_pass_on
from clinics.services import circulation
from clinics.services import letters as services
from clinics.views.letter_page import act_page
from clinics.views.letters import get_letter


def _recipient(request: HttpRequest, pk: int, recipient: int) -> LetterRecipient:
    found = LetterRecipient.objects.visible_to(request.user).select_related(
        "letter__clinic", "clinic", "passed_from__clinic"
    )
    row: LetterRecipient = get_object_or_404(found, pk=recipient, letter__pk=pk)
    return row


@require_http_methods(["GET", "POST"])
def letter_receive(request: HttpRequest, pk: int, recipient: int) -> HttpResponse:
    """Note that the letter arrived, under the place's own receipt number."""
    row = _recipient(request, pk, recipient)
    can_acknowledge_letter(request.user, row).or_raise()
    form = AcknowledgeForm(typed(request), recipient=row, initial={"received_on": timezone.localdate()})
    return run_form(
        request,
        form,
        template="clinics/letter_act.html",
        act=lambda data: circulation.acknowledge_letter(
            row,
            by=request.user,
            received_on=data["received_on"],
            number_typed=data["received_number"],
            sure=data.get("sure", False),
        ),
        success=lambda done: row.letter,
        message=_("บันทึกรับหนังสือแล้ว"),
        context=act_page(row.letter, _("บันทึกรับหนังสือ"), _("บันทึกรับ"), recipient=row),
    )


def _pass_on(request: HttpRequest, letter: Letter, row: LetterRecipient | None) -> HttpResponse:
    sender = letter.clinic if row is None else row.clinic
    form = PassOnForm(typed(request), user=request.user, sender=sender, initial={"sent_on": timezone.localdate()})
    title = _("ส่งหนังสือให้หน่วยงานเพิ่ม") if row is None else _("ส่งต่อหนังสือ")
    return run_form(
        request,
        form,
        template="clinics/letter_act.html",
        act=lambda data: circulation.pass_on(
            letter, to=form.recipients(), sent_on=data["sent_on"], passed_from=row, by=request.user
        ),
        success=lambda done: letter,
        message=_("ส่งหนังสือต่อแล้ว"),
        context=act_page(letter, title, _("บันทึกการส่ง"), recipient=row),
    )


@require_http_methods(["GET", "POST"])
def letter_pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter's own place sends it to more units, also after the day an answer was due."""
    letter = get_letter(request, pk)
    can_pass_on(request.user, letter).or_raise()
    return _pass_on(request, letter, None)


@require_http_methods(["GET", "POST"])
def letter_forward(request: HttpRequest, pk: int, recipient: int) -> HttpResponse:
    """A clinic that received the letter passes it on to units of its own."""
    row = _recipient(request, pk, recipient)
    can_pass_on(request.user, row.letter, row).or_raise()
    return _pass_on(request, row.letter, row)


@require_http_methods(["GET", "POST"])
def letter_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a scan with the letter."""
    letter = get_letter(request, pk)
    can_keep_letter(request.user, letter).or_raise()
    return run_form(
        request,
        ScanForm(typed(request), request.FILES or None),
        template="clinics/letter_act.html",
        act=lambda data: services.add_scan(letter, by=request.user, **data),
        success=lambda done: letter,
        message=_("แนบสำเนาแล้ว"),
        context=act_page(letter, _("แนบสำเนาหนังสือ"), _("แนบสำเนา")),
    )


def _scan(request: HttpRequest, pk: int, scan: int) -> LetterScan:
    found = LetterScan.objects.visible_to(request.user).select_related("file", "letter__clinic")
    row: LetterScan = get_object_or_404(found, pk=scan, letter__pk=pk)
    return row


@require_safe
def letter_scan_file(request: HttpRequest, pk: int, scan: int) -> HttpResponse:
    """The scan as a file."""
    return file_response(_scan(request, pk, scan).file)


@require_http_methods(["GET", "POST"])
def letter_scan_remove(request: HttpRequest, pk: int, scan: int) -> HttpResponse:
    """Take a wrong scan off the letter."""
    row = _scan(request, pk, scan)
    can_keep_letter(request.user, row.letter).or_raise()
    points = [_("ใช้เมื่อแนบผิดแฟ้ม ระบบยังบันทึกไว้ว่าใครเอาออกเมื่อใด")]
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/letter_act.html",
        act=lambda data: services.remove_scan(row, by=request.user),
        success=lambda done: row.letter,
        message=_("เอาสำเนาออกแล้ว"),
        context=act_page(row.letter, _("เอาสำเนาออก"), _("เอาออก"), points=points, note=row.file.name, danger=True),
    )


@require_safe
def letter_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter on paper: as issued, a reading copy in the other digits, or a draft."""
    letter = get_letter(request, pk)
    if not letter.is_out:
        raise Http404
    asked = request.GET.get("digits", "")
    digits: Digits = "arabic" if asked == "arabic" or (asked != "thai" and letter.digits == "arabic") else "thai"
    issued = documents_of(letter, "letter").first()
    filename = f"หนังสือ-{letter.number.replace('/', '-') or 'ร่าง'}.pdf"
    if issued and digits == letter.digits and letter.status == "issued":
        audit.record("document.read", issued, by=request.user, reference=issued.serial)
        return pdf_response(bytes(issued.content), filename)
    copy: dict[str, Any] = {"copy_of": issued.serial} if issued else {}
    try:
        return pdf_response(letter_pdf(letter, digits=digits, **copy), filename)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(letter)
