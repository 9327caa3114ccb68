"""A year's way from the orientation to open clinics, with figures of the areas and how members were told."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from clinic_project.files.checking import CheckedFile
from clinics.documents import blank_confirmation, confirmation_pdf
from clinics.documents.opening import opening_notice, opening_text
from clinics.models import ClinicYear, OrientationSession, ProgrammeYear, ServiceDay, User
from clinics.opening import checklist, missing
from clinics.services import baselines, opening, orientation
from clinics.services.stages import open_clinic
from evaluations.demo.scene import PILOT, Scene, Story

PLACE = "ห้องประชุม สหกรณ์ออมทรัพย์กรมการพัฒนาชุมชน จำกัด อาคารบี ชั้น 1"
NOTE = "จัดร่วมกับโครงการนักสหกรณ์รุ่นใหม่ นำบัตรประจำตัวและโทรศัพท์สำหรับสแกนคิวอาร์มาด้วย"
EXPECTATIONS = (
    "อยากให้มีผู้ให้คำแนะนำเรื่องหนี้หลายทางในพื้นที่ ไม่ต้องเดินทางเข้ากรุงเทพฯ",
    "ต้องการความรู้เรื่องการออมและสวัสดิการของสหกรณ์ โดยเฉพาะสมาชิกเข้าใหม่",
    "อยากให้ตอบคำถามทางไลน์ได้เร็ว และมีวันให้บริการแน่นอนทุกเดือน",
)
# Who came on the second day; who has not come yet; which clinic has not told its members in the current year.
LATE = frozenset({"SNK", "TRG"})
ABSENT_EVERY = 9
UNTOLD = "TRG"
FIRST_DAY, SECOND_DAY, FIGURES, OPENING, TELLING = 15, 16, 19, 24, 27
FINAL_FIGURES = date(2018, 12, 20)


def begins_on(scene: Scene, year: ProgrammeYear) -> date:
    """When the year's preparation begins: the first of June, or with the season early in a year."""
    if year.buddhist_year == PILOT:
        return date(year.gregorian_year, 6, 1)
    return max(scene.season[0], date(year.gregorian_year, 1, 1))


def lead_to_opening(scene: Scene, year: ProgrammeYear) -> Story:
    """Orientation on two days, figures of every area, the opening, and the announcement to members."""
    first = begins_on(scene, year)
    if first + timedelta(days=TELLING) > scene.today:
        # In the first weeks of a January the year has not come so far.
        return
    central = scene.staff["CEN"].head
    yield scene.at(first, 9)
    days = [scene.at(first + timedelta(days=n), 9).date() for n in (FIRST_DAY, SECOND_DAY)]
    sessions = [_plan(year, day, number, by=central) for number, day in enumerate(days, 1)]
    _hand_out(year, by=central)
    for session, day, codes in zip(sessions, days, (_codes(scene, late=False), _codes(scene, late=True)), strict=True):
        yield scene.at(day, 9, 5)
        _attend(scene, session, codes)
        yield scene.at(day, 16)
        orientation.hold_session(session, by=central)
    orientation.orient_ready(year=year, by=central)
    yield scene.at(first + timedelta(days=FIGURES), 10)
    for row in _clinics(year):
        _figures(scene, row, "start", first - timedelta(days=1))
    yield scene.at(first + timedelta(days=OPENING), 9)
    for row in _clinics(year):
        _open(scene, row)
    yield scene.at(first + timedelta(days=TELLING), 11)
    for row in _clinics(year):
        if year.buddhist_year == PILOT or row.clinic.code != UNTOLD:
            _tell(scene, row)


def count_again(scene: Scene, year: ProgrammeYear) -> Story:
    """The figures at the end of the pilot year."""
    yield scene.at(FINAL_FIGURES, 10)
    for row in _clinics(year):
        _figures(scene, row, "end", FINAL_FIGURES - timedelta(days=5))


def _clinics(year: ProgrammeYear) -> list[ClinicYear]:
    return list(year.clinic_years.select_related("clinic", "year").order_by("clinic__number"))


def _codes(scene: Scene, *, late: bool) -> list[str]:
    return [clinic.code for clinic in scene.clinics if (clinic.code in LATE) == late]


def _plan(year: ProgrammeYear, day: date, number: int, *, by: Any) -> OrientationSession:
    return orientation.plan_session(
        year=year,
        title=f"ปฐมนิเทศเจ้าหน้าที่คลินิกสหกรณ์ ประจำปี {year} วันที่ {number}",
        day=day,
        starts_at=time(9),
        ends_at=time(16),
        place=PLACE,
        seats=120,
        note=NOTE,
        by=by,
    )


def _hand_out(year: ProgrammeYear, *, by: Any) -> None:
    content = confirmation_pdf(blank_confirmation(year.buddhist_year))
    file = CheckedFile(f"แบบแจ้งยืนยัน คส.01 ปี {year}.pdf", content, "application/pdf")
    orientation.add_material(year=year, title="แบบแจ้งยืนยันการจัดตั้ง (คส.01)", file=file, by=by)


def _attend(scene: Scene, session: OrientationSession, codes: list[str]) -> None:
    """Heads and secretaries scan; the others sign the sheet, and central ticks them. Some officers don't come."""
    by_hand: list[User] = []
    for code in codes:
        staff = scene.staff[code]
        for user in (staff.head, staff.secretary):
            orientation.check_in(session, by=user)
        first = len(code) + len(by_hand)
        by_hand += [user for number, user in enumerate(staff.officers, first) if number % ABSENT_EVERY]
    orientation.note_attendance(session, users=by_hand, by=scene.staff["CEN"].head)


def _figures(scene: Scene, row: ClinicYear, moment: str, counted_on: date) -> None:
    """Made-up figures of an area; by the end of the year fewer are in arrears."""
    chance = Random(f"{row.clinic.code}{row.year}")  # noqa: S311 - made-up data, the same at every run
    members = chance.randrange(620, 2400, 4)
    borrowers = members * chance.randrange(55, 72) // 100
    arrears = borrowers * chance.randrange(3, 9) // 100
    loans = Decimal(borrowers * chance.randrange(118_000, 164_000, 500))
    owed = Decimal(arrears * chance.randrange(9_000, 21_000, 250))
    if moment == "end":
        members, arrears = members + chance.randrange(6, 40), arrears - arrears * chance.randrange(8, 30) // 100
        loans, owed = loans * Decimal("0.98"), (owed * Decimal("0.82")).quantize(Decimal("0.01"))
    staff = scene.staff[row.clinic.code]
    baseline = baselines.save_baseline(
        row,
        moment=moment,
        by=staff.secretary,
        counted_on=counted_on,
        members=members,
        units=chance.randrange(8, 27),
        borrowers=borrowers,
        loans_outstanding=loans.quantize(Decimal("0.01")),
        members_in_arrears=arrears,
        arrears_baht=owed,
        expectations=EXPECTATIONS[row.clinic.number % len(EXPECTATIONS)],
        sources="ทะเบียนสมาชิกและรายงานเงินให้กู้ของสหกรณ์",
    )
    baselines.submit_baseline(baseline, by=staff.head)


def _open(scene: Scene, row: ClinicYear) -> None:
    """The head opens; central where days of some month are still to be planned."""
    lacking = missing(checklist(row))
    if not lacking:
        open_clinic(row, by=scene.staff[row.clinic.code].head)
        return
    reason = "สมาชิกในพื้นที่รอรับบริการ คลินิกจะทำรายการที่ขาดให้ครบภายในเดือนถัดไป"
    open_clinic(row, by=scene.staff["CEN"].head, reason=reason)


def _days(scene: Scene, row: ClinicYear) -> Iterator[date]:
    days = ServiceDay.objects.filter(clinic=row.clinic, day__gte=scene.day, day__lte=row.year.service_end)
    return days.open_days().values_list("day", flat=True).iterator()


def _tell(scene: Scene, row: ClinicYear) -> None:
    channels = [["line", "board"], ["letter", "line"], ["meeting", "board"]][row.clinic.number % 3]
    text = opening_text(opening_notice(row, _days(scene, row), row.opening.opened_at.date()))
    by = scene.staff[row.clinic.code].secretary
    opening.announce_opening(row, announced_on=scene.day, channels=channels, text=text, by=by)
