"""What the services of a meeting share: the locked meeting in the right state, its seats, its settled referrals."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from clinic_project import workflow
from clinic_project.workflow import StaleState
from clinics.models import Appointment
from referrals.models import AgendaItem, Meeting
from referrals.permissions import can_run_meetings

# A move that starts from the state a change needs; its name stands in the refusal when the meeting has moved on.
_MOVE_FROM = {"planned": "freeze", "agenda_frozen": "hold", "held": "close", "closed": "reopen"}


def lock_meeting(meeting: Meeting, *, status: str) -> Meeting:
    """Lock the meeting and insist on its state. Raises StaleState when it has moved on."""
    locked = workflow.lock(meeting)
    if locked.status != status:
        raise StaleState(locked, Meeting.machine.moves[_MOVE_FROM[status]])
    return locked


def lock_for_secretary(meeting: Meeting, *, status: str, by: Any) -> Meeting:
    """The locked meeting for its secretary. Raises NotAllowed for others, StaleState when it has moved on."""
    can_run_meetings(by, meeting).or_raise()
    return lock_meeting(meeting, status=status)


def lock_item(item: AgendaItem) -> AgendaItem:
    """Read the item anew while its meeting, which must be sitting, is locked."""
    lock_meeting(item.meeting, status="held")
    return AgendaItem.objects.select_related("meeting", "measure__referral__case").get(pk=item.pk)


def board_seats(day: date) -> list[Appointment]:
    """Seats of the operating committee in force on the day, one a person, in the committee's order."""
    seats: dict[int, Appointment] = {}
    for seat in Appointment.objects.on_board(day):
        seats.setdefault(seat.user_id, seat)
    return list(seats.values())


def buddhist_short(day: date) -> str:
    """Two digits of the Buddhist year, as in references and serials."""
    return f"{(day.year + 543) % 100:02d}"


def moment(now: datetime | None) -> datetime:
    """The given time, else this one."""
    return now or timezone.now()
