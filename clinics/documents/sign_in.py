"""The sign-in sheet of an orientation: everybody invited, by clinic, with room for people not listed (R14)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from clinic_project.pdf.documents import Digits, render_document
from clinics.models import OrientationSession
from clinics.orientation import ClinicStand

UNLISTED_ROWS = 8
FEW_UNLISTED = 3


@dataclass(frozen=True)
class Line:
    """One person: running number over the whole sheet, name, position."""

    number: int
    name: str
    position: str


@dataclass(frozen=True)
class Group:
    """The people of one clinic."""

    clinic: str
    lines: list[Line]


@dataclass(frozen=True)
class SignInSheet:
    """What stands on the sheet; ``unlisted`` are the numbers of empty rows at its end."""

    title: str
    year: int
    day: date
    starts_at: time
    ends_at: time
    place: str
    groups: list[Group] = field(default_factory=list)
    unlisted: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many are listed."""
        return sum(len(group.lines) for group in self.groups)


def sign_in_sheet(session: OrientationSession, found: Iterable[ClinicStand]) -> SignInSheet:
    """The sheet of a session for these clinics; a clinic whose posts are all vacant is left out."""
    groups, number = [], 0
    for stand in found:
        lines = []
        for person in stand.people:
            number += 1
            lines.append(Line(number, person.seat.user.full_name, str(person.position)))
        if lines:
            groups.append(Group(f"{stand.clinic_year.clinic.number}. {stand.clinic_year.clinic.name}", lines))
    rows = UNLISTED_ROWS if len(groups) != 1 else FEW_UNLISTED
    return SignInSheet(
        title=session.title,
        year=session.year.buddhist_year,
        day=session.day,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.place,
        groups=groups,
        unlisted=list(range(number + 1, number + 1 + rows)),
    )


def sign_in_pdf(sheet: SignInSheet, *, digits: Digits = "arabic") -> bytes:
    """Draw the sheet. Raises ``PdfError`` with a Thai message."""
    title = f"ใบลงชื่อเข้ารับการปฐมนิเทศ {sheet.title}"
    return render_document("clinics/pdf/sign_in.html", {"sheet": sheet}, title=title, digits=digits)
