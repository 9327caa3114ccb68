"""Plan what has to be asked again, and record what came of it."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Entry, FollowUp
from cases.permissions import can_be_assigned, can_work
from cases.services.locking import lock_active
from cases.services.timeline import add_entry
from clinic_project import audit
from clinic_project.thai.dates import format_datetime_short, format_long


@transaction.atomic
def plan_follow_up(
    case: Case, *, subject: str, due_on: date, officer: Any, by: Any, now: datetime | None = None
) -> FollowUp:
    """Plan a follow-up for ``officer`` on a day from today on."""
    locked = lock_active(case, by)
    if not subject.strip():
        raise ValidationError({"subject": _("กรอกว่าจะติดตามเรื่องอะไร")})
    if due_on < timezone.localdate(now):
        raise ValidationError({"due_on": _("กำหนดติดตามต้องไม่เป็นวันที่ผ่านมาแล้ว")})
    if not can_be_assigned(officer, locked):
        raise ValidationError({"officer": _("เลือกเจ้าหน้าที่ของคลินิกนี้ที่ไม่มีส่วนได้เสีย")})
    planned: FollowUp = FollowUp.objects.create(
        case=locked, subject=subject.strip()[:200], due_on=due_on, officer=officer
    )
    audit.record("case.follow_up.plan", locked, by=by, detail={"due_on": due_on.isoformat()})
    title = _("นัดติดตาม %(day)s") % {"day": format_long(due_on)}
    add_entry(locked, Entry.Kind.FOLLOW_UP, title, planned.subject, by=by, now=now)
    return planned


@transaction.atomic
def record_follow_up(follow_up: FollowUp, *, result: str, by: Any, now: datetime | None = None) -> FollowUp:
    """Record the result, once. Whoever comes second is told who was first (``ValidationError``)."""
    row: FollowUp = FollowUp.objects.select_for_update(of=("self",)).select_related("case").get(pk=follow_up.pk)
    can_work(by, row.case).or_raise()
    if row.done_at:
        first = {"name": row.done_by, "when": format_datetime_short(row.done_at)}
        raise ValidationError(_("%(name)s บันทึกผลแล้วเมื่อ %(when)s") % first)
    if not result.strip():
        raise ValidationError({"result": _("กรอกผลการติดตาม")})
    row.result, row.done_at, row.done_by = result.strip(), now or timezone.now(), by
    row.save(update_fields=["result", "done_at", "done_by"])
    audit.record("case.follow_up.done", row.case, by=by, detail={"follow_up": row.pk})
    title = _("ติดตามผล: %(subject)s") % {"subject": row.subject}
    add_entry(row.case, Entry.Kind.FOLLOW_UP, title, row.result, by=by, now=now)
    return row
