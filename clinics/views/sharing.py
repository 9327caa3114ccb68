"""Sharing a document with a member by link or QR code (R28): the clinic's pages, and the public one."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import run_form
from clinic_project.paging import page_of
from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from clinic_project.plain_forms import NothingForm
from clinic_project.public_pages import public_page
from clinic_project.qr import public_address, qr_of
from clinics.documents.share_slip import share_slip_pdf
from clinics.models import ShareLink
from clinics.permissions.library import can_revoke, can_use_shares
from clinics.services import sharing as services
from clinics.services.sharing import ShareUnavailable
from clinics.views.library import fetch_document

NEW_FOR = timedelta(minutes=5)


def _share(request: HttpRequest, pk: int) -> ShareLink:
    can_use_shares(request.user).or_raise()
    found = ShareLink.objects.visible_to(request.user).for_list()
    share: ShareLink = get_object_or_404(found, pk=pk)
    return share


@require_POST
def library_share(request: HttpRequest, code: str) -> HttpResponse:
    """Make a link of the person's clinic to a document, and show its QR code."""
    user: Any = request.user
    document = fetch_document(request, code)
    share = services.share_document(document, clinic=user.clinic, by=user)
    return redirect(share)


@require_safe
def share_list(request: HttpRequest) -> HttpResponse:
    """The links the person's clinics made, newest first."""
    can_use_shares(request.user).or_raise()
    found = ShareLink.objects.visible_to(request.user).for_list()
    page = page_of(request, found, ["-created_at", "-id"])
    return render(request, "clinics/share_list.html", {"page": page, "today": timezone.localdate()})


@require_safe
def share_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A link with its QR code, its words for LINE and how often it was opened."""
    share = _share(request, pk)
    address = public_address(request, share.public_path)
    is_open = share.is_open()
    words = {"title": share.document.title, "clinic": share.clinic.name, "address": address}
    context = {
        "share": share,
        "is_open": is_open,
        "address": address if is_open else "",
        "qr": qr_of(address) if is_open else "",
        "line_text": _("%(title)s จากคลินิกสหกรณ์ %(clinic)s เปิดอ่านได้ที่ %(address)s") % words,
        "revoke": can_revoke(request.user, share),
        "is_new": timezone.now() - share.created_at < NEW_FOR,
    }
    return render(request, "clinics/share_detail.html", context)


@require_safe
def share_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """A slip with the QR code for the counter."""
    share = _share(request, pk)
    address = public_address(request, share.public_path)
    content = share_slip_pdf(share, qr=qr_of(address), address=address, digits=digits_of(request))
    return pdf_response(content, f"คิวอาร์-{share.document.code}.pdf")


@require_http_methods(["GET", "POST"])
def share_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link before its day."""
    share = _share(request, pk)
    can_revoke(request.user, share).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/share_revoke.html",
        act=lambda data: services.revoke_share(share, by=request.user),
        success=lambda done: done.get_absolute_url(),
        message=_("ยกเลิกลิงก์แล้ว ผู้ที่ได้ลิงก์ไปจะเปิดไม่ได้อีก"),
        context={"share": share},
    )


def _closed(request: HttpRequest) -> HttpResponse:
    """One page and one status for a wrong, an ended and an expired link, so that trying links teaches nothing."""
    return render(request, "clinics/shared_closed.html", status=404)


@public_page("shared")
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What a member sees under a link: the document, what it is, whom to ask."""
    try:
        share, version = services.open_share(token)
    except ShareUnavailable:
        return _closed(request)
    context = {"share": share, "version": version, "document": version.document, "clinic": share.clinic}
    return render(request, "clinics/shared.html", context)


@public_page("shared")
@require_safe
def shared_file(request: HttpRequest, token: str) -> HttpResponse:
    """The file in the version in force now; counted once, by its page."""
    try:
        _share_link, version = services.open_share(token, is_counted=False)
    except ShareUnavailable:
        return _closed(request)
    return file_response(version.file)
