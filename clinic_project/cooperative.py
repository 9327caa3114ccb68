"""The cooperative that runs the clinics, as its letters and papers name it (domain section 1, R2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cooperative:
    """What a letterhead needs to know. Another cooperative replaces this one constant and the emblem file."""

    name: str
    short_name: str
    address: tuple[str, ...]
    phone: str
    fax: str
    emblem: str = "clinic:emblem.svg"


COOPERATIVE = Cooperative(
    name="สหกรณ์ออมทรัพย์กรมการพัฒนาชุมชน จำกัด",
    short_name="สอ.พช.",
    address=(
        "ศูนย์ราชการเฉลิมพระเกียรติ 80 พรรษา 5 ธันวาคม 2550 อาคารรัฐประศาสนภักดี (อาคารบี) โซนทิศใต้ ชั้น 1",
        "เลขที่ 120 หมู่ที่ 3 ถนนแจ้งวัฒนะ แขวงทุ่งสองห้อง เขตหลักสี่ กรุงเทพมหานคร 10210",
    ),
    phone="02-143-8144 - 51 ต่อ 301-304",
    fax="02-143-8970",
)
