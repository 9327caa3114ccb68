"""Service days: planned, changed, held, cancelled; holidays by name; series all or nothing (R25, R26)."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.services.sessions import log_session
from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState, StatusGuarded
from clinics.calendar import forget_holidays, hold_service_day, work_calendar
from clinics.models import Clinic, ClinicYear, Holiday, OrientationSession, ProgrammeYear, ServiceDay, ServicePlan
from clinics.recurrence import LAST, MOST_DAYS, OnHoliday, Pattern, Recurrence, propose
from clinics.services import service_days as services
from tests.factories_members import make_member
from tests.scenes.calendar import a_day, an_outreach

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {"starts_at": time(8, 30), "ends_at": time(16, 30), "place": "", "note": ""}
ARAHATTA = date(2018, 7, 27)


@pytest.fixture
def clinic(cast: dict[str, Any]) -> Clinic:
    return Clinic.objects.get(code="CMI")


@pytest.fixture
def in_2561(cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> date:
    """It is 2 July 2561; the programme serves June to December."""
    now = timezone.make_aware(timezone.datetime(2018, 7, 2, 9, 0))
    monkeypatch.setattr(timezone, "now", lambda: now)
    ProgrammeYear.objects.create(
        buddhist_year=2561,
        title="โครงการนำร่องคลินิกสหกรณ์",
        service_start=date(2018, 6, 1),
        service_end=date(2018, 12, 31),
        confirm_due=date(2018, 6, 8),
        evaluation_start=date(2018, 12, 15),
        evaluation_end=date(2018, 12, 30),
        cutoff=date(2018, 12, 15),
    )
    for user in cast.values():
        user.appointments.update(starts_on=date(2018, 6, 1))
    return now.date()


def next_working_day(after: int = 1) -> date:
    return work_calendar().add_working_days(timezone.localdate(), after)


# ---- one day ------------------------------------------------------------------------------------------------------


def test_27_july_2561_is_refused_by_its_thai_name_and_nothing_is_saved(
    clinic: Clinic, cast: Any, in_2561: date
) -> None:
    before = Event.objects.count()
    with pytest.raises(ValidationError) as refused:
        services.plan_day(clinic, by=cast["secretary.cmi"], day=ARAHATTA, in_official_hours=True, **FACTS)
    text = str(refused.value.message_dict["day"])
    assert "27 กรกฎาคม 2561" in text
    assert "อาสาฬหบูชา" in text
    assert not ServiceDay.objects.exists()
    assert Event.objects.count() == before


def test_27_july_2561_may_be_an_extra_day_outside_official_hours(clinic: Clinic, cast: Any, in_2561: date) -> None:
    day = services.plan_day(clinic, by=cast["secretary.cmi"], day=ARAHATTA, in_official_hours=False, **FACTS)
    assert not day.counts


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"day": date(2018, 7, 7)}, "day", "วันเสาร์"),
        ({"day": date(2018, 6, 29)}, "day", "ผ่านไปแล้ว"),
        ({"day": date(2018, 7, 4), "starts_at": time(7)}, "starts_at", "08.30"),
        ({"day": date(2018, 7, 4), "ends_at": time(8)}, "ends_at", "หลังเวลาเปิด"),
        ({"day": date(2019, 7, 4)}, "day", "ปีโครงการ"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_thai(
    clinic: Clinic, cast: Any, in_2561: date, facts: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        services.plan_day(clinic, by=cast["head.cmi"], **{**FACTS, "in_official_hours": True, **facts})
    assert words in str(refused.value.message_dict[field])
    assert not ServiceDay.objects.exists()


def test_a_day_is_planned_once(clinic: Clinic, cast: Any) -> None:
    day = next_working_day()
    services.plan_day(clinic, by=cast["head.cmi"], day=day, in_official_hours=True, **FACTS)
    with pytest.raises(ValidationError, match="อยู่แล้ว"):
        services.plan_day(clinic, by=cast["secretary.cmi"], day=day, in_official_hours=True, **FACTS)
    assert ServiceDay.objects.count() == 1


@pytest.mark.parametrize("username", ["officer.cmi", "head.pct", "head.cen", "edu.chair", "admin"])
def test_only_head_and_secretary_plan(clinic: Clinic, cast: Any, username: str) -> None:
    with pytest.raises(NotAllowed):
        services.plan_day(clinic, by=cast[username], day=next_working_day(), in_official_hours=True, **FACTS)


def test_an_administrators_holiday_closes_a_day_and_is_named(clinic: Clinic, cast: Any) -> None:
    day = next_working_day()
    Holiday.objects.create(day=day, name="วันหยุดพิเศษตามมติคณะรัฐมนตรี")
    forget_holidays()
    with pytest.raises(ValidationError, match="วันหยุดพิเศษตามมติคณะรัฐมนตรี"):
        services.plan_day(clinic, by=cast["head.cmi"], day=day, in_official_hours=True, **FACTS)


def test_a_day_is_held_cancelled_with_a_reason_and_planned_again(clinic: Clinic, cast: Any) -> None:
    by = cast["secretary.cmi"]
    day = a_day(clinic, -3)
    with pytest.raises(NotAllowed, match="ยังไม่ถึงวันนั้น"):
        services.move_day(day, "hold", by=by)
    with pytest.raises(ValidationError, match="เหตุที่ยกเลิก"):
        services.move_day(day, "cancel", by=by, reason="  ")
    gone = services.move_day(day, "cancel", by=by, reason="น้ำท่วม")
    assert (gone.cancelled_by, gone.cancel_reason) == (by, "น้ำท่วม")
    again = services.move_day(gone, "plan_again", by=cast["head.cmi"]) if work_open(gone) else None
    if again:
        assert (again.status, again.cancel_reason, again.cancelled_at) == ("planned", "", None)
    with pytest.raises(StaleState):
        services.move_day(a_day(clinic, -4, "cancelled"), "cancel", by=by, reason="ซ้ำ")


def work_open(day: ServiceDay) -> bool:
    if work_calendar().is_working_day(day.day):
        return True
    with pytest.raises(ValidationError):
        services.move_day(day, "plan_again", by=day.planned_by)
    return False


def test_officers_mark_held_and_nothing_else(clinic: Clinic, cast: Any) -> None:
    officer = cast["officer.cmi"]
    assert services.move_day(a_day(clinic, 1), "hold", by=officer).status == "held"
    with pytest.raises(NotAllowed):
        services.move_day(a_day(clinic, 2), "cancel", by=officer, reason="ลา")


def test_a_held_day_is_put_right_only_while_no_visit_is_logged(clinic: Clinic, cast: Any) -> None:
    wrong = services.move_day(a_day(clinic, 1), "hold", by=cast["officer.cmi"])
    assert services.move_day(wrong, "undo", by=cast["head.cmi"]).status == "planned"
    visited = services.move_day(a_day(clinic, 0), "hold", by=cast["officer.cmi"])
    walk_in(clinic, cast)
    with pytest.raises(NotAllowed, match="มีบันทึกการให้บริการ"):
        services.move_day(visited, "undo", by=cast["head.cmi"])


def walk_in(clinic: Clinic, cast: Any, day: date | None = None) -> None:
    log_session(
        clinic=clinic,
        member=make_member(),
        served_on=day or timezone.localdate(),
        mode="walk_in",
        activities=["product_education"],
        client_types=["general"],
        advice="",
        minutes=20,
        by=cast["officer.cmi"],
    )


@pytest.mark.parametrize("status", ["planned", "cancelled", "held", ""])
def test_a_walk_in_holds_the_day_whatever_was_planned(clinic: Clinic, cast: Any, status: str) -> None:
    if status:
        a_day(clinic, 0, status)
    walk_in(clinic, cast)
    row = ServiceDay.objects.get()
    assert (row.status, row.cancel_reason, row.cancelled_by) == ("held", "", None)
    moves = Event.objects.filter(kind="service_day.move.receive")
    assert moves.count() == (0 if status == "held" else 1)


def test_a_walk_in_on_a_holiday_holds_a_day_that_does_not_count(clinic: Clinic, in_2561: date) -> None:
    hold_service_day(clinic_id=clinic.pk, day=ARAHATTA, in_official_hours=True)
    assert not ServiceDay.objects.get().in_official_hours
    assert not ServiceDay.objects.held_walk_in().exists()


def test_a_status_is_not_set_by_hand(clinic: Clinic) -> None:
    day = ServiceDay.objects.get(pk=a_day(clinic, 1).pk)
    day.status = "held"
    with pytest.raises(StatusGuarded):
        day.save()


def test_a_planned_day_moves_to_another_date_and_keeps_its_number(clinic: Clinic, cast: Any) -> None:
    row = services.plan_day(clinic, by=cast["head.cmi"], day=next_working_day(), in_official_hours=True, **FACTS)
    moved = services.change_day(
        row, by=cast["head.cmi"], day=next_working_day(2), in_official_hours=True, **{**FACTS, "place": "ห้องประชุม 2"}
    )
    assert (moved.pk, moved.day, moved.place) == (row.pk, next_working_day(2), "ห้องประชุม 2")
    held = a_day(clinic, 1, "held")
    with pytest.raises(StaleState):
        services.change_day(held, by=cast["head.cmi"], day=held.day, in_official_hours=True, **FACTS)


@pytest.mark.parametrize(
    "change",
    [
        "ends_at = '08:00'",
        "status = 'cancelled'",
        "cancel_reason = 'ไม่ได้ยกเลิก'",
        "cancelled_at = '2018-07-04 08:00:00+00:00'",
        "planned_at = NULL",
        "planned_by_id = NULL",
    ],
)
def test_the_database_keeps_the_rules_of_a_day(clinic: Clinic, change: str) -> None:
    row = a_day(clinic, -3)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE clinics_serviceday SET {change} WHERE id = %s", [row.pk])


def test_the_database_keeps_one_row_a_clinic_and_day(clinic: Clinic) -> None:
    first, second = a_day(clinic, -3), a_day(clinic, -4)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_serviceday SET day = %s WHERE id = %s", [first.day, second.pk])
    plan = ServicePlan.objects.create(
        clinic=clinic, words="x", starts_on=first.day, until=first.day, planned_by_id=first.planned_by_id,
        planned_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_serviceplan SET until = '2001-01-01' WHERE id = %s", [plan.pk])


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


# ---- pages --------------------------------------------------------------------------------------------------------


def posted_day(day: date, **more: str) -> dict[str, str]:
    return {
        "day_day": str(day.day),
        "day_month": str(day.month),
        "day_year": str(day.year + 543),
        "starts_at": "08.30",
        "ends_at": "๑๖.๓๐",
        "in_official_hours": "on",
        **more,
    }


def test_a_day_is_planned_on_its_page(client_as: Callable[[str], Client], clinic: Clinic) -> None:
    client, day = client_as("secretary.cmi"), next_working_day()
    answer = client.post(reverse("clinics:service_day_new"), posted_day(day, place="ศาลากลาง"))
    row = ServiceDay.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    assert (row.day, row.ends_at, row.place) == (day, time(16, 30), "ศาลากลาง")
    assert row.planned_by is not None
    assert row.planned_by.username == "secretary.cmi"


def test_a_refused_day_stays_typed(client_as: Callable[[str], Client], clinic: Clinic) -> None:
    day = next_working_day()
    a_day(clinic, (timezone.localdate() - day).days)
    answer = client_as("head.cmi").post(reverse("clinics:service_day_new"), posted_day(day, note="นำสลิปมาด้วย"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "อยู่แล้ว" in text
    assert "นำสลิปมาด้วย" in text
    assert ServiceDay.objects.count() == 1


def series_of(**more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    until = min(today + timedelta(days=27), date(today.year, 12, 31))
    return {
        "pattern": "weeks",
        "weekdays": ["1"],
        "every": "1",
        "starts_on_day": today.day, "starts_on_month": today.month, "starts_on_year": today.year + 543,
        "until_day": until.day, "until_month": until.month, "until_year": until.year + 543,
        "on_holiday": "next",
        "starts_at": "08.30",
        "ends_at": "16.30",
        **more,
    }  # fmt: skip


def test_the_preview_of_a_series_saves_nothing_and_its_ticked_days_are_planned(
    client_as: Callable[[str], Client], clinic: Clinic
) -> None:
    client, url = client_as("secretary.cmi"), reverse("clinics:service_plan_new")
    preview = client.post(url, series_of(do="preview"))
    assert preview.status_code == 200
    assert "วันอังคาร ทุกสัปดาห์" in preview.content.decode()
    assert not ServiceDay.objects.exists()
    days = [row["value"] for row in preview.context["offers"] if row["value"]]
    answer = client.post(url, series_of(do="save", days=days[:2]))
    assert answer.status_code == 302
    assert [day.day.isoformat() for day in ServiceDay.objects.order_by("day")] == days[:2]
    # A day the rule does not give is refused, and nothing is saved.
    again = client.post(url, series_of(do="save", days=[days[2], "2018-07-27"]))
    assert again.status_code == 422
    assert ServiceDay.objects.count() == 2


def test_a_series_says_what_its_pattern_needs(client_as: Callable[[str], Client], clinic: Clinic) -> None:
    answer = client_as("head.cmi").post(
        reverse("clinics:service_plan_new"), series_of(do="preview", pattern="month_days", month_days="40")
    )
    assert answer.status_code == 422
    assert "กรอกวันที่ 1 ถึง 31" in answer.content.decode()


def test_a_cancelled_days_page_says_why_and_the_calendar_shows_the_month(
    client_as: Callable[[str], Client], clinic: Clinic
) -> None:
    row = a_day(clinic, 0, "cancelled")
    client = client_as("officer.cmi")
    assert "เจ้าหน้าที่ลาป่วย" in client.get(row.get_absolute_url()).content.decode()
    page = client.get(reverse("clinics:calendar")).content.decode()
    assert row.get_absolute_url() in page
    other = client.get(reverse("clinics:calendar"), {"month": "2561-07"})
    assert row.get_absolute_url() not in other.content.decode()
    assert "กรกฎาคม 2561" in other.content.decode()
    assert "วันอาสาฬหบูชา" in other.content.decode()


def test_a_clinic_sees_its_own_calendar_whatever_it_asks_for(
    client_as: Callable[[str], Client], clinic: Clinic
) -> None:
    other = a_day(Clinic.objects.get(code="PCT"), 0)
    asked = {"clinic": "PCT"}
    assert (
        other.get_absolute_url() not in client_as("head.cmi").get(reverse("clinics:calendar"), asked).content.decode()
    )
    assert other.get_absolute_url() in client_as("officer.cen").get(reverse("clinics:calendar"), asked).content.decode()
    assert other.get_absolute_url() in client_as("edu.member1").get(reverse("clinics:calendar")).content.decode()


def test_the_education_committee_is_not_told_how_few_came(
    client_as: Callable[[str], Client], clinic: Clinic, cast: Any
) -> None:
    walk_in(clinic, cast)
    page = ServiceDay.objects.get().get_absolute_url()
    assert "บันทึกการให้บริการวันนั้น" in client_as("officer.cmi").get(page).content.decode()
    assert "บันทึกการให้บริการวันนั้น" not in client_as("edu.chair").get(page).content.decode()


@pytest.mark.parametrize(
    "name", ["clinics:calendar", "clinics:outreach", "clinics:walk_in_map", "clinics:walk_in_rule"]
)
def test_lists_ask_as_much_for_three_rows_as_for_one(
    client_as: Callable[[str], Client], clinic: Clinic, django_assert_num_queries: Any, name: str
) -> None:
    client, today = client_as("officer.cen"), timezone.localdate()
    url = reverse(name, args=[today.year + 543] if "walk_in" in name else [])
    a_day(clinic, 0, "held")
    an_outreach(clinic, 0)
    client.get(url)
    with connection.execute_wrapper(counter := Counter()):
        client.get(url)
    one = counter.count
    for code in ("PCT", "CEN"):
        a_day(Clinic.objects.get(code=code), 0, "held")
        an_outreach(Clinic.objects.get(code=code), 0)
    with django_assert_num_queries(one):
        client.get(url)


class Counter:
    """Counts statements."""

    count = 0

    def __call__(self, execute: Any, *args: Any) -> Any:
        self.count += 1
        return execute(*args)
