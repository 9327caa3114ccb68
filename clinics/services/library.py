"""Writes of the library: documents, versions, publishing, withdrawing (R35)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.files.checking import PDF, CheckedFile
from clinic_project.files.services import store_file
from clinic_project.models import Counter
from clinic_project.thai.dates import format_long
from clinics.models import LibraryDocument, LibraryVersion, Shelf
from clinics.permissions.library import can_add_version, can_keep_library, can_publish, can_withdraw_document
from clinics.services.library_text import index_words

PREFIXES = {Shelf.REGULATION: "REG", Shelf.PRODUCT: "PRD", Shelf.DEBT_GUIDE: "DBT", Shelf.INVESTMENT_GUIDE: "INV"}


@transaction.atomic
def add_document(
    *, shelf: str, title: str, summary: str, audience: str, by: Any, **version_facts: Any
) -> LibraryVersion:
    """A new document with its first version as a draft (``version_facts`` as :func:`add_version`); gives the draft.

    Raises ``NotAllowed`` unless ``by`` is of the central clinic.
    """
    can_keep_library(by).or_raise()
    prefix = PREFIXES[Shelf(shelf)]
    document = LibraryDocument.objects.create(
        code=f"{prefix}-{Counter.next(f'library.{prefix}'):03d}",
        shelf=shelf,
        title=title,
        summary=summary,
        audience=audience,
        created_at=timezone.now(),
        created_by=by,
    )
    audit.record("library.added", document, by=by, detail={"shelf": shelf})
    return add_version(document, by=by, **version_facts)


@transaction.atomic
def edit_document(document: LibraryDocument, *, by: Any, title: str, summary: str, audience: str) -> LibraryDocument:
    """Change what the shelf says of a document; its versions stay as they are. Raises ``NotAllowed``."""
    can_keep_library(by, document).or_raise()
    document.title, document.summary, document.audience = title, summary, audience
    document.save(update_fields=["title", "summary", "audience"])
    for version in document.versions.all():
        index_words(version, document)
    audit.record("library.edited", document, by=by)
    return document


@transaction.atomic
def add_version(
    document: LibraryDocument,
    *,
    upload: CheckedFile,
    effective_from: date,
    by: Any,
    effective_to: date | None = None,
    change_note: str = "",
    keywords: str = "",
) -> LibraryVersion:
    """A new version as a draft. Raises ``NotAllowed``; ``ValidationError`` where its days stand in another's way."""
    locked = LibraryDocument.objects.select_for_update().get(pk=document.pk)
    can_add_version(by, locked).or_raise()
    refuse_overlap(locked, effective_from, effective_to)
    locked.versions_made += 1
    locked.save(update_fields=["versions_made"])
    is_pdf = upload.content_type == PDF
    version = LibraryVersion.objects.create(
        document=locked,
        number=locked.versions_made,
        effective_from=effective_from,
        effective_to=effective_to,
        file=store_file(upload, by=by),
        change_note=change_note,
        keywords=keywords,
        text_state="waiting" if is_pdf else "none",
        page_count=None if is_pdf else 1,
        added_at=timezone.now(),
        added_by=by,
    )
    index_words(version, locked)
    audit.record("library.version_added", version, by=by, detail={"version": version.number})
    return version


@transaction.atomic
def edit_version(
    version: LibraryVersion, *, by: Any, keywords: str, upload: CheckedFile | None = None, **facts: Any
) -> LibraryVersion:
    """Change a draft (``facts``: days and note; ``upload``: another file); of a published version the key words alone.

    Raises ``NotAllowed``; ``ValidationError`` where its days stand in another's way.
    """
    locked = LibraryVersion.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)
    can_keep_library(by, locked.document).or_raise()
    if not locked.is_published:
        for name in ("effective_from", "effective_to", "change_note"):
            if name in facts:
                setattr(locked, name, facts[name])
        refuse_overlap(locked.document, locked.effective_from, locked.effective_to, but=locked)
        if upload is not None:
            _take_file(locked, upload, by)
    locked.keywords = keywords
    locked.save()
    index_words(locked, locked.document)
    audit.record("library.version_edited", locked, by=by, detail={"version": locked.number})
    return locked


def _take_file(version: LibraryVersion, upload: CheckedFile, by: Any) -> None:
    """Another file in place of the draft's first one; its words are read anew."""
    is_pdf = upload.content_type == PDF
    version.file = store_file(upload, by=by)
    version.text_state, version.page_count = ("waiting", None) if is_pdf else ("none", 1)
    version.pages.filter(number__gt=0).delete()


@transaction.atomic
def discard_version(version: LibraryVersion, *, by: Any) -> LibraryDocument:
    """Throw a draft away; its number is given again.

    Raises ``NotAllowed``; ``ValidationError`` when it is out already.
    """
    document = LibraryDocument.objects.select_for_update().get(pk=version.document_id)
    locked = LibraryVersion.objects.select_for_update().get(pk=version.pk)
    can_keep_library(by, document).or_raise()
    if locked.is_published:
        raise ValidationError(_("ฉบับนี้เผยแพร่ไปแล้ว ทิ้งไม่ได้ ถ้าไม่ใช้แล้วให้เผยแพร่ฉบับใหม่หรือถอนเอกสาร"))
    audit.record("library.version_discarded", document, by=by, detail={"version": locked.number})
    locked.delete()
    document.versions_made -= 1
    document.save(update_fields=["versions_made"])
    return document


@transaction.atomic
def publish_version(version: LibraryVersion, *, by: Any) -> LibraryVersion:
    """Publish a draft: the version before it ends the day before this one begins.

    Raises ``NotAllowed`` with the reason; ``ValidationError`` where its days stand in another's way.
    """
    document = LibraryDocument.objects.select_for_update().get(pk=version.document_id)
    locked = LibraryVersion.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)
    can_publish(by, locked).or_raise()
    refuse_overlap(document, locked.effective_from, locked.effective_to, but=locked)
    before = document.versions.published().filter(effective_from__lt=locked.effective_from).order_by("-effective_from")
    previous = before.first()
    if previous is not None and (previous.effective_to is None or previous.effective_to >= locked.effective_from):
        previous.effective_to = locked.day_before()
        previous.save(update_fields=["effective_to"])
    locked.published_at, locked.published_by = timezone.now(), by
    locked.save(update_fields=["published_at", "published_by"])
    audit.record("library.published", locked, by=by, detail={"version": locked.number})
    return locked


def refuse_overlap(
    document: LibraryDocument, begins: date, ends: date | None, *, but: LibraryVersion | None = None
) -> None:
    """A version may take over from the one before it; it may not begin with or reach into a later one.

    Raises ``ValidationError`` at the day that is wrong.
    """
    if ends is not None and ends < begins:
        raise ValidationError({"effective_to": _("วันสิ้นสุดต้องไม่ก่อนวันที่มีผล")})
    others = document.versions.published().exclude(pk=but.pk if but else None)
    later = others.filter(effective_from__gte=begins).order_by("effective_from").first()
    if later is None:
        return
    words = {"n": later.number, "day": format_long(later.effective_from)}
    if later.effective_from == begins:
        raise ValidationError({"effective_from": _("ฉบับที่ %(n)s มีผลตั้งแต่วันเดียวกันนี้แล้ว เลือกวันอื่น") % words})
    if ends is None or ends >= later.effective_from:
        text = _("ฉบับที่ %(n)s มีผลตั้งแต่ %(day)s กรอกวันสิ้นสุดก่อนวันนั้น หรือเลือกวันเริ่มหลังจากนั้น") % words
        raise ValidationError({"effective_to": text})


@transaction.atomic
def withdraw_document(document: LibraryDocument, *, reason: str, by: Any) -> LibraryDocument:
    """Take a document out of the library; links to it open nothing any more. Raises ``NotAllowed``."""
    locked = LibraryDocument.objects.select_for_update().get(pk=document.pk)
    can_withdraw_document(by, locked).or_raise()
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_reason = timezone.now(), by, reason
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record("library.withdrawn", locked, by=by)
    return locked
