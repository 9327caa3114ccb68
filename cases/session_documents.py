"""What stands on the slip a member takes home (แบบ คส.03). No permission checks here."""

from dataclasses import dataclass
from datetime import date

from cases.models import Session
from clinic_project.pdf.documents import clip_note
from clinic_project.thai.numbers import format_phone

MOST_ADVICE = 1200


@dataclass(frozen=True)
class Slip:
    """The visit in the member's words: nothing of a case's content, no amounts, no national ID."""

    reference: str
    clinic: str
    clinic_phone: str
    served_on: date
    member: str
    member_number: str
    mode: str
    activities: list[str]
    advice: str
    officer: str
    participants: int
    survey_until: date
    has_survey: bool


def slip_of(session: Session) -> Slip:
    """Gather the slip from a session with member, clinic, officer and survey at hand."""
    survey = session.survey
    phone = format_phone(session.clinic.phone)
    if phone and session.clinic.phone_extension:
        phone = f"{phone} ต่อ {session.clinic.phone_extension}"
    return Slip(
        reference=session.reference,
        clinic=session.clinic.name,
        clinic_phone=phone,
        served_on=session.served_on,
        member=session.member.full_name if session.member else "",
        member_number=session.member.number if session.member else "",
        mode=str(session.get_mode_display()),
        activities=[str(row) for row in session.activities.all()],
        advice=clip_note(session.advice, MOST_ADVICE),
        officer=session.officer.full_name,
        participants=session.participants,
        survey_until=survey.expires_on,
        has_survey=not survey.is_used,
    )
