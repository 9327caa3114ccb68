"""Conversations on the direct line, as clinics and central have them."""

from clinics.services.direct_line import begin_conversation, end_conversation, say
from evaluations.demo.scene import Scene

# Clinic, subject, question, answer (empty: not answered yet), whether it is over.
TALKS = (
    (
        "CMI",
        "ขอแผ่นพับผลิตภัณฑ์เงินฝากเพิ่ม",
        "แผ่นพับที่ได้รับใกล้หมด ขอเพิ่ม 100 แผ่น",
        "ส่งทางไปรษณีย์แล้ว ถึงภายในสัปดาห์นี้",
        True,
    ),
    (
        "UBN",
        "ใช้ห้องประชุมอำเภอเป็นที่ให้บริการได้หรือไม่",
        "ห้องคลินิกเดิมปรับปรุงอาคาร ขอย้ายชั่วคราวสองสัปดาห์",
        "ได้ ให้แก้สถานที่ในปฏิทินและแจ้งสมาชิก",
        False,
    ),
    ("SNK", "ระบบพิมพ์คิวอาร์แบบประเมินไม่ออก", "เครื่องพิมพ์เสีย ใช้จอโทรศัพท์แทนได้หรือไม่", "", False),
)


def talk(scene: Scene) -> None:
    """The conversations of these days."""
    central = scene.staff["CEN"]
    clinics = {clinic.code: clinic for clinic in scene.clinics}
    for code, subject, question, answer, is_over in TALKS:
        staff = scene.staff[code]
        talked = begin_conversation(clinic=clinics[code], subject=subject, text=question, by=staff.secretary)
        if answer:
            talked = say(talked, text=answer, by=central.officers[0])
        if is_over:
            end_conversation(talked, by=staff.secretary)
