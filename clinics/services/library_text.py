"""The words of the library's files, kept page by page for the search."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from clinic_project import audit
from clinic_project.pdf.reading import read_pages
from clinic_project.pdf.renderer import PdfError
from clinic_project.thai.excerpts import page_key, plain_page
from clinics.models import LibraryDocument, LibraryPage, LibraryVersion
from clinics.permissions.library import can_keep_library

FEWEST_LETTERS = 40
"""A file with fewer letters than this is a scan: a page number or a stamp is no text."""


def index_words(version: LibraryVersion, document: LibraryDocument) -> None:
    """Page 0: what the version is found by beside its pages. Inside the transaction that changed the words."""
    words = plain_page(f"{document.code} {document.title} {document.summary} {version.keywords} {version.change_note}")
    values = {"text": words, "key": page_key(words)}
    LibraryPage.objects.update_or_create(version=version, number=0, defaults=values)


@transaction.atomic
def keep_text(version: LibraryVersion, *, pages: Sequence[str], by: Any) -> LibraryVersion:
    """Keep the words of a version's pages, in place of what was kept before.

    A file without letters is marked as a scan, which asks for key words. Raises ``NotAllowed``.
    """
    locked = LibraryVersion.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)
    can_keep_library(by, locked.document).or_raise()
    texts = [plain_page(page) for page in pages]
    locked.pages.filter(number__gt=0).delete()
    LibraryPage.objects.bulk_create(
        LibraryPage(version=locked, number=number, text=text, key=page_key(text))
        for number, text in enumerate(texts, 1)
        if text
    )
    is_text = sum(len(text) for text in texts) >= FEWEST_LETTERS
    return _note_state(locked, "read" if is_text else "none", len(texts), by)


@transaction.atomic
def note_unreadable(version: LibraryVersion, *, by: Any) -> LibraryVersion:
    """Note that the file's words could not be read. Raises ``NotAllowed``."""
    can_keep_library(by, version.document).or_raise()
    return _note_state(version, "failed", version.page_count, by)


def _note_state(version: LibraryVersion, state: str, page_count: int | None, by: Any) -> LibraryVersion:
    version.text_state, version.page_count = state, page_count
    version.save(update_fields=["text_state", "page_count"])
    audit.record("library.text", version, by=by, detail={"version": version.number, "state": state})
    return version


def read_text(version: LibraryVersion, *, by: Any) -> LibraryVersion:
    """Read the file in a process of its own and keep its words; run again it does the same."""
    try:
        pages = read_pages(version.file.read())
    except (PdfError, OSError):
        return note_unreadable(version, by=by)
    return keep_text(version, pages=pages, by=by)
