"""How each of the fifteen stands with its confirmation on a day (R6): derived from dates, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic_project import audit
from clinic_project.models import Event
from clinic_project.thai.workdays import WorkCalendar
from clinics.models import ClinicYear, Confirmation

REMINDED = "confirmation.reminded"
STATES: dict[str, Any] = {
    "awaiting": _("รอแจ้งยืนยัน"),
    "confirmed": _("แจ้งยืนยันแล้ว"),
    "late": _("ล่าช้า"),
    "declined": _("ขอไม่เข้าร่วม"),
    "not_required": _("ไม่ต้องแจ้ง"),
    "not_selected": _("ยังไม่ได้คัดเลือก"),
}
TONES = {"awaiting": "wait", "confirmed": "done", "late": "alarm", "declined": "plain"}


def state_of(clinic_year: ClinicYear, confirmation: Confirmation | None, today: date) -> str:
    """One key of :data:`STATES`. Late: sent after the due date, or not sent though it is past."""
    if not clinic_year.must_confirm:
        return "not_required"
    due, status = clinic_year.year.confirm_due, clinic_year.status
    if confirmation is not None and confirmation.status == "declined" and status == "proposed":
        return "declined"
    if status == "proposed":
        return "not_selected"
    sent = _sent_on(clinic_year, confirmation)
    if status != "selected":
        return "late" if sent and sent > due else "confirmed"
    return "late" if (sent or today) > due else "awaiting"


def _sent_on(clinic_year: ClinicYear, confirmation: Confirmation | None) -> date | None:
    """The day the form lay with central; one that was sent back does not lie there any more."""
    if clinic_year.confirmed_on:
        return clinic_year.confirmed_on
    if confirmation is not None and confirmation.status in {"submitted", "accepted"}:
        return confirmation.submitted_on
    return None


@dataclass(frozen=True)
class Standing:
    """One clinic's line: its state, what is with whom, and the working days left (negative: past)."""

    clinic_year: ClinicYear
    confirmation: Confirmation | None
    state: str
    working_days_left: int | None
    reminded_at: datetime | None = None

    @property
    def label(self) -> Any:
        """The state in Thai."""
        return STATES[self.state]

    @property
    def tone(self) -> str:
        """The chip's kind."""
        return TONES.get(self.state, "plain")

    @property
    def step(self) -> Any:
        """Where the paper is now."""
        if self.confirmation is not None and self.state not in {"not_required", "not_selected"}:
            return self.confirmation.status_label
        return _("ยังไม่เริ่มกรอก") if self.is_open else ""

    @property
    def is_open(self) -> bool:
        """Whether the clinic still has to send its form."""
        if self.clinic_year.status != "selected" or self.state not in {"awaiting", "late"}:
            return False
        return self.confirmation is None or self.confirmation.status not in {"submitted", "accepted"}

    @property
    def sent_on(self) -> date | None:
        """The day the form was sent to central."""
        return _sent_on(self.clinic_year, self.confirmation)


def standings(clinic_years: Iterable[ClinicYear], today: date, calendar: WorkCalendar) -> list[Standing]:
    """The lines of clinic years that come with ``clinic``, ``year`` and ``confirmations``: one more query, whatever
    their number.
    """
    rows = list(clinic_years)
    reminded = _last_reminders([row.pk for row in rows])
    return [_standing(row, today, calendar, reminded.get(row.pk)) for row in rows]


def _standing(row: ClinicYear, today: date, calendar: WorkCalendar, reminded_at: datetime | None) -> Standing:
    newest = max(row.confirmations.all(), key=lambda confirmation: confirmation.version, default=None)
    state = state_of(row, newest, today)
    standing = Standing(row, newest, state, None, reminded_at)
    if not standing.is_open:
        return standing
    return Standing(row, newest, state, calendar.working_days_between(today, row.year.confirm_due), reminded_at)


def _last_reminders(clinic_years: list[int]) -> dict[int, datetime]:
    told = Event.objects.filter(
        kind=REMINDED, subject_type=audit.subject_type(ClinicYear), subject_id__in=clinic_years
    ).order_by()
    return dict(told.values_list("subject_id").annotate(Max("at")))


def counts(lines: Iterable[Standing]) -> dict[str, int]:
    """How many are in each state, in the states' order; those nobody is in are nought."""
    found = dict.fromkeys(STATES, 0)
    for line in lines:
        found[line.state] += 1
    return found


def public_words(paper: Any) -> str:
    """Of which clinic and year an issued form is; no person is named, since whoever holds the paper reads it."""
    found = Confirmation.objects.select_related("clinic_year__clinic", "clinic_year__year").get(pk=paper.subject_id)
    words = {"clinic": found.clinic_year.clinic.name, "year": found.clinic_year.year}
    return gettext("คลินิกสหกรณ์ %(clinic)s ปี %(year)s") % words
