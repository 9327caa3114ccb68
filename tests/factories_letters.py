"""Letters made by the real services."""

import io
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from pypdf import PdfWriter

from clinic_project.files.checking import PDF, CheckedFile
from clinics.models import Clinic, Letter, LetterRecipient, ProgrammeYear
from clinics.services import letters
from tests.factories_referrals import person


def this_year() -> ProgrammeYear:
    """The programme year of today."""
    return ProgrammeYear.objects.get(buddhist_year=timezone.localdate().year + 543)


def some_pdf(name: str = "สำเนาหนังสือ.pdf") -> CheckedFile:
    """A PDF of one empty page, as a form would give it."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return CheckedFile(name, out.getvalue(), PDF)


def facts(**changes: Any) -> dict[str, Any]:
    """The fields of a letter we write."""
    return {
        "is_circular": True,
        "dated_on": timezone.localdate() - timedelta(days=3),
        "from_text": "สหกรณ์ออมทรัพย์กรมการพัฒนาชุมชน จำกัด",
        "to_text": "พัฒนาการจังหวัด",
        "subject": "ขอให้แจ้งยืนยันการจัดตั้งคลินิกสหกรณ์",
        "references": "หนังสือสหกรณ์ ที่ ว.12/2561 ลงวันที่ 2 มกราคม 2561",
        "body": "ด้วยสหกรณ์จัดตั้งคลินิกสหกรณ์นำร่อง\nจึงเรียนมาเพื่อโปรดทราบ",
        "signer_name": "นางปิ่นปักษ์ ฝ้ายคำ",
        "signer_position": "ประธานกรรมการดำเนินการ",
        **changes,
    }


def make_letter(
    status: str = "issued",
    *,
    place: str = "CEN",
    by: str = "officer.cen",
    clinics: list[str] | None = None,
    units: tuple[str, ...] = (),
    **changes: Any,
) -> Letter:
    """A letter we write, as a draft or issued three days ago."""
    found = Clinic.objects.filter(code__in=clinics or []).prefetch_related("hosts")
    letter = letters.draft_letter(
        year=this_year(),
        clinic=Clinic.objects.get(code=place),
        facts=facts(**changes),
        enclosures=[("โครงการนำร่องคลินิกสหกรณ์", 1, "set"), ("แบบแจ้งยืนยัน", 2, "copy")],
        recipients=letters.addressees(found, units),
        by=person(by),
    )
    if status == "issued":
        letter = letters.issue_letter(letter, dated_on=letter.dated_on, by=person(by))
    return letter


def make_received(*, place: str = "CEN", by: str = "officer.cen", **changes: Any) -> Letter:
    """A letter that came in today."""
    told = facts(number="พช 0401/77", from_text="สำนักงานพัฒนาชุมชนจังหวัดพิจิตร", subject="ส่งแบบแจ้งยืนยัน")
    kept = ("number", "dated_on", "from_text", "to_text", "subject", "references")
    return letters.register_letter(
        year=this_year(),
        clinic=Clinic.objects.get(code=place),
        facts={name: told[name] for name in kept} | changes,
        received_on=timezone.localdate(),
        by=person(by),
    )


def to_cmi(letter: Letter) -> LetterRecipient:
    """The letter as it went to CMI."""
    row: LetterRecipient = letter.recipients.get(clinic__code="CMI")
    return row


def typed_date(name: str, day: date) -> dict[str, str]:
    """A date's box, filled in as people write it."""
    return {name: f"{day.day}/{day.month}/{day.year + 543}"}
