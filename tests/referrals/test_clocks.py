"""Clocks in working days: pure vectors with the holidays of 2561, and the clock of stored referrals."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from clinic_project.thai.workdays import WorkCalendar
from referrals.services import referrals
from referrals.services.clocks import Clock, Dates, Targets, clock_of, compute
from tests.factories_referrals import fresh, make_referral, person

CALENDAR = WorkCalendar()
SENT = Dates(status="sent", route="escalate", sent=date(2018, 7, 26))  # Thursday before the holiday of Friday 27 July


def clock(today: date, dates: Dates = SENT, **changes: Any) -> Clock:
    """The clock on a day."""
    return compute(replace(dates, **changes), Targets(), CALENDAR, today)


def test_a_consultation_is_taken_up_within_one_working_day_over_the_holiday() -> None:
    # 27 July 2561 (Friday) and 30 July (Monday) are holidays: the next working day is Tuesday the 31st.
    found = clock(date(2018, 7, 26), route="consult")
    assert (found.holder, found.due, found.working_days_left) == ("central", date(2018, 7, 31), 1)
    assert str(found.chip) == "เหลือ 1 วันทำการ"


def test_an_escalation_has_three_working_days() -> None:
    found = clock(date(2018, 7, 28))  # a Saturday
    assert (found.due, found.working_days_left, found.is_overdue) == (date(2018, 8, 2), 3, False)


@pytest.mark.parametrize(
    ("today", "left", "overdue", "chip", "tone"),
    [
        (date(2018, 8, 1), 1, False, "เหลือ 1 วันทำการ", "wait"),
        (date(2018, 8, 2), 0, False, "ครบกำหนดวันนี้", "wait"),
        (date(2018, 8, 3), -1, True, "เกินมา 1 วันทำการ", "alarm"),
        (date(2018, 8, 14), -7, True, "เกินมา 7 วันทำการ", "alarm"),  # 13 August 2561 is a holiday
    ],
)
def test_the_last_days(today: date, left: int, overdue: bool, chip: str, tone: str) -> None:
    found = clock(today)
    assert (found.working_days_left, found.is_overdue, str(found.chip), found.tone) == (left, overdue, chip, tone)


def test_past_the_day_but_not_a_working_day_later() -> None:
    friday = clock(date(2018, 8, 4), sent=date(2018, 7, 31))  # due on Friday 3 August, today is Saturday
    assert (friday.due, friday.is_overdue, str(friday.chip)) == (date(2018, 8, 3), True, "เลยกำหนดแล้ว")


def test_an_answer_is_chased_on_the_fifth_day_and_the_head_told_on_the_ninth() -> None:
    # 10 August 2561 is a Friday, 13 August a holiday.
    in_review = replace(SENT, status="in_review", sent=date(2018, 8, 10))
    found = clock(date(2018, 8, 14), in_review)
    assert (found.due, found.head_is_due) == (date(2018, 8, 20), False)
    assert clock(date(2018, 8, 23), in_review).head_is_due is False
    assert clock(date(2018, 8, 24), in_review).head_is_due is True


def test_while_information_is_asked_for_centrals_clock_stands_and_the_clinics_runs() -> None:
    asked, answered = date(2018, 8, 1), date(2018, 8, 7)  # four working days
    waiting = clock(asked, status="info_requested", pauses=((asked, None),))
    assert (waiting.holder, waiting.due) == ("clinic", date(2018, 8, 8))
    back = clock(answered, status="in_review", pauses=((asked, answered),))
    assert (back.holder, back.due) == ("central", CALENDAR.add_working_days(date(2018, 7, 26), 5 + 4))


def test_two_pauses_add_up() -> None:
    pauses = ((date(2018, 7, 31), date(2018, 8, 1)), (date(2018, 8, 2), date(2018, 8, 3)))
    assert clock(date(2018, 8, 3), status="in_review", pauses=pauses).due == date(2018, 8, 8)


def test_the_committee_holds_the_ball_until_its_meeting() -> None:
    before = clock(date(2018, 8, 1), status="in_review", with_committee=True)
    assert (before.holder, before.due, str(before.chip)) == ("committee", None, "")
    placed = clock(date(2018, 8, 1), status="in_review", with_committee=True, meeting=date(2018, 8, 3))
    assert (placed.due, placed.working_days_left) == (date(2018, 8, 3), 2)


def test_after_the_return_the_clinic_acknowledges_in_two_days_and_tells_the_member_in_five() -> None:
    returned = replace(SENT, status="returned", returned=date(2018, 8, 10))
    assert clock(date(2018, 8, 10), returned).due == date(2018, 8, 15)
    acknowledged = replace(returned, status="acknowledged")
    assert clock(date(2018, 8, 14), acknowledged).due == date(2018, 8, 20)
    told = clock(date(2018, 8, 14), acknowledged, member_told=date(2018, 8, 14))
    assert (told.holder, told.due) == ("clinic", None)


@pytest.mark.parametrize("status", ["implemented", "declined", "withdrawn"])
def test_it_ends(status: str) -> None:
    assert (clock(date(2018, 8, 1), status=status).holder, clock(date(2018, 8, 1), status=status).tone) == ("", "done")


def at(day: date) -> datetime:
    """Ten in the morning."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=timezone.get_current_timezone())


def test_the_clock_of_a_stored_referral(cast: dict[str, Any]) -> None:
    referral = make_referral("in_review", now=at(date(2018, 7, 26)))
    asked = referrals.request_info(referral, question="ขอหมายนัด", by=person("officer.cen"), now=at(date(2018, 8, 1)))
    assert clock_of(fresh(referral), date(2018, 8, 1)).due == date(2018, 8, 8)
    referrals.answer_info(asked.referral, answer="แนบแล้ว", by=person("officer.cmi"), now=at(date(2018, 8, 7)))
    found = clock_of(fresh(referral), date(2018, 8, 7))
    # Nine working days after 26 July: the 27th and the 30th are holidays.
    assert (found.holder, found.due) == ("central", date(2018, 8, 10))


def test_targets_are_data_of_the_year(cast: dict[str, Any]) -> None:
    referral = make_referral("sent", now=at(date(2018, 7, 26)))
    year = referral.case.year
    year.accept_days = 4
    year.save()
    assert clock_of(fresh(referral), date(2018, 7, 26)).due == date(2018, 8, 3)
