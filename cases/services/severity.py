"""Deciding how grave a case is (counselling.md, triage)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Entry
from cases.services.figures import triage_of
from cases.services.locking import lock_active
from cases.services.timeline import add_entry
from clinic_project import audit

SEVERITY_ORDER = [choice.value for choice in Case.Severity]


def _check_reason(case: Case, severity: str, reason: str) -> None:
    """Going below what was decided before, or below what the figures suggest, needs a reason (counselling.md)."""
    if reason:
        return
    order = SEVERITY_ORDER.index
    if order(severity) < order(case.severity):
        raise ValidationError({"reason": _("การลดระดับต้องบอกเหตุผล")})
    suggested = triage_of(case).level
    if order(severity) < order(suggested):
        label = Case.Severity(suggested).label
        raise ValidationError({"reason": _("ต่ำกว่าที่ระบบแนะนำ (%(level)s) ต้องบอกเหตุผล") % {"level": label}})


@transaction.atomic
def set_severity(case: Case, *, severity: str, reason: str = "", by: Any, now: datetime | None = None) -> Case:
    """Decide the severity, also that it stays what it was taken for. Raising is free up to what the figures suggest.

    Raises ``ValidationError`` by field where a reason is missing (counselling.md, triage).
    """
    locked, now, reason = lock_active(case, by), now or timezone.now(), reason.strip()
    if severity not in SEVERITY_ORDER:
        raise ValidationError({"severity": _("เลือกระดับจากรายการ")})
    _check_reason(locked, severity, reason)
    before, was_decided = locked.severity, locked.is_severity_decided
    if was_decided and (severity, reason) == (before, locked.severity_reason):
        return locked
    locked.severity, locked.severity_reason = severity, reason
    locked.severity_decided_at, locked.severity_decided_by = now, by
    locked.save(update_fields=["severity", "severity_reason", "severity_decided_at", "severity_decided_by"])
    audit.record("case.severity", locked, by=by, detail={"from": before, "to": severity})
    labels = dict(Case.Severity.choices)
    words = _("ระดับ: %(before)s → %(after)s") if was_decided or severity != before else _("ตัดสินระดับ: %(after)s")
    title = words % {"before": labels[before], "after": labels[severity]}
    add_entry(locked, Entry.Kind.SEVERITY, title, reason, by=by, now=now)
    return locked
