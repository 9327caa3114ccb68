"""Who opened a member's data, on paper, to hand to the member: by day and person, or every time."""

from clinic_project.pdf.documents import Digits, render_document
from members.models import Member
from members.readers import Day, Reading

MOST_LINES = 500


def _title(member: Member) -> str:
    return f"ผู้เปิดดูข้อมูลของ {member.full_name}"


def readers_pdf(member: Member, days: list[Day], *, is_cut: bool, digits: Digits = "arabic") -> bytes:
    """Draw the report by day and person. Raises ``PdfError`` in Thai."""
    context = {"member": member, "days": days, "is_cut": is_cut, "times": sum(day.times for day in days)}
    return render_document("members/pdf/readers.html", context, title=_title(member), digits=digits)


def readings_pdf(member: Member, lines: list[Reading], *, is_cut: bool, digits: Digits = "arabic") -> bytes:
    """Draw every time by itself. Raises ``PdfError`` in Thai."""
    context = {"member": member, "lines": lines, "is_cut": is_cut, "most": MOST_LINES}
    return render_document("members/pdf/readings.html", context, title=_title(member), digits=digits)


def fitting(days: list[Day]) -> list[Day]:
    """As many whole days, the newest first, as the paper holds; one in any case."""
    found: list[Day] = []
    lines = 0
    for day in days:
        lines += sum(len(person.deeds) for person in day.people)
        if found and lines > MOST_LINES:
            break
        found.append(day)
    return found
