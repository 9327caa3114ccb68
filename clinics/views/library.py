"""Reading pages of the library (R35): the shelves with their search, a document, a file, who has read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.searching import LONGEST_TEXT
from clinic_project.thai.text import normalise
from clinics.library_pages import document_page, library_page, readers_page
from clinics.library_search import search_library
from clinics.models import LibraryDocument, LibraryVersion
from clinics.permissions.library import can_keep_library
from clinics.services.library_reads import confirm_understood, note_opened


def fetch_document(request: HttpRequest, code: str) -> LibraryDocument:
    """The document, within this person's scope. Raises ``Http404``."""
    found: LibraryDocument = get_object_or_404(LibraryDocument.objects.visible_to(request.user), code=code.upper())
    return found


def fetch_version(request: HttpRequest, code: str, number: int) -> LibraryVersion:
    """The version with its document and file, within this person's scope. Raises ``Http404``."""
    versions = LibraryVersion.objects.visible_to(request.user).select_related("document", "file")
    found: LibraryVersion = get_object_or_404(versions, document__code=code.upper(), number=number)
    return found


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The four shelves; with ``?q=`` the pages that hold the words, ``?older=1`` in earlier versions too."""
    text = normalise(request.GET.get("q", ""))[:LONGEST_TEXT]
    older = request.GET.get("older") == "1"
    context: dict[str, Any] = {"q": text, "older": older, "keep": can_keep_library(request.user)}
    if text:
        found = search_library(request.user, text, older=older)
        return render(request, "clinics/library_found.html", {**context, "found": found})
    return render(request, "clinics/library.html", {**context, **library_page(request)})


@require_safe
def library_document(request: HttpRequest, code: str) -> HttpResponse:
    """A document: what is in force, what comes, what was; who has read it, for central."""
    return render(request, "clinics/library_document.html", document_page(fetch_document(request, code), request.user))


@require_safe
def library_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The file of a version; opening it is noted before the first byte goes out."""
    version = fetch_version(request, code, number)
    note_opened(version, by=request.user)
    return file_response(version.file)


@require_http_methods(["GET", "POST"])
def library_understood(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say that one has read and understood a version."""
    version = fetch_version(request, code, number)
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/library_understood.html",
        act=lambda data: confirm_understood(version, by=request.user),
        success=lambda read: version.document.get_absolute_url(),
        message=_("บันทึกว่าคุณอ่านและเข้าใจเอกสารนี้แล้ว"),
        context={"version": version, "document": version.document},
    )


@require_safe
def library_readers(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Who has opened a version and who has not, clinic by clinic; for central."""
    version = fetch_version(request, code, number)
    can_keep_library(request.user, version.document).or_raise()
    return render(request, "clinics/library_readers.html", readers_page(version, request))
