"""The education committee's follow-ups of the clinics."""

from datetime import date

from clinics.models import ClinicYear, ProgrammeYear
from evaluations.demo.scene import Scene
from evaluations.visit_services import record_visit, reply_to_visit

# Clinic, month and day, mode, what was seen, what was advised, what the clinic did (empty: not answered).
SEEN = (
    ("CMI", (8, 14), "on_site", "เปิดให้บริการตามปฏิทิน มีที่นั่งคุยเป็นส่วนตัว", "เพิ่มป้ายบอกทางจากประตูหน้า", "ติดป้ายสองจุดแล้ว"),
    ("UBN", (8, 21), "phone", "มีผู้มาปรึกษาหนี้นอกระบบมากขึ้น", "เชิญสำนักงานยุติธรรมจังหวัดร่วมให้ความรู้", "จัดแล้วในวันเปิดเดือนถัดมา"),
    ("SNK", (9, 18), "on_site", "วันเปิดยังไม่ครบสองวันในบางเดือน", "วางปฏิทินล่วงหน้าทั้งไตรมาส", ""),
    ("TRG", (10, 9), "online", "เจ้าหน้าที่ใช้คู่มือฉบับเก่า", "ใช้คู่มือฉบับล่าสุดจากคลังเอกสาร", "เปลี่ยนแล้วทุกเล่ม"),
    ("CMI", (11, 13), "phone", "ป้ายบอกทางชัดเจน ผู้มาครั้งแรกหาคลินิกพบ", "", ""),
)


def make_visits(scene: Scene, year: ProgrammeYear) -> None:
    """What the committee saw in a year that is over."""
    rows = {row.clinic.code: row for row in ClinicYear.objects.filter(year=year).select_related("clinic", "year")}
    secretary = scene.education["secretary"]
    for code, (month, day), mode, findings, advice, reply in SEEN:
        visit = record_visit(
            rows[code],
            visited_on=date(year.gregorian_year, month, day),
            next_on=None,
            mode=mode,
            visitors=secretary.full_name,
            findings=findings,
            advice=advice,
            by=secretary,
        )
        if reply:
            reply_to_visit(visit, reply=reply, by=scene.staff[code].head)
