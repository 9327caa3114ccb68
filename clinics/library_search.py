"""Full-text search of the library: the words, the page they stand on, what stands around them (R35)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from clinic_project.thai.excerpts import Excerpt, excerpt_of
from clinic_project.thai.text import search_key
from clinics.models import LibraryPage, LibraryVersion

SHORTEST = 2
MOST_VERSIONS = 30
MOST_PAGES = 3
# Pages looked at: a word that stands on every page of every document says nothing anyway.
MOST_ROWS = 200


@dataclass(frozen=True)
class PageHit:
    """A page with the words; number 0: in title, summary or key words."""

    number: int
    excerpt: Excerpt | None


@dataclass
class Found:
    """A version with the words, its first pages that have them, and on how many further pages they stand."""

    version: LibraryVersion
    is_in_force: bool
    pages: list[PageHit] = field(default_factory=list)
    more: int = 0


def pages_matching(user: Any, text: str, *, older: bool = False) -> QuerySet[LibraryPage]:
    """Pages that hold the words, tones and spaces set aside; of versions in force today, or of all (``older``)."""
    key = search_key(text)
    versions = LibraryVersion.objects.visible_to(user)
    versions = versions.published() if older else versions.in_force()
    found = LibraryPage.objects.visible_to(user).filter(version__in=versions)
    return found.filter(key__contains=key) if len(key) >= SHORTEST else found.none()


def search_library(user: Any, text: str, *, older: bool = False) -> list[Found]:
    """Versions with the words: in force first, then by code and number. One query."""
    rows = pages_matching(user, text, older=older).select_related("version__document", "version__file").defer("key")
    rows = rows.order_by("version__document__code", "-version__number", "number")[:MOST_ROWS]
    found = sorted(_grouped(rows, text), key=lambda one: not one.is_in_force)
    return found[:MOST_VERSIONS]


def _grouped(rows: Iterable[LibraryPage], text: str) -> list[Found]:
    today = timezone.localdate()
    found: dict[int, Found] = {}
    for row in rows:
        version = row.version
        if version.pk not in found:
            stands = version.is_in_force(today) and version.document.withdrawn_at is None
            found[version.pk] = Found(version, stands)
        group = found[version.pk]
        if len(group.pages) < MOST_PAGES:
            group.pages.append(PageHit(row.number, excerpt_of(row.text, text)))
        else:
            group.more += 1
    return list(found.values())
