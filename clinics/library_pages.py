"""What the library's pages show."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.models import Announcement, LibraryDocument, LibraryRead, LibraryVersion, Shelf
from clinics.permissions.library import can_add_version, can_keep_library, can_publish, can_share, can_withdraw_document
from clinics.receipts import readers_of, receipts_page
from clinics.shelves import Book, books_of, shelf_rows


def _filters(books: list[Book], shelf: str, show: str) -> list[dict[str, Any]]:
    address = reverse("clinics:library")
    unread = sum(book.is_unread for book in books)
    links = [{"label": _("ทั้งหมด"), "url": address, "current": not shelf and not show, "count": len(books)}]
    for code, label in Shelf.choices:
        count = sum(book.document.shelf == code for book in books)
        links.append({"label": label, "url": f"{address}?shelf={code}", "current": shelf == code, "count": count})
    links.append(
        {"label": _("ยังไม่ได้เปิดอ่าน"), "url": f"{address}?show=unread", "current": show == "unread", "count": unread}
    )
    return links


def library_page(request: HttpRequest) -> dict[str, Any]:
    """The shelves, narrowed to one or to what the person has not opened; withdrawn documents apart."""
    shelf, show = request.GET.get("shelf", ""), request.GET.get("show", "")
    shelf = shelf if shelf in Shelf.values else ""
    show = show if show == "unread" and not shelf else ""
    books = books_of(request.user)
    shown = [book for book in books if (not shelf or book.document.shelf == shelf) and (not show or book.is_unread)]
    rows = [row for row in shelf_rows(shown) if row.books or row.code == shelf or not (shelf or show)]
    withdrawn = LibraryDocument.objects.visible_to(request.user).filter(withdrawn_at__isnull=False)
    return {
        "shelves": rows,
        "filters": _filters(books, shelf, show),
        "is_narrowed": bool(shelf or show),
        "withdrawn": list(withdrawn.order_by("-withdrawn_at")),
        "may_share": request.user.is_clinic_staff,  # type: ignore[union-attr]
    }


def _versions(document: LibraryDocument, user: Any) -> list[LibraryVersion]:
    counts = {"opened": Count("reads"), "understood": Count("reads", filter=Q(reads__understood_at__isnull=False))}
    found = LibraryVersion.objects.visible_to(user).filter(document=document).annotate(**counts)
    return list(found.select_related("file", "published_by", "added_by").order_by("-effective_from", "-number"))


def document_page(document: LibraryDocument, user: Any) -> dict[str, Any]:
    """A document with its versions: today's on top, the coming one announced, the draft for central."""
    versions = _versions(document, user)
    published = [version for version in versions if version.is_published]
    stands = document.withdrawn_at is None
    now = next((version for version in published if stands and version.is_in_force()), None)
    draft = next((version for version in versions if not version.is_published), None)
    announcements = Announcement.objects.visible_to(user).filter(documents=document, published_at__isnull=False)
    return {
        "document": document,
        "now": now,
        "coming": [version for version in reversed(published) if stands and version.is_coming()],
        "versions": published,
        "draft": draft,
        "publish": can_publish(user, draft) if draft else None,
        "mine": LibraryRead.objects.filter(version=now, user=user).first() if now else None,
        "keep": can_keep_library(user, document),
        "add_version": can_add_version(user, document),
        "withdraw": can_withdraw_document(user, document),
        "share": can_share(user, document),
        "share_days": settings.SHARE_LINK_DAYS,
        "announcements": announcements.order_by("-starts_on", "-id")[:5],
    }


def readers_page(version: LibraryVersion, request: HttpRequest) -> dict[str, Any]:
    """Who has opened and understood a version."""
    columns = {"unread": _("ยังไม่ได้เปิด"), "opened": _("เปิดอ่านแล้ว"), "acknowledged": _("ยืนยันว่าเข้าใจ")}
    given = {name: request.GET.get(name, "") for name in ("clinic", "show")}
    page = receipts_page(readers_of(version), columns=columns, **given)
    return {"version": version, "document": version.document, "done_label": _("ยืนยันว่าเข้าใจเมื่อ"), **page}
