"""Writes about outreach: mobile service on an occasion, planned, changed, held, cancelled (R27)."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project import audit, workflow
from clinics.calendar import year_of
from clinics.models import Clinic, OutreachPlan, ProgrammeYear, User
from clinics.permissions.calendar import can_plan_day, can_plan_for

LONGEST = timedelta(days=13)
Facts = dict[str, Any]


def _year(facts: Facts) -> ProgrammeYear:
    if facts["ends_on"] < facts["starts_on"]:
        raise ValidationError({"ends_on": _("วันสุดท้ายต้องไม่ก่อนวันแรก")})
    if facts["ends_on"] - facts["starts_on"] > LONGEST:
        raise ValidationError({"ends_on": _("งานหนึ่งยาวได้ไม่เกิน 14 วัน งานที่ยาวกว่านั้นให้แยกเป็นหลายงาน")})
    year = year_of(facts["starts_on"])
    if year is None:
        raise ValidationError({"starts_on": _("ยังไม่มีปีโครงการของวันที่นี้ แจ้งผู้ดูแลระบบให้ตั้งปีโครงการก่อน")})
    if year_of(facts["ends_on"]) != year:
        raise ValidationError({"ends_on": _("วันแรกและวันสุดท้ายต้องอยู่ในปีเดียวกัน")})
    return year


def _check(clinic: Clinic, facts: Facts, team: Collection[User]) -> ProgrammeYear:
    year = _year(facts)
    if not facts["services"] or set(facts["services"]) - set(OutreachPlan.Service.values):
        raise ValidationError({"services": _("เลือกบริการที่นำไปอย่างน้อยหนึ่งอย่าง")})
    staff = {user.pk for user in User.objects.staff_of(clinic.pk)}
    if not team or any(user.pk not in staff for user in team):
        raise ValidationError({"team": _("เลือกผู้ไปให้บริการจากเจ้าหน้าที่ของคลินิกอย่างน้อยหนึ่งคน")})
    return year


@transaction.atomic
def plan_outreach(clinic: Clinic, *, team: Collection[User], by: Any, **facts: Any) -> OutreachPlan:
    """Plan an outreach: days, ``occasion``, ``title``, ``place``, ``expected`` people, ``services``, ``team``, note.

    Raises ``NotAllowed`` unless ``by`` is head or secretary, ``ValidationError`` by field.
    """
    can_plan_for(by, clinic.pk).or_raise()
    year = _check(clinic, facts, team)
    if facts["ends_on"] < timezone.localdate():
        raise ValidationError({"starts_on": _("วันนี้ผ่านไปแล้ว งานที่ทำไปแล้วให้บันทึกการให้บริการได้เลย")})
    row = OutreachPlan.objects.create(clinic=clinic, year=year, planned_by=by, planned_at=timezone.now(), **facts)
    row.team.set(team)
    audit.record("outreach.planned", row, by=by, reference=clinic.code, detail={"occasion": row.occasion})
    return row


@transaction.atomic
def change_outreach(outreach: OutreachPlan, *, team: Collection[User], by: Any, **facts: Any) -> OutreachPlan:
    """Change a planned outreach. Raises as :func:`plan_outreach`, ``StaleState`` when it is planned no more."""
    can_plan_day(by, outreach).or_raise()
    row = workflow.lock(outreach)
    if row.status != "planned":
        raise workflow.StaleState(row, row.machine.moves["cancel"])
    row.year = _check(row.clinic, facts, team)
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    row.team.set(team)
    audit.record("outreach.changed", row, by=by, reference=row.clinic.code, detail={"fields": changed})
    return row


@transaction.atomic
def move_outreach(outreach: OutreachPlan, move: str, *, by: Any, reason: str = "") -> OutreachPlan:
    """Hold, cancel (with a ``reason``), plan again or undo. Raises ``NotAllowed`` or ``StaleState``."""
    changes: Facts = {}
    if move == "cancel":
        if not reason.strip():
            raise ValidationError({"reason": _("บอกเหตุที่ยกเลิก เพื่อให้คนอื่นตอบผู้จัดงานได้")})
        changes = {"cancelled_by": by, "cancelled_at": timezone.now(), "cancel_reason": reason.strip()}
    elif move == "plan_again":
        changes = {"cancelled_by": None, "cancelled_at": None, "cancel_reason": ""}
        changes |= {"planned_by": by, "planned_at": timezone.now()}
    return workflow.apply(outreach, move, by=by, changes=changes)
