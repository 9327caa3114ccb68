"""Volunteering, voting and selecting one unit a group (R12). Every decision is written with its event."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.thai.text import search_key
from clinics.models import (
    Appointment,
    Candidate,
    Clinic,
    Committee,
    ProgrammeYear,
    SelectionVote,
    UnfilledGroup,
)
from clinics.permissions.selection import (
    can_decide_group,
    can_lead_candidate,
    can_volunteer,
    can_vote_in_selection,
    leads_clinics_of,
)


def _lock_year(year: ProgrammeYear) -> ProgrammeYear:
    """Selection of one year happens one after the other."""
    return ProgrammeYear.objects.select_for_update().get(pk=year.pk)


def refuse_decided(year: ProgrammeYear, group: int) -> None:
    """Raise ``ValidationError`` when the group is decided already."""
    chosen = Candidate.objects.filter(year=year, group=group, status="selected").first()
    if chosen:
        words = _("กลุ่มนี้คัดเลือก %(unit)s ไปแล้ว ต้องยกเลิกการคัดเลือกก่อนจึงจะเปลี่ยนได้")
        raise ValidationError(words % {"unit": chosen.unit_name})
    if UnfilledGroup.objects.filter(year=year, group=group).exists():
        raise ValidationError(_("บันทึกไว้ว่าปีนี้ไม่คัดเลือกในกลุ่มนี้ เปิดกลุ่มให้คัดเลือกอีกครั้งก่อน"))


def _check_unit(candidate: Candidate, *, by: Any) -> None:
    """Refuse a unit that stands already, and a clinic of another group; each at its field."""
    clinic = candidate.clinic
    if clinic and (clinic.is_continuing_pilot or clinic.group != candidate.group):
        raise ValidationError({"clinic": _("คลินิกนี้ไม่ได้อยู่ในกลุ่มนี้ เลือกคลินิกของกลุ่ม หรือเว้นว่างถ้ายังไม่เป็นคลินิก")})
    if not by.is_central and candidate.clinic_id not in leads_clinics_of(by):
        raise ValidationError({"clinic": _("บันทึกการสมัครได้เฉพาะคลินิกของตน เลือกคลินิกของคุณ")})
    others = Candidate.objects.filter(year=candidate.year).exclude(pk=candidate.pk)
    others = others.exclude(status__in=["withdrawn", "declined"]).select_related("clinic")
    for other in others:
        same_clinic = candidate.clinic_id and other.clinic_id == candidate.clinic_id
        if other.unit_key == search_key(candidate.unit_name)[:200] or same_clinic:
            words = _("หน่วยงานนี้สมัครไว้แล้วในกลุ่ม %(group)s แก้ไขรายการเดิม หรือถอนก่อนแล้วสมัครใหม่")
            raise ValidationError({"unit_name": words % {"group": other.group}})


@transaction.atomic
def volunteer(
    *,
    year: ProgrammeYear,
    group: int,
    unit_name: str,
    reasons: str,
    volunteered_on: date,
    clinic: Clinic | None = None,
    contact: str = "",
    by: Any,
) -> Candidate:
    """Record a unit that volunteers in its group.

    Raises ``NotAllowed``; ``ValidationError`` when the group is decided, the unit stands already, or the clinic is of
    another group.
    """
    can_volunteer(by, group).or_raise()
    _lock_year(year)
    refuse_decided(year, group)
    candidate = Candidate(year=year, group=group, unit_name=unit_name, clinic=clinic, reasons=reasons, contact=contact)
    candidate.volunteered_on, candidate.recorded_by = volunteered_on, by
    _check_unit(candidate, by=by)
    candidate.save()
    audit.record("candidate.volunteered", candidate, by=by, reference=str(year), detail={"group": group})
    return candidate


@transaction.atomic
def edit_candidate(candidate: Candidate, *, by: Any, **facts: Any) -> Candidate:
    """Correct what was recorded while the unit stands: name, clinic, reasons, contact, day.

    Raises ``NotAllowed``, ``StaleState`` once it is decided or withdrawn, ``ValidationError`` as :func:`volunteer`.
    """
    can_lead_candidate(by, candidate).or_raise()
    locked = workflow.lock(candidate)
    if not locked.is_standing:
        raise workflow.StaleState(locked, Candidate.machine.moves["withdraw"])
    for name, value in facts.items():
        setattr(locked, name, value)
    _check_unit(locked, by=by)
    locked.save()
    audit.record("candidate.edited", locked, by=by, reference=str(locked.year), detail={"group": locked.group})
    return locked


@transaction.atomic
def withdraw_candidate(candidate: Candidate, *, reason: str, by: Any) -> Candidate:
    """Take the unit out at its own wish; votes for it no longer count. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(candidate, "withdraw", by=by, changes={"reason": reason}, detail={"group": candidate.group})


@transaction.atomic
def cast_selection_vote(candidate: Candidate, *, by: Any) -> SelectionVote:
    """A member's one vote in the group, for this unit; an earlier one moves here.

    Raises ``NotAllowed``; ``ValidationError`` once the group is decided or the unit no longer stands.
    """
    can_vote_in_selection(by).or_raise()
    _lock_year(candidate.year)
    refuse_decided(candidate.year, candidate.group)
    locked = workflow.lock(candidate)
    if not locked.is_standing:
        raise ValidationError({"candidate": _("หน่วยงานนี้ถอนการสมัครแล้ว เลือกหน่วยงานอื่น")})
    vote, _is_new = SelectionVote.objects.update_or_create(
        year=locked.year, group=locked.group, voter=by, defaults={"candidate": locked, "cast_at": timezone.now()}
    )
    audit.record("candidate.vote", locked, by=by, reference=str(locked.year), detail={"group": locked.group})
    return vote


@transaction.atomic
def leave_unfilled(*, year: ProgrammeYear, group: int, reason: str, by: Any) -> UnfilledGroup:
    """Decide that the group goes without a clinic this year; its volunteers are told they were not selected.

    Raises ``NotAllowed``; ``ValidationError`` when the group is decided already.
    """
    can_decide_group(by).or_raise()
    _lock_year(year)
    refuse_decided(year, group)
    for candidate in Candidate.objects.of_group(year, group).standing():
        workflow.apply(candidate, "pass_over", by=by, detail={"group": group})
    unfilled = UnfilledGroup.objects.create(
        year=year, group=group, reason=reason, decided_at=timezone.now(), decided_by=by
    )
    audit.record("candidate.group_unfilled", year, by=by, reference=str(year), detail={"group": group})
    return unfilled


@transaction.atomic
def fill_after_all(*, year: ProgrammeYear, group: int, by: Any) -> None:
    """Open a group again that was to go without a clinic; its volunteers stand again.

    Raises ``NotAllowed``; ``ValidationError`` when it is open already.
    """
    can_decide_group(by).or_raise()
    _lock_year(year)
    if not UnfilledGroup.objects.filter(year=year, group=group).delete()[0]:
        raise ValidationError(_("กลุ่มนี้เปิดให้คัดเลือกอยู่แล้ว"))
    bring_back(year=year, group=group, by=by)
    audit.record("candidate.group_opened", year, by=by, reference=str(year), detail={"group": group})


@transaction.atomic
def bring_back(*, year: ProgrammeYear, group: int, by: Any) -> None:
    """Let those stand again who were passed over; part of another decision, which was permitted."""
    for candidate in Candidate.objects.of_group(year, group).filter(status="not_selected"):
        workflow.apply(candidate, "bring_back", by=by, detail={"group": group})


def count_committee(day: date | None = None) -> int:
    """How many sit on the education committee on a day (today)."""
    return Appointment.objects.in_force(day).filter(committee=Committee.EDUCATION).values("user").distinct().count()
