"""Holding a meeting: its number, who came, who chairs, and what was said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.models import Counter
from clinic_project.thai.dates import format_long
from clinics.models import Appointment, Role
from referrals.models import AgendaItem, Attendance, Meeting
from referrals.permissions import can_run_meetings
from referrals.services.meeting_rows import board_seats, lock_for_secretary, moment

STATES = Attendance.State


def _states(seats: list[Appointment], attendance: Mapping[int, str]) -> dict[int, str]:
    """The state of each seat; who is not named is absent. Raises ValidationError for strangers and odd states."""
    known = {seat.user_id for seat in seats}
    if set(attendance) - known or set(attendance.values()) - set(STATES.values):
        raise ValidationError({"attendance": _("มีผู้เข้าประชุมที่ไม่ได้เป็นกรรมการในวันประชุม ตรวจรายชื่ออีกครั้ง")})
    return {user: str(attendance.get(user, STATES.ABSENT)) for user in sorted(known)}


def _presiding(seats: list[Appointment], states: Mapping[int, str], chair: Any) -> Any:
    """Who chairs: the one chosen, else the committee's chair. Raises ValidationError unless present."""
    if chair is None:
        chair = next((seat.user for seat in seats if seat.role == Role.CHAIR), None)
    if chair is None or states.get(chair.pk) != STATES.PRESENT:
        raise ValidationError({"chair": _("ประธานในที่ประชุมต้องเป็นกรรมการที่มาประชุม เลือกกรรมการที่มาประชุมคนหนึ่ง")})
    return chair


def _seat_title(seat: Appointment) -> str:
    title = seat.post_title or seat.get_role_display()
    return _("%(title)s (รักษาการ)") % {"title": title} if seat.is_acting else title


def _write_attendance(meeting: Meeting, seats: list[Appointment], states: Mapping[int, str]) -> None:
    for order, seat in enumerate(seats, 1):
        Attendance.objects.update_or_create(
            meeting=meeting,
            user_id=seat.user_id,
            defaults={"state": states[seat.user_id], "order": order, "role_title": _seat_title(seat)},
        )


@transaction.atomic
def hold_meeting(
    meeting: Meeting,
    *,
    attendance: Mapping[int, str],
    chair: Any,
    by: Any,
    opening_note: str = "",
    now: datetime | None = None,
) -> Meeting:
    """Open the meeting: attendance of the committee's seats in force that day, who chairs, and the number ``n/BBBB``.

    The number comes from the counter of the committee and the Buddhist year of the meeting's day. A missing
    quorum does not stop the opening (members arrive late) but does stop the closing. ``chair`` None means the
    committee's chair. Raises NotAllowed, StaleState, ValidationError at ``attendance`` or ``chair``.
    """
    can_run_meetings(by, meeting).or_raise()
    now = moment(now)
    if timezone.localdate(now) < meeting.planned_on:
        day = format_long(meeting.planned_on)
        raise ValidationError(_("ยังไม่ถึงวันประชุม เปิดประชุมได้ตั้งแต่วันที่ %(day)s") % {"day": day})
    seats = board_seats(meeting.planned_on)
    states = _states(seats, attendance)
    chair = _presiding(seats, states, chair)
    year = meeting.planned_on.year + 543
    changes = {"held_at": now, "chair": chair, "secretary": by, "opening_note": opening_note.strip()}
    with transaction.atomic():
        locked = lock_for_secretary(meeting, status="agenda_frozen", by=by)
        number = f"{Counter.next(f'meeting.board.{year}')}/{year}"
        present = sum(state == STATES.PRESENT for state in states.values())
        detail = {"number": number, "present": present, "quorum": locked.quorum}
        held = workflow.apply(locked, "hold", by=by, changes={**changes, "number": number}, detail=detail)
        _write_attendance(held, seats, states)
    return held


@transaction.atomic
def update_attendance(
    meeting: Meeting, *, attendance: Mapping[int, str], chair: Any, by: Any, opening_note: str = ""
) -> Meeting:
    """Put the attendance right while the meeting sits: late arrivals, another chair, the chair's announcements.

    Who has voted or declared an interest was there and stays present. Raises NotAllowed, StaleState, ValidationError.
    """
    locked = lock_for_secretary(meeting, status="held", by=by)
    seats = board_seats(locked.planned_on)
    states = _states(seats, attendance)
    took_part = set(locked.items.filter(votes__isnull=False).values_list("votes__user", flat=True))
    if any(states.get(user) != STATES.PRESENT for user in took_part):
        raise ValidationError({"attendance": _("มีกรรมการที่ลงมติไปแล้วแต่ระบุว่าไม่มาประชุม ตรวจรายชื่ออีกครั้ง")})
    locked.chair = _presiding(seats, states, chair)
    locked.opening_note = opening_note.strip()
    locked.save(update_fields=["chair", "opening_note"])
    _write_attendance(locked, seats, states)
    present = sum(state == STATES.PRESENT for state in states.values())
    audit.record("meeting.attendance", locked, by=by, detail={"present": present, "quorum": locked.quorum})
    return locked


@transaction.atomic
def note_item(item: AgendaItem, *, note: str, by: Any) -> AgendaItem:
    """Write the summary of the discussion of an item while the meeting sits. Raises NotAllowed, StaleState."""
    lock_for_secretary(item.meeting, status="held", by=by)
    item.note = note.strip()
    item.save(update_fields=["note"])
    audit.record("meeting.item_noted", item.meeting, by=by, detail={"item": item.pk})
    return item
