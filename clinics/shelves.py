"""The library as its pages show it: four shelves, on each what is in force, what comes, what a person has not read."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from clinics.models import LibraryDocument, LibraryRead, LibraryVersion, Shelf


@dataclass
class Book:
    """A document on its shelf. ``is_unread``: the person has not opened the version in force."""

    document: LibraryDocument
    version: LibraryVersion | None = None
    coming: LibraryVersion | None = None
    draft: LibraryVersion | None = None
    is_unread: bool = False


@dataclass
class ShelfRow:
    """One of the four libraries."""

    code: str
    label: Any
    books: list[Book] = field(default_factory=list)


def books_of(user: Any) -> list[Book]:
    """The documents that stand, by code. Two queries."""
    documents = LibraryDocument.objects.visible_to(user).standing().order_by("code")
    books = {document.pk: Book(document) for document in documents}
    opened = Exists(LibraryRead.objects.filter(version=OuterRef("pk"), user=user))
    versions = LibraryVersion.objects.visible_to(user).filter(document__withdrawn_at__isnull=True)
    today = timezone.localdate()
    for version in versions.select_related("file").annotate(is_opened=opened).order_by("effective_from"):
        book = books.get(version.document_id)
        if book is None:
            continue
        if not version.is_published:
            book.draft = version
        elif version.is_in_force(today):
            book.version, book.is_unread = version, not version.is_opened
        elif version.is_coming(today) and book.coming is None:
            book.coming = version
    return list(books.values())


def shelf_rows(books: list[Book]) -> list[ShelfRow]:
    """The four libraries with their documents."""
    rows = {code: ShelfRow(code, label) for code, label in Shelf.choices}
    for book in books:
        rows[book.document.shelf].books.append(book)
    return list(rows.values())
