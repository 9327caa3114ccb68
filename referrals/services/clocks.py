"""Clocks of a referral: who holds the ball, until when. Computed from dates, never counted by a job (design.md).

A consultation is answered "at once" (R32): its acceptance is due after ``acknowledge_days``, that of an escalation
after ``accept_days``; an answer is chased at ``chase_days`` and the head is told at ``tell_head_days``. While central
waits for information its own clock stands and the clinic's runs. All in working days, all data of the year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.workdays import WorkCalendar
from clinics.calendar import work_calendar

# From this many working days left a deadline is calm.
CALM_FROM = 3
HOLDERS = {"clinic": _("คลินิก"), "central": _("ส่วนกลาง"), "committee": _("คณะกรรมการ"), "": _("จบแล้ว")}


@dataclass(frozen=True)
class Targets:
    """Working days allowed for each step; fields of the programme year."""

    acknowledge_days: int = 1
    accept_days: int = 3
    chase_days: int = 5
    tell_head_days: int = 9
    decision_days: int = 2
    tell_member_days: int = 5

    @classmethod
    def of(cls, year: Any) -> "Targets":
        """Those of a programme year."""
        return cls(**{name: getattr(year, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Dates:
    """What the clock is computed from. ``pauses``: (asked, answered or None) of each information request."""

    status: str
    route: str
    sent: date | None = None
    returned: date | None = None
    member_told: date | None = None
    pauses: tuple[tuple[date, date | None], ...] = ()
    with_committee: bool = False
    meeting: date | None = None


@dataclass(frozen=True)
class Clock:
    """Who holds the ball and for how long.

    ``holder``: clinic, central, committee or "" when it is over. ``due`` is None where no target applies.
    ``working_days_left`` counts after today up to the due day, negative when it has passed.
    ``head_is_due``: so late that the head has to be told.
    """

    holder: str
    step: Any
    due: date | None = None
    working_days_left: int | None = None
    is_overdue: bool = False
    head_is_due: bool = False

    @property
    def holder_label(self) -> Any:
        """The holder in Thai."""
        return HOLDERS[self.holder]

    @property
    def chip(self) -> Any:
        """What a deadline chip says, for example ``เหลือ 1 วันทำการ``."""
        left = self.working_days_left
        if self.due is None or left is None:
            return ""
        if self.is_overdue:
            return _("เกินมา %(days)s วันทำการ") % {"days": -left} if left else _("เลยกำหนดแล้ว")
        return _("เหลือ %(days)s วันทำการ") % {"days": left} if left else _("ครบกำหนดวันนี้")

    @property
    def tone(self) -> str:
        """Kind of chip: alarm (overdue), wait (under three days), calm, or done."""
        if not self.holder:
            return "done"
        if self.is_overdue:
            return "alarm"
        left = self.working_days_left
        return "wait" if left is not None and left < CALM_FROM else "calm"


@dataclass(frozen=True)
class _Step:
    holder: str
    label: Any
    due: date | None = None
    head_on: date | None = None


def compute(dates: Dates, targets: Targets, calendar: WorkCalendar, today: date) -> Clock:
    """The clock on a day: a pure function of the dates, the year's targets and the work calendar."""
    step = _step(dates, targets, calendar)
    if step.due is None:
        return Clock(step.holder, step.label)
    return Clock(
        holder=step.holder,
        step=step.label,
        due=step.due,
        working_days_left=calendar.working_days_between(today, step.due),
        is_overdue=today > step.due,
        head_is_due=step.head_on is not None and today >= step.head_on,
    )


def _step(dates: Dates, targets: Targets, calendar: WorkCalendar) -> _Step:
    """The step the referral stands at: holder, label, due day, and the day the head has to be told."""
    if dates.status == "draft":
        return _Step("clinic", _("เขียนร่างและส่ง"))
    if dates.status in {"sent", "accepted", "in_review", "decided"} and dates.sent:
        return _central_step(dates, dates.sent, targets, calendar)
    if dates.status == "info_requested":
        asked = max(start for start, end in dates.pauses if end is None)
        due = calendar.add_working_days(asked, targets.chase_days)
        return _Step("clinic", _("ตอบข้อมูลเพิ่ม"), due, calendar.add_working_days(asked, targets.tell_head_days))
    if dates.status == "returned" and dates.returned:
        due = calendar.add_working_days(dates.returned, targets.decision_days)
        head_on = calendar.add_working_days(dates.returned, targets.tell_head_days)
        return _Step("clinic", _("รับทราบผล"), due, head_on)
    if dates.status == "acknowledged" and dates.returned:
        if dates.member_told is None:
            due = calendar.add_working_days(dates.returned, targets.tell_member_days)
            head_on = calendar.add_working_days(dates.returned, targets.tell_head_days)
            return _Step("clinic", _("แจ้งสมาชิก"), due, head_on)
        return _Step("clinic", _("ดำเนินการตามผล"))
    return _Step("", _("จบการส่งต่อ"))


def _central_step(dates: Dates, sent: date, targets: Targets, calendar: WorkCalendar) -> _Step:
    """Central's clock from the day of sending; it stands during information requests."""
    if dates.with_committee:
        return _Step("committee", _("รอเข้าที่ประชุม"), dates.meeting)
    head_on = _running(calendar, sent, targets.tell_head_days, dates.pauses)
    if dates.status == "sent":
        days = targets.acknowledge_days if dates.route == "consult" else targets.accept_days
        return _Step("central", _("รับหรือไม่รับเรื่อง"), calendar.add_working_days(sent, days), head_on)
    due = _running(calendar, sent, targets.chase_days, dates.pauses)
    return _Step("central", _("ให้คำตอบหรือเสนอมาตรการ"), due, head_on)


def _running(calendar: WorkCalendar, start: date, days: int, pauses: Iterable[tuple[date, date | None]]) -> date:
    """The day a clock of so many working days runs out when it stands during the pauses that are over."""
    stood = sum(calendar.working_days_between(asked, answered) for asked, answered in pauses if answered)
    return calendar.add_working_days(start, days + stood)


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def dates_of(referral: Any) -> Dates:
    """Collect a referral's dates; reads its information requests and measures (prefetched by ``for_list``)."""
    pauses = tuple(
        (_day(request.asked_at) or date.min, _day(request.answered_at)) for request in referral.info_requests.all()
    )
    waiting = [m for m in referral.measures.all() if m.status in {"submitted", "scheduled", "deferred"}]
    in_review = referral.status == "in_review" and bool(waiting)
    return Dates(
        status=referral.status,
        route=referral.route,
        sent=_day(referral.sent_at),
        returned=_day(referral.returned_at),
        member_told=referral.member_told_on,
        pauses=pauses,
        with_committee=in_review,
        meeting=_meeting_day(waiting) if in_review else None,
    )


def _meeting_day(measures: Iterable[Any]) -> date | None:
    """The day of the meeting that takes up the first scheduled measure."""
    days = [
        item.meeting.planned_on
        for measure in measures
        if measure.status == "scheduled"
        for item in measure.agenda_items.all()
        if item.meeting.status not in {"closed", "cancelled"}
    ]
    return min(days, default=None)


def clock_of(referral: Any, today: date | None = None) -> Clock:
    """The clock of a referral (today). Targets are those of the case's programme year."""
    return compute(dates_of(referral), Targets.of(referral.case.year), work_calendar(), today or timezone.localdate())
