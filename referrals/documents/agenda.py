"""The agenda (ระเบียบวาระการประชุม) of a meeting of the operating committee. Case numbers, never members' names."""

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from clinic_project.pdf.documents import Digits, render_document
from clinic_project.thai.dates import format_long
from referrals.documents.meeting_parts import Matter, carried_over, items_of, split
from referrals.models import Meeting


@dataclass(frozen=True)
class AgendaPaper:
    """What stands on the agenda. ``number`` is empty until the meeting is held."""

    number: str
    reference: str
    day: date
    starts_at: time
    place: str
    quorum: int
    carried_over: list[str]
    matters: list[Matter]
    notices: list[Matter]
    previous: str
    is_draft: bool
    copy_of: str = ""


def title_of(meeting: Meeting) -> str:
    """The paper's title in lists and readers."""
    return _("ระเบียบวาระการประชุมคณะกรรมการดำเนินการ วันที่ %(day)s") % {"day": format_long(meeting.planned_on)}


def previous_of(meeting: Meeting) -> str:
    """Which minutes come up for certification (ระเบียบวาระที่ 2): the meeting before, where there was one."""
    last = meeting.previous_closed()
    if last is None:
        return ""
    return _("รายงานการประชุม ครั้งที่ %(number)s เมื่อวันที่ %(day)s") % {
        "number": last.number,
        "day": format_long(last.planned_on),
    }


def paper_of(meeting: Meeting, *, copy_of: str = "") -> AgendaPaper:
    """The agenda as data; a draft until it is frozen."""
    items = items_of(meeting)
    matters, notices = split(items)
    return AgendaPaper(
        number=meeting.number,
        reference=meeting.reference,
        day=meeting.planned_on,
        starts_at=meeting.starts_at,
        place=meeting.place,
        quorum=meeting.quorum,
        carried_over=carried_over(items),
        matters=matters,
        notices=notices,
        previous=previous_of(meeting),
        is_draft=meeting.status == "planned",
        copy_of=copy_of,
    )


def render(meeting: Meeting, *, digits: Digits = "arabic", copy_of: str = "") -> bytes:
    """The agenda as PDF. ``copy_of``: serial of the issued paper this is only a reading copy of. Raises PdfError."""
    context = {"paper": paper_of(meeting, copy_of=copy_of)}
    return render_document("referrals/pdf/agenda.html", context, title=title_of(meeting), digits=digits)
