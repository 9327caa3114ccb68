"""Keeping the register of breaches."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.models import Counter
from clinic_project.thai.dates import format_datetime_short
from clinic_project.thai.text import normalise
from members.models import Breach
from members.privacy_permissions import can_keep_breaches


@transaction.atomic
def record_breach(*, what: str, known_at: datetime, concerned: str, people: int, measures: str, by: Any) -> Breach:
    """Record a breach; the 72 hours run from ``known_at``. Raises ``ValidationError`` for a moment to come."""
    can_keep_breaches(by).or_raise()
    now = timezone.now()
    if known_at > now:
        raise ValidationError({"known_time": _("เวลาที่ทราบเหตุต้องไม่หลังเวลานี้")})
    year = (timezone.localdate(now).year + 543) % 100
    breach: Breach = Breach.objects.create(
        reference=f"BR-{year:02d}-{Counter.next(f'breach.{year}'):03d}",
        what=normalise(what),
        known_at=known_at,
        concerned=normalise(concerned),
        people=people,
        measures=normalise(measures),
        recorded_at=now,
        recorded_by=by,
    )
    audit.record("breach.recorded", breach, by=by, detail={"count": people})
    return breach


@transaction.atomic
def move_breach(breach: Breach, move: str, *, note: str, by: Any, measures: str = "") -> Breach:
    """Note that the regulator was told and how, or why not; further measures are put under the earlier ones."""
    note, measures, now = normalise(note), normalise(measures), timezone.now()
    if len(note) < 5:
        raise ValidationError({"note": _("เขียนว่าแจ้งอย่างไร หรือเหตุใดจึงไม่ต้องแจ้ง")})
    changes: dict[str, Any] = {"note": note}
    if measures:
        changes["measures"] = f"{breach.measures}\n{format_datetime_short(now)} {measures}"
    if move == "notify":
        changes["notified_at"] = now
    return workflow.apply(breach, move, by=by, changes=changes)
