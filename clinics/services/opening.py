"""Writes about the year's opening criteria and about telling the members (R5, R15)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinics.models import ClinicYear, OpeningCriterion, OpeningNotice, OrientationRule, ProgrammeYear
from clinics.opening import criteria_of
from clinics.orientation import posts_needed
from clinics.permissions.opening import can_announce_opening, can_edit_criteria


@transaction.atomic
def set_criteria(year: ProgrammeYear, *, required: Sequence[str], posts: Sequence[str], by: Any) -> None:
    """Say which criteria a clinic of the year must meet, and which posts must attend the orientation.

    Raises ``NotAllowed``, or ``ValidationError`` when no post is chosen.
    """
    can_edit_criteria(by).or_raise()
    for criterion in criteria_of(year):
        OpeningCriterion.objects.update_or_create(
            year=year,
            code=criterion.code,
            defaults={"is_required": criterion.code in required, "order": criterion.order},
        )
    _set_posts(year, posts)
    audit.record(
        "opening.criteria", year, by=by, reference=str(year), detail={"required": list(required), "posts": list(posts)}
    )


def _set_posts(year: ProgrammeYear, posts: Sequence[str]) -> None:
    rule = OrientationRule.objects.filter(year=year).first() or OrientationRule(year=year)
    rule.needs_head, rule.needs_secretary, rule.needs_finance = (
        post in posts for post in ("head", "secretary", "finance")
    )
    if not rule.posts():
        raise ValidationError({"posts": _("เลือกอย่างน้อยหนึ่งตำแหน่งที่ต้องเข้ารับการปฐมนิเทศ")})
    rule.save()


@transaction.atomic
def copy_criteria(*, copy_from: ProgrammeYear, year: ProgrammeYear, by: Any) -> None:
    """Take the criteria of another year over into a new one; part of setting a year up."""
    OpeningCriterion.objects.bulk_create(
        OpeningCriterion(year=year, code=row.code, is_required=row.is_required, order=row.order)
        for row in criteria_of(copy_from)
    )
    _set_posts(year, posts_needed(copy_from))


@transaction.atomic
def announce_opening(
    clinic_year: ClinicYear, *, announced_on: date, channels: Sequence[str], text: str, by: Any
) -> OpeningNotice:
    """Note that members were told the clinic is open. Raises ``NotAllowed`` while it is not open."""
    can_announce_opening(by, clinic_year).or_raise()
    known: Mapping[str, Any] = dict(OpeningNotice.Channel.choices)
    if not channels or any(channel not in known for channel in channels):
        raise ValidationError({"channels": _("เลือกช่องทางที่ประกาศอย่างน้อยหนึ่งทาง")})
    if announced_on > timezone.localdate():
        raise ValidationError({"announced_on": _("วันที่ประกาศต้องไม่หลังวันนี้ บันทึกหลังจากประกาศแล้ว")})
    notice = OpeningNotice(
        clinic_year=clinic_year,
        announced_on=announced_on,
        channels=list(channels),
        text=text,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    notice.full_clean()
    notice.save()
    detail = {"channels": list(channels)}
    audit.record("opening.announced", clinic_year, by=by, reference=clinic_year.clinic.code, detail=detail)
    return notice
