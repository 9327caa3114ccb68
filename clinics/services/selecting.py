"""The decision itself: one unit of a group is selected, or a selection is taken back before it is confirmed (R12)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinics.models import Candidate, Clinic, ClinicYear, HostUnit, ProgrammeYear
from clinics.permissions.selection import can_decide_group
from clinics.services.selection import bring_back, refuse_decided
from clinics.services.stages import select_clinic


@dataclass(frozen=True)
class NewClinic:
    """What a unit needs to become a clinic: its code of three letters, number, name and kind."""

    code: str
    number: int
    name: str
    kind: str


def _check_vote(candidate: Candidate, reason: str) -> None:
    """By vote the unit with the most is selected; between equals the committee says why."""
    standing = Candidate.objects.of_group(candidate.year, candidate.group).standing()
    counts = dict(standing.order_by().annotate(n=Count("votes")).values_list("pk", "n"))
    most = max(counts.values(), default=0)
    if not most:
        raise ValidationError({"method": _("ยังไม่มีกรรมการลงคะแนนในกลุ่มนี้ ลงคะแนนก่อน หรือบันทึกเป็นมติที่ประชุม")})
    if counts[candidate.pk] < most:
        raise ValidationError({"candidate": _("หน่วยงานนี้ไม่ได้คะแนนมากที่สุด เลือกหน่วยงานที่ได้คะแนนมากที่สุด")})
    if list(counts.values()).count(most) > 1 and not reason:
        raise ValidationError({"reason": _("คะแนนสูงสุดเท่ากัน บอกเหตุผลที่เลือกหน่วยงานนี้")})


def _check_resolution(meeting_number: str, meeting_on: date | None) -> None:
    problems = {}
    if not meeting_number:
        problems["meeting_number"] = _("กรอกครั้งที่ประชุม เช่น 3/2561")
    if meeting_on is None:
        problems["meeting_on"] = _("กรอกวันที่ประชุม")
    if problems:
        raise ValidationError(problems)


def _make_clinic(candidate: Candidate, new: NewClinic | None) -> Clinic:
    """The clinic of a unit that was none yet, with its host unit. Raises ``ValidationError`` at what is taken."""
    if new is None:
        raise ValidationError({"code": _("หน่วยงานนี้ยังไม่เป็นคลินิก กรอกรหัส ลำดับที่ ชื่อ และประเภทของคลินิก")})
    problems = {}
    if Clinic.objects.filter(code=new.code).exists():
        problems["code"] = _("รหัส %(code)s มีคลินิกอื่นใช้แล้ว ใช้รหัสอื่น") % {"code": new.code}
    if Clinic.objects.filter(number=new.number).exists():
        problems["number"] = _("ลำดับที่ %(number)s มีคลินิกอื่นใช้แล้ว ใช้ลำดับถัดไป") % {"number": new.number}
    if new.kind == Clinic.Kind.CENTRAL:
        problems["kind"] = _("มีคลินิกส่วนกลางอยู่แล้ว มีได้แห่งเดียว")
    if problems:
        raise ValidationError(problems)
    clinic = Clinic(code=new.code, number=new.number, name=new.name, kind=new.kind, group=candidate.group)
    clinic.full_clean()
    clinic.save()
    HostUnit.objects.create(clinic=clinic, name=candidate.unit_name, order=1)
    return clinic


def _clinic_year(candidate: Candidate, clinic: Clinic) -> ClinicYear:
    defaults = {"unit_name": candidate.unit_name}
    row, _is_new = ClinicYear.objects.get_or_create(clinic=clinic, year=candidate.year, defaults=defaults)
    return row


@transaction.atomic
def select_candidate(
    candidate: Candidate,
    *,
    method: str,
    by: Any,
    reason: str = "",
    meeting_number: str = "",
    meeting_on: date | None = None,
    new_clinic: NewClinic | None = None,
) -> Candidate:
    """Select the unit for its group: by the members' votes, or as a meeting resolved. The others are passed over.

    A unit that is no clinic yet becomes one. Its clinic's year moves to selected. Raises ``NotAllowed``,
    ``StaleState``, and ``ValidationError`` at ``candidate``, ``method``, ``reason``, the meeting's or the new
    clinic's fields.
    """
    can_decide_group(by).or_raise()
    year = ProgrammeYear.objects.select_for_update().get(pk=candidate.year_id)
    refuse_decided(year, candidate.group)
    if method == Candidate.Method.VOTE:
        _check_vote(candidate, reason)
        meeting_number, meeting_on = "", None
    else:
        _check_resolution(meeting_number, meeting_on)
    clinic = candidate.clinic or _make_clinic(candidate, new_clinic)
    changes = {
        "method": method,
        "reason": reason,
        "meeting_number": meeting_number,
        "meeting_on": meeting_on,
        "clinic": clinic,
        "decided_at": timezone.now(),
        "decided_by": by,
    }
    detail = {"group": candidate.group, "method": method, "clinic": clinic.code}
    chosen = workflow.apply(candidate, "select", by=by, changes=changes, detail=detail)
    for other in Candidate.objects.of_group(year, candidate.group).standing():
        workflow.apply(other, "pass_over", by=by, detail={"group": candidate.group})
    _select_year(chosen, clinic, by=by)
    return chosen


def _select_year(chosen: Candidate, clinic: Clinic, *, by: Any) -> None:
    """Move the clinic's year on. Raises ``ValidationError`` when it is past the selection already."""
    clinic_year = _clinic_year(chosen, clinic)
    if clinic_year.status != "proposed":
        words = _("คลินิก %(clinic)s อยู่ในขั้น “%(stage)s” ของปีนี้แล้ว ไม่ต้องคัดเลือกอีก")
        raise ValidationError({"candidate": words % {"clinic": clinic.name, "stage": clinic_year.status_label}})
    select_clinic(clinic_year, by=by)


@transaction.atomic
def undo_selection(candidate: Candidate, *, reason: str, by: Any) -> Candidate:
    """Take a selection back before the clinic confirmed; the group's volunteers stand again.

    Raises ``NotAllowed``, ``StaleState``; ``ValidationError`` once the clinic has confirmed.
    """
    can_decide_group(by).or_raise()
    clinic_year = ClinicYear.objects.select_related("clinic").get(clinic=candidate.clinic_id, year=candidate.year_id)
    if candidate.status == "selected" and clinic_year.status != "selected":
        words = _("คลินิกนี้อยู่ในขั้น “%(stage)s” แล้ว ยกเลิกการคัดเลือกไม่ได้ ให้คลินิกแจ้งขอไม่เข้าร่วมแทน")
        raise ValidationError(words % {"stage": clinic_year.status_label})
    blank = {"method": "", "meeting_number": "", "meeting_on": None, "decided_at": None, "decided_by": None}
    detail = {"group": candidate.group}
    undone = workflow.apply(candidate, "undo", by=by, changes={**blank, "reason": reason}, detail=detail)
    workflow.apply(clinic_year, "give_back", by=by)
    bring_back(year=undone.year, group=undone.group, by=by)
    return undone


@transaction.atomic
def reopen_group(clinic_year: ClinicYear, *, reason: str, by: Any) -> Candidate | None:
    """A selected clinic does not take part after all: its year goes back, and its group can be selected in again.

    Called by the confirmation's own move, which was permitted; whoever gave the clinic's year back before is no
    obstacle. Returns the candidate that declined, or None where the clinic was never selected from volunteers.
    """
    if clinic_year.status == "selected":
        workflow.apply(clinic_year, "give_back", by=by)
    chosen = Candidate.objects.filter(year=clinic_year.year_id, clinic=clinic_year.clinic_id, status="selected").first()
    if chosen is None:
        return None
    declined = workflow.apply(chosen, "decline", by=by, changes={"reason": reason}, detail={"group": chosen.group})
    bring_back(year=declined.year, group=declined.group, by=by)
    audit.record(
        "candidate.group_opened", declined.year, by=by, reference=str(declined.year), detail={"group": declined.group}
    )
    return declined
