"""The year's indicators, computed from the rows and never typed (domain.md sections 1 and 3; R10, R25, R31, R39-R42).

``compute`` asks a fixed number of aggregate queries, whatever the number of clinics; cases and sessions are counted
apart and never joined. ``Figures`` answers everything a page or a paper shows and can be frozen as JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum

from cases.models import Case, Response, Session
from clinics.models import Clinic, ServiceDay
from evaluations import facts
from evaluations.cubes import Cube
from evaluations.windows import Window
from referrals.models import Referral, Resolution

ASPECTS = ("courtesy", "clarity", "usefulness", "timeliness", "overall")
CONCLUDED = ("done", "withdrawn")
RECEIVED = ("done", "withdrawn", "open")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Place:
    """A clinic as figures name it."""

    code: str
    number: int
    name: str


@dataclass(frozen=True)
class Figures:
    """All figures of a year as of a day: cubes by name, the clinics, and the day the oldest open case came in."""

    window: Window
    clinics: list[Place]
    cubes: Mapping[str, Cube]
    oldest: Mapping[str, str] = field(default_factory=dict)

    def summary(self, clinic: str = "") -> "Summary":
        """The indicators of one clinic, or of the whole programme."""
        return Summary(self, clinic)

    def place(self, code: str) -> Place | None:
        """A clinic by its code."""
        return next((place for place in self.clinics if place.code == code), None)

    def to_json(self) -> dict[str, Any]:
        """Everything needed to show these figures again when the rows have changed."""
        return {
            "first": self.window.first.isoformat(),
            "last": self.window.last.isoformat(),
            "cutoff": self.window.cutoff.isoformat(),
            "clinics": [[place.code, place.number, place.name] for place in self.clinics],
            "cubes": {name: cube.to_json() for name, cube in self.cubes.items()},
            "oldest": dict(self.oldest),
        }

    @classmethod
    def from_json(cls, year: Any, stored: Mapping[str, Any]) -> "Figures":
        """Figures as they were frozen."""
        days = {name: date.fromisoformat(stored[name]) for name in ("first", "last", "cutoff")}
        return cls(
            window=Window(year=year, **days),
            clinics=[Place(*row) for row in stored["clinics"]],
            cubes={name: Cube.from_json(cube) for name, cube in stored["cubes"].items()},
            oldest=stored["oldest"],
        )


@dataclass(frozen=True)
class MonthDays:
    """Walk-in service days of a month against the year's target; ``state`` says how to read them.

    met, short (the month is over), running, or startup (shown, not enforced: domain.md section 3).
    """

    month: date
    held: int
    target: int
    state: str


@dataclass(frozen=True)
class Summary:
    """The indicators of one clinic (by its code) or, with no code, of the programme."""

    figures: Figures
    clinic: str = ""

    def count(self, cube: str, **where: Any) -> int:
        """Sum of a cube's cells of this place that fit."""
        return self.figures.cubes[cube].total(clinic=self.clinic, **where)

    @property
    def sessions(self) -> int:
        """Services given."""
        return self.count("sessions")

    @property
    def participants(self) -> int:
        """People reached: talks and leaflets count everybody who was there."""
        return self.count("participants")

    @property
    def answers(self) -> int:
        """Survey answers: the n that always stands beside the mean (R41)."""
        return self.count("answers")

    @property
    def satisfaction(self) -> Decimal | None:
        """Mean of the overall score, 1 to 5; None without an answer."""
        return self.mean()

    def mean(self, kind: str = "", aspect: str = "overall") -> Decimal | None:
        """Mean of one aspect by a kind of respondents (all)."""
        answers = self.count("answers", kind=kind)
        if not answers:
            return None
        return fair(self.count("scores", kind=kind, aspect=aspect), answers, self.year.satisfaction_target)

    @property
    def is_satisfied(self) -> bool:
        """Whether the mean, not the rounded one, reaches the target (level 4: mean >= 4.00)."""
        score = self.count("scores", aspect="overall")
        return bool(self.answers) and score >= self.year.satisfaction_target * self.answers

    @property
    def received(self) -> int:
        """Cases received in the period; void ones are outside (R42)."""
        return self.count("cases", state=RECEIVED)

    @property
    def concluded(self) -> int:
        """Closed with an outcome by the cut-off; withdrawn ones count and are shown apart."""
        return self.count("cases", state=CONCLUDED)

    @property
    def withdrawn(self) -> int:
        """Of the concluded: taken back by the member."""
        return self.count("cases", state="withdrawn")

    @property
    def open(self) -> int:
        """Not closed at the cut-off."""
        return self.count("cases", state="open")

    @property
    def void(self) -> int:
        """Entered in error: outside received and concluded."""
        return self.count("cases", state="void")

    @property
    def conclusion(self) -> Decimal | None:
        """Per cent of the received cases that were concluded; None without a case."""
        if not self.received:
            return None
        return fair(100 * self.concluded, self.received, Decimal(self.year.conclusion_target))

    @property
    def is_concluded(self) -> bool:
        """Whether the share reaches the year's target."""
        return bool(self.received) and 100 * self.concluded >= self.year.conclusion_target * self.received

    @property
    def oldest_open(self) -> date | None:
        """The day the longest open case was received."""
        days = [day for code, day in self.figures.oldest.items() if self.clinic in ("", code)]
        return date.fromisoformat(min(days)) if days else None

    @property
    def oldest_age(self) -> int | None:
        """Days the longest open case has been open at the cut-off."""
        return (self.figures.window.cutoff - self.oldest_open).days if self.oldest_open else None

    @property
    def referrals(self) -> int:
        """Referrals sent to central."""
        return self.count("referrals")

    @property
    def resolutions(self) -> int:
        """Resolutions of the operating committee."""
        return self.count("resolutions")

    @property
    def timed(self) -> int:
        """Referrals central had to take up by the cut-off."""
        return self.count("acceptance", timing=("in_time", "late"))

    @property
    def timeliness(self) -> Decimal | None:
        """Per cent of those taken up in time (R10, R32)."""
        if not self.timed:
            return None
        return (Decimal(100 * self.count("acceptance", timing="in_time")) / self.timed).quantize(CENT, ROUND_HALF_UP)

    @property
    def year(self) -> Any:
        """The programme year, whose rules are the targets."""
        return self.figures.window.year

    def days(self) -> list[MonthDays]:
        """Walk-in days of each begun month. For the programme the target is that of all clinics together."""
        held = self.figures.cubes["days"].by("month", clinic=self.clinic)
        target = self.year.walk_in_days * (1 if self.clinic else len(self.figures.clinics))
        return [
            MonthDays(month, number, target, self._day_state(month, number, target))
            for month in self.figures.window.months()
            for number in [held.get((facts.month_key(month),), 0)]
        ]

    def _day_state(self, month: date, held: int, target: int) -> str:
        if not self.year.is_rule_enforced(month):
            return "startup"
        if held >= target:
            return "met"
        last, ends = self.figures.window.last, self.year.service_end
        return "running" if (last.year, last.month) == (month.year, month.month) and last < ends else "short"

    @property
    def clinic_months(self) -> tuple[int, int]:
        """Clinic-months that met the two-days rule, and those it has been enforced in (R25)."""
        codes = [self.clinic] if self.clinic else [place.code for place in self.figures.clinics]
        states = [month.state for code in codes for month in Summary(self.figures, code).days()]
        return states.count("met"), states.count("met") + states.count("short")


def fair(total: int, count: int, target: Decimal) -> Decimal:
    """``total / count`` with two decimals; what is below the target never rounds up to it."""
    value = Decimal(total) / count
    shown = value.quantize(CENT, ROUND_HALF_UP)
    return value.quantize(CENT, ROUND_FLOOR) if value < target <= shown else shown


def compute(window: Window) -> Figures:
    """Count everything, in nine queries whatever the number of clinics."""
    cases, oldest = _cases(window)
    cubes = {**_sessions(window), "days": _days(window), **_answers(window), "cases": cases, **_referrals(window)}
    cubes["resolutions"] = _resolutions(window)
    return Figures(window=window, clinics=_places(window.year), cubes=cubes, oldest=oldest)


def _places(year: Any) -> list[Place]:
    rows = Clinic.objects.filter(years__year=year).order_by("number")
    return [Place(*row) for row in rows.values_list("code", "number", "name")]


def _grouped(rows: QuerySet[Any], dims: tuple[str, ...], **sums: Any) -> list[tuple[Any, ...]]:
    """Rows of clinic code, month, the other dimensions, and the sums."""
    found = rows.order_by().values("clinic__code", "month", *dims).annotate(**sums)
    return [
        (row["clinic__code"], facts.month_key(row["month"]), *(row[name] for name in (*dims, *sums))) for row in found
    ]


def _sessions(window: Window) -> dict[str, Cube]:
    rows = facts.session_rows(Session.objects.all(), window)
    found = _grouped(rows, ("mode",), n=Count("pk"), people=Sum("participants"))
    dims = ("clinic", "month", "mode")
    return {
        "sessions": Cube.of(dims, ((*row[:3], row[3]) for row in found)),
        "participants": Cube.of(dims, ((*row[:3], row[4]) for row in found)),
    }


def _days(window: Window) -> Cube:
    rows = facts.day_rows(ServiceDay.objects.all(), window)
    return Cube.of(("clinic", "month"), _grouped(rows, (), n=Count("pk")))


def _answers(window: Window) -> dict[str, Cube]:
    rows = facts.answer_rows(Response.objects.all(), window)
    sums = {f"sum_{aspect}": Sum(aspect) for aspect in ASPECTS}
    found = _grouped(rows, ("respondent_kind",), n=Count("pk"), **sums)
    scores = [(*row[:3], aspect, score) for row in found for aspect, score in zip(ASPECTS, row[4:], strict=True)]
    return {
        "answers": Cube.of(("clinic", "month", "kind"), (row[:4] for row in found)),
        "scores": Cube.of(("clinic", "month", "kind", "aspect"), scores),
    }


def _cases(window: Window) -> tuple[Cube, dict[str, str]]:
    rows = facts.case_rows(Case.objects.all(), window)
    found = _grouped(rows, ("state",), n=Count("pk"), first=Min("opened_on"))
    oldest: dict[str, str] = {}
    for clinic, _month, state, _number, first in found:
        if state == "open":
            oldest[clinic] = min(oldest.get(clinic, first.isoformat()), first.isoformat())
    return Cube.of(("clinic", "month", "state"), (row[:4] for row in found)), oldest


def _referrals(window: Window) -> dict[str, Cube]:
    found = facts.referral_facts(Referral.objects.all(), window)
    base = ("clinic", "month", "route")
    return {
        "referrals": Cube.of((*base, "result"), ((f.clinic, f.month, f.route, f.result, 1) for f in found)),
        "acceptance": Cube.of((*base, "timing"), ((f.clinic, f.month, f.route, f.timing, 1) for f in found)),
    }


def _resolutions(window: Window) -> Cube:
    found = facts.resolution_rows(Resolution.objects.all(), window)
    rows = found.values_list("item__measure__referral__case__clinic__code", "month", "result")
    cells = ((code, facts.month_key(day), result, 1) for code, day, result in rows)
    return Cube.of(("clinic", "month", "result"), cells)


def service_cubes(window: Window) -> dict[str, Cube]:
    """Services by mode, clinic and month with their activities, client types and both (R22, R30, R31), for the annex.

    One service may have several activities and client types: it counts once under each, so those sums exceed the
    services given. A service for many without a client type stands under an empty one.
    """
    rows = facts.session_rows(Session.objects.all(), window)
    activity, client_type = "activities__activity", "client_types__client_type"
    base = ("clinic", "month", "mode")
    return {
        "activities": _distinct(rows, (*base, "activity"), ("mode", activity)),
        "clients": _distinct(rows, (*base, "client_type"), ("mode", client_type)),
        "pairs": _distinct(rows, (*base, "activity", "client_type"), ("mode", activity, client_type)),
    }


def _distinct(rows: QuerySet[Any], dims: tuple[str, ...], columns: tuple[str, ...]) -> Cube:
    found = _grouped(rows, columns, n=Count("pk", distinct=True))
    return Cube.of(dims, (tuple("" if part is None else part for part in row) for row in found))
