"""The representatives' own choice of a secretary, and what follows from it (R13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file
from clinics.models import Appointment, ClinicYear, Role, SecretaryBallot, SecretaryChoice
from clinics.permissions.appointments import can_record_choice
from clinics.services.appointments import save_checked

FEWEST = 2


@dataclass(frozen=True)
class Choosing:
    """How the representatives chose. ``took_part``: user ids; ``votes``: user id -> votes, empty by agreement."""

    chosen_on: date
    method: str
    took_part: frozenset[int]
    votes: Mapping[int, int]
    note: str = ""


def _check(choosing: Choosing, chosen: Appointment, seats: list[Appointment]) -> None:
    """The rules of a choosing: among the representatives, most of them present, the most votes win."""
    known = {seat.user_id for seat in seats}
    if len(known) < FEWEST:
        raise ValidationError(_("มีผู้แทนสมาชิกคนเดียว ไม่ต้องคัดเลือก แต่งตั้งเป็นเลขานุการได้เลย"))
    if chosen.user_id not in known:
        raise ValidationError({"chosen": _("เลือกจากผู้แทนสมาชิกที่ดำรงตำแหน่งในวันที่มีผล")})
    if not choosing.took_part <= known or len(choosing.took_part) < FEWEST:
        raise ValidationError({"took_part": _("เลือกผู้แทนสมาชิกที่ร่วมคัดเลือกอย่างน้อย 2 คน")})
    if choosing.chosen_on > timezone.localdate():
        raise ValidationError({"chosen_on": _("วันที่คัดเลือกต้องไม่อยู่ในอนาคต")})
    if choosing.method == SecretaryChoice.Method.VOTE:
        _check_votes(choosing, chosen, known)


def _check_votes(choosing: Choosing, chosen: Appointment, known: set[int]) -> None:
    votes = {person: choosing.votes.get(person, 0) for person in known}
    if not sum(votes.values()):
        raise ValidationError(_("กรอกคะแนนที่แต่ละคนได้"))
    if sum(votes.values()) > len(choosing.took_part):
        message = _("คะแนนรวม %(votes)d มากกว่าผู้ร่วมคัดเลือก %(people)d คน ตรวจคะแนนอีกครั้ง")
        raise ValidationError(message % {"votes": sum(votes.values()), "people": len(choosing.took_part)})
    most = max(votes.values())
    if votes[chosen.user_id] < most:
        raise ValidationError({"chosen": _("ผู้ที่เลือกไม่ได้คะแนนมากที่สุด ตรวจชื่อหรือคะแนนอีกครั้ง")})
    if list(votes.values()).count(most) > 1:
        raise ValidationError(_("คะแนนเท่ากัน ให้ลงคะแนนใหม่ หรือบันทึกว่าตกลงร่วมกัน"))


def _change_role(seat: Appointment, role: str, starts_on: date) -> Appointment:
    """The representative's post with another role from a day on: a new row, so that the history stays."""
    if seat.role == role:
        return seat
    if seat.starts_on >= starts_on:
        seat.role = role
        return save_checked(seat)
    last, seat.ends_on = seat.ends_on, starts_on - timedelta(days=1)
    kept = (seat.ended_at, seat.ended_by, seat.ended_reason)
    seat.ended_at, seat.ended_by, seat.ended_reason = None, None, ""
    save_checked(seat)
    new = Appointment(
        user=seat.user,
        clinic_year=seat.clinic_year,
        post=seat.post,
        post_title=seat.post_title,
        role=role,
        order=seat.order,
        starts_on=starts_on,
        ends_on=last,
        order_number=seat.order_number,
        order_date=seat.order_date,
        evidence=seat.evidence,
    )
    new.ended_at, new.ended_by, new.ended_reason = kept
    return save_checked(new)


@transaction.atomic
def choose_secretary(
    clinic_year: ClinicYear,
    *,
    chosen: Appointment,
    choosing: Choosing,
    starts_on: date,
    by: Any,
    evidence: CheckedFile | None = None,
) -> SecretaryChoice:
    """Record which representative the others chose; they are secretary from ``starts_on``, the rest are officers.

    The choice of who is secretary already confirms them, and nothing else changes. Raises ``NotAllowed``, or
    ``ValidationError`` in Thai.
    """
    can_record_choice(by, clinic_year).or_raise()
    clinic_year = workflow.lock(clinic_year)
    if starts_on < choosing.chosen_on:
        raise ValidationError({"starts_on": _("วันเริ่มหน้าที่ต้องไม่ก่อนวันที่คัดเลือก")})
    seats = list(clinic_year.appointments.representatives().in_force(starts_on).select_related("user"))
    _check(choosing, chosen, seats)
    for seat in seats:
        if seat.role == Role.CLINIC_SECRETARY and seat.user_id != chosen.user_id:
            _change_role(seat, Role.OFFICER, starts_on)
    mine = next(seat for seat in seats if seat.user_id == chosen.user_id)
    held = _change_role(mine, Role.CLINIC_SECRETARY, starts_on)
    choice = _write(clinic_year, held, choosing, seats, by=by, evidence=evidence)
    detail = {"method": choosing.method, "people": len(seats), "took_part": len(choosing.took_part)}
    audit.record("secretary.chosen", held, by=by, reference=held.user.username, detail=detail)
    return choice


def _write(
    clinic_year: ClinicYear, held: Appointment, choosing: Choosing, seats: list[Appointment], *, by: Any, evidence: Any
) -> SecretaryChoice:
    if SecretaryChoice.objects.filter(appointment=held).exists():
        raise ValidationError(_("บันทึกการคัดเลือกของเลขานุการท่านนี้ไว้แล้ว"))
    choice: SecretaryChoice = SecretaryChoice.objects.create(
        clinic_year=clinic_year,
        appointment=held,
        chosen_on=choosing.chosen_on,
        method=choosing.method,
        note=choosing.note,
        evidence=store_file(evidence, by=by) if evidence else None,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    is_vote = choosing.method == SecretaryChoice.Method.VOTE
    SecretaryBallot.objects.bulk_create(
        SecretaryBallot(
            choice=choice,
            person=seat.user,
            took_part=seat.user_id in choosing.took_part,
            votes=choosing.votes.get(seat.user_id, 0) if is_vote else None,
        )
        for seat in seats
    )
    return choice


__all__ = ["Choosing", "choose_secretary"]
