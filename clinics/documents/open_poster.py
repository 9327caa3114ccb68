"""The poster of a clinic's opening days: A4, read from two metres, with a QR code to the page that stays current."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache

from clinic_project.pdf.documents import Digits, document_html, render_document
from clinics.models import Clinic
from clinics.opening_days import Month

TEMPLATE = "clinics/pdf/open_poster.html"
KEPT_SECONDS = 24 * 60 * 60
# Up to so many days fill the sheet in letters of a size; then they grow smaller, and past the last the QR code tells.
SIZES = ((4, "huge"), (7, "large"), (12, "middle"))
MOST_DAYS = 28


def poster_context(clinic: Clinic, months: Sequence[Month], *, address: str, qr: str) -> dict[str, Any]:
    """What the poster says. Cancelled days are left out."""
    kept = _shown(months)
    count = sum(len(month.days) for month in kept)
    hours = {(day.starts_at, day.ends_at) for month in kept for day in month.days}
    places = {day.place for month in kept for day in month.days}
    return {
        "clinic": clinic,
        "months": kept,
        "size": next((size for most, size in SIZES if count <= most), "small"),
        # One line for all when they are the same; else each day says its own.
        "hours": next(iter(hours)) if len(hours) == 1 else None,
        "place": (next(iter(places)) or clinic.address) if len(places) == 1 else clinic.address,
        "has_places": len(places) > 1,
        "address": address,
        "qr": qr,
    }


def _shown(months: Sequence[Month]) -> list[Month]:
    """The months with the days that are on, as many as the sheet holds."""
    kept: list[Month] = []
    room = MOST_DAYS
    for month in months:
        days = [day for day in month.days if day.status != "cancelled"][:room]
        room -= len(days)
        kept += [Month(month.label, days)] if days else []
    return kept


def poster_pdf(context: dict[str, Any], *, title: str, digits: Digits) -> bytes:
    """The poster as PDF, drawn at most once for the same content: anybody may ask for it."""
    html = document_html(TEMPLATE, context, title=title, digits=digits)
    key = f"clinics.poster:{hashlib.sha256(html.encode()).hexdigest()}"
    content: bytes | None = cache.get(key)
    if content is None:
        content = render_document(TEMPLATE, context, title=title, digits=digits)
        cache.set(key, content, KEPT_SECONDS)
    return content
