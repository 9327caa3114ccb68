"""The register of letters: the programme letter of 2561 with its cascade, and this year's correspondence (R2, R3)."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from clinic_project.cooperative import COOPERATIVE
from clinic_project.thai.dates import format_long
from clinics.models import Clinic, Letter, ProgrammeYear
from clinics.services import circulation, letters
from evaluations.demo.scene import PILOT, Scene, Story

WRITTEN = date(2018, 5, 23)
# The unit whose letter arrived after the answer was due: the due day and the circulation are separate things.
LATE = ("SNK", date(2018, 6, 11))
BODY = (
    "ด้วยที่ประชุมใหญ่สามัญประจำปี 2561 อนุมัติโครงการนำร่องคลินิกสหกรณ์ และคณะกรรมการดำเนินการเห็นชอบให้ขยายการดำเนินงาน"
    "จากจังหวัดนำร่อง 4 แห่ง เป็น 15 แห่ง เพื่อให้คำปรึกษาแก่สมาชิกที่มีปัญหาด้านการเงินอย่างใกล้ชิด",
    "สหกรณ์จึงขอให้หน่วยงานของท่านซึ่งได้รับคัดเลือกเป็นคลินิกของกลุ่ม ส่งแบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์พร้อมรายชื่อเจ้าหน้าที่คลินิก"
    "ให้สหกรณ์ภายในวันที่ 8 มิถุนายน 2561",
    "จึงเรียนมาเพื่อโปรดดำเนินการ",
)
PASSED_TO = ("สำนักงานพัฒนาการอำเภอเมืองสกลนคร", "สำนักงานพัฒนาการอำเภอพังโคน")


def _signer(scene: Scene) -> dict[str, Any]:
    return {"signer_name": scene.board["chair"].full_name, "signer_position": "ประธานกรรมการดำเนินการ"}


def invite_pilot(scene: Scene) -> None:
    """Letter ว.2292/2561 of 23 พฤษภาคม 2561 asks the eleven new units to confirm by 8 มิถุนายน 2561."""
    year, clerk = scene.years[PILOT], scene.staff["CEN"].officers[0]
    draft = circulation.draft_invitation(year, by=clerk)
    eleven = Clinic.objects.filter(group__isnull=False).prefetch_related("hosts").order_by("number")
    names = ("is_circular", "from_text", "to_text", "references", "body", "due_on", "digits")
    facts = {name: getattr(draft, name) for name in names} | _signer(scene)
    facts |= {"dated_on": WRITTEN, "body": "\n".join(BODY), "subject": "ขอให้แจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง ประจำปี 2561"}
    draft = letters.edit_letter(
        draft,
        year=year,
        facts=facts,
        enclosures=[("โครงการนำร่องคลินิกสหกรณ์ ประจำปี 2561", 1, "set"), ("แบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง", 1, "set")],
        recipients=letters.addressees(eleven, []),
        by=clerk,
    )
    letters.issue_letter(draft, dated_on=WRITTEN, running=2292, by=clerk)


def pilot_letters(scene: Scene) -> Story:
    """The eleven receive the letter from day to day; one only on 11 มิถุนายน, and passes it on the same day."""
    letter = Letter.objects.get(year=scene.years[PILOT], purpose="invitation")
    rows = list(letter.recipients.select_related("clinic").order_by("id"))
    days = {row.pk: scene.calendar.add_working_days(date(2018, 5, 28), number % 4) for number, row in enumerate(rows)}
    for row in rows:
        if row.clinic and row.clinic.code == LATE[0]:
            days[row.pk] = LATE[1]
    for row in sorted(rows, key=lambda row: days[row.pk]):
        assert row.clinic is not None  # noqa: S101 - every unit here is a clinic's
        staff, day = scene.staff[row.clinic.code], days[row.pk]
        yield scene.at(day, 9, 30)
        row.refresh_from_db()
        circulation.acknowledge_letter(row, received_on=day, by=staff.secretary)
        if row.clinic.code == LATE[0]:
            row.refresh_from_db()
            yield scene.at(day, 11)
            to = letters.addressees([], PASSED_TO)
            passed = circulation.pass_on(letter, to=to, sent_on=day, passed_from=row, by=staff.secretary)
            yield scene.at(day, 15)
            circulation.acknowledge_letter(passed[0], received_on=day, number_typed="214/2561", by=staff.secretary)


def season_invitation(scene: Scene, year: ProgrammeYear) -> None:
    """The year's letter of invitation, issued and received by every unit."""
    clerk = scene.staff["CEN"].officers[0]
    issued = letters.issue_letter(circulation.draft_invitation(year, by=clerk), dated_on=scene.day, by=clerk)
    for row in issued.recipients.select_related("clinic").order_by("id"):
        assert row.clinic is not None  # noqa: S101 - every unit here is a clinic's
        circulation.acknowledge_letter(row, received_on=scene.day, by=scene.staff[row.clinic.code].secretary)


def season_letters(scene: Scene) -> Story:
    """The days before today: a circular most clinics have yet to acknowledge, and a clinic's own register."""
    year, clerk = scene.years[max(scene.years)], scene.staff["CEN"].officers[0]
    yield scene.at(scene.calendar.add_working_days(scene.today, -4), 10)
    clinics = Clinic.objects.for_list(year).exclude(kind="central")
    facts = {
        "is_circular": True,
        "dated_on": scene.day,
        "from_text": COOPERATIVE.name,
        "to_text": "หัวหน้าคลินิกสหกรณ์",
        "subject": "ขอให้เตรียมเรื่องเล่าและภาพสำหรับนิทรรศการในวันประชุมใหญ่",
        "body": "ด้วยสหกรณ์จะจัดนิทรรศการผลงานของคลินิกสหกรณ์ทุกแห่งในวันประชุมใหญ่สามัญประจำปี\n"
        "จึงขอให้คลินิกเลือกเรื่องเล่าที่สมาชิกยินยอมให้เผยแพร่และภาพกิจกรรม แล้วแจ้งส่วนกลางภายในกำหนด\n"
        "จึงเรียนมาเพื่อโปรดดำเนินการ",
        "due_on": scene.calendar.add_working_days(scene.today, 8),
        **_signer(scene),
    }
    draft = letters.draft_letter(
        year=year,
        clinic=scene.staff["CEN"].head.clinic,
        facts=facts,
        enclosures=[("แบบแจ้งเรื่องเล่า", 1, "copy")],
        recipients=letters.addressees(clinics, []),
        by=clerk,
    )
    issued = letters.issue_letter(draft, dated_on=scene.day, by=clerk)
    yield scene.at(scene.calendar.add_working_days(scene.day, 1), 11)
    for row in issued.recipients.select_related("clinic").order_by("id")[4:8]:
        assert row.clinic is not None  # noqa: S101 - every unit here is a clinic's
        circulation.acknowledge_letter(row, received_on=scene.day, by=scene.staff[row.clinic.code].secretary)
    _own_register(scene, year)


def _own_register(scene: Scene, year: ProgrammeYear) -> None:
    """A letter the clinic in Chiang Mai received from a district, and its answer as a draft."""
    staff = scene.staff["CMI"]
    clinic, day = Clinic.objects.get(code="CMI"), timezone.localdate()
    facts = {
        "number": "ชม 0119/482",
        "dated_on": day - timedelta(days=2),
        "from_text": "สำนักงานพัฒนาการอำเภอหางดง",
        "to_text": "หัวหน้าคลินิกสหกรณ์ จ.เชียงใหม่",
        "subject": "ขอความอนุเคราะห์วิทยากรให้ความรู้เรื่องการออมแก่สมาชิก",
    }
    letters.register_letter(year=year, clinic=clinic, facts=facts, received_on=day, by=staff.secretary)
    answer = {
        "is_circular": False,
        "dated_on": day,
        "from_text": "คลินิกสหกรณ์ จ.เชียงใหม่",
        "to_text": "พัฒนาการอำเภอหางดง",
        "subject": "ตอบรับเป็นวิทยากรให้ความรู้เรื่องการออม",
        "references": f"หนังสือ ที่ ชม 0119/482 ลงวันที่ {format_long(day - timedelta(days=2))}",
        "body": "ตามที่ขอความอนุเคราะห์วิทยากร คลินิกสหกรณ์ยินดีจัดเจ้าหน้าที่ไปให้ความรู้ตามวันที่นัดหมาย",
        "signer_name": staff.head.full_name,
        "signer_position": "หัวหน้าคลินิกสหกรณ์",
    }
    to = letters.addressees([], ["สำนักงานพัฒนาการอำเภอหางดง"])
    letters.draft_letter(year=year, clinic=clinic, facts=answer, recipients=to, by=staff.secretary)
