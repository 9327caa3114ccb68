"""Writes about the resolutions a year rests on (R1) and its milestones (R36)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinics.models import FOLLOWS, Milestone, ProgrammeYear, YearResolution
from clinics.permissions.years import can_lead_years
from clinics.services.sign_off import drop_signatures


def _noted(kind: str, year: ProgrammeYear, by: Any, **detail: Any) -> None:
    audit.record(f"year.{kind}", year, by=by, reference=str(year), detail=detail)


@transaction.atomic
def save_resolution(
    year: ProgrammeYear, *, by: Any, resolution: YearResolution | None = None, **facts: Any
) -> YearResolution:
    """Add a resolution to a year, or change ``resolution``. Signatures of the paper fall away (R44).

    ``facts``: body, meeting_number (``n/BBBB``), resolved_on, subject, amount (baht or None). Raises ``NotAllowed``, or
    ``ValidationError``.
    """
    can_lead_years(by, year).or_raise()
    row = resolution or YearResolution(year=year)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    _noted("resolution.changed" if resolution else "resolution.added", year, by, resolution=row.pk)
    drop_signatures(year, by=by, reason=_("แก้ไขมติที่โครงการอ้างถึง"))
    return row


@transaction.atomic
def remove_resolution(resolution: YearResolution, *, by: Any) -> None:
    """Take a resolution out of a year. Signatures of the paper fall away. Raises ``NotAllowed``."""
    year = resolution.year
    can_lead_years(by, year).or_raise()
    _noted("resolution.removed", year, by, resolution=resolution.pk)
    resolution.delete()
    drop_signatures(year, by=by, reason=_("แก้ไขมติที่โครงการอ้างถึง"))


@transaction.atomic
def save_milestone(year: ProgrammeYear, *, by: Any, milestone: Milestone | None = None, **facts: Any) -> Milestone:
    """Add a milestone to a year, or change ``milestone``. Signatures of the paper fall away (R44).

    Dates of a kind that follows the year's rules are the year's, whatever is given. Raises ``NotAllowed``, or
    ``ValidationError``.
    """
    can_lead_years(by, year).or_raise()
    row = milestone or Milestone(year=year, order=_next_order(year))
    for name, value in facts.items():
        setattr(row, name, value)
    if row.follows_rules:
        first, last = FOLLOWS[row.kind]
        row.starts_on, row.ends_on = getattr(year, first), getattr(year, last)
    row.full_clean()
    row.save()
    _noted("milestone.changed" if milestone else "milestone.added", year, by, milestone=row.pk)
    drop_signatures(year, by=by, reason=_("แก้ไขปฏิทินของปีโครงการ"))
    return row


def _next_order(year: ProgrammeYear) -> int:
    return max((row.order for row in year.milestones.all()), default=0) + 1


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: Any) -> None:
    """Take a milestone out of a year's calendar. Raises ``NotAllowed``, or ``ValidationError`` once it is done."""
    year = milestone.year
    can_lead_years(by, year).or_raise()
    if milestone.done_on:
        raise ValidationError(_("ขั้นตอนนี้บันทึกว่าทำแล้ว ยกเลิกการบันทึกก่อนแล้วจึงลบ"))
    _noted("milestone.removed", year, by, milestone=milestone.pk)
    milestone.delete()
    drop_signatures(year, by=by, reason=_("แก้ไขปฏิทินของปีโครงการ"))


@transaction.atomic
def mark_milestone(milestone: Milestone, *, by: Any, done_on: date | None) -> Milestone:
    """Note a milestone as done on a day (not in the future), or with None as not done after all.

    Raises ``NotAllowed``, or ``ValidationError``.
    """
    can_lead_years(by, milestone.year).or_raise()
    if done_on and done_on > timezone.localdate():
        raise ValidationError({"done_on": _("วันที่ทำแล้วต้องไม่เป็นวันข้างหน้า")})
    locked: Milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    locked.done_on, locked.done_by = done_on, by if done_on else None
    locked.save(update_fields=["done_on", "done_by"])
    _noted("milestone.done" if done_on else "milestone.undone", milestone.year, by, milestone=locked.pk)
    return locked
