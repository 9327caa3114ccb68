"""What members are told about an open clinic: a text to copy and a notice to put up (R5). Nothing but public facts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from clinic_project.cooperative import COOPERATIVE
from clinic_project.pdf.documents import Digits, render_document
from clinic_project.thai.dates import format_long, format_time
from clinic_project.thai.numbers import format_phone
from clinics.models import ClinicYear

MOST_DAYS = 12
SERVICES = (
    "ให้ความรู้เรื่องผลิตภัณฑ์และบริการของสหกรณ์",
    "ให้คำแนะนำการแก้ไขปัญหาด้านการเงินและหนี้สิน",
    "ให้คำแนะนำด้านการออมและการลงทุน",
    "รับฟังข้อเสนอแนะ",
)


@dataclass(frozen=True)
class OpeningNoticePaper:
    """Where a clinic is, when it is open and how it is reached."""

    clinic: str
    year: int
    opened_on: date | None
    places: list[str]
    address: str
    hours: str
    phone: str
    line_id: str
    days: list[date] = field(default_factory=list)
    cooperative: str = COOPERATIVE.name
    services: tuple[str, ...] = SERVICES


def opening_notice(clinic_year: ClinicYear, days: Iterable[date], opened_on: date | None) -> OpeningNoticePaper:
    """The facts of a clinic, with its next days of service."""
    clinic = clinic_year.clinic
    extension = f" ต่อ {clinic.phone_extension}" if clinic.phone_extension else ""
    closes = format_time(clinic.closes_at)
    return OpeningNoticePaper(
        clinic=clinic.name,
        year=clinic_year.year.buddhist_year,
        opened_on=opened_on,
        places=[host.name for host in clinic.hosts.all()],
        address=" ".join(clinic.address.split()),
        hours=f"{format_time(clinic.opens_at).removesuffix(' น.')} - {closes}",
        phone=f"{format_phone(clinic.phone)}{extension}" if clinic.phone else "",
        line_id=clinic.line_id,
        days=list(days)[:MOST_DAYS],
    )


def opening_text(paper: OpeningNoticePaper) -> str:
    """The notice as plain Thai to copy into LINE or read out."""
    since = f" ตั้งแต่วันที่ {format_long(paper.opened_on)}" if paper.opened_on else ""
    lines = [
        f"คลินิกสหกรณ์ {paper.clinic} เปิดให้บริการสมาชิกแล้ว{since}",
        f"ให้คำปรึกษาโดยไม่มีค่าใช้จ่าย: {', '.join(paper.services)}",
    ]
    where = " ".join([*paper.places, paper.address]).strip()
    if where:
        lines.append(f"สถานที่: {where}")
    if paper.days:
        lines.append(f"วันให้บริการ: {', '.join(format_long(day) for day in paper.days)}")
    lines.append(f"เวลา: {paper.hours}")
    reach = [f"โทร. {paper.phone}" if paper.phone else "", f"ไลน์ {paper.line_id}" if paper.line_id else ""]
    if any(reach):
        lines.append(f"ติดต่อ: {' '.join(part for part in reach if part)}")
    lines.append(paper.cooperative)
    return "\n".join(lines)


def opening_notice_pdf(paper: OpeningNoticePaper, *, digits: Digits = "arabic") -> bytes:
    """Draw the notice, one A4 page. Raises ``PdfError`` with a Thai message."""
    title = f"ประกาศเปิดคลินิกสหกรณ์ {paper.clinic}"
    return render_document("clinics/pdf/opening_notice.html", {"paper": paper}, title=title, digits=digits)
