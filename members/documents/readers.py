"""Who opened a member's data, on paper, to hand to the member."""

from clinic_project.pdf.documents import Digits, render_document
from members.models import Member
from members.readers import Reading

MOST_LINES = 500


def readers_pdf(member: Member, lines: list[Reading], *, is_cut: bool, digits: Digits = "arabic") -> bytes:
    """Draw the report. Raises ``PdfError`` in Thai."""
    context = {"member": member, "lines": lines, "is_cut": is_cut, "most": MOST_LINES}
    return render_document("members/pdf/readers.html", context, title=f"ผู้เปิดดูข้อมูลของ {member.full_name}", digits=digits)
