"""The rows behind the figures: which ones count in a window, and the dimensions each is counted under.

Every figure is an aggregate of one of these querysets, and the list behind a figure is the same queryset filtered by
the same dimensions; so the two cannot drift apart. A queryset to start from is passed in: all rows for the figures,
``visible_to`` a person for the lists.

States are those *at the cut-off*, told from stored dates and not from today's status:

* a case is concluded when it was closed on or before the cut-off day. Closed later, it was open then. Reopened after
  the cut-off, it was still closed then: the reopening's event keeps when it had been closed and with which outcome.
* a void case was entered in error; it is outside every count, whenever it was voided.
* a referral stands at the last step dated on or before the cut-off. A withdrawn one is shown apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, DateField, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from clinic_project.models import Event
from clinics.calendar import work_calendar
from evaluations.windows import Window

Rows = QuerySet[Any]


def month_key(day: date) -> str:
    """``2018-07``: a month as figures name it."""
    return f"{day:%Y-%m}"


def session_rows(rows: Rows, window: Window) -> Rows:
    """Services given in the window, with ``month``."""
    found = rows.filter(year=window.year, served_on__range=(window.first, window.last))
    return found.annotate(month=TruncMonth("served_on"))


def day_rows(rows: Rows, window: Window) -> Rows:
    """Walk-in service days held in official hours (R25, R26), with ``month``. A day counts once, whoever came."""
    found = rows.held_walk_in().filter(day__range=(window.first, window.last))  # type: ignore[attr-defined]
    return found.annotate(month=TruncMonth("day"))


def answer_rows(rows: Rows, window: Window) -> Rows:
    """Survey answers given in the window (R41), with ``month``."""
    found = rows.filter(year=window.year, answered_on__range=(window.first, window.last))
    return found.annotate(month=TruncMonth("answered_on"))


def reopened_later(window: Window) -> dict[int, str]:
    """Cases that were closed at the cut-off and reopened after it: key and the outcome they had then."""
    found: dict[int, str] = {}
    events = Event.objects.filter(kind="case.move.reopen", subject_type="cases.case").order_by("id")
    for case_id, detail in events.values_list("subject_id", "detail"):
        closed, reopened = _moment(detail, "closed_at"), _moment(detail, "reopened_at")
        if case_id and closed and reopened and closed < window.after <= reopened:
            found[case_id] = detail.get("old_outcome", "")
    return found


def _moment(detail: Mapping[str, Any], name: str) -> datetime | None:
    return parse_datetime(str(detail.get(name) or ""))


def case_rows(rows: Rows, window: Window) -> Rows:
    """Cases received in the window, with ``month`` received and ``state`` at the cut-off (R42).

    States: done (closed with an outcome), withdrawn (closed, the member took it back), open, void.
    """
    later = reopened_later(window)
    withdrawn = [pk for pk, outcome in later.items() if outcome == "withdrawn"]
    done = [pk for pk, outcome in later.items() if outcome != "withdrawn"]
    state = Choose(
        When(status="void", then=Value("void")),
        When(pk__in=withdrawn, then=Value("withdrawn")),
        When(pk__in=done, then=Value("done")),
        When(closed_at__lt=window.after, outcome="withdrawn", then=Value("withdrawn")),
        When(closed_at__lt=window.after, then=Value("done")),
        default=Value("open"),
        output_field=CharField(),
    )
    found = rows.filter(year=window.year, opened_on__range=(window.first, window.last))
    return found.annotate(month=TruncMonth("opened_on"), state=state)


def referral_rows(rows: Rows, window: Window) -> Rows:
    """Referrals sent to central in the window, with their ``result`` at the cut-off."""
    begin, end = window.moments
    late = {"output_field": CharField()}
    steps = ("declined", "implemented", "returned", "decided", "accepted")
    named = {"returned": "answered", "decided": "answered", "accepted": "in_review"}
    reached = [When(**{f"{step}_at__lt": window.after}, then=Value(named.get(step, step))) for step in steps]
    result = Choose(When(status="withdrawn", then=Value("withdrawn")), *reached, default=Value("waiting"), **late)
    return rows.filter(case__year=window.year, sent_at__gte=begin, sent_at__lt=end).annotate(result=result)


def resolution_rows(rows: Rows, window: Window) -> Rows:
    """Resolutions recorded in the window on measures of this year's cases, with ``month``."""
    begin, end = window.moments
    found = rows.filter(item__measure__referral__case__year=window.year)
    found = found.filter(recorded_at__gte=begin, recorded_at__lt=end)
    return found.annotate(month=TruncMonth("recorded_at", output_field=DateField()))


@dataclass(frozen=True)
class ReferralFact:
    """One referral as it is counted."""

    pk: int
    clinic: str
    month: str
    route: str
    result: str
    timing: str


def referral_facts(rows: Rows, window: Window) -> list[ReferralFact]:
    """Each referral with whether central took it up in time (R10, R32).

    In time: accepted or declined on or before the working day the year's rules allow (``acknowledge_days`` for a
    consultation, ``accept_days`` for a case for the committee). Unanswered past that day at the cut-off is late;
    not yet due, or withdrawn unanswered, is ``waiting`` and outside the share.
    """
    year, calendar = window.year, work_calendar()
    allowed = {"consult": year.acknowledge_days, "escalate": year.accept_days}
    names = ("pk", "case__clinic__code", "route", "result", "sent_at", "accepted_at", "declined_at")
    facts = []
    for pk, clinic, route, result, sent_at, accepted_at, declined_at in referral_rows(rows, window).values_list(*names):
        sent = timezone.localdate(sent_at)
        due = calendar.add_working_days(sent, allowed[route])
        answered = [timezone.localdate(at) for at in (accepted_at, declined_at) if at and at < window.after]
        timing = _timing(min(answered, default=None), due, window.cutoff, result)
        facts.append(ReferralFact(pk, clinic, month_key(sent), route, result, timing))
    return facts


def _timing(answered: date | None, due: date, cutoff: date, result: str) -> str:
    if answered:
        return "in_time" if answered <= due else "late"
    return "late" if due < cutoff and result != "withdrawn" else "waiting"
