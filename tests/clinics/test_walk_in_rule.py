"""The two-a-month rule with its projection, over every day of a month (R25)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_project.thai.workdays import WorkCalendar
from clinics.models import Clinic, ClinicYear, ProgrammeYear
from clinics.walk_in_rule import (
    FUTURE,
    IMPOSSIBLE,
    MET,
    MUST_PLAN,
    ON_THE_WAY,
    OUTSIDE,
    Standing,
    assess,
    has_planned_months,
    standing_of,
)
from tests.scenes.calendar import a_day

CALENDAR = WorkCalendar()
JULY = date(2018, 7, 1)
PILOT = ProgrammeYear(
    buddhist_year=2561,
    service_start=date(2018, 6, 1),
    service_end=date(2018, 12, 31),
    startup_months=1,
    walk_in_days=2,
)
DAYS = [JULY + timedelta(days=n) for n in range(31)]
WORKING = [day for day in DAYS if CALENDAR.is_working_day(day)]


def july(today: date, held: Any = (), planned: Any = (), month: date = JULY) -> Standing:
    return assess(year=PILOT, month=month, held=held, planned=planned, today=today, calendar=CALENDAR)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_day_of_a_month_with_nothing_done(today: date) -> None:
    """20 working days in July 2561 (27 and 30 are holidays); the last two are 26 and 31."""
    one = july(today)
    left = [day for day in WORKING if day >= today]
    assert one.working_days_left == len(left)
    assert one.missing == 2
    if today <= date(2018, 7, 26):
        assert (one.verdict, one.by) == (MUST_PLAN, date(2018, 7, 26))
        assert "ต้องวางแผนอีก 2 วัน" in one.words
        assert "26 กรกฎาคม 2561" in one.words
    else:
        assert (one.verdict, one.by) == (IMPOSSIBLE, None)
        assert "ไม่พอ" in one.words
    assert one.is_short


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_day_of_a_month_with_two_days_planned(today: date) -> None:
    """Planned for 4 and 18 July; a planned day that passed unrecorded does not count and is pointed out."""
    one = july(today, planned=[date(2018, 7, 4), date(2018, 7, 18)])
    if today <= date(2018, 7, 4):
        assert (one.verdict, one.coming, one.forgotten) == (ON_THE_WAY, 2, 0)
        assert not one.is_short
    elif today <= date(2018, 7, 18):
        assert (one.verdict, one.coming, one.forgotten, one.missing) == (MUST_PLAN, 1, 1, 1)
        assert one.by == date(2018, 7, 31)
    else:
        assert one.forgotten == 2
        assert one.verdict == (MUST_PLAN if today <= date(2018, 7, 26) else IMPOSSIBLE)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_month_with_two_days_held_is_met_whatever_the_day(today: date) -> None:
    one = july(today, held=[date(2018, 7, 2), date(2018, 7, 3)])
    assert one.verdict == MET
    assert not one.is_short
    assert "ครบตามเกณฑ์" in one.words


def test_one_held_and_one_planned_on_the_last_day_is_on_the_way_until_it_is_over() -> None:
    last = date(2018, 7, 31)
    assert july(last, held=[date(2018, 7, 2)], planned=[last]).verdict == ON_THE_WAY
    assert july(last + timedelta(days=1), held=[date(2018, 7, 2)], planned=[last]).verdict == IMPOSSIBLE


def test_a_planned_day_that_is_a_holiday_does_not_count() -> None:
    one = july(date(2018, 7, 20), held=[date(2018, 7, 2)], planned=[date(2018, 7, 27)])
    assert (one.coming, one.verdict) == (0, MUST_PLAN)


def test_june_is_shown_and_not_enforced() -> None:
    one = july(date(2018, 6, 29), month=date(2018, 6, 1))
    assert one.verdict == IMPOSSIBLE
    assert not one.is_enforced
    assert not one.is_short
    assert one.tone == "plain"
    assert "เดือนเตรียมการ ยังไม่บังคับ" in one.words


def test_months_outside_the_service_and_months_to_come() -> None:
    assert july(date(2018, 5, 2), month=date(2018, 5, 1)).verdict == OUTSIDE
    ahead = july(date(2018, 6, 2), planned=[date(2018, 7, 4)])
    assert (ahead.verdict, ahead.missing) == (FUTURE, 1)
    assert "ควรวางแผนอีก 1 วัน" in ahead.words
    assert not ahead.is_short


def test_the_number_of_days_is_data_of_the_year() -> None:
    strict = ProgrammeYear(
        buddhist_year=2561,
        service_start=PILOT.service_start,
        service_end=PILOT.service_end,
        startup_months=0,
        walk_in_days=3,
    )
    one = assess(
        year=strict,
        month=date(2018, 6, 1),
        held=[date(2018, 6, 5), date(2018, 6, 6)],
        planned=[],
        today=date(2018, 6, 30),
        calendar=CALENDAR,
    )
    assert (one.needed, one.verdict, one.is_enforced) == (3, IMPOSSIBLE, True)


GOODNESS = {MET: 3, ON_THE_WAY: 2, MUST_PLAN: 1, IMPOSSIBLE: 0}
some_days = st.sets(st.sampled_from(DAYS), max_size=6)


@given(today=st.sampled_from(DAYS), held=some_days, planned=some_days, more=st.sampled_from(DAYS))
@settings(max_examples=300, deadline=None)
def test_planning_never_makes_a_month_worse_nor_the_impossible_possible(
    today: date, held: set[date], planned: set[date], more: date
) -> None:
    held = {day for day in held if day <= today}
    before, after = july(today, held, planned), july(today, held, planned | {more})
    assert GOODNESS[after.verdict] >= GOODNESS[before.verdict]
    assert (after.verdict == IMPOSSIBLE) == (before.verdict == IMPOSSIBLE)
    # What must be planned can be planned: planning the last free working days brings the month on the way.
    if before.verdict == MUST_PLAN:
        free = [day for day in WORKING if day >= today and day not in held | planned][-before.missing :]
        assert free[0] == before.by
        assert july(today, held, planned | set(free)).verdict == ON_THE_WAY


@given(held=some_days, planned=some_days)
@settings(max_examples=100, deadline=None)
def test_without_any_act_a_month_only_gets_worse(held: set[date], planned: set[date]) -> None:
    verdicts = [july(today, {day for day in held if day <= DAYS[0]}, planned).verdict for today in DAYS]
    assert verdicts == sorted(verdicts, key=lambda verdict: -GOODNESS[verdict])


# ---- the stored days ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_days_in_official_hours_count(cast: dict[str, Any]) -> None:
    clinic, year = Clinic.objects.get(code="CMI"), ProgrammeYear.objects.get()
    today = next(day for day in (date(year.gregorian_year, 9, n) for n in range(7, 14)) if CALENDAR.is_working_day(day))
    ago = (timezone.localdate() - today).days
    a_day(clinic, ago, "held")
    a_day(clinic, ago + 1, "held", in_official_hours=False)
    a_day(clinic, ago - 1, "cancelled")
    one = standing_of(clinic, year, today.replace(day=1), today)
    assert (one.held, one.coming) == (1, 0)


@pytest.mark.django_db
def test_a_year_is_planned_when_every_month_ahead_has_its_days(cast: dict[str, Any]) -> None:
    clinic_year = ClinicYear.objects.select_related("year", "clinic").get(clinic__code="CMI")
    today, year = timezone.localdate(), clinic_year.year
    assert not has_planned_months(clinic_year) or not [m for m in year.service_months() if m > today]
    for month in year.service_months():
        days = [month + timedelta(days=n) for n in range(27)]
        for day in [day for day in days if CALENDAR.is_working_day(day) and day >= today][-2:]:
            a_day(clinic_year.clinic, (today - day).days)
    assert has_planned_months(clinic_year)
