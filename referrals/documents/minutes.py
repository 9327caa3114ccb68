"""The minutes (รายงานการประชุม) of a meeting of the operating committee. Case numbers, never members' names."""

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from clinic_project.pdf.documents import Digits, render_document
from referrals.documents.agenda import previous_of
from referrals.documents.meeting_parts import Matter, Person, carried_over, items_of, people_of, role_in, split
from referrals.models import Meeting


@dataclass(frozen=True)
class MinutesPaper:
    """What stands in the minutes."""

    number: str
    serial: str
    day: date
    place: str
    starts_at: time
    ended_at: time | None
    came: list[Person]
    stayed_away: list[Person]
    quorum: int
    has_quorum: bool
    chair: str
    chair_role: str
    secretary: str
    secretary_role: str
    opening_note: str
    previous: str
    carried_over: list[str]
    matters: list[Matter]
    notices: list[Matter]
    is_draft: bool
    copy_of: str = ""

    @property
    def seats(self) -> int:
        """Members of the committee that day."""
        return len(self.came) + len(self.stayed_away)

    @property
    def tail(self) -> str:
        """Keeps a short end of the minutes together, so that signatures don't stand alone on a page."""
        return "keep" if len(self.notices) < 3 else ""


def title_of(meeting: Meeting) -> str:
    """The paper's title in lists and readers."""
    return _("รายงานการประชุมคณะกรรมการดำเนินการ ครั้งที่ %(number)s") % {"number": meeting.number}


def paper_of(meeting: Meeting, *, serial: str = "", copy_of: str = "") -> MinutesPaper:
    """The minutes as data; a draft until the meeting is closed."""
    items = items_of(meeting)
    matters, notices = split(items)
    came, stayed_away = people_of(meeting)
    chair, secretary = meeting.chair, meeting.secretary
    return MinutesPaper(
        number=meeting.number,
        serial=serial,
        day=meeting.planned_on,
        place=meeting.place,
        starts_at=meeting.starts_at,
        ended_at=meeting.ended_at if meeting.status == "closed" else None,
        came=came,
        stayed_away=stayed_away,
        quorum=meeting.quorum,
        has_quorum=len(came) >= meeting.quorum,
        chair=chair.full_name if chair else "",
        chair_role=role_in(meeting, chair) if chair else "",
        secretary=secretary.full_name if secretary else "",
        secretary_role=role_in(meeting, secretary) if secretary else "",
        opening_note=meeting.opening_note,
        previous=previous_of(meeting),
        carried_over=carried_over(items),
        matters=matters,
        notices=notices,
        is_draft=meeting.status != "closed",
        copy_of=copy_of,
    )


def render(meeting: Meeting, *, serial: str = "", digits: Digits = "arabic", copy_of: str = "") -> bytes:
    """The minutes as PDF. ``copy_of``: serial of the issued paper this is only a reading copy of. Raises PdfError."""
    context = {"paper": paper_of(meeting, serial=serial, copy_of=copy_of)}
    return render_document("referrals/pdf/minutes.html", context, title=title_of(meeting), digits=digits)
