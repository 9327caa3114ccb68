"""Working days of state offices."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_project.thai.workdays import WorkCalendar, official_holidays

DAYS = st.dates(date(2015, 1, 1), date(2028, 12, 31))
PLAIN = WorkCalendar(added=(), removed=())


def test_working_days_of_the_service_months():
    months = [PLAIN.working_days_in_month(2018, month) for month in range(6, 13)]
    assert months == [21, 20, 22, 20, 21, 22, 18]
    assert sum(months) == 144


def test_weekday_holidays_of_the_service_months():
    days = (date(2018, 6, 1) + timedelta(days=n) for n in range(214))
    off = [(d.month, d.day) for d in days if d.weekday() < 5 and PLAIN.holiday_name(d)]
    assert off == [(7, 27), (7, 30), (8, 13), (10, 15), (10, 23), (12, 5), (12, 10), (12, 31)]


@pytest.mark.parametrize("day", [date(2018, 1, 13), date(2018, 5, 1), date(2025, 5, 1), date(2026, 5, 1)])
def test_childrens_day_and_labour_day_are_not_office_holidays(day):
    assert PLAIN.holiday_name(day) is None


def test_the_ploughing_day_is():
    assert PLAIN.holiday_name(date(2018, 5, 14)) == "วันพืชมงคล"
    assert not PLAIN.is_working_day(date(2018, 5, 14))


def test_names_are_thai():
    assert PLAIN.holiday_name(date(2018, 10, 23)) == "วันปิยมหาราช"
    assert all("ก" <= name[0] <= "ไ" and ";" not in name for name in official_holidays(2018).values())


def test_the_administrators_table_wins():
    calendar = WorkCalendar(added=[date(2018, 6, 15)], removed=[date(2018, 10, 23)])
    assert calendar.holiday_name(date(2018, 6, 15)) == "วันหยุดตามประกาศ"
    assert calendar.is_working_day(date(2018, 10, 23))
    assert calendar.holiday_name(date(2018, 10, 23)) is None
    assert calendar.working_days_in_month(2018, 6) == 20
    assert calendar.working_days_in_month(2018, 10) == 22
    named = WorkCalendar(added={date(2018, 6, 15): "วันหยุดพิเศษ"}, removed=())
    assert named.holiday_name(date(2018, 6, 15)) == "วันหยุดพิเศษ"


def test_days_between_leave_out_the_start_and_count_the_end():
    thursday, friday, monday = date(2018, 7, 26), date(2018, 7, 27), date(2018, 7, 30)
    assert PLAIN.working_days_between(thursday, thursday) == 0
    assert PLAIN.working_days_between(thursday, friday) == 0
    assert PLAIN.working_days_between(thursday, monday) == 0
    assert PLAIN.working_days_between(thursday, date(2018, 7, 31)) == 1
    assert PLAIN.working_days_between(date(2018, 7, 31), thursday) == -1
    assert PLAIN.working_days_between(date(2018, 12, 28), date(2019, 1, 2)) == 1


def test_an_evening_in_utc_is_the_next_day_here():
    late = datetime(2018, 6, 4, 18, 0, tzinfo=UTC)
    assert PLAIN.working_days_between(late, date(2018, 6, 6)) == 1


def test_adding_days_steps_over_holidays():
    assert PLAIN.add_working_days(date(2018, 7, 26), 1) == date(2018, 7, 31)
    assert PLAIN.add_working_days(date(2018, 7, 31), -1) == date(2018, 7, 26)
    assert PLAIN.add_working_days(date(2018, 6, 2), 0) == date(2018, 6, 2)


@given(DAYS, st.integers(1, 40))
def test_adding_and_counting_agree(day, count):
    later = PLAIN.add_working_days(day, count)
    assert PLAIN.is_working_day(later)
    assert PLAIN.working_days_between(day, later) == count


@given(DAYS, st.integers(0, 400))
def test_counting_agrees_with_looking_at_each_day(day, span):
    calendar = WorkCalendar(added=[day + timedelta(days=3)], removed=[date(2018, 10, 23)])
    each = sum(calendar.is_working_day(day + timedelta(days=n)) for n in range(1, span + 1))
    assert calendar.working_days_between(day, day + timedelta(days=span)) == each
