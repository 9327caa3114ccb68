"""The case's state machine (design.md, four state machines)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.permissions import can_reopen, can_work
from clinic_project.verdicts import ALLOW, Verdict, deny
from clinic_project.workflow import Machine, Move


def _follow_ups_done(user: Any, case: Any) -> Verdict:
    if case.follow_ups.filter(done_at__isnull=True).exists():
        return deny(_("ยังมีการติดตามผลที่ไม่ได้บันทึกผล บันทึกให้ครบก่อนยุติเรื่อง"))
    return ALLOW


CASE_MACHINE = Machine(
    name="case",
    initial="open",
    states={
        "open": _("รับเรื่องแล้ว"),
        "in_progress": _("กำลังให้คำปรึกษา"),
        "on_hold": _("พักเรื่อง"),
        "referred": _("ส่งต่อส่วนกลาง"),
        "follow_up": _("ติดตามผล"),
        "closed": _("ยุติเรื่อง"),
        "void": _("ยกเลิก (บันทึกผิดหรือซ้ำ)"),
    },
    table=(
        Move("start", _("เริ่มให้คำปรึกษา"), ("open",), "in_progress", can_work, primary=True),
        Move("close_with_advice", _("ยุติด้วยคำแนะนำครั้งเดียว"), ("open",), "closed", can_work, _follow_ups_done),
        Move("void", _("ยกเลิกเรื่อง"), ("open",), "void", can_work),
        Move("follow_up", _("เข้าสู่การติดตามผล"), ("in_progress",), "follow_up", can_work, primary=True),
        Move("hold", _("พักเรื่อง"), ("in_progress",), "on_hold", can_work),
        Move("resume", _("ดำเนินการต่อ"), ("on_hold", "follow_up"), "in_progress", can_work),
        Move("refer", _("ส่งต่อส่วนกลาง"), ("in_progress",), "referred", by_system=True),
        Move("return", _("ได้รับเรื่องคืน"), ("referred",), "in_progress", by_system=True),
        Move("close", _("ยุติเรื่อง"), ("follow_up",), "closed", can_work, _follow_ups_done, primary=True),
        Move("reopen", _("เปิดเรื่องนี้อีกครั้ง"), ("closed",), "in_progress", can_reopen),
    ),
)
