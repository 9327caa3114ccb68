"""Opening a restricted case with a written reason (break-glass, domain.md section 3)."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import BreakGlass, Case, Entry
from cases.permissions import can_break_glass
from cases.services.timeline import add_entry
from clinic_project import audit

SHORTEST_REASON = 10
OPEN_FOR = timedelta(hours=24)


@transaction.atomic
def break_glass(case: Case, *, reason: str, by: Any, now: datetime | None = None) -> BreakGlass:
    """Open reading for 24 hours. The reason stands in the timeline; the secretary and central are shown it."""
    can_break_glass(by, case).or_raise()
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        message = _("เขียนเหตุผลอย่างน้อย %(count)d ตัวอักษร") % {"count": SHORTEST_REASON}
        raise ValidationError({"reason": message})
    now = now or timezone.now()
    audit.record("case.break_glass", case, by=by, detail={"hours": OPEN_FOR.total_seconds() // 3600})
    glass: BreakGlass = BreakGlass.objects.create(case=case, user=by, reason=reason, at=now, until=now + OPEN_FOR)
    add_entry(case, Entry.Kind.ACCESS, _("เปิดอ่านเรื่องปกปิด"), reason, by=by, now=now)
    return glass
