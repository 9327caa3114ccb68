"""Who was told something, who opened and who acknowledged it, place by place (R17, R35)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from clinics.models import Announcement, AnnouncementReceipt, Appointment, Committee, LibraryRead, LibraryVersion

Marks = Mapping[int, tuple[datetime, datetime | None]]
"""User -> when they opened it, when they acknowledged it."""


@dataclass(frozen=True)
class Person:
    """One person told, and when they opened and acknowledged the newest text."""

    user: Any
    role: Any
    place: Any = ""
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None

    def is_in(self, show: str) -> bool:
        """Whether the person belongs to a group: unread, opened, waiting, acknowledged; any other name: everybody."""
        groups = {
            "unread": self.opened_at is None,
            "opened": self.opened_at is not None,
            "waiting": self.acknowledged_at is None,
            "acknowledged": self.acknowledged_at is not None,
        }
        return groups.get(show, True)


@dataclass
class Place:
    """A clinic or a committee with its people."""

    code: str
    name: Any
    people: list[Person] = field(default_factory=list)

    def count(self, show: str) -> int:
        """How many of its people are in a group."""
        return sum(person.is_in(show) for person in self.people)


def _in_force() -> Any:
    seats = Appointment.objects.in_force().filter(user__is_active=True)
    return seats.select_related("user", "clinic_year__clinic").order_by(
        "clinic_year__clinic__number", "committee", "order"
    )


def _told(announcement: Announcement) -> Iterable[Appointment]:
    seats, kinds = _in_force(), Announcement.Audience
    if announcement.audience == kinds.COMMITTEES:
        return seats.exclude(committee="")
    if announcement.audience == kinds.CHOSEN_CLINICS:
        return seats.filter(clinic_year__clinic__in=announcement.clinics.all())
    if announcement.audience == kinds.ALL_CLINICS:
        return seats.filter(clinic_year__isnull=False)
    return seats


def _gathered(seats: Iterable[Appointment], marks: Marks) -> list[Place]:
    """People by place. Who sits in two places stands in both: each place answers for its own."""
    places: dict[str, Place] = {}
    seen: set[tuple[str, int]] = set()
    for seat in seats:
        clinic = seat.clinic_year.clinic if seat.clinic_year else None
        code, name = (clinic.code, clinic.name) if clinic else (seat.committee, Committee(seat.committee).label)
        if (code, seat.user_id) in seen:
            continue
        seen.add((code, seat.user_id))
        role = seat.get_role_display()
        role = _("%(role)s (รักษาการ)") % {"role": role} if seat.is_acting else role
        person = Person(seat.user, role, name, *marks.get(seat.user_id, (None, None)))
        places.setdefault(code, Place(code, name)).people.append(person)
    # Clinics in the programme's order, then the committees.
    return sorted(places.values(), key=lambda place: place.code in Committee.values)


def places_of(announcement: Announcement) -> list[Place]:
    """Everybody an announcement tells, with their receipts of its newest revision. A fixed number of queries."""
    receipts = AnnouncementReceipt.objects.filter(announcement=announcement, revision=announcement.revision)
    marks = {row.user_id: (row.opened_at, row.acknowledged_at) for row in receipts}
    return _gathered(_told(announcement), marks)


def readers_of(version: LibraryVersion) -> list[Place]:
    """Everybody with a post, with whether they opened a version of the library and say they understood it."""
    reads = LibraryRead.objects.filter(version=version)
    return _gathered(_in_force(), {row.user_id: (row.opened_at, row.understood_at) for row in reads})


def people_missing(announcement: Announcement) -> list[Any]:
    """Everybody who has not done what the announcement asks (acknowledge, else open it), each once."""
    show = "waiting" if announcement.needs_ack else "unread"
    missing = {
        person.user.pk: person.user
        for place in places_of(announcement)
        for person in place.people
        if person.is_in(show)
    }
    return list(missing.values())


def receipts_page(places: list[Place], *, clinic: str, show: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of receipts shows: a row a place with a number a column, and the people behind one number.

    ``columns``: group -> its heading; the first is the one that is looked at first. ``clinic`` and ``show`` come from
    the address: a place's code (else all places) and a group (else the first).
    """
    chosen = next((place for place in places if place.code == clinic), None)
    shown = show if show in columns or show == "all" else next(iter(columns))
    people = [person for place in ([chosen] if chosen else places) for person in place.people if person.is_in(shown)]
    rows = [(place, len(place.people), [(name, place.count(name)) for name in columns]) for place in places]
    totals = [(name, sum(place.count(name) for place in places)) for name in columns]
    return {
        "columns": columns,
        "rows": rows,
        "totals": totals,
        "everybody": sum(len(place.people) for place in places),
        "chosen": chosen,
        "show": shown,
        "show_label": columns.get(shown, _("ทุกคน")),
        "people": people,
    }
