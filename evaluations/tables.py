"""Figures as one reader may see them: labelled tables, with small numbers closed where the reader only counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import Response, Session
from clinic_project.thai.dates import MONTHS_SHORT
from evaluations.cubes import Cube
from evaluations.facts import month_key
from evaluations.indicators import Figures, Place, Summary
from evaluations.small_cells import TOTAL, Guarded, Shown, guard_list, guard_sum, guard_table
from referrals.models import Referral, Resolution

PROGRESS = {"concluded": _("ยุติแล้ว"), "open": _("ยังเปิดอยู่")}
STATES = {"done": _("ยุติแล้ว"), "withdrawn": _("สมาชิกขอถอน"), "open": _("ยังเปิดอยู่")}
REFERRAL_RESULTS = {
    "waiting": _("รอส่วนกลางรับ"),
    "in_review": _("กำลังพิจารณา"),
    "answered": _("ตอบกลับแล้ว"),
    "implemented": _("ดำเนินการตามผลแล้ว"),
    "declined": _("ไม่รับเรื่อง"),
    "withdrawn": _("คลินิกถอน"),
}
TIMINGS = {"in_time": _("ทันกำหนด"), "late": _("เกินกำหนด"), "waiting": _("ยังไม่ถึงกำหนด")}
ASPECT_LABELS = {
    "courtesy": _("การต้อนรับและความเป็นกันเอง"),
    "clarity": _("คำแนะนำเข้าใจง่าย"),
    "usefulness": _("นำไปใช้ได้จริง"),
    "timeliness": _("ความรวดเร็วทันเวลา"),
    "overall": _("ความพึงพอใจโดยรวม"),
}
UNNAMED = {"": _("ไม่ระบุ")}


def month_label(key: str) -> str:
    """``2018-07`` as ``ก.ค. 2561``."""
    year, month = key.split("-")
    return f"{MONTHS_SHORT[int(month)]} {int(year) + 543}"


def labels_of(dim: str, figures: Figures, cube: str = "") -> dict[str, Any]:
    """Keys of a dimension in their order, with Thai labels."""
    if dim == "clinic":
        return {place.code: place.name for place in figures.clinics}
    if dim == "month":
        return {month_key(day): month_label(month_key(day)) for day in figures.window.months()}
    if dim == "result":
        return dict(Resolution.Result.choices) if cube == "resolutions" else dict(REFERRAL_RESULTS)
    fixed: dict[str, dict[str, Any]] = {
        "mode": dict(Session.Mode.choices),
        "progress": dict(PROGRESS),
        "kind": dict(Response.Kind.choices),
        "route": dict(Referral.Route.choices),
        "timing": dict(TIMINGS),
        "activity": dict(Session.Activity.choices),
        "client_type": {**dict(Session.ClientType.choices), **UNNAMED},
    }
    return fixed[dim]


@dataclass(frozen=True)
class Grid:
    """A table ready to draw: a heading for each column, rows of a label and cells, the totals last."""

    title: Any
    head: Any
    columns: list[Any]
    rows: list[tuple[Any, list[Shown]]]
    totals: list[Shown]
    is_closed: bool
    note: Any = ""


@dataclass(frozen=True)
class ClinicRow:
    """One clinic's indicators, or the programme's. A closed number takes along what would tell it."""

    place: Place
    summary: Summary
    sessions: Shown
    modes: list[Shown]
    participants: Shown
    answers: Shown
    received: Shown
    concluded: Shown
    open: Shown
    withdrawn: Shown
    void: Shown
    referrals: Shown
    timings: list[Shown]
    resolutions: Shown

    @property
    def case_numbers(self) -> list[Shown]:
        """The numbers of the table of cases."""
        return [
            self.received, self.concluded, self.open, self.withdrawn, self.void, self.referrals, self.resolutions,
        ]  # fmt: skip

    @property
    def is_any_closed(self) -> bool:
        """Whether a number of it is closed."""
        return any(number.closed for number in (self.sessions, self.answers, *self.case_numbers))

    @property
    def mean(self) -> Decimal | None:
        """Mean satisfaction, unless its n is closed."""
        return None if self.answers.closed else self.summary.satisfaction

    @property
    def is_programme(self) -> bool:
        """Whether it is about all clinics together."""
        return not self.place.code

    @property
    def is_conclusion_closed(self) -> bool:
        """Whether the share of concluded cases would give a closed number away."""
        return self.concluded.closed or self.received.closed

    @property
    def conclusion(self) -> Decimal | None:
        """Per cent concluded, unless closed."""
        return None if self.is_conclusion_closed else self.summary.conclusion

    @property
    def oldest_age(self) -> int | None:
        """Days the longest open case has been open, unless it is one of few."""
        return None if self.open.closed else self.summary.oldest_age

    @property
    def is_timeliness_closed(self) -> bool:
        """Whether the share of referrals taken up in time would give a closed number away."""
        in_time, late, *_rest = self.timings
        return in_time.closed or late.closed

    @property
    def timeliness(self) -> Decimal | None:
        """Per cent of the referrals taken up in time, unless closed."""
        return None if self.is_timeliness_closed else self.summary.timeliness

    @property
    def months_met(self) -> int:
        """Months in which the walk-in rule was met."""
        return self.summary.clinic_months[0]

    @property
    def months_due(self) -> int:
        """Months in which it counted."""
        return self.summary.clinic_months[1]


class View:
    """Figures for one reader; ``limit`` 0 closes nothing, 5 closes counts of 1-4 people."""

    def __init__(self, figures: Figures, limit: int = 0) -> None:
        self.figures = figures
        self.limit = limit

    def cube(self, name: str) -> Cube:
        """One of the figures' cubes; ``progress`` is that of the cases received, concluded (withdrawn too) or open.

        Withdrawn cases are told in a list of their own: in one table with the others they would close most of it.
        """
        return self._progress if name == "progress" else self.figures.cubes[name]

    @cached_property
    def _progress(self) -> Cube:
        cases = self.figures.cubes["cases"].cells.items()
        named = {"done": "concluded", "withdrawn": "concluded", "open": "open"}
        rows = ((clinic, month, named[state], n) for (clinic, month, state), n in cases if state in named)
        return Cube.of(("clinic", "month", "progress"), rows)

    def table(self, cube: str, row_dim: str, column_dim: str, **where: Any) -> Guarded:
        """A guarded table of two dimensions of a cube."""
        return self.guard(self.cube(cube), cube, row_dim, column_dim, where)

    def guard(self, cube: Cube, name: str, row_dim: str, column_dim: str, where: dict[str, Any]) -> Guarded:
        """As :meth:`table`, of any cube. Tables of the same counts close the same totals (:mod:`small_cells`)."""
        rows, columns = labels_of(row_dim, self.figures, name), labels_of(column_dim, self.figures, name)
        sums = cube.by(row_dim, column_dim, **where)
        columns = {key: label for key, label in columns.items() if key or any(pair[1] == key for pair in sums)}
        rows = {key: label for key, label in rows.items() if key or any(pair[0] == key for pair in sums)}
        values = {(r, c): sums.get((row, column), 0) for r, row in enumerate(rows) for c, column in enumerate(columns)}
        return guard_table(tuple(rows.items()), tuple(columns.items()), values, self.limit)

    def grid(self, guarded: Guarded, title: Any, head: Any, note: Any = "") -> Grid:
        """A guarded table ready to draw."""
        return Grid(
            title=title,
            head=head,
            columns=[label for _key, label in guarded.columns],
            rows=[(label, guarded.cells(n)) for n, (_key, label) in enumerate(guarded.rows)],
            totals=guarded.totals,
            is_closed=guarded.is_any_closed,
            note=note,
        )

    @cached_property
    def modes(self) -> Guarded:
        """Services by clinic and mode."""
        return self.table("sessions", "clinic", "mode")

    @cached_property
    def participants(self) -> Guarded:
        """People reached by clinic and mode."""
        return self.table("participants", "clinic", "mode")

    @cached_property
    def months(self) -> Guarded:
        """Services by clinic and month."""
        return self.table("sessions", "clinic", "month")

    @cached_property
    def states(self) -> Guarded:
        """Cases received by clinic, concluded or open at the cut-off."""
        return self.table("progress", "clinic", "progress")

    @cached_property
    def kinds(self) -> Guarded:
        """Answers by clinic and kind of respondent."""
        return self.table("answers", "clinic", "kind")

    @cached_property
    def results(self) -> Guarded:
        """Referrals by clinic and result."""
        return self.table("referrals", "clinic", "result")

    @cached_property
    def timings(self) -> Guarded:
        """Referrals by clinic and whether central took them up in time."""
        return self.table("acceptance", "clinic", "timing")

    @cached_property
    def resolutions(self) -> Guarded:
        """Resolutions by clinic and result."""
        return self.table("resolutions", "clinic", "result")

    @cached_property
    def _apart(self) -> dict[str, list[Shown]]:
        """Withdrawn and void cases of the clinics, each a list with its own total, which stands last."""
        summaries = [self.figures.summary(place.code) for place in self.figures.clinics]
        lists = {"withdrawn": [s.withdrawn for s in summaries], "void": [s.void for s in summaries]}
        return {
            name: [*guard_list(values, self.limit), guard_sum(values, self.limit)] for name, values in lists.items()
        }

    def row(self, number: int) -> ClinicRow:
        """The clinic at a place of the figures' list."""
        return self._row(number, self.figures.clinics[number])

    @cached_property
    def whole(self) -> ClinicRow:
        """The programme."""
        return self._row(TOTAL, Place("", 0, str(_("ทั้งโครงการ"))))

    def _row(self, number: int, place: Place) -> ClinicRow:
        concluded, still_open, received = self.states.cells(number)
        *modes, sessions = self.modes.cells(number)
        return ClinicRow(
            place=place,
            summary=self.figures.summary(place.code),
            sessions=sessions,
            modes=modes,
            participants=self.participants.at(number, TOTAL),
            answers=self.kinds.at(number, TOTAL),
            received=received,
            concluded=concluded,
            open=still_open,
            withdrawn=self._apart["withdrawn"][number],
            void=self._apart["void"][number],
            referrals=self.results.at(number, TOTAL),
            timings=self.timings.cells(number),
            resolutions=self.resolutions.at(number, TOTAL),
        )

    def rows(self, codes: Iterable[str] | None = None) -> list[ClinicRow]:
        """All clinics, or those with the given codes."""
        wanted = None if codes is None else set(codes)
        return [self.row(n) for n, place in enumerate(self.figures.clinics) if wanted is None or place.code in wanted]

    def index(self, code: str) -> int:
        """The place of a clinic in the tables. Raises ``StopIteration`` for one that is not in the year."""
        return next(n for n, place in enumerate(self.figures.clinics) if place.code == code)


def family(view: View, cube: str, dim: str, label: Any) -> list[Grid]:
    """What whoever only counts sees behind a number: the fixed tables of its family, whatever was filtered.

    The tables are the same for every filter, so that two filters side by side tell no more than one.
    """
    pairs: Sequence[tuple[str, str, Any]] = (
        ("clinic", dim, _("คลินิก")),
        ("month", dim, _("เดือน")),
        ("clinic", "month", _("คลินิก")),
    )
    return [view.grid(view.table(cube, row, column), label, head) for row, column, head in pairs if row != column]
