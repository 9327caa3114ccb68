"""Recording follow-ups of clinics and the clinics' answers (R20)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinics.models import ClinicYear
from evaluations.models import MonitoringVisit
from evaluations.visit_permissions import can_change_visit, can_record_visit, can_reply_to_visit


def _check(clinic_year: ClinicYear, visited_on: date, next_on: date | None) -> None:
    if visited_on > timezone.localdate():
        raise ValidationError({"visited_on": _("วันที่ติดตามต้องไม่หลังวันนี้")})
    if visited_on.year != clinic_year.year.gregorian_year:
        year = clinic_year.year.buddhist_year
        raise ValidationError({"visited_on": _("วันที่ติดตามต้องอยู่ในปี %(year)s") % {"year": year}})
    if next_on and next_on <= visited_on:
        raise ValidationError({"next_on": _("ครั้งต่อไปต้องหลังวันที่ติดตามครั้งนี้")})


@transaction.atomic
def record_visit(
    clinic_year: ClinicYear, *, visited_on: date, next_on: date | None, by: Any, **facts: Any
) -> MonitoringVisit:
    """Record a follow-up: ``mode``, ``visitors``, ``findings``, ``advice``. Raises ``ValidationError`` in Thai."""
    can_record_visit(by).or_raise()
    _check(clinic_year, visited_on, next_on)
    visit: MonitoringVisit = MonitoringVisit.objects.create(
        clinic_year=clinic_year,
        visited_on=visited_on,
        next_on=next_on,
        recorded_at=timezone.now(),
        recorded_by=by,
        **facts,
    )
    audit.record("visit.recorded", visit, by=by, reference=str(clinic_year), detail={"mode": visit.mode})
    return visit


@transaction.atomic
def change_visit(visit: MonitoringVisit, *, visited_on: date, next_on: date | None, by: Any, **facts: Any) -> Any:
    """Mend a record. Raises ``NotAllowed`` once the clinic has answered, ``ValidationError`` as recording does."""
    locked: MonitoringVisit = MonitoringVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    can_change_visit(by, locked).or_raise()
    _check(locked.clinic_year, visited_on, next_on)
    locked.visited_on, locked.next_on = visited_on, next_on
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.save()
    audit.record("visit.changed", locked, by=by, reference=str(locked.clinic_year))
    return locked


@transaction.atomic
def reply_to_visit(visit: MonitoringVisit, *, reply: str, by: Any) -> MonitoringVisit:
    """Say what the clinic did about the advice. A later answer replaces the earlier one; both are events."""
    locked: MonitoringVisit = MonitoringVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    can_reply_to_visit(by, locked).or_raise()
    locked.reply, locked.replied_at, locked.replied_by = reply, timezone.now(), by
    locked.save(update_fields=["reply", "replied_at", "replied_by"])
    audit.record("visit.replied", locked, by=by, reference=str(locked.clinic_year))
    return locked
