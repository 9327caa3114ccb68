"""How the orientation of a year stands: who is invited, who came, who is still missing (R14). Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.models import Appointment, Attendance, ClinicYear, OrientationRule, ProgrammeYear

DEFAULT_POSTS = ("head", "secretary")
POST_WORDS = {
    "head": gettext_lazy("หัวหน้าคลินิก"),
    "secretary": gettext_lazy("เลขานุการคลินิก"),
    "finance": gettext_lazy("เจ้าหน้าที่การเงิน"),
}


def staff_day(year: ProgrammeYear) -> date:
    """The day whose posts count: today, within the year; a year that is over counts as it ended."""
    first = date(year.gregorian_year, 1, 1)
    return max(first, min(timezone.localdate(), year.service_end))


def posts_needed(year: ProgrammeYear) -> Sequence[str]:
    """Posts whose holders must attend before a clinic counts as oriented; configurable for each year."""
    rule = OrientationRule.objects.filter(year=year).first()
    return rule.posts() if rule else DEFAULT_POSTS


def holds(appointment: Appointment, post: str) -> bool:
    """Whether a seat is the post: head and secretary are roles, finance a position; acting counts."""
    return appointment.post == post if post == "finance" else appointment.role == post


@dataclass(frozen=True)
class Person:
    """Somebody invited, by the seat held, and the first attendance in the year if there is one."""

    seat: Appointment
    attendance: Attendance | None

    @property
    def position(self) -> Any:
        """What the person does in the clinic."""
        return self.seat.post_title or self.seat.get_role_display()


@dataclass(frozen=True)
class ClinicStand:
    """How one clinic stands: its people, and which posts must attend."""

    clinic_year: ClinicYear
    people: list[Person]
    needed: Sequence[str]

    @property
    def came(self) -> list[Person]:
        """Who attended."""
        return [person for person in self.people if person.attendance]

    @property
    def missing(self) -> list[Person]:
        """Who did not yet."""
        return [person for person in self.people if not person.attendance]

    @property
    def lacking_posts(self) -> list[str]:
        """Posts that must attend and did not, each with its holder's name or that nobody holds it."""
        found = []
        for post in self.needed:
            holders = [person for person in self.people if holds(person.seat, post)]
            if not holders:
                found.append(_("%(post)s (ยังไม่ได้แต่งตั้ง)") % {"post": POST_WORDS[post]})
            elif not any(person.attendance for person in holders):
                found.append(f"{POST_WORDS[post]} {holders[0].seat.user.full_name}")
        return found

    @property
    def is_complete(self) -> bool:
        """Whether everybody who must attend did."""
        return not self.lacking_posts

    @property
    def waits_for_note(self) -> bool:
        """Whether central may note the clinic as oriented now: complete and confirmed (R6)."""
        status = "confirmed" if self.clinic_year.must_confirm else "selected"
        return self.is_complete and self.clinic_year.status in {"confirmed", status}


def _attendances(year: ProgrammeYear) -> dict[int, Attendance]:
    """First attendance in the year by person."""
    found: dict[int, Attendance] = {}
    for row in Attendance.objects.filter(session__year=year).select_related("session").order_by("session__day", "id"):
        found.setdefault(row.user_id, row)
    return found


def stands(clinic_years: Iterable[ClinicYear], year: ProgrammeYear) -> list[ClinicStand]:
    """The clinics of one year, in the order given. Three queries, however many there are."""
    rows = list(clinic_years)
    seats = Appointment.objects.in_force(staff_day(year)).filter(clinic_year__in=[row.pk for row in rows])
    attended, needed = _attendances(year), posts_needed(year)
    people: dict[int, dict[int, Person]] = defaultdict(dict)
    for seat in seats.select_related("user").order_by("clinic_year", "order", "id"):
        # Somebody with two seats in a clinic is one person; the first seat is the one of the form.
        people[seat.clinic_year_id or 0].setdefault(seat.user_id, Person(seat, attended.get(seat.user_id)))
    return [ClinicStand(row, list(people[row.pk].values()), needed) for row in rows]


def stand_of(clinic_year: ClinicYear) -> ClinicStand:
    """How one clinic stands."""
    return stands([clinic_year], clinic_year.year)[0]
