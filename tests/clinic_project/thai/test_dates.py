"""Dates are read and shown with Buddhist years."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_project.thai import dates

LETTER_DAY = date(2018, 5, 23)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "23/5/2561",
        "23/5/61",
        "๒๓ พฤษภาคม ๒๕๖๑",
        "23 พ.ค. 2561",
        "23 พค 61",
        "2018-05-23",
        "2561-05-23",
        "23-05-2018",
        "23 พฤษภาคม พ.ศ. 2561",
        "วันพุธที่ 23 พฤษภาคม พ.ศ. 2561",
        "วันที่ 23 พ.ค. 2561",
        " 23\u00a0พฤษภาคม\u200b 2561 ",
        "23พ.ค.61",
        "23.5.2561",
        "23 5 2561",
        "23/พ.ค./2561",
        "23 เดือนพฤษภาคม 2561",
    ],
)
def test_every_way_of_writing_the_same_day(typed):
    assert dates.parse_thai_date(typed) == LETTER_DAY


def test_the_leap_day_of_2559_exists():
    assert dates.parse_thai_date("29/2/2559") == date(2016, 2, 29)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("29/2/2561", "เดือนกุมภาพันธ์ พ.ศ. 2561 มีวันที่ 1 ถึง 28"),
        ("31/6/2561", "เดือนมิถุนายน พ.ศ. 2561 มีวันที่ 1 ถึง 30"),
        ("0/6/2561", "มีวันที่ 1 ถึง 30"),
        ("5/23/2561", "วันก่อนแล้วจึงเดือน"),
        ("23/5/100", "ปี พ.ศ. สี่หลัก"),
        ("23/5/1899", "ปี พ.ศ. สี่หลัก"),
        ("23/5/2201", "ปี พ.ศ. สี่หลัก"),
        ("23/5/2399", "ปี พ.ศ. สี่หลัก"),
        ("23/5/9999", "ปี พ.ศ. สี่หลัก"),
        ("23/5/5", "ปี พ.ศ. สี่หลัก"),
        ("23 พฤษ 2561", "ไม่รู้จักชื่อเดือน"),
        ("วันศุกร์ที่ 23 พฤษภาคม 2561", "เป็นวันพุธ"),
        ("", "อ่านวันที่ไม่ออก"),
        ("พรุ่งนี้", "อ่านวันที่ไม่ออก"),
        ("23/5/2561\n1", "อ่านวันที่ไม่ออก"),
        ("²³/5/2561", "อ่านวันที่ไม่ออก"),
        ("1" * 10_000, "ยาวเกินไป"),
    ],
)
def test_what_is_refused_and_why(typed, hint):
    with pytest.raises(dates.ThaiDateError, match=hint.replace(".", r"\.")):
        dates.parse_thai_date(typed)


@pytest.mark.parametrize(("year", "stored"), [("2400", 1857), ("1900", 1900), ("2200", 2200), ("2743", 2200)])
def test_years_just_inside(year, stored):
    assert dates.parse_thai_date(f"1/1/{year}") == date(stored, 1, 1)


@pytest.mark.parametrize("year", ["2399", "1899", "2201", "2744"])
def test_years_just_outside(year):
    with pytest.raises(dates.ThaiDateError):
        dates.parse_thai_date(f"1/1/{year}")


def test_shown_in_letters_tables_and_orders():
    assert dates.format_long(LETTER_DAY) == "23 พฤษภาคม 2561"
    assert dates.format_short(LETTER_DAY) == "23 พ.ค. 2561"
    assert dates.format_formal(LETTER_DAY) == "วันพุธที่ 23 พฤษภาคม พ.ศ. 2561"
    assert dates.buddhist_year(LETTER_DAY) == 2561
    assert dates.month_name(12) == "ธันวาคม"
    assert len(dates.MONTHS) == len(dates.MONTHS_SHORT) == 13


def test_times_are_bangkok_times():
    evening_in_utc = datetime(2018, 10, 15, 17, 12, tzinfo=UTC)
    assert dates.format_time(time(9, 30)) == "09.30 น."
    assert dates.format_time(evening_in_utc) == "00.12 น."
    assert dates.format_datetime_short(evening_in_utc) == "16 ต.ค. 2561 00.12 น."
    assert dates.format_short(evening_in_utc) == "16 ต.ค. 2561"
    assert dates.format_datetime_short(datetime(2018, 10, 16, 3, 12, tzinfo=UTC)) == "16 ต.ค. 2561 10.12 น."


@pytest.mark.parametrize(
    ("day", "words"),
    [(23, "วันนี้"), (24, "พรุ่งนี้"), (22, "เมื่อวาน"), (26, "อีก 3 วัน"), (20, "3 วันก่อน")],
)
def test_relative_days(day, words):
    assert dates.relative(date(2018, 5, day), LETTER_DAY) == words


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_month_that_does_not_exist(month):
    with pytest.raises(ValueError):
        dates.month_name(month)


@given(DAYS)
def test_what_we_show_we_can_read(day):
    for shown in (dates.format_long(day), dates.format_short(day), dates.format_formal(day), day.isoformat()):
        assert dates.parse_thai_date(shown) == day


@given(st.text() | st.from_regex(r"[0-9๐-๙]{1,4}[-/. ]?[ก-๎.]{0,6}[-/. ]?[0-9]{1,4}", fullmatch=True))
def test_any_text_is_a_date_or_a_thai_sentence(text):
    try:
        answer = dates.format_long(dates.parse_thai_date(text))
    except dates.ThaiDateError as error:
        answer = str(error)
    assert any("ก" <= letter <= "ฮ" for letter in answer)


NOON = datetime(2018, 10, 16, 12, 0, tzinfo=dates.BANGKOK)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-59), "เมื่อครู่นี้"),
        (timedelta(0), "เมื่อครู่นี้"),
        (timedelta(minutes=-3), "3 นาทีที่แล้ว"),
        (timedelta(minutes=-59, seconds=-59), "59 นาทีที่แล้ว"),
        (timedelta(hours=-2), "2 ชั่วโมงที่แล้ว"),
        (timedelta(hours=-13), "เมื่อวาน"),
        (timedelta(days=-6), "6 วันก่อน"),
        (timedelta(days=-7), "9 ต.ค. 2561"),
        (timedelta(minutes=5), "อีก 5 นาที"),
        (timedelta(hours=3), "อีก 3 ชั่วโมง"),
        (timedelta(days=2), "อีก 2 วัน"),
    ],
)
def test_relative_moments(away, words):
    assert dates.relative_moment(NOON + away, NOON) == words


def test_yesterday_begins_at_midnight_in_bangkok_and_not_in_greenwich():
    late = datetime(2018, 10, 16, 0, 30, tzinfo=dates.BANGKOK)
    assert dates.relative_moment(late - timedelta(hours=2), late) == "เมื่อวาน"
