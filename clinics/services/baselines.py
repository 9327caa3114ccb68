"""Writes about the baseline figures of a clinic's area (R37)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinics.models import Baseline, ClinicYear
from clinics.permissions.baselines import can_fill_baseline


@transaction.atomic
def save_baseline(clinic_year: ClinicYear, *, moment: str, by: Any, **facts: Any) -> Baseline:
    """Keep a clinic's figures of the start or the end of the year as a draft.

    Raises ``NotAllowed`` for who may not or when they were submitted, ``ValidationError`` at the fields.
    """
    workflow.lock(clinic_year)
    can_fill_baseline(by, clinic_year, moment).or_raise()
    found = Baseline.objects.filter(clinic_year=clinic_year, moment=moment).first()
    baseline = found or Baseline(clinic_year=clinic_year, moment=moment)
    for name, value in facts.items():
        setattr(baseline, name, value)
    _refuse_wrong_order(baseline)
    baseline.filled_at, baseline.filled_by = timezone.now(), by
    baseline.full_clean()
    baseline.save()
    audit.record("baseline.saved", baseline, by=by, reference=clinic_year.clinic.code, detail={"moment": moment})
    return baseline


def _refuse_wrong_order(baseline: Baseline) -> None:
    """The end is counted after the start."""
    days = dict(baseline.clinic_year.baselines.values_list("moment", "counted_on"))
    days[baseline.moment] = baseline.counted_on
    start, end = days.get("start"), days.get("end")
    if start and end and end <= start:
        raise ValidationError({"counted_on": _("วันที่ของข้อมูลสิ้นปีต้องหลังวันที่ของข้อมูลต้นปี")})


@transaction.atomic
def submit_baseline(baseline: Baseline, *, by: Any) -> Baseline:
    """Send the figures. Raises ``NotAllowed`` while something is not filled in."""
    changes = {"submitted_at": timezone.now(), "submitted_by": by, "return_reason": ""}
    return workflow.apply(baseline, "submit", by=by, changes=changes, detail={"moment": baseline.moment})


@transaction.atomic
def return_baseline(baseline: Baseline, *, reason: str, by: Any) -> Baseline:
    """Give the figures back to the clinic to be put right, with what is wrong."""
    changes = {"submitted_at": None, "submitted_by": None, "return_reason": reason}
    return workflow.apply(baseline, "return", by=by, changes=changes, detail={"moment": baseline.moment})
