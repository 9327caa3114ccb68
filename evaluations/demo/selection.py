"""How a year's clinics were chosen: units volunteer, the education committee votes, one a group is selected (R12)."""

from datetime import timedelta
from typing import Any

from clinics.models import Candidate, Clinic, ClinicYear, ProgrammeYear
from clinics.services import selecting, selection
from evaluations.demo.scene import Scene

# Units that volunteered beside the one that was selected.
RIVALS = {
    2: "สำนักงานพัฒนาชุมชนจังหวัดลำพูน",
    6: "สำนักงานพัฒนาชุมชนจังหวัดนครพนม",
    9: "สำนักงานพัฒนาชุมชนจังหวัดสุราษฎร์ธานี",
}
REASONS = (
    "สมาชิกในพื้นที่มีหนี้หลายทางและสอบถามสหกรณ์ทุกเดือน มีห้องให้คำปรึกษาแยกเป็นสัดส่วน และมีผู้แทนสมาชิกพร้อมร่วมงาน",
    "เป็นศูนย์กลางการเดินทางของกลุ่มจังหวัด สมาชิกมาติดต่อได้สะดวก ตัวแทนสหกรณ์และเจ้าหน้าที่การเงินพร้อมให้บริการเดือนละสองครั้ง",
    "มีสมาชิกใหม่จำนวนมากที่ต้องการคำแนะนำเรื่องการออมและการลงทุน หน่วยงานจัดอบรมร่วมกับสหกรณ์ทุกปี",
)
RIVAL_REASON = "มีสมาชิกที่ขอคำปรึกษาเรื่องหนี้สินต่อเนื่อง และจัดสถานที่ให้บริการได้"


def _volunteer(scene: Scene, year: ProgrammeYear, clinic: Clinic, order: int) -> Candidate:
    """The clinic's own unit, recorded by its head; the central one by central."""
    return selection.volunteer(
        year=year,
        group=clinic.group or 0,
        unit_name=clinic.hosts.order_by("order")[0].name,
        clinic=clinic,
        reasons=REASONS[order % len(REASONS)],
        contact=f"เลขานุการคลินิก 080-000-00{clinic.number:02d}",
        volunteered_on=scene.day - timedelta(days=18 - order % 5),
        by=scene.staff[clinic.code].head,
    )


def _rival(scene: Scene, year: ProgrammeYear, group: int) -> Candidate:
    return selection.volunteer(
        year=year,
        group=group,
        unit_name=RIVALS[group],
        reasons=RIVAL_REASON,
        contact="นักวิชาการพัฒนาชุมชน 080-000-0090",
        volunteered_on=scene.day - timedelta(days=15),
        by=scene.staff["CEN"].head,
    )


def select_units(scene: Scene, year: ProgrammeYear) -> None:
    """Let a unit of every group volunteer, vote where there are two, and select one by vote or by resolution."""
    committee = list(scene.education.values())
    secretary = scene.education["secretary"]
    proposed = ClinicYear.objects.filter(year=year, status="proposed").values("clinic")
    clinics = Clinic.objects.filter(pk__in=proposed, group__isnull=False).order_by("number")
    for order, clinic in enumerate(clinics):
        chosen = _volunteer(scene, year, clinic, order)
        grounds: dict[str, Any] = {
            "method": "resolution",
            "meeting_number": f"1/{year}",
            "meeting_on": scene.day - timedelta(days=5),
        }
        if clinic.group in RIVALS:
            rival = _rival(scene, year, clinic.group)
            for number, member in enumerate(committee):
                selection.cast_selection_vote(rival if number == 1 else chosen, by=member)
            grounds = {"method": "vote"}
        selecting.select_candidate(chosen, by=secretary, **grounds)
