"""Rows of a table as values, problems told by row and column; what they would change the kinds' checkers find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.models import Member, number_key, validate_number
from members.tables.cells import BadCell, is_empty
from members.tables.columns import NATIONAL_ID, NUMBER, Column, column
from members.tables.reading import Table
from members.tables.showing import shown_cell

PART = 1000
MOST_PROBLEMS = 1000
Told = Callable[[int], None]


@dataclass
class Problem:
    """A row that can't come in: its number in the file, the column's heading there, and why in Thai.

    ``cell``: what stood there, in one line and masked (``tables.showing``); filled in when the check is over.
    """

    row: int
    heading: str
    why: str
    cell: str = ""


@dataclass
class Line:
    """One row: its number, the values of its cells that are not empty, whether its member number was a number cell."""

    row: int
    values: dict[str, Any]
    is_mangled: bool = False


@dataclass
class Found:
    """What a check found: counts, and the problems in the order of the rows."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def bad(self) -> int:
        """Rows with at least one problem."""
        return len({problem.row for problem in self.problems})

    def as_json(self) -> dict[str, Any]:
        """Counts, and the first problems; never a member's values, which ``cells`` has."""
        told = [[one.row, one.heading, one.why] for one in self.problems[:MOST_PROBLEMS]]
        counts = {"rows": self.rows, "new": self.new, "changed": self.changed, "same": self.same, "bad": self.bad}
        return {**counts, "problems": told}

    def cells(self) -> list[str]:
        """What stood in the cells of the first problems, in the same order."""
        return [one.cell for one in self.problems[:MOST_PROBLEMS]]


class Checker:
    """Goes through a table, a part at a time, so that memory holds one part's records only.

    ``columns``: heading -> field, of the columns that are used. After ``parts`` was gone through, ``found`` says all.
    """

    kind = ""

    def __init__(self, table: Table, columns: dict[str, str], *, tell: Told = lambda number: None) -> None:
        self.table, self.tell = table, tell
        self.found = Found(rows=len(table.rows))
        self.headings = {name: header for header, name in columns.items()}
        self._places: list[tuple[int, str, Column]] = [
            (place, header, column(self.kind, columns[header]))
            for place, header in enumerate(table.headers)
            if header in columns
        ]
        self._seen: dict[str, int] = {}

    def problem(self, row: int, name: str, why: Any) -> None:
        """Note what is wrong with a row at a column."""
        self.found.problems.append(Problem(row, self.headings.get(name, ""), str(why)))

    def _line(self, row: int, cells: list[Any]) -> Line | None:
        """The row's values; None when one of them can't be read."""
        before, line = len(self.found.problems), Line(row, {})
        for place, _header, one in self._places:
            if is_empty(cells[place]):
                continue
            try:
                line.values[one.name] = one.read(cells[place])
            except BadCell as error:
                self.problem(row, one.name, error)
        if NUMBER in line.values:
            line.values[NUMBER], line.is_mangled = line.values[NUMBER]
        elif not any(problem.row == row for problem in self.found.problems[before:]):
            self.problem(row, NUMBER, _("ไม่มีเลขสมาชิก"))
        return line if len(self.found.problems) == before and self._is_first(line) else None

    def _is_first(self, line: Line) -> bool:
        number = line.values[NUMBER]
        first = self._seen.setdefault(number, line.row)
        if first != line.row:
            self.problem(line.row, NUMBER, _("เลขสมาชิกซ้ำกับแถวที่ %(row)d ในแฟ้มนี้") % {"row": first})
        return first == line.row

    def lines(self) -> Iterator[list[Line]]:
        """The readable rows, a part at a time."""
        for start in range(0, len(self.table.rows), PART):
            part = self.table.rows[start : start + PART]
            yield [line for row, cells in part if (line := self._line(row, cells)) is not None]
            self.tell(start + len(part))

    def known(self, lines: list[Line], *, lock: bool) -> dict[str, Member]:
        """Members of the part by their number, those who were merged away too."""
        rows = Member.objects.filter(number__in=[line.values[NUMBER] for line in lines]).select_related("merged_into")
        if lock:
            rows = rows.select_for_update(of=("self",))
        return {member.number: member for member in rows}

    def lost_zeros(self, lines: list[Line], known: dict[str, Member]) -> dict[str, str]:
        """Numbers not in the register that differ from one in it by zeros or hyphens only: number -> the likely one."""
        unknown = {number_key(line.values[NUMBER]): line.values[NUMBER] for line in lines} if lines else {}
        unknown = {key: number for key, number in unknown.items() if number not in known}
        likely = Member.objects.filter(number_key__in=unknown).values_list("number_key", "number")
        return {unknown[key]: number for key, number in likely}

    def number_is_right(self, line: Line, known: dict[str, Member], likely: dict[str, str]) -> bool:
        """Whether the number can be this row's; what is wrong is told."""
        number = line.values[NUMBER]
        member = known.get(number)
        if member is not None and member.merged_into is not None:
            kept = member.merged_into.number
            self.problem(line.row, NUMBER, _("เลขนี้รวมเข้ากับเลข %(kept)s แล้ว ใช้เลข %(kept)s") % {"kept": kept})
        elif member is None and number in likely:
            said = {"number": number, "likely": likely[number]}
            self.problem(line.row, NUMBER, _("เลข %(number)s น่าจะเป็น %(likely)s ศูนย์นำหน้าหรือขีดหายไป") % said)
        elif member is None and line.is_mangled:
            self.problem(line.row, NUMBER, _("เซลล์เป็นตัวเลข ศูนย์นำหน้าอาจหายไป จัดรูปแบบคอลัมน์เป็นข้อความแล้วพิมพ์เลขให้ครบ"))
        elif member is None:
            return self._fits_pattern(line)
        else:
            return True
        return False

    def _fits_pattern(self, line: Line) -> bool:
        try:
            validate_number(line.values[NUMBER])
        except ValidationError as error:
            self.problem(line.row, NUMBER, " ".join(error.messages))
            return False
        return True

    def finish(self) -> Found:
        """The whole of it, in the order of the rows, with the cells of the problems that are told."""
        self.found.problems.sort(key=lambda problem: problem.row)
        told = self.found.problems[:MOST_PROBLEMS]
        rows = {problem.row for problem in told}
        cells = {row: found for row, found in self.table.rows if row in rows}
        places = {heading: (place, one.name == NATIONAL_ID) for place, heading, one in self._places}
        for problem in told:
            if problem.heading in places:
                place, is_secret = places[problem.heading]
                problem.cell = shown_cell(cells[problem.row][place], is_secret=is_secret)
        return self.found
