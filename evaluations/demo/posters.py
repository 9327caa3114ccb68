"""The clinics' posters: words for all, drawn pictures and a told story for some."""

import io

from PIL import Image, ImageDraw

from cases.models import Case
from clinic_project.files.checking import JPEG, CheckedFile
from clinics.models import ClinicYear, ProgrammeYear
from evaluations.demo.scene import Scene
from evaluations.poster_services import add_photo, finish_poster, write_poster
from members.models import Consent
from members.services.consents import give_consent

HEADLINES = (
    "ปลดหนี้ได้ ถ้ามีคนช่วยคิด",
    "หนี้หลายทาง เริ่มแก้ที่โต๊ะเดียว",
    "ออมวันละนิด มั่นคงทั้งชีวิต",
    "ปรึกษาก่อนกู้ รู้ก่อนเซ็น",
    "เพื่อนคู่คิดเรื่องเงิน ใกล้บ้านคุณ",
)
MESSAGE = "สมาชิกกล้าเล่ามากขึ้นเมื่อได้คุยในที่เป็นส่วนตัว การทำรายการหนี้ให้ครบตั้งแต่ครั้งแรกช่วยให้เสนอทางออกได้เร็ว"
STORY_TITLE = "จากหนี้หลายทาง เหลือทางเดียว"
STORY = (
    "สมาชิกท่านหนึ่งมีหนี้หลายแห่งจนเงินเดือนเหลือไม่พอใช้ ทีมงานช่วยเรียงหนี้ทีละก้อน คุยกับเจ้าหนี้ และทำแผนที่ทำได้จริง "
    "วันนี้ชำระตรงทุกงวดและเริ่มออมเดือนละเล็กละน้อย"
)
COLOURS = ("#5ba596", "#b9812a", "#2a5c8a")
CAPTIONS = ("โต๊ะให้คำปรึกษาในวันเปิดคลินิก", "กิจกรรมให้ความรู้เรื่องการออม", "แผ่นพับและคู่มือของคลินิก")
WITH_PHOTOS = ("CMI", "UBN")


def _drawing(number: int) -> CheckedFile:
    """A drawn scene in place of a photograph: a desk, a window, nobody."""
    picture = Image.new("RGB", (900, 600), "#efede6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 420, 900, 600), fill=COLOURS[number])
    pen.rectangle((120 + 60 * number, 90, 420 + 60 * number, 330), fill="#ffffff", outline=COLOURS[number], width=12)
    pen.rectangle((520, 300, 800, 430), fill="#8a7a5a")
    pen.ellipse((600, 180, 700, 280), fill="#d9d5ca")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return CheckedFile(f"ภาพ-{number + 1}.jpg", out.getvalue(), JPEG)


def _story(scene: Scene, clinic_year: ClinicYear) -> Case | None:
    """A closed case of the clinic, with its member's consent."""
    told = Case.objects.filter(clinic=clinic_year.clinic, year=clinic_year.year, status="closed", is_restricted=False)
    case: Case | None = told.select_related("member").order_by("opened_on", "pk").first()
    if case is not None and not Consent.objects.in_force("story").filter(member=case.member).exists():
        by = scene.staff[clinic_year.clinic.code].secretary
        day = scene.now.date()
        give_consent(member=case.member, purpose="story", channel="spoken", given_on=day, by=by)
    return case


def make_posters(scene: Scene, year: ProgrammeYear) -> None:
    """What the clinics of a year show at the general meeting."""
    rows = ClinicYear.objects.filter(year=year).select_related("clinic", "year").order_by("clinic__number")
    for number, clinic_year in enumerate(rows):
        staff = scene.staff[clinic_year.clinic.code]
        is_full = clinic_year.clinic.code in WITH_PHOTOS
        case = _story(scene, clinic_year) if is_full else None
        write_poster(
            clinic_year,
            headline=HEADLINES[number % len(HEADLINES)],
            message=MESSAGE,
            story_title=STORY_TITLE if case else "",
            story=STORY if case else "",
            story_case=case,
            by=staff.secretary,
        )
        for picture, caption in enumerate(CAPTIONS if is_full else ()):
            add_photo(clinic_year, picture=_drawing(picture), caption=caption, people="nobody", by=staff.secretary)
        finish_poster(clinic_year, by=staff.head)
