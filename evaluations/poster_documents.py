"""A clinic's poster and the sheet of all of them (form คส.11, R21): from the year's figures, never typed.

A poster hangs where everybody passes, so small numbers are closed as for the committees; a closed one is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project import charts
from clinic_project.pdf.documents import Digits, render_document
from clinic_project.thai.dates import format_long
from clinic_project.thai.numbers import format_percent, format_phone
from evaluations.facts import month_key
from evaluations.indicators import Figures
from evaluations.tables import ClinicRow, View, month_label

FORM = "คส.11"
PER_ROW = 3
HEADLINE = gettext_lazy("ปรึกษาเรื่องหนี้ เงินออม และการลงทุน ใกล้บ้านคุณ")
TIMEOUT = 60


@dataclass(frozen=True)
class Tile:
    """One figure: what is counted, the number, and what it is measured by."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Photo:
    """A picture by the name the drawing knows it by."""

    name: str
    caption: str


@dataclass(frozen=True)
class PosterPaper:
    """Everything on a poster."""

    year: int
    clinic: str
    hosts: list[str]
    headline: str
    period: str
    tiles: list[Tile]
    chart: Any
    photos: list[Photo] = field(default_factory=list)
    story_title: str = ""
    story: str = ""
    message: str = ""
    team: list[tuple[str, str]] = field(default_factory=list)
    reach: list[str] = field(default_factory=list)
    qr: Any = ""

    @property
    def tile_rows(self) -> list[list[Tile]]:
        """Tiles, three in a row."""
        return _in_rows(self.tiles)

    @property
    def last_span(self) -> int:
        """Columns the last tile fills, so that no hole is left."""
        return PER_ROW - (len(self.tiles) - 1) % PER_ROW


@dataclass(frozen=True)
class Card:
    """One clinic on the sheet."""

    number: int
    name: str
    headline: str
    tiles: list[Tile]


@dataclass(frozen=True)
class Sheet:
    """All clinics of a year."""

    year: int
    count: int
    summary: str
    rows: list[list[Card]]


def _in_rows(things: list[Any]) -> list[list[Any]]:
    return [things[n : n + PER_ROW] for n in range(0, len(things), PER_ROW)]


def tiles_of(row: ClinicRow) -> list[Tile]:
    """The clinic's figures that may be told, in the poster's order."""
    summary = row.summary
    days = sum(month.held for month in summary.days())
    met, due = summary.clinic_months
    rule = _("ครบเกณฑ์ %(met)s จาก %(due)s เดือน") % {"met": met, "due": due} if due else ""
    found = []
    if not row.sessions.closed:
        found.append(Tile(_("ให้บริการ"), _("%(n)s ครั้ง") % {"n": row.sessions}))
    if not row.participants.closed:
        found.append(Tile(_("ผู้รับบริการ"), _("%(n)s คน") % {"n": row.participants}))
    found.append(Tile(_("วันเปิดรับปรึกษา"), _("%(n)s วัน") % {"n": f"{days:,}"}, rule))
    if row.conclusion is not None:
        share = _("%(done)s จาก %(all)s เรื่อง") % {"done": row.concluded.text, "all": row.received.text}
        found.append(Tile(_("ช่วยจนยุติเรื่อง"), format_percent(row.conclusion), share))
    if row.mean is not None:
        answers = _("จาก 5 คะแนน %(n)s คำตอบ") % {"n": row.answers.text}
        found.append(Tile(_("ความพึงพอใจ"), f"{row.mean:.2f}", answers))
    if not row.referrals.closed and row.referrals.value:
        found.append(Tile(_("ส่งต่อส่วนกลาง"), _("%(n)s เรื่อง") % {"n": row.referrals.text}))
    return found


def _chart(row: ClinicRow) -> Any:
    target = row.summary.year.walk_in_days
    bars = [
        charts.Bar(month_label(month_key(day.month))[:5].strip(), day.held, str(day.held), day.state == "short")
        for day in row.summary.days()
    ]
    words = {"clinic": row.place.name, "days": target, "all": ", ".join(f"{bar.label} {bar.text}" for bar in bars)}
    title = _("วันเปิดรับปรึกษาของ%(clinic)s: %(all)s เกณฑ์เดือนละ %(days)s วัน") % words
    return charts.column_chart(bars, title=title, target=target, width=380, height=120)


def _period(figures: Figures) -> str:
    window = figures.window
    if window.last < window.first:
        return ""
    return _("%(first)s ถึง %(last)s") % {"first": format_long(window.first), "last": format_long(window.last)}


def _reach(clinic: Any) -> list[str]:
    phone = format_phone(clinic.phone)
    if phone and clinic.phone_extension:
        phone = _("%(phone)s ต่อ %(extension)s") % {"phone": phone, "extension": clinic.phone_extension}
    parts = (
        clinic.address.replace("\r\n", " ").replace("\n", " "),
        _("โทร. %(phone)s") % {"phone": phone} if phone else "",
        _("ไลน์ %(line)s") % {"line": clinic.line_id} if clinic.line_id else "",
    )
    return [part for part in parts if part]


def poster_of(
    clinic_year: Any, poster: Any, figures: Figures, *, team: Iterable[Any] = (), qr: Any = ""
) -> PosterPaper:
    """The poster of a clinic's year; ``poster`` None: nobody has written anything yet. ``team``: appointments."""
    year, clinic = clinic_year.year, clinic_year.clinic
    view = View(figures, year.small_cell)
    row = view.row(view.index(clinic.code))
    tells = bool(poster and poster.tells_story)
    photos = list(poster.photos.all()) if poster else []
    return PosterPaper(
        year=year.buddhist_year,
        clinic=clinic.name,
        hosts=[host.name for host in clinic.hosts.all()],
        headline=(poster.headline if poster else "") or str(HEADLINE),
        period=_period(figures),
        tiles=tiles_of(row),
        chart=_chart(row),
        photos=[Photo(_name(photo), photo.caption) for photo in photos],
        story_title=poster.story_title if tells else "",
        story=poster.story if tells else "",
        message=poster.message if poster else "",
        team=[(seat.user.full_name, str(seat.get_role_display())) for seat in team],
        reach=_reach(clinic),
        qr=qr,
    )


def _name(photo: Any) -> str:
    return f"photo-{photo.pk}"


def poster_pdf(paper: PosterPaper, poster: Any, *, digits: Digits = "arabic", is_large: bool = False) -> bytes:
    """Draw a poster on A4, or on A1 (``is_large``). Raises ``PdfError`` with a Thai message."""
    pictures = {_name(photo): photo.picture.read() for photo in poster.photos.all()} if poster else {}
    title = _("โปสเตอร์ %(clinic)s ปี %(year)s") % {"clinic": paper.clinic, "year": paper.year}
    context = {"poster": paper, "is_large": is_large}
    return render_document(
        "evaluations/pdf/poster.html",
        context,
        title=title,
        digits=digits,
        form_code=FORM,
        pictures=pictures,
        timeout=TIMEOUT,
    )


def sheet_of(year: Any, figures: Figures, headlines: dict[str, str]) -> Sheet:
    """All clinics; ``headlines`` by clinic code."""
    view = View(figures, year.small_cell)
    cards = [
        Card(row.place.number, row.place.name, headlines.get(row.place.code) or str(HEADLINE), tiles_of(row)[:5])
        for row in view.rows()
    ]
    total, period = view.whole, _period(figures)
    words = {"n": total.sessions, "people": total.participants, "period": period}
    is_closed = total.sessions.closed or total.participants.closed
    summary = period if is_closed else _("ให้บริการ %(n)s ครั้ง แก่ผู้รับบริการ %(people)s คน %(period)s") % words
    return Sheet(year.buddhist_year, len(cards), summary, _in_rows(cards))


def sheet_pdf(sheet: Sheet, *, digits: Digits = "arabic", is_large: bool = False) -> bytes:
    """Draw the sheet on A4 or A1. Raises ``PdfError`` with a Thai message."""
    title = _("คลินิกสหกรณ์ทุกแห่ง ปี %(year)s") % {"year": sheet.year}
    context = {"sheet": sheet, "is_large": is_large}
    return render_document(
        "evaluations/pdf/posters.html", context, title=title, digits=digits, form_code=FORM, timeout=TIMEOUT
    )
