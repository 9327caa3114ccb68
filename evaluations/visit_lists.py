"""How far the clinics of a year have been followed up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone


@dataclass(frozen=True)
class Coverage:
    """One clinic: how often it was followed up, when last, and when it is due again."""

    clinic_year: Any
    count: int
    last_on: date | None
    next_on: date | None

    @property
    def is_due(self) -> bool:
        """Whether the day that was set for the next time has come without it."""
        return bool(self.next_on and self.last_on and self.last_on < self.next_on <= timezone.localdate())


def coverage(clinic_years: Iterable[Any], visits: Any) -> list[Coverage]:
    """One row a clinic, in the programme's order; two queries."""
    counted = (
        visits.order_by().values("clinic_year").annotate(n=Count("pk"), last=Max("visited_on"), due=Max("next_on"))
    )
    known = {row["clinic_year"]: row for row in counted}
    nothing: dict[str, Any] = {"n": 0, "last": None, "due": None}
    rows = ((row, known.get(row.pk, nothing)) for row in clinic_years)
    return [Coverage(row, found["n"], found["last"], found["due"]) for row, found in rows]
