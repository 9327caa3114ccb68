"""What a year's figures count: from the first day of service to the cut-off (domain.md section 3, R39)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from clinics.models import ProgrammeYear


@dataclass(frozen=True)
class Window:
    """The days that count, first and last inclusive, and the day on whose evening states are judged.

    ``last`` never passes the year's service; ``cutoff`` may: a case closed after the service but before the cut-off
    is concluded. Neither passes the day of looking.
    """

    year: ProgrammeYear
    first: date
    last: date
    cutoff: date

    @property
    def after(self) -> datetime:
        """The first moment that is too late for the cut-off (midnight in Bangkok)."""
        return _midnight(self.cutoff + timedelta(days=1))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The days that count as moments: from the first, up to but without the second."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))

    def holds(self, day: date) -> bool:
        """Whether a day counts."""
        return self.first <= day <= self.last

    def months(self) -> list[date]:
        """First days of the service months that have begun by the last counted day."""
        return [month for month in self.year.service_months() if month <= self.last]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def window_of(year: Any, today: date | None = None) -> Window:
    """The window of a year as of a day (today): a running year counts up to that day."""
    today = today or timezone.localdate()
    cutoff = min(year.cutoff, today)
    return Window(year=year, first=year.service_start, last=min(cutoff, year.service_end), cutoff=cutoff)
