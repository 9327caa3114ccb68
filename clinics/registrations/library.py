"""What the library hangs into the frame: menu, search inside files, what is new, a clinic's shares of the month."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import Change, Hit, NavEntry, Results, registry
from clinic_project.searching import MOST_COUNTED
from clinic_project.thai.dates import format_long
from clinics import library_jobs
from clinics.library_search import Found, search_library
from clinics.models import LibraryVersion, ShareLink

MOST_CHANGES = 20


def _signed_in(user: Any) -> bool:
    return bool(user.seats or user.is_staff)


def _hit(found: Found, text: str) -> Hit:
    version, page = found.version, found.pages[0]
    excerpt = page.excerpt
    words = f"{excerpt.before}{excerpt.words}{excerpt.after}" if excerpt else ""
    place = _("หน้า %(n)s: %(words)s") % {"n": page.number, "words": words} if page.number else version.document.summary
    detail = f"{version.document.get_shelf_display()} · {place}" if place else version.document.get_shelf_display()
    is_exact = version.document.code == text.strip().upper()
    return Hit(version.document.title, detail, version.document.get_absolute_url(), is_exact=is_exact)


def search(user: Any, text: str, most: int) -> Results | None:
    """Documents in force today that hold the words, in title or on a page."""
    found = search_library(user, text)
    if not found:
        return None
    more = f"{reverse('clinics:library')}?{urlencode({'q': text})}"
    hits = [_hit(one, text) for one in found[:most]]
    return Results(_("คลังเอกสาร"), hits, min(len(found), MOST_COUNTED + 1), more_url=more)


def changes(user: Any, since: datetime) -> Iterator[Change]:
    """Versions that others published; of several of one document the newest."""
    seen = set()
    for version in LibraryVersion.objects.visible_to(user).published_since(since, but=user)[:MOST_CHANGES]:
        if version.document_id in seen or version.published_at is None:
            continue
        seen.add(version.document_id)
        words = {"n": version.number, "day": format_long(version.effective_from)}
        detail = _("คลังเอกสาร: ฉบับที่ %(n)s มีผลตั้งแต่ %(day)s") % words
        document = version.document
        yield Change(version.published_at, document.title, detail, document.get_absolute_url(), document.code)


def clinic_panel(user: Any, clinic_year: Any) -> dict[str, Any] | None:
    """How many documents the clinic shared with members this month (R28). One query."""
    if not user.is_clinic_staff:
        return None
    month = timezone.localdate().replace(day=1)
    shared = ShareLink.objects.visible_to(user).made_in(clinic_year.clinic_id, month).count()
    return {"template": "clinics/panels/shares.html", "shared": shared, "month": month}


def register() -> None:
    """Called once, when the apps are ready."""
    label = gettext_lazy("คลังเอกสาร")
    short = gettext_lazy("เอกสาร")
    registry.nav.append(NavEntry(61, label, "clinics:library", _signed_in, icon="library", key="g b", short=short))
    registry.searches.append((75, search))
    registry.changes.append(changes)
    registry.clinic_panels.append((60, clinic_panel))
    registry.lists |= {"clinics:library", "clinics:share_list"}
    registry.places |= {"clinics:library_document": label, "clinics:share_detail": gettext_lazy("ลิงก์แบ่งปันเอกสาร")}
    registry.form_names |= {
        "clinics:library_new": gettext_lazy("เพิ่มเอกสารในคลัง"),
        "clinics:library_edit": gettext_lazy("แก้ไขข้อมูลเอกสาร"),
        "clinics:library_version_new": gettext_lazy("เพิ่มฉบับใหม่ของเอกสาร"),
        "clinics:library_version_edit": gettext_lazy("แก้ไขฉบับของเอกสาร"),
        "clinics:library_withdraw": gettext_lazy("ถอนเอกสาร"),
    }
    registry.event_kinds |= {
        "library.added": gettext_lazy("เพิ่มเอกสารในคลัง"),
        "library.edited": gettext_lazy("แก้ไขข้อมูลเอกสารในคลัง"),
        "library.version_added": gettext_lazy("เพิ่มฉบับของเอกสาร"),
        "library.version_edited": gettext_lazy("แก้ไขฉบับของเอกสาร"),
        "library.version_discarded": gettext_lazy("ทิ้งร่างฉบับของเอกสาร"),
        "library.published": gettext_lazy("เผยแพร่ฉบับของเอกสาร"),
        "library.withdrawn": gettext_lazy("ถอนเอกสารจากคลัง"),
        "library.text": gettext_lazy("อ่านข้อความในแฟ้มเอกสาร"),
        "library.read": gettext_lazy("เปิดเอกสารในคลัง"),
        "library.understood": gettext_lazy("ยืนยันว่าอ่านและเข้าใจเอกสาร"),
        "share.made": gettext_lazy("แบ่งปันเอกสารให้สมาชิก"),
        "share.revoked": gettext_lazy("ยกเลิกลิงก์แบ่งปัน"),
    }
    library_jobs.register_kinds()
