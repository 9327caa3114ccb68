"""Form คส.01: the confirmation of a pilot clinic, blank and filled (domain.md section 4, R45)."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from clinic_project.pdf.documents import Digits, render_document
from clinic_project.verifying import Mark
from clinics.models import Appointment, ClinicYear, Confirmation, Post, ProgrammeYear

KIND = "confirmation"
FIRST_PAGE_ROWS = 8


@dataclass(frozen=True)
class Row:
    """One line of the list: name (empty to write on), fixed position, fixed role."""

    number: int
    name: str
    position: str
    role: str


# Position and role of the eight rows are fixed by the form.
FIXED_ROWS: tuple[tuple[str, str], ...] = (
    ("ตัวแทนสหกรณ์", "หัวหน้าคลินิก"),
    ("หัวหน้าฝ่ายอำนวยการ", "เจ้าหน้าที่คลินิก"),
    ("เจ้าหน้าที่การเงิน", "เจ้าหน้าที่คลินิก"),
    ("ผู้แทนสมาชิก", "เลขานุการคลินิก"),
    *(("ผู้แทนสมาชิก", "เจ้าหน้าที่คลินิก"),) * 4,
)


@dataclass(frozen=True)
class ConfirmationForm:
    """What stands on the form; empty fields are rules to write on."""

    year: int
    unit: str = ""
    rows: list[Row] = field(default_factory=list)
    signer_name: str = ""
    signer_position: str = ""
    signer_acting: str = ""

    @property
    def first_page(self) -> list[Row]:
        """The eight rows of the form."""
        return self.rows[:FIRST_PAGE_ROWS]

    @property
    def continued(self) -> list[Row]:
        """Rows past eight, which go on a second page."""
        return self.rows[FIRST_PAGE_ROWS:]

    @property
    def people_print(self) -> str:
        """Fingerprint of the people in their rows."""
        return _fingerprint([[row.number, row.name, row.position, row.role] for row in self.rows])

    @property
    def words_print(self) -> str:
        """Fingerprint of everything else that was filled in."""
        return _fingerprint([self.unit, self.signer_name, self.signer_position, self.signer_acting])


def _fingerprint(values: list[object]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def blank_confirmation(year: int) -> ConfirmationForm:
    """The form to fill in by hand, for a Buddhist year."""
    rows = [Row(number, "", position, role) for number, (position, role) in enumerate(FIXED_ROWS, 1)]
    return ConfirmationForm(year=year, rows=rows)


def form_day(year: ProgrammeYear) -> date:
    """The day whose staff stand on the form: today, or the nearest day of the form's own year."""
    first, last = date(year.gregorian_year, 1, 1), date(year.gregorian_year, 12, 31)
    today = timezone.localdate()
    return max(year.service_start, first) if today < first else min(today, last)


def _slot(appointment: Appointment, is_filled: dict[int, str]) -> int | None:
    first = {Post.AGENT: 0, Post.ADMINISTRATION_HEAD: 1, Post.FINANCE: 2}
    if appointment.post in first:
        slot = first[Post(appointment.post)]
    elif appointment.role == "secretary":
        slot = 3
    else:
        return None
    return None if slot in is_filled else slot


def people_of(clinic_year: ClinicYear) -> list[Appointment]:
    """The appointments that stand on the form, in the clinic's order."""
    in_force = clinic_year.appointments.in_force(form_day(clinic_year.year))
    return list(in_force.select_related("user").order_by("is_acting", "order", "id"))


def _rows(people: list[Appointment]) -> list[Row]:
    """The fixed rows with names; representatives past the eighth row go on."""
    placed: dict[int, str] = {}
    rest: list[str] = []
    for appointment in people:
        slot = _slot(appointment, placed)
        if slot is None and appointment.is_acting:
            # Who acts beside the holder stands in the row of their own post only.
            continue
        if slot is None:
            rest.append(appointment.user.full_name)
        else:
            placed[slot] = appointment.user.full_name
    for number, name in enumerate(rest, 4):
        placed[number] = name
    count = max(FIRST_PAGE_ROWS, 4 + len(rest))
    fixed = [*FIXED_ROWS, *(FIXED_ROWS[-1],) * (count - FIRST_PAGE_ROWS)]
    return [Row(n + 1, placed.get(n, ""), position, role) for n, (position, role) in enumerate(fixed)]


def filled_confirmation(confirmation: Confirmation) -> ConfirmationForm:
    """The form with the clinic's staff in their fixed rows and the words of the confirmation."""
    clinic_year = confirmation.clinic_year
    return ConfirmationForm(
        year=clinic_year.year.buddhist_year,
        unit=confirmation.unit_name or clinic_year.unit_name or clinic_year.clinic.name,
        rows=_rows(people_of(clinic_year)),
        signer_name=confirmation.signer_name,
        signer_position=confirmation.signer_position,
        signer_acting=confirmation.signer_acting,
    )


def title_of(year: int) -> str:
    """The form's title, word for word, for a Buddhist year."""
    return f"แบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง ประจำปี {year}"


def confirmation_pdf(
    form: ConfirmationForm, *, digits: Digits = "arabic", mark: Mark | None = None, serial: str = ""
) -> bytes:
    """Draw the form; with ``mark`` and ``serial`` as the paper that is issued. Raises ``PdfError`` in Thai."""
    return render_document(
        "clinics/pdf/confirmation.html",
        {"form": form, "mark": mark, "serial": serial},
        title=title_of(form.year),
        digits=digits,
        form_code="คส.01",
    )
