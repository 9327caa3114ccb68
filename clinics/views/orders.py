"""The appointment order (คส.02): draft, issue, and the paper as issued."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.issuing import documents_of
from clinic_project.pdf.documents import Digits, PdfError, pdf_response
from clinic_project.pdf.requests import digits_of
from clinics.documents import appointment_order as document
from clinics.forms.orders import OrderForm
from clinics.models import ClinicYear
from clinics.permissions.appointments import can_issue_order
from clinics.posts import day_in
from clinics.services import orders
from clinics.views.fetching import fetch_clinic_year
from clinics.views.staff import staff_url


def _usual(clinic_year: ClinicYear) -> dict[str, Any]:
    """What an order says unless somebody decides otherwise: signed by the chair of the board."""
    day = day_in(clinic_year, timezone.localdate())
    return {
        "effective_on": day,
        "ordered_on": timezone.localdate(),
        "grounds": document.usual_grounds(clinic_year),
        "signer_name": orders.usual_signer(),
        "signer_position": str(_("ประธานกรรมการดำเนินการ")),
    }


def _draft(request: HttpRequest, clinic_year: ClinicYear, words: document.Words, digits: Digits) -> HttpResponse:
    """The next order as it would be, without a number; failing that the form's page says why."""
    before = orders.order_in_force(clinic_year)
    staff = orders.staff_on(clinic_year, words.effective_on)
    paper = document.paper_of(clinic_year, staff, words, replaces=orders.replaced_words(before))
    try:
        content = document.render(clinic_year, paper, digits=digits)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(staff_url(clinic_year))
    return pdf_response(content, f"appointment-order-draft-{clinic_year.clinic.code}.pdf")


@require_safe
def appointment_order(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The order in force as it was issued; before that, or with ``?preview=1``, the draft of the next one."""
    clinic_year = fetch_clinic_year(request, code, year)
    order = orders.order_in_force(clinic_year)
    if order is None or request.GET.get("preview"):
        return _draft(request, clinic_year, document.Words(**_usual(clinic_year)), digits_of(request))
    issued = documents_of(clinic_year, orders.KIND).get(pk=order.document_id)
    audit.record("document.read", issued, by=request.user, reference=issued.serial)
    return pdf_response(bytes(issued.content), f"{issued.serial}.pdf")


@require_http_methods(["GET", "POST"])
def order_issue(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Write the order's words, look at the draft, and issue it with the next number."""
    clinic_year = fetch_clinic_year(request, code, year)
    can_issue_order(request.user, clinic_year).or_raise()
    form = OrderForm(typed(request), initial={**_usual(clinic_year), "digits": "thai"})
    if request.method == "POST" and request.POST.get("do") == "preview" and form.is_valid():
        return _draft(request, clinic_year, **form.cleaned_data)
    return run_form(
        request,
        form,
        template="clinics/order_issue.html",
        act=lambda data: orders.issue_order(clinic_year, by=request.user, **data),
        success=lambda order: staff_url(clinic_year),
        message=_("ออกคำสั่งแต่งตั้งแล้ว"),
        context={"clinic_year": clinic_year, "before": orders.order_in_force(clinic_year)},
    )
