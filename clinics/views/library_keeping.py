"""Pages on which central keeps the library: add, change, publish, discard, withdraw (R35)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinics.forms.library import DocumentForm, LibraryReasonForm, NewDocumentForm, VersionForm
from clinics.library_jobs import start_reading
from clinics.models import LibraryVersion
from clinics.permissions.library import can_add_version, can_keep_library, can_publish, can_withdraw_document
from clinics.services import library as services
from clinics.views.library import fetch_document, fetch_version


def _files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


def _to_document(version: LibraryVersion) -> str:
    return version.document.get_absolute_url()


@require_http_methods(["GET", "POST"])
def library_new(request: HttpRequest) -> HttpResponse:
    """A new document with its first version as a draft; its words are read in the background."""
    can_keep_library(request.user).or_raise()
    form = NewDocumentForm(typed(request), _files(request))

    def act(data: dict[str, Any]) -> LibraryVersion:
        version = services.add_document(by=request.user, upload=form.sent, **data)
        start_reading(version, by=request.user)
        return version

    return run_form(
        request,
        form,
        template="clinics/library_new.html",
        act=act,
        success=_to_document,
        message=_("เก็บร่างเอกสารแล้ว ตรวจแฟ้มแล้วกดเผยแพร่"),
    )


@require_http_methods(["GET", "POST"])
def library_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change title, summary and audience of a document."""
    document = fetch_document(request, code)
    can_keep_library(request.user, document).or_raise()
    edit = Edit(request, document, lambda stored, data: DocumentForm(data, document=stored))
    return run_form(
        request,
        edit.form,
        template="clinics/library_edit.html",
        act=lambda data: services.edit_document(document, by=request.user, **data),
        success=lambda done: document.get_absolute_url(),
        message=_("บันทึกข้อมูลเอกสารแล้ว"),
        context={"document": document},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def library_version_new(request: HttpRequest, code: str) -> HttpResponse:
    """A new version of a document as a draft."""
    document = fetch_document(request, code)
    can_add_version(request.user, document).or_raise()
    form = VersionForm(typed(request), _files(request))

    def act(data: dict[str, Any]) -> LibraryVersion:
        version = services.add_version(document, by=request.user, upload=form.sent, **data)  # type: ignore[arg-type]
        start_reading(version, by=request.user)
        return version

    return run_form(
        request,
        form,
        template="clinics/library_version_new.html",
        act=act,
        success=_to_document,
        message=_("เก็บร่างฉบับใหม่แล้ว ตรวจแฟ้มแล้วกดเผยแพร่"),
        context={"document": document},
    )


@require_http_methods(["GET", "POST"])
def library_version_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Change a draft, or the key words of a published version."""
    version = fetch_version(request, code, number)
    can_keep_library(request.user, version.document).or_raise()
    edit = Edit(request, version, lambda stored, data: VersionForm(data, _files(request), version=stored))
    form: Any = edit.form

    def act(data: dict[str, Any]) -> LibraryVersion:
        changed = services.edit_version(version, by=request.user, upload=form.sent, **data)
        start_reading(changed, by=request.user)
        return changed

    return run_form(
        request,
        form,
        template="clinics/library_version_edit.html",
        act=act,
        success=_to_document,
        message=_("บันทึกแล้ว"),
        context={"document": version.document, "version": version},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def library_publish(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Publish a draft; says what will happen before it does."""
    version = fetch_version(request, code, number)
    verdict = can_publish(request.user, version)
    can_keep_library(request.user, version.document).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/library_publish.html",
        act=lambda data: services.publish_version(version, by=request.user),
        success=_to_document,
        message=_("เผยแพร่แล้ว ทุกคนเห็นฉบับนี้ตามวันที่มีผล"),
        context={"version": version, "document": version.document, "verdict": verdict},
    )


@require_http_methods(["GET", "POST"])
def library_discard(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    version = fetch_version(request, code, number)
    can_keep_library(request.user, version.document).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/library_discard.html",
        act=lambda data: services.discard_version(version, by=request.user),
        success=lambda document: document.get_absolute_url(),
        message=_("ทิ้งร่างฉบับนี้แล้ว"),
        context={"version": version, "document": version.document},
    )


@require_http_methods(["GET", "POST"])
def library_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a document out of the library."""
    document = fetch_document(request, code)
    can_keep_library(request.user, document).or_raise()
    return run_form(
        request,
        LibraryReasonForm(typed(request)),
        template="clinics/library_withdraw.html",
        act=lambda data: services.withdraw_document(document, by=request.user, **data),
        success=lambda done: done.get_absolute_url(),
        message=_("ถอนเอกสารแล้ว ลิงก์ที่แบ่งปันไว้ใช้ไม่ได้อีก"),
        context={"document": document, "verdict": can_withdraw_document(request.user, document)},
    )
