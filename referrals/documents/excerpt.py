"""The notice of resolution (สำเนามติ, form คส.08): what a meeting resolved on one case, for the clinic."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from clinic_project.pdf.documents import Digits, render_document
from referrals.documents.meeting_parts import Matter, items_of, role_in, split
from referrals.models import Meeting, Referral

FORM_CODE = "คส.08"


@dataclass(frozen=True)
class ExcerptPaper:
    """What stands on the notice: this closed copy names the member."""

    serial: str
    meeting: str
    day: date
    place: str
    case: str
    referral: str
    clinic: str
    member: str
    member_number: str
    subject: str
    matters: list[Matter]
    secretary: str
    secretary_role: str
    decision_days: int
    tell_member_days: int
    copy_of: str = ""


def title_of(meeting: Meeting, referral: Referral) -> str:
    """The paper's title: case number, no name."""
    return _("สำเนามติคณะกรรมการดำเนินการ ครั้งที่ %(number)s เรื่องเลขที่ %(case)s") % {
        "number": meeting.number,
        "case": referral.case.reference,
    }


def paper_of(referral: Referral, meeting: Meeting, *, serial: str, copy_of: str = "") -> ExcerptPaper:
    """The notice as data: only the items of this referral."""
    matters = [matter for matter in split(items_of(meeting))[0] if matter.referral == referral.reference]
    case, secretary = referral.case, meeting.secretary
    return ExcerptPaper(
        serial=serial,
        meeting=meeting.number,
        day=meeting.planned_on,
        place=meeting.place,
        case=case.reference,
        referral=referral.reference,
        clinic=case.clinic.name,
        member=case.member.full_name,
        member_number=case.member.number,
        subject=case.subject,
        matters=matters,
        secretary=secretary.full_name if secretary else "",
        secretary_role=role_in(meeting, secretary) if secretary else "",
        decision_days=case.year.decision_days,
        tell_member_days=case.year.tell_member_days,
        copy_of=copy_of,
    )


def render(referral: Referral, meeting: Meeting, *, serial: str, digits: Digits = "arabic", copy_of: str = "") -> bytes:
    """The notice as PDF. ``copy_of``: serial of the issued paper this is only a reading copy of. Raises PdfError."""
    context = {"paper": paper_of(referral, meeting, serial=serial, copy_of=copy_of)}
    title = title_of(meeting, referral)
    return render_document("referrals/pdf/excerpt.html", context, title=title, digits=digits, form_code=FORM_CODE)
