"""Series of service days: previewed, and planned all or nothing (R25, R26)."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from clinics.calendar import work_calendar
from clinics.models import Clinic, ClinicYear, OrientationSession, ProgrammeYear, ServiceDay, ServicePlan
from clinics.recurrence import LAST, MOST_DAYS, OnHoliday, Pattern, Recurrence, propose
from clinics.services import service_days as services
from tests.factories_service_days import ARAHATTA, FACTS
from tests.scenes.calendar import a_day, an_outreach

pytestmark = pytest.mark.django_db


# ---- series -------------------------------------------------------------------------------------------------------

FIRST_AND_THIRD_FRIDAY = Recurrence(
    Pattern.WEEKDAY_OF_MONTH, date(2018, 7, 2), date(2018, 9, 30), weekdays=(4,), nth=(2, 4)
)


def test_the_rules_name_their_days_and_words() -> None:
    assert FIRST_AND_THIRD_FRIDAY.days()[:3] == [date(2018, 7, 13), date(2018, 7, 27), date(2018, 8, 10)]
    assert FIRST_AND_THIRD_FRIDAY.words == "วันศุกร์ที่ 2 และ 4 ของเดือน"
    weeks = Recurrence(Pattern.WEEKS, date(2018, 7, 4), date(2018, 8, 1), weekdays=(2,), every=2)
    assert weeks.days() == [date(2018, 7, 4), date(2018, 7, 18), date(2018, 8, 1)]
    assert weeks.words == "วันพุธ ทุก 2 สัปดาห์"
    month = Recurrence(Pattern.MONTH_DAYS, date(2018, 7, 1), date(2018, 9, 30), month_days=(10, 31))
    assert month.days() == [
        date(2018, 7, 10),
        date(2018, 7, 31),
        date(2018, 8, 10),
        date(2018, 8, 31),
        date(2018, 9, 10),
    ]
    last = Recurrence(Pattern.WEEKDAY_OF_MONTH, date(2018, 7, 1), date(2018, 7, 31), weekdays=(0,), nth=(LAST,))
    assert last.days() == [date(2018, 7, 30)]
    assert last.words == "วันจันทร์สุดท้ายของเดือน"


@pytest.mark.parametrize(("on_holiday", "day"), [(OnHoliday.NEXT, date(2018, 7, 31)), (OnHoliday.SKIP, None)])
def test_a_day_on_a_holiday_is_moved_over_the_long_weekend_or_left_out(on_holiday: str, day: date | None) -> None:
    """27 July is Asarnha Bucha, 28 and 29 a weekend, 30 the substitution: the next working day is the 31st."""
    found = propose(
        FIRST_AND_THIRD_FRIDAY,
        on_holiday=on_holiday,
        calendar=work_calendar(),
        last=date(2018, 9, 30),
        taken={},
        busy={},
    )
    moved = found[1]
    assert (moved.wanted, moved.day) == (ARAHATTA, day)
    assert "อาสาฬหบูชา" in moved.why


def test_a_series_is_previewed_with_what_is_in_the_way(clinic: Clinic, cast: Any, in_2561: date) -> None:
    a_day(clinic, (in_2561 - date(2018, 7, 13)).days)
    year = ProgrammeYear.objects.get(buddhist_year=2561)
    OrientationSession.objects.create(
        year=year, title="รุ่นที่ 2", day=date(2018, 8, 24), starts_at=time(9), ends_at=time(16), place="ส่วนกลาง"
    )
    ClinicYear.objects.create(clinic=clinic, year=year)
    an_outreach(clinic, 0, starts_on=date(2018, 8, 9), ends_on=date(2018, 8, 10), title="อบรมกลุ่มสตรี")
    assert year.outreach.count() == 1
    found = services.propose_days(clinic, FIRST_AND_THIRD_FRIDAY, on_holiday=OnHoliday.NEXT)
    assert (found[0].day, found[0].why) == (None, "มีในปฏิทินอยู่แล้ว: วางแผน")
    busy = next(one for one in found if one.wanted == date(2018, 8, 10))
    assert busy.warnings == ("ออกให้บริการ: อบรมกลุ่มสตรี",)
    assert not busy.is_advised
    assert next(one for one in found if one.wanted == date(2018, 8, 24)).warnings == ("ปฐมนิเทศ: รุ่นที่ 2",)
    assert ServiceDay.objects.count() == 1


def test_a_series_is_planned_whole_or_not_at_all(clinic: Clinic, cast: Any, in_2561: date) -> None:
    by = cast["secretary.cmi"]
    offers = [one.day for one in services.propose_days(clinic, FIRST_AND_THIRD_FRIDAY, on_holiday="next") if one.day]
    wrong = [*offers, ARAHATTA]
    with pytest.raises(ValidationError, match="เปลี่ยนไป"):
        services.plan_series(clinic, FIRST_AND_THIRD_FRIDAY, days=wrong, on_holiday="next", by=by, **FACTS)
    assert not ServiceDay.objects.exists()
    assert not ServicePlan.objects.exists()
    plan = services.plan_series(clinic, FIRST_AND_THIRD_FRIDAY, days=offers, on_holiday="next", by=by, **FACTS)
    assert list(plan.days.order_by("day").values_list("day", flat=True)) == sorted(offers)
    assert services.cancel_series(plan, by=by, reason="ปิดคลินิก") == len(offers)
    with pytest.raises(ValidationError, match="ไม่มีวันที่ยังไม่ถึง"):
        services.cancel_series(plan, by=by, reason="ปิดคลินิก")


def test_somebody_faster_leaves_nothing_saved_by_half(
    clinic: Clinic, cast: Any, in_2561: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers = [one.day for one in services.propose_days(clinic, FIRST_AND_THIRD_FRIDAY, on_holiday="next") if one.day]
    a_day(clinic, (in_2561 - offers[2]).days)
    monkeypatch.setattr(services, "taken_on", lambda *args: {})
    with pytest.raises(ValidationError, match="ยังไม่ได้บันทึกวันใด"):
        services.plan_series(
            clinic, FIRST_AND_THIRD_FRIDAY, days=offers, on_holiday="next", by=cast["head.cmi"], **FACTS
        )
    assert ServiceDay.objects.count() == 1
    assert not ServicePlan.objects.exists()


def test_a_series_without_end_is_refused(clinic: Clinic, in_2561: date) -> None:
    daily = Recurrence(Pattern.WEEKS, in_2561, date(2018, 12, 28), weekdays=(0, 1, 2, 3, 4), every=1)
    assert len(daily.days()) == MOST_DAYS + 1
    with pytest.raises(ValidationError, match="มากกว่า"):
        services.propose_days(clinic, daily, on_holiday="next")
    never = Recurrence(Pattern.MONTH_DAYS, in_2561, in_2561 + timedelta(days=3), month_days=(31,))
    with pytest.raises(ValidationError, match="ไม่มีวันใด"):
        services.propose_days(clinic, never, on_holiday="next")
