"""Leaving a clinic: the end of an appointment and the handing over of what the person has in hand, in one go (R4).

What a person may have in hand is told by the apps above, ``registry.handovers``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.models import Draft
from clinic_project.registry import HandoverRow, HandoverSource, registry
from clinics.models import Appointment, Clinic, User
from clinics.permissions.appointments import can_end
from clinics.services.appointments import close


@dataclass(frozen=True)
class InHand:
    """What a person has in hand of one kind. ``rows``: as the reader may know them."""

    source: HandoverSource
    rows: list[HandoverRow]

    def field(self, row: HandoverRow) -> str:
        """The name of the row's box in a form, and its key in ``successors``."""
        return f"{self.source.code}-{row.key}"


def in_hand(user: Any, clinic: Clinic, reader: Any) -> list[InHand]:
    """Everything a person has in hand in a clinic; kinds of which there is nothing are left out."""
    found = (InHand(source, source.rows(user, clinic, reader)) for source in registry.handovers)
    return [part for part in found if part.rows]


def counts_of(user_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """How many things each person has in hand, by (user id, clinic id); a fixed number of queries."""
    ids = frozenset(user_ids)
    total: dict[tuple[int, int], int] = {}
    for source in registry.handovers if ids else ():
        for pair, count in source.counts(ids).items():
            total[pair] = total.get(pair, 0) + count
    return total


def count_of(user: Any, clinic_id: int) -> int:
    """How many things a person has in hand in a clinic."""
    return counts_of([user.pk]).get((user.pk, clinic_id), 0)


def stays(appointment: Appointment, ends_on: date) -> bool:
    """Whether the person works in the clinic on the day after, by another appointment: then nothing is handed over."""
    others = Appointment.objects.filter(user=appointment.user_id, clinic_year__clinic=appointment.place.clinic_id)
    return others.exclude(pk=appointment.pk).in_force(max(ends_on, timezone.localdate()) + timedelta(days=1)).exists()


def check_may_end(appointment: Appointment, ends_on: date) -> None:
    """Refuse an end that would leave things without an owner; for the ways that hand nothing over.

    Raises ``ValidationError`` in Thai that names the page where it is done.
    """
    clinic_year = appointment.clinic_year
    if clinic_year is None or stays(appointment, ends_on):
        return
    if count := count_of(appointment.user, clinic_year.clinic_id):
        message = _("%(name)s ยังมีงานในมือ %(count)d รายการ บันทึกการพ้นตำแหน่งพร้อมส่งมอบงานที่หน้า %(page)s")
        facts = {"name": appointment.user, "count": count, "page": leave_address(appointment)}
        raise ValidationError(message % facts, code="in_hand")


def leave_address(appointment: Appointment) -> str:
    """Where the appointment is ended and the work handed over."""
    place = appointment.place
    return reverse("clinics:staff_leave", args=[place.clinic.code, place.year.buddhist_year, appointment.pk])


def receivers(appointment: Appointment) -> list[User]:
    """Who can take something over: active staff of the clinic of today and tomorrow, the leaving person left out."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    clinic = appointment.place.clinic_id
    staying = Appointment.objects.filter(clinic_year__clinic=clinic).in_force(tomorrow).values("user")
    return list(User.objects.staff_of(clinic).filter(pk__in=staying).exclude(pk=appointment.user_id))


@transaction.atomic
def leave(
    appointment: Appointment,
    *,
    ends_on: date | None,
    reason: str,
    to: User | None,
    successors: Mapping[str, User | None],
    by: Any,
) -> int:
    """End an appointment with its last day and hand over the work, in one transaction; says how many things went over.

    ``to`` takes everything ``successors`` (``InHand.field`` -> person) does not name. ``ends_on`` None: the
    appointment has ended already, only the work is handed over. What ends later may be handed over later too; what
    ends today or before leaves nothing behind. Raises ``NotAllowed``, ``ValidationError`` in Thai.
    """
    can_end(by, appointment).or_raise()
    clinic_year = workflow.lock(appointment.place)
    locked = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("user", "clinic_year__clinic", "clinic_year__year")
        .get(pk=appointment.pk)
    )
    if ends_on is not None:
        close(locked, ends_on=ends_on, reason=reason, by=by)
    if locked.ends_on is None:
        raise ValidationError({"ends_on": _("กรอกวันสุดท้ายที่ปฏิบัติหน้าที่")})
    given = 0
    if not stays(locked, locked.ends_on):
        given = _hand_over(locked, to=to, successors=successors, by=by)
        _refuse_leftovers(locked, clinic_year.clinic_id)
    return given


def _hand_over(locked: Appointment, *, to: User | None, successors: Mapping[str, User | None], by: Any) -> int:
    clinic, may_take = locked.place.clinic, {person.pk: person for person in receivers(locked)}
    given: dict[str, int] = {}
    for part in in_hand(locked.user, clinic, by):
        for row in part.rows:
            chosen = successors.get(part.field(row)) or to
            if chosen is None:
                continue
            if chosen.pk not in may_take:
                raise ValidationError(_("%(name)s ไม่ได้ปฏิบัติงานในคลินิกนี้ เลือกผู้รับมอบคนอื่น") % {"name": chosen})
            try:
                part.source.give(locked.user, clinic, row.key, to=may_take[chosen.pk], by=by)
            except ValidationError as error:
                raise ValidationError({part.field(row): error.messages}) from error
            given[part.source.code] = given.get(part.source.code, 0) + 1
    if given:
        audit.record("work.handed_over", locked, by=by, reference=locked.user.username, detail=given)
    return sum(given.values())


def _refuse_leftovers(locked: Appointment, clinic_id: int) -> None:
    if locked.last_day > timezone.localdate():
        return
    if count := count_of(locked.user, clinic_id):
        message = _("ยังมีงาน %(count)d รายการที่ไม่มีผู้รับมอบ เลือกผู้รับมอบให้ครบ")
        raise ValidationError({"to": message % {"count": count}}, code="left")


def unsaved_of(user: Any) -> int:
    """How many unsaved texts a person has. They are private: told of, never read or given away."""
    return Draft.objects.visible_to(user).count()


@dataclass(frozen=True)
class LeftBehind:
    """Somebody who leaves or left, with how many things still in hand."""

    appointment: Appointment
    count: int


def left_behind(appointments: Iterable[Appointment]) -> list[LeftBehind]:
    """Of these last appointments those whose people still have something in hand, each person once a clinic."""
    rows = list(appointments)
    counts = counts_of(row.user_id for row in rows)
    found: dict[tuple[int, int], LeftBehind] = {}
    for row in rows:
        pair = (row.user_id, row.place.clinic_id)
        if counts.get(pair) and pair not in found:
            found[pair] = LeftBehind(row, counts[pair])
    return list(found.values())
