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
from evaluations.small_cells import TOTAL, Guarded, Shown, guard_list, guard_table
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
    """One clinic in the table of indicators. A closed number takes what could be worked out from it along."""

    place: Place
    summary: Summary
    sessions: Shown
    modes: list[Shown]
    answers: Shown
    received: Shown
    concluded: Shown
    open: Shown
    withdrawn: Shown
    void: Shown
    referrals: Shown
    resolutions: Shown

    @property
    def mean(self) -> Decimal | None:
        """Mean satisfaction, unless its n is closed."""
        return None if self.answers.closed else self.summary.satisfaction

    @property
    def conclusion(self) -> Decimal | None:
        """Per cent concluded, unless it would give a closed number away."""
        return None if self.concluded.closed or self.received.closed else self.summary.conclusion

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
        """As :meth:`table`, of any cube. Clinics' totals are closed alike in every table of the same counts."""
        rows, columns = labels_of(row_dim, self.figures, name), labels_of(column_dim, self.figures, name)
        sums = cube.by(row_dim, column_dim, **where)
        columns = {key: label for key, label in columns.items() if key or any(pair[1] == key for pair in sums)}
        rows = {key: label for key, label in rows.items() if key or any(pair[0] == key for pair in sums)}
        values = {(r, c): sums.get((row, column), 0) for r, row in enumerate(rows) for c, column in enumerate(columns)}
        closed = self._closed_rows(values, len(rows)) if row_dim == "clinic" else []
        return guard_table(tuple(rows.items()), tuple(columns.items()), values, self.limit, closed)

    def _closed_rows(self, values: dict[tuple[int, int], int], count: int) -> list[int]:
        totals = [sum(number for (row, _column), number in values.items() if row == n) for n in range(count)]
        return [n for n, shown in enumerate(guard_list(totals, self.limit)) if shown.closed]

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
    def resolutions(self) -> Guarded:
        """Resolutions by clinic and result."""
        return self.table("resolutions", "clinic", "result")

    @cached_property
    def _apart(self) -> dict[str, list[Shown]]:
        """Withdrawn and void cases of the clinics, each a list with its own total."""
        summaries = [self.figures.summary(place.code) for place in self.figures.clinics]
        return {
            "withdrawn": guard_list([summary.withdrawn for summary in summaries], self.limit),
            "void": guard_list([summary.void for summary in summaries], self.limit),
        }

    def row(self, number: int) -> ClinicRow:
        """The clinic at a place of the figures' list."""
        place = self.figures.clinics[number]
        concluded, still_open, received = self.states.cells(number)
        summary = self.figures.summary(place.code)
        *modes, sessions = self.modes.cells(number)
        return ClinicRow(
            place=place,
            summary=summary,
            sessions=sessions,
            modes=modes,
            answers=self.kinds.at(number, TOTAL),
            received=received,
            concluded=concluded,
            open=still_open,
            withdrawn=self._apart["withdrawn"][number],
            void=self._apart["void"][number],
            referrals=self.results.at(number, TOTAL),
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
