"""What is held about a member, on paper."""

from clinic_project.pdf.documents import Digits, render_document
from clinic_project.registry import HeldTable
from members.models import DataRequest

MOST_ROWS = 400
"""Rows of a table on paper; the rest is in the tables beside it."""


def held_pdf(request: DataRequest, tables: list[HeldTable], *, digits: Digits = "arabic") -> bytes:
    """Draw every table as a list of facts. Raises ``PdfError`` in Thai."""
    shown = [
        (table.title, [_facts(table, row) for row in table.rows[:MOST_ROWS]], len(table.rows) > MOST_ROWS)
        for table in tables
    ]
    context = {"request": request, "tables": shown}
    return render_document(
        "members/pdf/held.html", context, title=f"ข้อมูลที่สหกรณ์เก็บไว้ ตามคำขอ {request.reference}", digits=digits
    )


def _facts(table: HeldTable, row: list[str]) -> list[tuple[str, str]]:
    if len(table.heads) == 2:
        return [(row[0], row[1])]
    return [(str(head), cell) for head, cell in zip(table.heads, row, strict=True) if cell]
