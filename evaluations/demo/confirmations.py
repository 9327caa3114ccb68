"""The clinics' confirmations of a year (R6, R7): one late, one sent back and sent again, one signed for another."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from clinic_project.files.checking import PDF, check
from clinics.models import ClinicYear, Confirmation, ProgrammeYear
from clinics.services import confirmations as services
from clinics.services import reminders
from evaluations.demo.scene import Scene

LATE, SENT_BACK, ACTING = "SNK", "RET", "SRI"
# Three days after the eighth of June.
LATE_DAYS = timedelta(days=3)
UNREADABLE = "ลายมือชื่อในสแกนไม่ชัด ขอให้สแกนใหม่ให้เห็นทั้งหน้าแล้วส่งอีกครั้ง"

Step = tuple[datetime, int, Callable[[], Any]]


def confirm_clinics(scene: Scene, year: ProgrammeYear) -> None:
    """Play every clinic's way from the filled form to central's acceptance, in the order of time.

    The clock goes back afterwards: what follows in the stage's setting begins where this began.
    """
    began = scene.now
    rows = year.clinic_years.filter(status="selected").select_related("clinic", "year")
    steps = [step for row in rows.order_by("clinic__number") if row.must_confirm for step in _way(scene, row)]
    for moment, _order, act in sorted(steps, key=lambda step: step[:2]):
        # A step takes its minute, also where the days of all of them have passed.
        scene.now = max(moment, scene.now + timedelta(minutes=1))
        act()
    scene.now = began


def _way(scene: Scene, row: ClinicYear) -> Iterator[Step]:
    """When the clinic does what, in order. Each step reads the confirmation as it stands then."""
    code, due, number = row.clinic.code, row.year.confirm_due, row.clinic.number
    on = scene.calendar.add_working_days
    first = {LATE: due + LATE_DAYS, SENT_BACK: on(due, -4)}.get(code, on(due, -1 - number % 4))
    yield _at(scene, on(first, -1), 9, number, partial(_fill, scene, row))
    if code == LATE:
        yield _at(scene, due, 15, number, partial(_remind, scene, row))
    yield _at(scene, first, 10, number, partial(_send, scene, row))
    last = first
    if code == SENT_BACK:
        yield _at(scene, on(due, -3), 10, number, partial(_return, scene, row))
        last = on(due, -1)
        yield _at(scene, last, 11, number, partial(_send, scene, row))
    yield _at(scene, on(last, 1), 14, number, partial(_accept, scene, row))


def _at(scene: Scene, day: date, hour: int, number: int, act: Callable[[], Any]) -> Step:
    return scene.at(day, hour, number), number, act


def _confirmation(row: ClinicYear) -> Confirmation:
    found = Confirmation.objects.select_related("clinic_year__clinic", "clinic_year__year")
    return found.get(clinic_year=row)


def _fill(scene: Scene, row: ClinicYear) -> None:
    staff = scene.staff[row.clinic.code]
    province = row.clinic.name.removeprefix("จ.").removeprefix("ศพช.").partition(" ")[0]
    words = {
        "unit_name": row.unit_name or row.clinic.name,
        "signer_name": staff.head.full_name,
        "signer_position": "ตัวแทนสหกรณ์",
        "signer_acting": f"ปฏิบัติหน้าที่แทน พัฒนาการจังหวัด{province}" if row.clinic.code == ACTING else "",
    }
    services.fill_confirmation(row, by=staff.secretary, **words)
    services.print_confirmation(row, by=staff.secretary)


def _send(scene: Scene, row: ClinicYear) -> None:
    """Attach the signed scan and send it. The scan of the demo is the printed paper itself."""
    staff, confirmation = scene.staff[row.clinic.code], _confirmation(row)
    paper: Any = confirmation.paper
    scan = check(BytesIO(bytes(paper.content)), name=f"{paper.serial} ลงนามแล้ว.pdf", allowed=frozenset({PDF}))
    services.attach_scan(confirmation, by=staff.secretary, scan=scan)
    services.submit_confirmation(confirmation, by=staff.head)


def _accept(scene: Scene, row: ClinicYear) -> None:
    services.accept_confirmation(_confirmation(row), by=scene.staff["CEN"].secretary)


def _return(scene: Scene, row: ClinicYear) -> None:
    services.return_confirmation(_confirmation(row), by=scene.staff["CEN"].secretary, reason=UNREADABLE)


def _remind(scene: Scene, row: ClinicYear) -> None:
    reminders.remind_clinic(row, by=scene.staff["CEN"].secretary)
