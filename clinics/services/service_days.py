"""Writes about service days: planned one by one or as a series, changed, held, cancelled (R25, R26)."""

from collections.abc import Collection, Iterable
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project import audit, workflow
from clinic_project.thai.dates import format_long
from clinics.busy_days import busy_on, taken_on
from clinics.calendar import work_calendar, year_of
from clinics.models import Clinic, ServiceDay, ServicePlan
from clinics.models.service_day import OFFICIAL_HOURS
from clinics.permissions.calendar import can_plan_day, can_plan_for
from clinics.recurrence import MOST_DAYS, Proposal, Recurrence, closed_because, propose

Facts = dict[str, Any]
NOT_CANCELLED: Facts = {"cancelled_by": None, "cancelled_at": None, "cancel_reason": ""}


# ---- rules --------------------------------------------------------------------------------------------------------


def _check_period(day: date, field: str = "day") -> None:
    """The day is today or later, inside a programme year's service period."""
    if day < timezone.localdate():
        raise ValidationError({field: _("วันนี้ผ่านไปแล้ว ถ้าวันนั้นมีผู้มารับบริการ ให้บันทึกการให้บริการ ระบบจะนับเป็นวันให้บริการเอง")})
    year = year_of(day)
    if year is None:
        raise ValidationError({field: _("ยังไม่มีปีโครงการของวันที่นี้ แจ้งผู้ดูแลระบบให้ตั้งปีโครงการก่อน")})
    if not year.service_start <= day <= year.service_end:
        span = {"start": format_long(year.service_start), "end": format_long(year.service_end)}
        raise ValidationError({field: _("ปีโครงการนี้ให้บริการ %(start)s ถึง %(end)s เลือกวันในช่วงนั้น") % span})


def _check_hours(starts_at: time, ends_at: time, *, official: bool) -> None:
    if starts_at >= ends_at:
        raise ValidationError({"ends_at": _("เวลาปิดต้องหลังเวลาเปิด")})
    if official and not (OFFICIAL_HOURS[0] <= starts_at and ends_at <= OFFICIAL_HOURS[1]):
        raise ValidationError(
            {"starts_at": _("เวลาราชการคือ 08.30 ถึง 16.30 น. แก้เวลา หรือเอาเครื่องหมาย “ในเวลาราชการ” ออกถ้าเปิดนอกเวลา")}
        )


def _check_official(day: date) -> None:
    """A walk-in day in official hours is a working day (R26); a holiday is named."""
    closed = closed_because(day, work_calendar())
    if closed:
        words = {"day": format_long(day), "closed": closed}
        raise ValidationError(
            {
                "day": _(
                    "วันที่ %(day)s เป็น%(closed)s เปิด Walk In ในเวลาราชการไม่ได้ เลือกวันทำการอื่น "
                    "หรือเอาเครื่องหมาย “ในเวลาราชการ” ออกถ้าเปิดเป็นวันพิเศษ"
                )
                % words
            }
        )


def _check_free(clinic: Clinic, day: date, but: ServiceDay | None = None) -> None:
    others = ServiceDay.objects.filter(clinic=clinic, day=day).exclude(pk=but.pk if but else None)
    other = others.first()
    if other is not None:
        words = {"day": format_long(day), "status": other.status_label}
        raise ValidationError({"day": _("คลินิกมีวันให้บริการ %(day)s อยู่แล้ว (%(status)s) เปิดจากปฏิทินเพื่อแก้ไข") % words})


def _check(clinic: Clinic, facts: Facts, but: ServiceDay | None = None) -> None:
    _check_period(facts["day"])
    _check_hours(facts["starts_at"], facts["ends_at"], official=facts["in_official_hours"])
    if facts["in_official_hours"]:
        _check_official(facts["day"])
    _check_free(clinic, facts["day"], but)


# ---- one day ------------------------------------------------------------------------------------------------------


@transaction.atomic
def plan_day(clinic: Clinic, *, by: Any, **facts: Any) -> ServiceDay:
    """Plan a day: ``day``, ``starts_at``, ``ends_at``, ``place``, ``note``, ``in_official_hours``.

    Raises ``NotAllowed`` unless ``by`` is head or secretary, ``ValidationError`` by field, among others for a holiday
    in official hours, with its name.
    """
    can_plan_for(by, clinic.pk).or_raise()
    _check(clinic, facts)
    try:
        with transaction.atomic():
            row = ServiceDay.objects.create(clinic=clinic, planned_by=by, planned_at=timezone.now(), **facts)
    except IntegrityError as error:
        # Somebody else planned the same day between the check and the write.
        raise ValidationError({"day": _("มีคนวางแผนวันนี้ไปก่อนแล้ว เปิดจากปฏิทินเพื่อดู")}) from error
    audit.record("service_day.planned", row, by=by, reference=clinic.code, detail={"day": facts["day"].isoformat()})
    return row


@transaction.atomic
def change_day(service_day: ServiceDay, *, by: Any, **facts: Any) -> ServiceDay:
    """Change a planned day, its date too. Raises as :func:`plan_day`, ``StaleState`` when it is planned no more."""
    can_plan_day(by, service_day).or_raise()
    row = workflow.lock(service_day)
    if row.status != "planned":
        raise workflow.StaleState(row, row.machine.moves["cancel"])
    if facts["day"] != row.day or facts["day"] >= timezone.localdate():
        _check(row.clinic, facts, row)
    else:
        _check_hours(facts["starts_at"], facts["ends_at"], official=facts["in_official_hours"])
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    audit.record("service_day.changed", row, by=by, reference=row.clinic.code, detail={"fields": changed})
    return row


@transaction.atomic
def move_day(service_day: ServiceDay, move: str, *, by: Any, reason: str = "") -> ServiceDay:
    """Hold, cancel (with a ``reason``), plan again or undo. Raises ``NotAllowed`` or ``StaleState``."""
    changes: Facts = {}
    if move == "cancel":
        changes = {"cancelled_by": by, "cancelled_at": timezone.now(), "cancel_reason": _reason(reason)}
    elif move == "plan_again":
        changes = {**NOT_CANCELLED, "planned_by": by, "planned_at": timezone.now()}
        if service_day.in_official_hours:
            _check_official(service_day.day)
    return workflow.apply(service_day, move, by=by, changes=changes)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("บอกเหตุที่ยกเลิก เพื่อให้คนอื่นตอบสมาชิกได้")})
    return reason.strip()


# ---- series -------------------------------------------------------------------------------------------------------


def propose_days(clinic: Clinic, rule: Recurrence, *, on_holiday: str) -> list[Proposal]:
    """What a recurring plan would give, nothing written. Raises ``ValidationError`` by field."""
    _check_period(rule.starts_on, "starts_on")
    _check_period(rule.until, "until")
    if rule.until < rule.starts_on:
        raise ValidationError({"until": _("วันสิ้นสุดของแผนต้องไม่ก่อนวันเริ่ม")})
    days = rule.days()
    if not days:
        raise ValidationError({"until": _("ไม่มีวันใดตรงกับแผนในช่วงนี้ ขยายช่วง หรือเลือกวันอื่น")})
    if len(days) > MOST_DAYS:
        raise ValidationError({"until": _("แผนนี้ได้มากกว่า %(most)s วัน ทำให้ช่วงสั้นลง") % {"most": MOST_DAYS}})
    year = year_of(rule.until)
    last = min(year.service_end, rule.until) if year else rule.until
    first = rule.starts_on
    return propose(
        rule,
        on_holiday=on_holiday,
        calendar=work_calendar(),
        last=last,
        taken=taken_on(clinic, first, last),
        busy=busy_on(clinic, first, last),
    )


@transaction.atomic
def plan_series(
    clinic: Clinic, rule: Recurrence, *, days: Collection[date], on_holiday: str, by: Any, **facts: Any
) -> ServicePlan:
    """Plan the chosen ``days`` of a rule: all of them or none. ``facts``: hours, place and note of each day.

    Raises ``ValidationError`` when one of them can't be planned (any more), ``NotAllowed`` unless head or secretary.
    """
    can_plan_for(by, clinic.pk).or_raise()
    _check_hours(facts["starts_at"], facts["ends_at"], official=True)
    offered = {one.day for one in propose_days(clinic, rule, on_holiday=on_holiday) if one.day}
    if not days:
        raise ValidationError({"days": _("เลือกอย่างน้อยหนึ่งวัน")})
    if not set(days) <= offered:
        raise ValidationError({"days": _("ปฏิทินหรือแผนเปลี่ยนไปจากที่ดูไว้ กด “ดูวันที่จะได้” แล้วเลือกอีกครั้ง")})
    now = timezone.now()
    plan = ServicePlan.objects.create(
        clinic=clinic, words=rule.words, starts_on=rule.starts_on, until=rule.until, planned_by=by, planned_at=now
    )
    _create_days(plan, sorted(set(days)), {**facts, "planned_by": by, "planned_at": now})
    audit.record("service_plan.planned", plan, by=by, reference=clinic.code, detail={"days": len(set(days))})
    return plan


def _create_days(plan: ServicePlan, days: Iterable[date], facts: Facts) -> None:
    rows = [ServiceDay(clinic=plan.clinic, plan=plan, day=day, **facts) for day in days]
    try:
        with transaction.atomic():
            ServiceDay.objects.bulk_create(rows)
    except IntegrityError as error:
        raise ValidationError(
            {"days": _("มีคนวางแผนบางวันไปก่อนแล้ว จึงยังไม่ได้บันทึกวันใด กด “ดูวันที่จะได้” แล้วเลือกอีกครั้ง")}
        ) from error


@transaction.atomic
def cancel_series(plan: ServicePlan, *, by: Any, reason: str) -> int:
    """Cancel what is still ahead of a series, with one reason. Gives the number of days.

    Raises ``NotAllowed`` unless head or secretary, ``ValidationError`` when nothing is left to cancel.
    """
    can_plan_for(by, plan.clinic_id).or_raise()
    rows = list(plan.days.filter(status="planned", day__gte=timezone.localdate()).order_by("day"))
    if not rows:
        raise ValidationError(_("ไม่มีวันที่ยังไม่ถึงเหลือให้ยกเลิก"))
    for row in rows:
        move_day(row, "cancel", by=by, reason=reason)
    audit.record("service_plan.cancelled", plan, by=by, reference=plan.clinic.code, detail={"days": len(rows)})
    return len(rows)
