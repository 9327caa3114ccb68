"""Keeping a checked file."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.files.checking import CheckedFile
from clinic_project.files.models import StoredFile


@transaction.atomic
def store_file(checked: CheckedFile, *, by: Any) -> StoredFile:
    """Keep a checked file; call inside the transaction of the record that points to it.

    Raises ``ValidationError`` in Thai when the person has sent more than a day's share. Bytes whose transaction fails
    lie in the storage without a record and are never handed out.
    """
    since = timezone.now() - timedelta(days=1)
    sent = StoredFile.objects.filter(stored_by=by, stored_at__gte=since).aggregate(total=Sum("size"))["total"] or 0
    if sent + len(checked.content) > settings.UPLOAD_MOST_BYTES_A_DAY:
        raise ValidationError(_("วันนี้แนบแฟ้มครบโควตาแล้ว ลองใหม่พรุ่งนี้หรือย่อแฟ้มให้เล็กลง"), code="quota")
    return StoredFile.objects.create(
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        content=ContentFile(checked.content, name=checked.name),
        stored_at=timezone.now(),
        stored_by=by,
    )
