"""What a member consents to, in the words read to them. A changed text is a new version; old ones stay readable."""

from typing import Any

from django.utils.translation import gettext_lazy as _

TEXTS: dict[tuple[str, int], Any] = {
    ("story", 1): _(
        "ข้าพเจ้ายินยอมให้คลินิกสหกรณ์นำเรื่องของข้าพเจ้าไปเล่าในนิทรรศการของสหกรณ์ โดยไม่มีชื่อ ภาพ หน่วยงาน เลขสมาชิก "
        "หรือจำนวนเงินที่ทำให้ผู้อื่นรู้ว่าเป็นข้าพเจ้า ความยินยอมนี้ไม่เกี่ยวกับบริการที่ได้รับ ไม่ให้ก็ได้ และถอนได้ทุกเมื่อโดยแจ้งคลินิก "
        "เมื่อถอนแล้วสหกรณ์จะหยุดใช้ทันที"
    ),
}
NEWEST = {"story": 1}


def text_of(purpose: str, version: int) -> str:
    """The words of a version. Raises ``KeyError`` for one that never was."""
    return str(TEXTS[purpose, version])
