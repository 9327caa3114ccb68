"""What several people's help has in common: steps, and whose it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.help.model import Step


def leads(user: Any) -> bool:
    """Head or secretary of a clinic today."""
    return any(seat.role in {"head", "secretary"} for seat in user.clinic_seats)


KEEP = Step(
    _("ถ้าต้องลุกกลางคัน"),
    _("กด “เก็บร่าง” หรือปล่อยไว้ ระบบเก็บสิ่งที่พิมพ์ให้เอง กลับมาเปิดต่อได้จากหน้า “ร่างของฉัน” แม้เปลี่ยนเครื่อง คนอื่นไม่เห็นร่างของคุณ"),
    "drafts",
)
HOME = Step(
    _("เริ่มที่หน้าแรก"),
    _("งานที่รอคุณเรียงตามกำหนด รายการบนสุดคือสิ่งที่ควรทำก่อน ป้ายบอกว่าเหลือกี่วันทำการ ถ้าไม่มีอะไรค้าง หน้าจะบอกตรง ๆ"),
    "home",
    "home",
)
