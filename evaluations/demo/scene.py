"""What every story of the demo needs: chance, the time that is being played, the clinics and their people."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from django.utils import timezone

from clinic_project.thai.workdays import WorkCalendar
from clinics.calendar import work_calendar
from clinics.models import Clinic, ProgrammeYear, User
from members.models import Member

PILOT = 2561
PILOT_SERVICE = (date(2018, 6, 1), date(2018, 12, 31))
PREPARED = date(2018, 5, 28)
# The pilot's cases are concluded before the figures are cut off on 15 December 2561, but for a few.
PILOT_ENDS = date(2018, 12, 14)
SHORTEST_SEASON = timedelta(days=150)

NOON = 12

Story = Generator[datetime, None, None]
"""A story yields the moment at which it goes on."""


def _local(day: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass
class Staff:
    """The people of one clinic. ``officers`` begins with finance, whose user name is ``officer.<code>``."""

    head: User
    secretary: User
    officers: list[User] = field(default_factory=list)

    @property
    def all(self) -> list[User]:
        """Everybody, head first."""
        return [self.head, self.secretary, *self.officers]


@dataclass
class Scene:
    """The stage: ``now`` is the moment being played, ``end`` the real present."""

    rng: Random
    end: datetime
    scale: float = 1.0
    now: datetime = field(init=False)
    admin: User | None = None
    years: dict[int, ProgrammeYear] = field(default_factory=dict)
    clinics: list[Clinic] = field(default_factory=list)
    staff: dict[str, Staff] = field(default_factory=dict)
    board: dict[str, User] = field(default_factory=dict)
    education: dict[str, User] = field(default_factory=dict)
    members: dict[str, list[Member]] = field(default_factory=dict)
    service_days: dict[str, list[date]] = field(default_factory=dict)
    _waiting: list[tuple[datetime, int, Story]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.now = _local(PREPARED, 8, 30)

    # ---- stories ----

    def begin(self, story: Story) -> bool:
        """Let a story begin, or go on, now; it comes back by itself at the moment it yields. False at its end."""
        moment = next(story, None)
        if moment is not None:
            heappush(self._waiting, (moment, next(self._order), story))
        return moment is not None

    @contextmanager
    def clock(self) -> Iterator[None]:
        """Inside, the product's clock shows the moment being played.

        So everything a service writes, events and issued papers too, carries the time at which it "happened", and
        rights are those of that day. Only for this command, which refuses to run in production.
        """
        real = timezone.now
        timezone.now = lambda: self.now
        try:
            yield
        finally:
            timezone.now = real

    def play(self) -> Iterator[Story]:
        """Play all stories in the order of time; gives each one when it ends."""
        while self._waiting:
            self.now, _order, story = heappop(self._waiting)
            if not self.begin(story):
                yield story

    # ---- numbers ----

    def count(self, full: int) -> int:
        """So many at this scale, at least one."""
        return max(1, round(full * self.scale))

    # ---- days ----

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The work calendar, built once."""
        return work_calendar()

    @cached_property
    def today(self) -> date:
        """The real present's day."""
        return timezone.localdate(self.end)

    @cached_property
    def last_moment(self) -> datetime:
        """The present, or the end of the last working day: in the morning and at week-ends nothing has happened yet."""
        is_early = timezone.localtime(self.end).hour < NOON
        day = self.today - timedelta(days=1) if is_early else self.today
        while not self.calendar.is_working_day(day):
            day -= timedelta(days=1)
        return min(_local(day, 16, 20), self.end)

    @property
    def day(self) -> date:
        """The day being played."""
        return timezone.localdate(self.now)

    @cached_property
    def season(self) -> tuple[date, date]:
        """First and last day of the current year's work: from June on, early in a year the last five months."""
        return min(date(self.today.year, 6, 1), self.today - SHORTEST_SEASON), timezone.localdate(self.last_moment)

    def is_pilot(self, day: date) -> bool:
        """Whether a day belongs to the pilot year."""
        return day.year + 543 == PILOT

    def year_of(self, day: date) -> ProgrammeYear:
        """The programme year of a day that is played."""
        return self.years[day.year + 543]

    @cached_property
    def _working_days(self) -> dict[tuple[date, date], list[date]]:
        return {}

    def working_days(self, first: date, last: date) -> list[date]:
        """Working days from ``first`` to ``last``, both included."""
        span = (first, last)
        if span not in self._working_days:
            days = (first + timedelta(days=n) for n in range((last - first).days + 1))
            self._working_days[span] = [day for day in days if self.calendar.is_working_day(day)]
        return self._working_days[span]

    # ---- moments ----

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of a day in Bangkok, not before ``now`` and never after the last one that is played."""
        return max(min(_local(day, hour, minute), self.last_moment), self.now)

    def in_hours(self, day: date) -> datetime:
        """Some moment in office hours."""
        return self.at(day, self.rng.randrange(9, 16), self.rng.randrange(60))

    def after(self, fewest: int, most: int) -> datetime:
        """A moment so many working days on, inside the pilot's year or up to the present, never before ``now``."""
        day = self.calendar.add_working_days(self.day, self.rng.randint(fewest, most))
        if self.is_pilot(self.day):
            day = min(day, max(PILOT_ENDS, self.day))
        return self.in_hours(day)

    def days_ahead(self, count: int) -> date:
        """The working day so many ahead of the day being played (behind it when negative)."""
        return self.calendar.add_working_days(self.day, count)

    # ---- people ----

    def pick(self, choices: Sequence[Any]) -> Any:
        """One of them."""
        return self.rng.choice(choices)

    def central(self) -> User:
        """Somebody at central who receives and advises."""
        staff = self.staff["CEN"]
        chosen: User = self.rng.choice([staff.officers[0], staff.officers[0], staff.officers[1], staff.secretary])
        return chosen
