"""What a member consents to, in the words read to them. A changed text is a new version; old ones stay readable.

The first edition stands here; what central writes later are rows (``ConsentText``), each with the day it begins.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import ConsentText, Purpose

TEXTS: dict[tuple[str, int], Any] = {
    ("outside_debts", 1): _(
        "ข้าพเจ้ายินยอมให้คลินิกสหกรณ์เก็บข้อมูลหนี้ของข้าพเจ้ากับเจ้าหนี้ภายนอกสหกรณ์ ได้แก่ ชื่อเจ้าหนี้ ยอดหนี้ "
        "ค่างวด และคดี เพื่อคำนวณและหาทางออกให้ข้าพเจ้า "
        "ไม่ให้ก็รับบริการได้ แต่คลินิกจะคำนวณได้เฉพาะหนี้กับสหกรณ์ และถอนได้ทุกเมื่อโดยแจ้งคลินิก เมื่อถอนแล้วคลินิกจะไม่บันทึกเพิ่ม"
    ),
    ("third_party", 1): _(
        "ข้าพเจ้ายินยอมให้สหกรณ์ส่งข้อมูลของข้าพเจ้าเท่าที่จำเป็นให้หน่วยงานภายนอกที่ช่วยแก้ปัญหาหนี้ โดยบอกข้าพเจ้าก่อนว่าจะส่งอะไรให้ใคร "
        "ไม่ให้ก็รับบริการของคลินิกได้ และถอนได้ทุกเมื่อโดยแจ้งคลินิก เมื่อถอนแล้วสหกรณ์จะไม่ส่งอีก"
    ),
    ("health", 1): _(
        "ข้าพเจ้ายินยอมโดยชัดแจ้งให้คลินิกสหกรณ์บันทึกข้อมูลสุขภาพของข้าพเจ้าหรือครอบครัวเท่าที่เป็นเหตุของปัญหาการเงิน เพื่อใช้ประกอบการช่วยเหลือ "
        "ไม่ให้ก็รับบริการได้ และถอนได้ทุกเมื่อโดยแจ้งคลินิก เมื่อถอนแล้วคลินิกจะไม่บันทึกเพิ่ม"
    ),
    ("photo", 1): _(
        "ข้าพเจ้ายินยอมให้คลินิกสหกรณ์ถ่ายภาพข้าพเจ้าในกิจกรรมของคลินิก และใช้ภาพในเอกสารและนิทรรศการของสหกรณ์ "
        "ความยินยอมนี้ไม่เกี่ยวกับบริการที่ได้รับ ไม่ให้ก็ได้ และถอนได้ทุกเมื่อโดยแจ้งคลินิก เมื่อถอนแล้วสหกรณ์จะหยุดใช้ภาพทันที"
    ),
    ("story", 1): _(
        "ข้าพเจ้ายินยอมให้คลินิกสหกรณ์นำเรื่องของข้าพเจ้าไปเล่าในนิทรรศการของสหกรณ์ โดยไม่มีชื่อ ภาพ หน่วยงาน เลขสมาชิก "
        "หรือจำนวนเงินที่ทำให้ผู้อื่นรู้ว่าเป็นข้าพเจ้า ความยินยอมนี้ไม่เกี่ยวกับบริการที่ได้รับ ไม่ให้ก็ได้ และถอนได้ทุกเมื่อโดยแจ้งคลินิก "
        "เมื่อถอนแล้วสหกรณ์จะหยุดใช้ทันที"
    ),
}
FIRST_EDITION = date(2018, 6, 1)
"""The day the first edition of form คส.05 came into use."""


@dataclass(frozen=True)
class Text:
    """A version of what is read to the member."""

    purpose: str
    version: int
    text: str
    starts_on: date

    @property
    def label(self) -> str:
        """What the consent is for."""
        return str(Purpose(self.purpose).label)


def all_texts(user: Any) -> list[Text]:
    """Every version of every purpose, the newest first within its purpose; later ones that have not begun too."""
    first = [Text(purpose, version, str(text), FIRST_EDITION) for (purpose, version), text in TEXTS.items()]
    later = [Text(row.purpose, row.version, row.text, row.starts_on) for row in ConsentText.objects.visible_to(user)]
    order = list(Purpose.values)
    return sorted([*first, *later], key=lambda text: (order.index(text.purpose), -text.version))


def texts_in_force(day: date | None = None) -> dict[str, Text]:
    """The version of each purpose that is read to members on a day (today)."""
    found = {purpose: Text(purpose, version, str(text), FIRST_EDITION) for (purpose, version), text in TEXTS.items()}
    for row in ConsentText.objects.begun_by(day or timezone.localdate()):
        found[row.purpose] = Text(row.purpose, row.version, row.text, row.starts_on)
    return {purpose: found[purpose] for purpose in Purpose.values}


def text_of(purpose: str, version: int) -> str:
    """The words of a version. Raises ``KeyError`` for one that never was."""
    if (purpose, version) in TEXTS:
        return str(TEXTS[purpose, version])
    row = ConsentText.objects.begun_by(date.max).filter(purpose=purpose, version=version).first()
    if row is None:
        raise KeyError((purpose, version))
    return str(row.text)
