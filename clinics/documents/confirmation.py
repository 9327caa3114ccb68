"""Form คส.01: the confirmation of a pilot clinic, blank and filled (domain.md section 4, R45)."""

from dataclasses import dataclass, field

from clinic_project.pdf.documents import Digits, render_document
from clinics.models import Appointment, ClinicYear, Post

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


def blank_confirmation(year: int) -> ConfirmationForm:
    """The form to fill in by hand, for a Buddhist year."""
    rows = [Row(number, "", position, role) for number, (position, role) in enumerate(FIXED_ROWS, 1)]
    return ConfirmationForm(year=year, rows=rows)


def _slot(appointment: Appointment, is_filled: dict[int, str]) -> int | None:
    first = {Post.AGENT: 0, Post.ADMINISTRATION_HEAD: 1, Post.FINANCE: 2}
    if appointment.post in first:
        slot = first[Post(appointment.post)]
    elif appointment.role == "secretary":
        slot = 3
    else:
        return None
    return None if slot in is_filled else slot


def filled_confirmation(clinic_year: ClinicYear) -> ConfirmationForm:
    """The form with the clinic's staff in their fixed rows; representatives past the eighth row go on."""
    people = list(clinic_year.appointments.select_related("user").order_by("order", "id"))
    placed: dict[int, str] = {}
    rest: list[str] = []
    for appointment in people:
        slot = _slot(appointment, placed)
        if slot is None:
            rest.append(appointment.user.full_name)
        else:
            placed[slot] = appointment.user.full_name
    for number, name in enumerate(rest, 4):
        placed[number] = name
    count = max(FIRST_PAGE_ROWS, 4 + len(rest))
    fixed = [*FIXED_ROWS, *(FIXED_ROWS[-1],) * (count - FIRST_PAGE_ROWS)]
    return ConfirmationForm(
        year=clinic_year.year.buddhist_year,
        unit=clinic_year.unit_name or clinic_year.clinic.name,
        rows=[Row(n + 1, placed.get(n, ""), position, role) for n, (position, role) in enumerate(fixed)],
        signer_name=clinic_year.signer_name,
        signer_position=clinic_year.signer_position,
        signer_acting=clinic_year.signer_acting,
    )


def confirmation_pdf(form: ConfirmationForm, *, digits: Digits = "arabic") -> bytes:
    """Draw the form. Raises ``PdfError`` with a Thai message."""
    title = f"แบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง ประจำปี {form.year}"
    return render_document(
        "clinics/pdf/confirmation.html", {"form": form}, title=title, digits=digits, form_code="คส.01"
    )
