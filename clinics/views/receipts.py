"""Receipts of an expense: add one, look at one, take one off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import open_move, run_form
from clinic_project.plain_forms import NothingForm
from clinics.forms.budget import ReceiptForm
from clinics.models import Receipt
from clinics.permissions.budget import can_enter
from clinics.services import expenses as services
from clinics.views.budget_fetching import fetch_expense


def _receipt(request: HttpRequest, number: str, pk: int) -> tuple[Any, Receipt]:
    expense = fetch_expense(request, number)
    found = Receipt.objects.visible_to(request.user).filter(expense=expense).in_force()
    return expense, get_object_or_404(found, pk=pk)


@require_safe
def receipt(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The file; ``?show=1`` as a picture in the page."""
    _expense, found = _receipt(request, number, pk)
    return file_response(found.file, as_attachment=request.GET.get("show") != "1")


@require_http_methods(["GET", "HEAD", "POST"])
def receipt_new(request: HttpRequest, number: str) -> HttpResponse:
    """Add a receipt to a draft or a returned expense."""
    expense = fetch_expense(request, number)
    can_enter(request.user, expense).or_raise()
    open_move(request.user, expense, "submit", sent=request.method == "POST")
    return run_form(
        request,
        ReceiptForm(typed(request), request.FILES or None),
        template="clinics/receipt_form.html",
        act=lambda data: services.add_receipt(expense, by=request.user, **data),
        success=lambda done: expense,
        message=_("แนบใบเสร็จแล้ว"),
        context={"expense": expense},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def receipt_remove(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a receipt off, when the wrong one was added."""
    expense, found = _receipt(request, number, pk)
    can_enter(request.user, expense).or_raise()
    open_move(request.user, expense, "submit", sent=request.method == "POST")
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/receipt_remove.html",
        act=lambda data: services.remove_receipt(found, by=request.user),
        success=lambda done: expense,
        message=_("นำใบเสร็จออกแล้ว"),
        context={"expense": expense, "receipt": found},
    )
