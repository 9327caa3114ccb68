"""Consents, requests about data, a hold and a breach that needed no telling, in the current year."""

from datetime import timedelta
from typing import Any

from evaluations.demo.scene import Scene
from members.services.breaches import move_breach, record_breach
from members.services.consents import answer_consent
from members.services.data_requests import move_request, record_request
from members.services.holds import place_hold

ANSWERS = (("outside_debts", "given"), ("photo", "declined"))


def make_privacy(scene: Scene) -> None:
    """What two clinics and central have in their registers today."""
    today, central = scene.day, scene.staff["CEN"]
    for code, days in (("CMI", 24), ("PCT", 9)):
        staff, members = scene.staff[code], scene.members[code]
        by = staff.officers[0]
        for member in members[:3]:
            for purpose, answer in ANSWERS:
                answer_consent(
                    member=member, purpose=purpose, answer=answer, channel="spoken", given_on=today, by=by
                )  # fmt: skip
        asked: Any = {"channel": "counter", "received_on": today - timedelta(days=days), "by": by}
        record_request(member=members[0], kind="access", wish="ขอสำเนาข้อมูลที่คลินิกเก็บไว้ทั้งหมด", **asked)
        done = record_request(member=members[1], kind="correction", wish="เปลี่ยนหน่วยงานตามคำสั่งย้าย", **asked)
        move_request(done, "fulfil", answer="แก้หน่วยงานในทะเบียนแล้ว", by=central.head)
    place_hold(member=scene.members["CMI"][2], reason="อยู่ระหว่างการไกล่เกลี่ยในศาล", by=scene.staff["CMI"].secretary)
    breach = record_breach(
        what="ส่งแฟ้มรายชื่อผู้เข้าอบรมไปยังที่อยู่ผิด ผู้รับแจ้งกลับทันที",
        known_at=scene.now - timedelta(hours=5),
        concerned="ผู้เข้าอบรมของคลินิกหนึ่ง",
        people=12,
        measures="ผู้รับลบแฟ้มแล้วและยืนยันเป็นหนังสือ",
        by=central.secretary,
    )
    move_breach(breach, "keep", note="แฟ้มมีชื่อเท่านั้น ผู้รับลบแล้ว จึงไม่มีความเสี่ยงต่อผู้ใด", by=central.head)
