"""Handing a document to a member by link or QR code (R28). Of who opens it nothing is kept but a count."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinics.models import Clinic, LibraryDocument, LibraryVersion, ShareLink
from clinics.permissions.library import can_revoke, can_share


class ShareUnavailable(Exception):
    """The link is wrong, ended, past its day, or its document is gone; which of these is never told."""


@transaction.atomic
def share_document(document: LibraryDocument, *, clinic: Clinic, by: Any) -> ShareLink:
    """A link of a clinic to a document, good for ``settings.SHARE_LINK_DAYS`` days.

    Raises ``NotAllowed``; ``ValidationError`` where no version is in force today.
    """
    can_share(by, document).or_raise()
    version = LibraryVersion.objects.in_force().filter(document=document).first()
    if version is None:
        raise ValidationError(_("เอกสารนี้ยังไม่มีฉบับที่มีผลในวันนี้ จึงยังแบ่งปันไม่ได้"))
    share = ShareLink.objects.create(
        document=document,
        version=version,
        clinic=clinic,
        created_at=timezone.now(),
        created_by=by,
        expires_on=timezone.localdate() + timedelta(days=settings.SHARE_LINK_DAYS),
    )
    audit.record("share.made", share, by=by, detail={"version": version.number, "clinic": clinic.code})
    return share


@transaction.atomic
def revoke_share(share: ShareLink, *, by: Any) -> ShareLink:
    """End a link before its day. Raises ``NotAllowed``."""
    locked = ShareLink.objects.select_for_update(of=("self",)).select_related("document").get(pk=share.pk)
    can_revoke(by, locked).or_raise()
    locked.revoked_at, locked.revoked_by = timezone.now(), by
    locked.save(update_fields=["revoked_at", "revoked_by"])
    audit.record("share.revoked", locked, by=by)
    return locked


def open_share(token: str, *, is_counted: bool = True) -> tuple[ShareLink, LibraryVersion]:
    """What a token opens today: the link and the version in force now. Counts the opening, and nothing else of it.

    Raises :class:`ShareUnavailable` for anything else.
    """
    share = ShareLink.objects.select_related("document", "clinic").filter(token=token).first()
    if share is None or not share.is_open():
        raise ShareUnavailable
    in_force = LibraryVersion.objects.in_force().select_related("document", "file")
    version = in_force.filter(document=share.document_id).first()
    if version is None:
        raise ShareUnavailable
    if is_counted:
        ShareLink.objects.filter(pk=share.pk).update(opened_count=F("opened_count") + 1)
    return share, version
