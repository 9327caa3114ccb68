"""Who opened which version of the library, and who says they understood it."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from clinic_project import audit
from clinics.models import LibraryRead, LibraryVersion


@transaction.atomic
def note_opened(version: LibraryVersion, *, by: Any) -> LibraryRead:
    """Note that a person opens a version, before its first byte goes out. Drafts are central's and count no reader."""
    audit.record("library.read", version, by=by, detail={"version": version.number})
    values = {"opened_at": timezone.now()}
    if not version.is_published:
        return LibraryRead(version=version, user=by, **values)
    read, is_first = LibraryRead.objects.get_or_create(version=version, user=by, defaults=values)
    if not is_first:
        LibraryRead.objects.filter(pk=read.pk).update(times=F("times") + 1)
    return read


@transaction.atomic
def confirm_understood(version: LibraryVersion, *, by: Any) -> LibraryRead:
    """Note that a person says they read and understood a published version; said twice it counts once."""
    now = timezone.now()
    read, _is_new = LibraryRead.objects.get_or_create(version=version, user=by, defaults={"opened_at": now})
    if read.understood_at is None:
        read.understood_at = now
        read.save(update_fields=["understood_at"])
        audit.record("library.understood", version, by=by, detail={"version": version.number})
    return read
