"""Files and records of the library, of shares and of announcements, made by the real services."""

import io
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from PIL import Image

from clinic_project.files.checking import CheckedFile
from clinic_project.pdf.documents import render_document
from clinics.models import Announcement, LibraryVersion, User
from clinics.services import announcements, library
from clinics.services.library_text import keep_text

PDF, PNG = "application/pdf", "image/png"
PAGES = ("ระเบียบว่าด้วยการค้ำประกันเงินกู้ ผู้กู้ต้องชำระหนี้ให้ตรงงวด", "หมวด ๒ การพักชำระหนี้ ข้อ ๑๒ สมาชิกที่เจ็บป่วยขอพักชำระหนี้ได้")


def person(username: str) -> User:
    """One of the cast."""
    return User.objects.get(username=username)


def small_pdf(name: str = "ระเบียบ.pdf") -> CheckedFile:
    """The smallest file that is a PDF without words, as a scan is."""
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return CheckedFile(name, out.getvalue(), PDF)


def written_pdf(*pages: str) -> bytes:
    """A PDF with a page for each text, as our own renderer draws it."""
    lines = [(n, page) for n, page in enumerate(pages)]
    return render_document(
        "clinics/pdf/library_demo.html", {"pages": lines, "name": "ระเบียบทดสอบ"}, title="ระเบียบทดสอบ"
    )


def picture(name: str = "แผ่นพับ.png") -> CheckedFile:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return CheckedFile(name, out.getvalue(), PNG)


def make_version(
    *, pages: tuple[str, ...] = PAGES, published: bool = True, begins: date | None = None, **facts: Any
) -> LibraryVersion:
    """A document with one version whose words were read; published unless told otherwise."""
    by = person("head.cen")
    given: dict[str, Any] = {
        "shelf": "regulation",
        "title": "ระเบียบว่าด้วยเงินกู้",
        "summary": "ใครกู้ได้ เท่าไร",
        "audience": "members",
        "upload": small_pdf(),
        "effective_from": begins or timezone.localdate() - timedelta(days=100),
        **facts,
    }
    version = library.add_document(by=by, **given)
    version = keep_text(version, pages=pages, by=by)
    return library.publish_version(version, by=by) if published else version


def next_version(version: LibraryVersion, begins: date, *, published: bool = True, **facts: Any) -> LibraryVersion:
    """Another version of the same document."""
    by = person("head.cen")
    pages = facts.pop("pages", ("ฉบับใหม่ เพิ่มเรื่องการขยายงวดชำระและการรวมหนี้",))
    added = library.add_version(version.document, upload=small_pdf(), effective_from=begins, by=by, **facts)
    added = keep_text(added, pages=pages, by=by)
    return library.publish_version(added, by=by) if published else added


def make_announcement(*, published: bool = True, **facts: Any) -> Announcement:
    """An announcement to all clinics, published unless told otherwise."""
    by = person("head.cen")
    given: dict[str, Any] = {
        "title": "ส่งแผนวันให้บริการ",
        "text": "ขอให้ทุกคลินิกวางแผนวันให้บริการเดือนหน้าให้ครบสองวัน",
        "level": "important",
        "audience": "all_clinics",
        "starts_on": timezone.localdate(),
        "needs_ack": False,
        "ack_days": None,
        **facts,
    }
    made = announcements.draft_announcement(by=by, **given)
    return announcements.publish_announcement(made, by=by) if published else made
