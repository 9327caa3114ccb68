"""The order that appoints a clinic's staff (คส.02): draft before it is issued, reading copy after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from clinic_project.cooperative import COOPERATIVE
from clinic_project.pdf.documents import Digits, render_document
from clinic_project.thai.dates import format_long
from clinics.models import Appointment, AppointmentOrder, ClinicYear, Role

FORM_CODE = "คส.02"
# What each role does (5.1 of the programme paper), as the order charges it.
DUTIES: dict[str, str] = {
    Role.HEAD: (
        "รับผิดชอบการดำเนินงานของคลินิก กำกับดูแลเจ้าหน้าที่ ลงนามในแบบและรายงาน ส่งต่อเรื่องที่ซับซ้อนหรือวิกฤติให้คลินิกส่วนกลาง "
        "และอนุมัติค่าใช้จ่ายของคลินิก"
    ),
    Role.CLINIC_SECRETARY: (
        "จัดทำปฏิทินวันให้บริการ นัดหมาย จัดเก็บเอกสารและข้อมูลของคลินิกไว้เป็นความลับ จัดทำรายงาน และประสานงานกับคลินิกส่วนกลาง"
    ),
    Role.OFFICER: (
        "ให้ความรู้เรื่องผลิตภัณฑ์และบริการ ให้คำแนะนำการแก้ไขปัญหาด้านการเงินและการลงทุน รับฟังข้อเสนอแนะของสมาชิก "
        "บันทึกการให้บริการ และติดตามผล"
    ),
}


@dataclass(frozen=True)
class Row:
    """One person of the list, with the post and the role it carries."""

    name: str
    position: str
    role: str
    acting: str = ""


@dataclass(frozen=True)
class OrderPaper:
    """What stands on the order. ``number`` is empty on a draft; ``replaces`` names the order it takes the place of."""

    cooperative: str
    clinic: str
    year: int
    order_year: int
    ordered_on: date | None
    effective_on: date
    grounds: list[str]
    rows: list[Row]
    duties: list[tuple[str, str]]
    signer_name: str
    signer_position: str
    signer_acting: str = ""
    number: str = ""
    replaces: str = ""
    serial: str = ""
    copy_of: str = ""

    @property
    def is_draft(self) -> bool:
        """Not issued yet: without a number."""
        return not self.number


@dataclass(frozen=True)
class Words:
    """What whoever issues the order decides: dates, grounds (a paragraph a line), signer."""

    ordered_on: date
    effective_on: date
    grounds: str
    signer_name: str
    signer_position: str
    signer_acting: str = ""


def usual_grounds(clinic_year: ClinicYear) -> str:
    """Why, and on which resolutions the order rests, from what the year has recorded (R1)."""
    year = clinic_year.year
    lines = []
    for resolution in year.resolutions.all():
        number = _(" ครั้งที่ %(n)s") % {"n": resolution.meeting_number} if resolution.meeting_number else ""
        day = _(" เมื่อวันที่ %(day)s") % {"day": format_long(resolution.resolved_on)} if resolution.resolved_on else ""
        lines.append(f"{resolution.body}{number}{day} {resolution.subject}")
    purpose = _(
        "เพื่อให้คลินิกสหกรณ์ให้คำแนะนำและแก้ไขปัญหาทางการเงินของสมาชิกได้ทั่วถึงและทันเวลา ตาม%(title)s "
        "จึงแต่งตั้งเจ้าหน้าที่คลินิกสหกรณ์ ดังต่อไปนี้"
    )
    rests = _("ตามที่ %(resolutions)s") % {"resolutions": _(" และ ").join(lines)} if lines else ""
    return "\n".join(part for part in (rests, purpose % {"title": year.title}) if part)


def subject_of(clinic_year: ClinicYear) -> str:
    """What the order is about."""
    facts = {"clinic": clinic_year.clinic.name, "year": clinic_year.year.buddhist_year}
    return _("แต่งตั้งเจ้าหน้าที่คลินิกสหกรณ์ %(clinic)s ประจำปี %(year)s") % facts


def _row(appointment: Appointment) -> Row:
    acting = ""
    if appointment.is_acting:
        held = appointment.acting_for
        acting = _("รักษาการแทน%(name)s") % {"name": held.user.full_name} if held else _("รักษาการแทน")
    return Row(appointment.user.full_name, appointment.title, str(appointment.get_role_display()), acting)


def paper_of(
    clinic_year: ClinicYear, staff: Iterable[Appointment], words: Words, *, number: str = "", **more: str
) -> OrderPaper:
    """The order as data, from the staff in force on its day."""
    seats = list(staff)
    roles = {seat.role for seat in seats}
    return OrderPaper(
        cooperative=COOPERATIVE.name,
        clinic=clinic_year.clinic.name,
        year=clinic_year.year.buddhist_year,
        order_year=words.ordered_on.year + 543,
        ordered_on=words.ordered_on,
        effective_on=words.effective_on,
        grounds=[line for line in words.grounds.splitlines() if line.strip()],
        rows=[_row(seat) for seat in seats],
        duties=[(str(Role(role).label), text) for role, text in DUTIES.items() if role in roles],
        signer_name=words.signer_name,
        signer_position=words.signer_position,
        signer_acting=words.signer_acting,
        number=number,
        **more,
    )


def words_of(order: AppointmentOrder) -> Words:
    """What an issued order says, for a reading copy."""
    return Words(
        ordered_on=order.ordered_on,
        effective_on=order.effective_on,
        grounds=order.grounds,
        signer_name=order.signer_name,
        signer_position=order.signer_position,
        signer_acting=order.signer_acting,
    )


def render(clinic_year: ClinicYear, paper: OrderPaper, *, digits: Digits = "arabic") -> bytes:
    """The order as PDF. Raises ``PdfError`` with a Thai message."""
    context = {"paper": paper, "subject": subject_of(clinic_year)}
    title = _("คำสั่ง%(subject)s") % {"subject": subject_of(clinic_year)}
    return render_document(
        "clinics/pdf/appointment_order.html", context, title=title, digits=digits, form_code=FORM_CODE
    )
