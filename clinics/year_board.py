"""The clinics of a year by stage: how many stand where, who is late, what is missing in a word."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.registry import registry
from clinics.calendar import work_calendar
from clinics.models import ClinicYear, ProgrammeYear
from clinics.posts import vacancies
from clinics.workflow import CLINIC_YEAR


@dataclass(frozen=True)
class BoardCard:
    """One clinic: what it waits for, and what is wrong with it."""

    row: ClinicYear
    waits: str
    late: str
    missing: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class BoardColumn:
    """A stage with its clinics."""

    status: str
    label: Any
    cards: list[BoardCard]


def _waits(row: ClinicYear) -> str:
    """The next step in a word."""
    if row.status == "selected":
        return _("รอแจ้งยืนยัน") if row.must_confirm else _("ไม่ต้องแจ้งยืนยัน รอปฐมนิเทศ")
    return {
        "proposed": _("รอคัดเลือก"),
        "confirmed": _("รอปฐมนิเทศ"),
        "oriented": _("รอเปิดให้บริการ"),
    }.get(row.status, "")


def _late(row: ClinicYear, year: ProgrammeYear, today: date) -> str:
    """How many working days past the date by which it should have confirmed or opened; nothing when in time."""
    calendar = work_calendar()
    if row.status in {"proposed", "selected"} and row.must_confirm and today > year.confirm_due:
        days = calendar.working_days_between(year.confirm_due, today)
        return _("แจ้งยืนยันช้า %(n)d วันทำการ") % {"n": max(days, 1)}
    enforced = year.service_months()[year.startup_months :]
    if row.status in {"selected", "confirmed", "oriented"} and enforced and today >= enforced[0]:
        return _("ควรเปิดให้บริการแล้ว")
    return ""


def _missing(row: ClinicYear, noted: Iterable[Any], today: date) -> list[Any]:
    """Vacant posts of a clinic that works, and what other parts of the system miss."""
    if row.status in {"proposed", "closed"}:
        return []
    held = [
        seat
        for seat in row.appointments.all()
        if seat.starts_on <= today and (seat.ends_on is None or seat.ends_on >= today)
    ]
    # Who acts in a post does its work: the board tells what nobody does.
    vacant = [_("ว่าง: %(post)s") % {"post": post.label} for post in vacancies(row, held) if not post.acting]
    return [*vacant, *noted]


def board_of(year: ProgrammeYear, rows: Iterable[ClinicYear], today: date | None = None) -> list[BoardColumn]:
    """All stages in their order, empty ones too. ``rows``: clinics' years with clinic and appointments fetched."""
    today = today or timezone.localdate()
    # A year that is over is looked at as it stood at its end.
    today = min(today, year.service_end)
    notes: dict[int, list[Any]] = {}
    for ask in registry.stage_notes:
        for clinic, words in ask(year).items():
            notes.setdefault(clinic, []).extend(words)
    columns: dict[str, list[BoardCard]] = {status: [] for status in CLINIC_YEAR.states}
    for row in rows:
        missing = _missing(row, notes.get(row.clinic_id, []), today)
        columns[row.status].append(BoardCard(row, _waits(row), _late(row, year, today), missing))
    return [BoardColumn(status, CLINIC_YEAR.states[status], cards) for status, cards in columns.items()]


def counts_of(year: ProgrammeYear, user: Any) -> list[tuple[str, Any, int]]:
    """Code, Thai name and number of clinics of every stage; one query."""
    found = Counter(ClinicYear.objects.visible_to(user).filter(year=year).values_list("status", flat=True))
    return [(status, label, found[status]) for status, label in CLINIC_YEAR.states.items()]
