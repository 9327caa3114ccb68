"""A letter on paper, as official Thai letters are laid out (R2); the cooperative's own emblem, no Garuda."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from clinic_project.pdf.documents import Digits, render_document
from clinics.models import Letter


@dataclass(frozen=True)
class LetterPaper:
    """What stands on the letter. ``state`` marks a draft or a reading copy."""

    number: str
    day: date
    subject: str
    to: str
    references: list[str]
    enclosures: list[str]
    paragraphs: list[str]
    signer_name: str
    signer_position: str
    signer_acting: str
    place: str
    state: str = ""


def title_of(letter: Letter) -> str:
    """The paper's title: number and subject."""
    return _("หนังสือ ที่ %(number)s %(subject)s") % {"number": letter.number or _("(ร่าง)"), "subject": letter.subject}


def paper_of(letter: Letter, *, copy_of: str = "") -> LetterPaper:
    """The letter as data."""
    state = ""
    if letter.status == "draft":
        state = _("ร่าง ยังไม่ได้ออกเลข")
    elif letter.status == "void":
        state = _("ยกเลิก")
    elif copy_of:
        state = _("สำเนาสำหรับอ่าน ของเอกสารเลขที่ %(serial)s") % {"serial": copy_of}
    return LetterPaper(
        number=letter.number,
        day=letter.dated_on,
        subject=letter.subject,
        to=letter.to_text,
        references=letter.reference_lines,
        enclosures=[
            _("%(name)s จำนวน %(count)s %(unit)s")
            % {"name": row.name, "count": row.count, "unit": row.get_unit_display()}
            for row in letter.enclosures.all()
        ],
        paragraphs=letter.paragraphs,
        signer_name=letter.signer_name,
        signer_position=letter.signer_position,
        signer_acting=letter.signer_acting,
        place=letter.from_text,
        state=state,
    )


def letter_pdf(letter: Letter, *, digits: Digits = "thai", copy_of: str = "") -> bytes:
    """Draw the letter. ``copy_of``: serial of the issued paper this is a reading copy of. Raises ``PdfError``."""
    paper = paper_of(letter, copy_of=copy_of)
    return render_document("clinics/pdf/letter.html", {"paper": paper}, title=title_of(letter), digits=digits)
