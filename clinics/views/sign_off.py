"""The sign-off of a programme year, and its paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.pdf.documents import PdfError, pdf_response
from clinic_project.pdf.requests import digits_of
from clinics.documents import programme as paper
from clinics.forms.programme import ReturnForm, SignForm
from clinics.models import ProgrammeYear
from clinics.permissions.years import can_return, can_sign
from clinics.services import sign_off
from clinics.views.years import fetch_year
from clinics.year_hub import steps_of


def _sign(year: ProgrammeYear, by: Any, data: dict[str, Any]) -> Any:
    words = {name: data[name] for name in ("position", "acting", "seen")}
    try:
        return sign_off.sign_programme(year, by=by, **words)
    except PdfError as error:
        raise ValidationError(str(error)) from error


@require_http_methods(["GET", "POST"])
def year_sign(request: HttpRequest, year: int) -> HttpResponse:
    """Take the next step of the sign-off, with the password again."""
    record = fetch_year(request, year)
    signed = sign_off.signatures_of(record)
    can_sign(request.user, record, signed).or_raise()
    initial = {"seen": sign_off.seen_mark(record), **sign_off.usual_post(request.user, len(signed) + 1)}
    return run_form(
        request,
        SignForm(typed(request), user=request.user, initial=initial),
        template="clinics/year_sign.html",
        act=lambda data: _sign(record, request.user, data),
        success=lambda signature: f"{reverse('clinics:year_detail', args=[year])}#sign-off",
        message=_("ลงนามแล้ว"),
        context={"year": record, "steps": steps_of(signed), "step": sign_off.Step(len(signed) + 1), "signed": signed},
    )


@require_http_methods(["GET", "POST"])
def year_return(request: HttpRequest, year: int) -> HttpResponse:
    """Send the paper back with a reason instead of signing it."""
    record = fetch_year(request, year)
    can_return(request.user, record, sign_off.signatures_of(record)).or_raise()
    return run_form(
        request,
        ReturnForm(typed(request)),
        template="clinics/year_return.html",
        act=lambda data: sign_off.return_programme(record, by=request.user, reason=data["reason"]),
        success=lambda done: f"{reverse('clinics:year_detail', args=[year])}#sign-off",
        message=_("ส่งเอกสารกลับแล้ว ผู้เสนอโครงการแก้ไขแล้วเสนอเป็นฉบับใหม่"),
        context={"year": record},
    )


@require_safe
def year_programme(request: HttpRequest, year: int) -> HttpResponse:
    """The programme's paper: as issued once signed by all three, else drawn now and marked a draft."""
    record = fetch_year(request, year)
    issued, digits = sign_off.issued_paper(record), digits_of(request)
    if issued and digits == "arabic":
        audit.record("document.read", issued, by=request.user, reference=issued.serial)
        return pdf_response(bytes(issued.content), f"{issued.serial}.pdf")
    signed = sign_off.signatures_of(record)
    state = paper.ISSUED if issued else (paper.SIGNING if signed else paper.DRAFT)
    copy = issued.serial if issued else ""
    try:
        content = paper.render(record, signatures=signed, state=state, copy_of=copy, digits=digits)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("clinics:year_detail", year)
    return pdf_response(content, f"โครงการ-{year}.pdf")
