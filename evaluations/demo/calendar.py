"""The calendars of the clinics: a recurring plan each, single days, some called off with reasons, and outreach."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from clinics.models import Clinic, OutreachPlan, ProgrammeYear, ServiceDay
from clinics.recurrence import OnHoliday, Pattern, Recurrence, propose
from clinics.services.outreach import move_outreach, plan_outreach
from clinics.services.service_days import change_day, move_day, plan_day, plan_series, propose_days
from evaluations.demo.scene import PILOT_ENDS, Scene, Story

# Clinics that fall short of two walk-in days a month in some months, and how many days they manage then.
SHORT = {"SRN": 1, "TRG": 1, "RBR": 0}
REASONS = (
    "เจ้าหน้าที่ไปราชการต่างอำเภอ",
    "อาคารที่ตั้งคลินิกปิดซ่อมไฟฟ้า",
    "หัวหน้าคลินิกลาป่วย ไม่มีผู้ทำหน้าที่แทน",
    "น้ำท่วมถนนหน้าศาลากลาง",
)
# One clinic forgets to say whether its last day was held; another opens on a Saturday too; a third knows a day is off.
FORGETS, SATURDAY, OFF_AHEAD = "PCT", "RYG", "CBI"
OUTINGS: tuple[tuple[str, str, str, int], ...] = (
    ("training", "อบรมการออมของกลุ่มสตรี", "ศาลาประชาคมอำเภอ", 45),
    ("seminar", "สัมมนาพัฒนากรประจำปี", "ห้องประชุมศาลากลางจังหวัด", 80),
    ("field", "ติดตามกองทุนหมู่บ้าน", "ที่ทำการผู้ใหญ่บ้าน", 20),
    ("other", "งานวันสถาปนากรมการพัฒนาชุมชน", "ลานหน้าศาลากลางจังหวัด", 120),
)


def rule_of(clinic: Clinic, first: date, last: date) -> Recurrence:
    """A clinic's rule: two weekdays of the month, another for each clinic."""
    nth = ((1, 3), (2, 4))[clinic.number % 2]
    return Recurrence(Pattern.WEEKDAY_OF_MONTH, first, last, (clinic.number % 5,), nth)


def regular_days(scene: Scene, clinic: Clinic, first: date, last: date) -> list[date]:
    """The days of a clinic's rule, holidays moved."""
    rule = rule_of(clinic, first, last)
    found = propose(rule, on_holiday=OnHoliday.NEXT, calendar=scene.calendar, last=last, taken={}, busy={})
    return [one.day for one in found if one.day]


def days_off(clinic: Clinic, days: list[date]) -> set[date]:
    """Days of the rule on which a clinic that falls short did not open: every third month of the programme."""
    if clinic.code not in SHORT:
        return set()
    months = sorted({day.replace(day=1) for day in days})
    off: set[date] = set()
    for month in months[1::3]:
        off |= set([day for day in days if day.replace(day=1) == month][SHORT[clinic.code] :])
    return off


# ---- planning -----------------------------------------------------------------------------------------------------


def plan_calendars(scene: Scene, year: ProgrammeYear) -> None:
    """Every clinic plans its year before it opens: the rule in one act, further days one by one."""
    for clinic in scene.clinics:
        by = scene.staff[clinic.code].secretary
        first, last = max(year.service_start, scene.day), year.service_end
        rule, hours = rule_of(clinic, first, last), {"starts_at": time(8, 30), "ends_at": time(16, 30)}
        offers = [one.day for one in propose_days(clinic, rule, on_holiday=OnHoliday.NEXT) if one.day]
        facts: dict[str, Any] = {**hours, "place": "", "note": ""}
        plan_series(clinic, rule, days=offers, on_holiday=OnHoliday.NEXT, by=by, **facts)
        for day in sorted(set(scene.service_days[clinic.code]) - set(offers)):
            if first <= day <= last:
                plan_day(clinic, by=by, day=day, in_official_hours=True, **facts)
        if clinic.code == SATURDAY:
            _open_on_saturday(clinic, last, by)


def _open_on_saturday(clinic: Clinic, last: date, by: Any) -> None:
    day = last - timedelta(days=(last.weekday() - 5) % 7 + 14)
    note = "เปิดวันเสาร์เป็นพิเศษ เฉพาะผู้ที่มาวันทำการไม่ได้"
    hours = {"starts_at": time(9), "ends_at": time(12)}
    plan_day(clinic, by=by, day=day, in_official_hours=False, place="ศาลาประชาคมอำเภอเมือง", note=note, **hours)


# ---- what became of it --------------------------------------------------------------------------------------------


def calendar_stories(scene: Scene, year: ProgrammeYear) -> list[Story]:
    """Each planned day of the year up to the present, and the outreach of the year."""
    return [*_days(scene, year), *_outings(scene, year)]


def _days(scene: Scene, year: ProgrammeYear) -> Iterator[Story]:
    today = scene.season[1]
    for clinic in scene.clinics:
        planned = ServiceDay.objects.filter(clinic=clinic, status="planned")
        rows = list(planned.between(year.service_start, year.service_end).order_by("day"))
        off = days_off(clinic, regular_days(scene, clinic, year.service_start, year.service_end))
        behind = [row for row in rows if row.day <= today]
        ahead = [row for row in rows if row.day > today]
        if clinic.code == FORGETS and ahead:
            behind = behind[:-1]
        yield from (_kept(scene, row, is_off=row.day in off) for row in behind)
        if clinic.code == OFF_AHEAD and ahead:
            yield _called_off(scene, ahead[0])
        elif clinic.code == "SKA" and ahead:
            yield _moved_elsewhere(scene, ahead[0])


def _kept(scene: Scene, row: ServiceDay, *, is_off: bool) -> Story:
    """A day that is held, with or without a visitor, or called off the day before."""
    staff = scene.staff[row.clinic.code]
    if is_off:
        yield scene.at(scene.calendar.add_working_days(row.day, -1), 15)
        move_day(row, "cancel", by=staff.secretary, reason=scene.pick(REASONS))
        return
    yield scene.at(row.day, 16, 20)
    row.refresh_from_db()
    if row.status == "planned":
        move_day(row, "hold", by=staff.officers[0])


def _called_off(scene: Scene, row: ServiceDay) -> Story:
    yield scene.last_moment - timedelta(hours=3)
    move_day(row, "cancel", by=scene.staff[row.clinic.code].secretary, reason="ผู้ว่าราชการจังหวัดใช้ห้องประชุมวันนั้น")


def _moved_elsewhere(scene: Scene, row: ServiceDay) -> Story:
    yield scene.last_moment - timedelta(hours=2)
    facts = {name: getattr(row, name) for name in ("day", "starts_at", "ends_at", "in_official_hours")}
    by = scene.staff[row.clinic.code].secretary
    change_day(row, by=by, place="ห้องประชุมเทศบาล ชั้น 2", note="ย้ายที่ชั่วคราว ที่จอดรถอยู่ด้านหลัง", **facts)


def _outings(scene: Scene, year: ProgrammeYear) -> Iterator[Story]:
    """An outreach of every clinic behind us, one of every third ahead, one of every fifth called off."""
    today = scene.season[1]
    last = min(PILOT_ENDS if scene.is_pilot(year.service_start) else today, year.service_end)
    days = scene.working_days(year.service_start, last)
    for number, clinic in enumerate(scene.clinics):
        if len(days) > 40:
            yield _outing(scene, clinic, scene.pick(days[30:]), number, is_off=number % 5 == 4)
        ahead = scene.calendar.add_working_days(today, 4 + number)
        if number % 3 == 1 and ahead <= year.service_end and year.service_start <= today <= year.service_end:
            yield _outing(scene, clinic, ahead, number + 1, is_off=False)


def _outing(scene: Scene, clinic: Clinic, day: date, number: int, *, is_off: bool) -> Story:
    staff, (occasion, title, place, expected) = scene.staff[clinic.code], OUTINGS[number % len(OUTINGS)]
    yield scene.at(min(scene.calendar.add_working_days(day, -12), scene.season[1]), 10)
    row: OutreachPlan = plan_outreach(
        clinic,
        by=staff.secretary,
        team=[staff.head, staff.officers[0]],
        starts_on=day,
        ends_on=day,
        occasion=occasion,
        title=title,
        place=place,
        expected=expected,
        services=["product_education", "financial_problem_advice"],
        note="แผ่นพับ 100 ชุด ป้ายคลินิก และแบบคำนวณหนี้",
    )
    if is_off:
        yield scene.at(scene.calendar.add_working_days(day, -2), 11)
        move_outreach(row, "cancel", by=staff.secretary, reason="ผู้จัดเลื่อนงานไปปีหน้า")
    elif day <= scene.season[1]:
        yield scene.at(day, 16, 20)
        move_outreach(row, "hold", by=staff.officers[0])
