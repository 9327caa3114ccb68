"""Writes of announcements: drafting, publishing, revising, withdrawing (R17)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file
from clinic_project.models import Counter
from clinic_project.thai.text import search_key
from clinics.calendar import work_calendar
from clinics.models import Announcement, AnnouncementFile, AnnouncementReceipt, AnnouncementRevision
from clinics.permissions.announcements import can_announce, can_edit_announcement

MOST_FILES = 10
_FIELDS = ("title", "text", "level", "audience", "starts_on", "ends_on", "needs_ack", "ack_days")


@transaction.atomic
def draft_announcement(
    *,
    by: Any,
    clinics: Iterable[Any] = (),
    documents: Iterable[Any] = (),
    uploads: Iterable[CheckedFile] = (),
    **facts: Any,
) -> Announcement:
    """Begin an announcement. ``facts`` names its fields; ``ack_days`` counts working days.

    Raises ``NotAllowed`` unless ``by`` is of the central clinic, ``ValidationError`` in Thai.
    """
    can_announce(by).or_raise()
    announcement = Announcement(created_at=timezone.now(), created_by=by)
    _fill(announcement, facts)
    announcement.save()
    _link(announcement, clinics, documents)
    _attach(announcement, uploads, by=by)
    audit.record("announcement.drafted", announcement, by=by)
    return announcement


@transaction.atomic
def edit_announcement(
    announcement: Announcement,
    *,
    by: Any,
    clinics: Iterable[Any] = (),
    documents: Iterable[Any] = (),
    uploads: Iterable[CheckedFile] = (),
    removed: Iterable[AnnouncementFile] = (),
    change_note: str = "",
    **facts: Any,
) -> Announcement:
    """Change an announcement. What is published becomes a new revision, which everybody reads and acknowledges anew.

    Raises ``NotAllowed``; ``ValidationError`` where a published one is changed without saying what.
    """
    locked = workflow.lock(announcement)
    can_edit_announcement(by, locked).or_raise()
    if locked.is_published and not change_note:
        raise ValidationError({"change_note": _("บอกผู้อ่านสั้น ๆ ว่าแก้ไขอะไร")})
    _fill(locked, facts)
    if locked.is_published:
        locked.revision += 1
        locked.revised_at = timezone.now()
        locked.ack_due = _due_of(locked)
    locked.save()
    _link(locked, clinics, documents)
    for attached in removed:
        locked.files.filter(pk=attached.pk).delete()
    _attach(locked, uploads, by=by)
    if locked.is_published:
        _keep_revision(locked, change_note, by)
    audit.record("announcement.edited", locked, by=by, detail={"revision": locked.revision})
    return locked


def _fill(announcement: Announcement, facts: Mapping[str, Any]) -> None:
    for name in _FIELDS:
        if name in facts:
            setattr(announcement, name, facts[name])
    if not announcement.needs_ack:
        announcement.ack_days = announcement.ack_due = None
    announcement.search_key = search_key(f"{announcement.number} {announcement.title} {announcement.text}")
    announcement.clean_fields(exclude=["created_by"])
    announcement.validate_constraints()


def _link(announcement: Announcement, clinics: Iterable[Any], documents: Iterable[Any]) -> None:
    is_chosen = announcement.audience == Announcement.Audience.CHOSEN_CLINICS
    announcement.clinics.set(clinics if is_chosen else [])
    announcement.documents.set(documents)


def _attach(announcement: Announcement, uploads: Iterable[CheckedFile], *, by: Any) -> None:
    uploads = list(uploads)
    if announcement.files.count() + len(uploads) > MOST_FILES:
        raise ValidationError({"uploads": _("แนบแฟ้มได้ไม่เกิน %(most)d แฟ้ม เอาแฟ้มเดิมออกก่อน") % {"most": MOST_FILES}})
    for upload in uploads:
        AnnouncementFile.objects.create(announcement=announcement, file=store_file(upload, by=by))


def _due_of(announcement: Announcement) -> Any:
    """The last day to acknowledge: so many working days after today, or after the first day if that comes later."""
    if not announcement.needs_ack:
        return None
    begins = max(timezone.localdate(), announcement.starts_on)
    return work_calendar().add_working_days(begins, announcement.ack_days or 1)


def _keep_revision(announcement: Announcement, change_note: str, by: Any) -> None:
    AnnouncementRevision.objects.create(
        announcement=announcement,
        number=announcement.revision,
        title=announcement.title,
        text=announcement.text,
        change_note=change_note,
        at=timezone.now(),
        by=by,
    )
    # Who wrote it knows it.
    now = timezone.now()
    AnnouncementReceipt.objects.create(
        announcement=announcement, revision=announcement.revision, user=by, opened_at=now, acknowledged_at=now
    )


@transaction.atomic
def publish_announcement(announcement: Announcement, *, by: Any) -> Announcement:
    """Publish a draft under the next number of the year (``3/2569``). Raises ``NotAllowed`` or ``StaleState``."""
    now = timezone.now()
    # The move is checked before a number is taken, under the same lock.
    locked = workflow.lock(announcement)
    year = timezone.localdate(now).year + 543
    changes: dict[str, Any] = {"published_at": now, "published_by": by, "ack_due": _due_of(locked)}
    if locked.status == "draft":
        changes["number"] = f"{Counter.next(f'announcement.{year}')}/{year}"
        changes["search_key"] = search_key(f"{changes['number']} {locked.title} {locked.text}")
    moved = workflow.apply(locked, "publish", by=by, changes=changes)
    _keep_revision(moved, "", by)
    return moved


@transaction.atomic
def withdraw_announcement(announcement: Announcement, *, reason: str, by: Any) -> Announcement:
    """Take an announcement back: nobody is asked to read or acknowledge it any more. Raises as ``apply``."""
    changes = {"withdrawn_at": timezone.now(), "withdrawn_by": by, "withdrawn_reason": reason}
    return workflow.apply(announcement, "withdraw", by=by, changes=changes)


@transaction.atomic
def note_read(announcement: Announcement, *, by: Any) -> AnnouncementReceipt | None:
    """Note that a person opened the newest revision; None for a draft. The first opening is an event."""
    if announcement.published_at is None:
        return None
    mark = {"announcement": announcement, "revision": announcement.revision, "user": by}
    receipt, is_first = AnnouncementReceipt.objects.get_or_create(**mark, defaults={"opened_at": timezone.now()})
    if is_first:
        audit.record("announcement.read", announcement, by=by, detail={"revision": announcement.revision})
    return receipt


@transaction.atomic
def acknowledge(announcement: Announcement, *, revision: int, by: Any) -> AnnouncementReceipt:
    """Note that a person acknowledges a revision; said twice it counts once.

    Raises ``ValidationError`` where there is nothing to acknowledge, or the text was changed since it was read.
    """
    locked = workflow.lock(announcement)
    if not locked.is_published or not locked.needs_ack:
        raise ValidationError(_("ประกาศนี้ไม่ต้องกดรับทราบแล้ว"))
    if revision != locked.revision:
        raise ValidationError(_("ประกาศนี้เพิ่งแก้ไข อ่านข้อความใหม่ด้านล่างแล้วกดรับทราบอีกครั้ง"))
    now = timezone.now()
    mark = {"announcement": locked, "revision": locked.revision, "user": by}
    receipt, _is_new = AnnouncementReceipt.objects.get_or_create(**mark, defaults={"opened_at": now})
    if receipt.acknowledged_at is None:
        receipt.acknowledged_at = now
        receipt.save(update_fields=["acknowledged_at"])
        audit.record("announcement.acknowledged", locked, by=by, detail={"revision": locked.revision})
    return receipt
