"""The poster of a clinic's opening days: A4, read from two metres, with a QR code to the page that stays current."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from clinic_project.pdf.documents import Digits, document_html, render_document
from clinics.models import Clinic
from clinics.opening_days import Month

TEMPLATE = "clinics/pdf/open_poster.html"
KEPT_SECONDS = 24 * 60 * 60
# Height of the sheet left for the days, in points; the day lines' width bounds the words beside them.
ROOM = 400


@dataclass(frozen=True)
class Size:
    """Letters of a size: how many columns of months, and the heights in points of a heading, a day, a further line."""

    name: str
    columns: int
    head: int
    day: int
    more: int


SIZES = (
    Size("huge", 1, 74, 72, 22),
    Size("large", 1, 44, 44, 22),
    Size("middle", 2, 36, 33, 22),
    Size("small", 2, 32, 23, 16),
)


def poster_context(clinic: Clinic, months: Sequence[Month], *, address: str, qr: str) -> dict[str, Any]:
    """What the poster says. Cancelled days are left out."""
    kept, size = _fitting(months)
    hours = {(day.starts_at, day.ends_at) for month in kept for day in month.days}
    places = {day.place for month in kept for day in month.days}
    return {
        "clinic": clinic,
        "months": kept,
        "size": size.name,
        # One line for all when they are the same; else each day says its own.
        "hours": next(iter(hours)) if len(hours) == 1 else None,
        "place": (next(iter(places)) or clinic.address) if len(places) == 1 else clinic.address,
        "has_places": len(places) > 1,
        "address": address,
        "qr": qr,
    }


def _fitting(months: Sequence[Month]) -> tuple[list[Month], Size]:
    """The months with the days that are on, in the largest letters that fit; the last days give way when none does."""
    kept = [Month(month.label, [day for day in month.days if day.status != "cancelled"]) for month in months]
    kept = [month for month in kept if month.days]
    while True:
        fitting = next((size for size in SIZES if _height(kept, size) <= ROOM), None)
        if fitting is not None:
            return kept, fitting
        kept[-1].days.pop()
        kept = [month for month in kept if month.days]


def _height(months: Sequence[Month], size: Size) -> int:
    """Points the months take: side by side as high as the higher one."""
    same_hours = len({(day.starts_at, day.ends_at) for month in months for day in month.days}) == 1
    wrapped = 0 if same_hours or size.columns == 1 else size.day
    heights = []
    for month in months:
        more = sum(bool(day.note) + bool(day.place) for day in month.days) * 2 * size.more
        heights.append(size.head + len(month.days) * (size.day + wrapped) + more)
    return sum(max(heights[n : n + size.columns]) for n in range(0, len(heights), size.columns))


def poster_pdf(context: dict[str, Any], *, title: str, digits: Digits) -> bytes:
    """The poster as PDF, drawn at most once for the same content: anybody may ask for it."""
    html = document_html(TEMPLATE, context, title=title, digits=digits)
    key = f"clinics.poster:{hashlib.sha256(html.encode()).hexdigest()}"
    content: bytes | None = cache.get(key)
    if content is None:
        content = render_document(TEMPLATE, context, title=title, digits=digits)
        cache.set(key, content, KEPT_SECONDS)
    return content
