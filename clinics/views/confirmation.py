"""Form คส.01."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from clinics.documents import blank_confirmation, confirmation_pdf, filled_confirmation
from clinics.views.fetching import fetch_clinic_year


@require_safe
def confirmation(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Form คส.01 filled from the clinic's appointments."""
    clinic_year = fetch_clinic_year(request, code, year)
    content = confirmation_pdf(filled_confirmation(clinic_year), digits=digits_of(request))
    return pdf_response(content, f"แบบแจ้งยืนยัน-{code}-{year}.pdf")


@require_safe
def confirmation_blank(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Form คส.01 to fill in by hand."""
    clinic_year = fetch_clinic_year(request, code, year)
    content = confirmation_pdf(blank_confirmation(clinic_year.year.buddhist_year), digits=digits_of(request))
    return pdf_response(content, f"แบบแจ้งยืนยัน-{year}.pdf")
