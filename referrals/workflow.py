"""State machines of the referral, the measure and the meeting (design.md, four state machines)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny
from clinic_project.workflow import Machine, Move
from referrals.permissions import (
    can_acknowledge,
    can_draft,
    can_handle,
    can_implement,
    can_propose,
    can_run_meetings,
    can_send,
)


def _is_written(user: Any, referral: Any) -> Verdict:
    return ALLOW if referral.question else deny(_("เขียนคำถามหรือเหตุที่ส่งต่อก่อน"))


def _is_measure_written(user: Any, measure: Any) -> Verdict:
    if measure.options.count() < 2:
        return deny(_("ใส่ทางเลือกให้คณะกรรมการเทียบอย่างน้อย 2 ทาง"))
    return ALLOW


def _measures_settled(user: Any, referral: Any) -> Verdict:
    if referral.measures.filter(status__in=["submitted", "scheduled", "deferred"]).exists():
        return deny(_("มีมาตรการที่คณะกรรมการยังไม่มีมติ รอมติก่อน"))
    return ALLOW


def _measures_implemented(user: Any, referral: Any) -> Verdict:
    if referral.measures.filter(status__in=["approved", "approved_as_amended"]).exists():
        return deny(_("บันทึกการดำเนินการตามมาตรการที่อนุมัติก่อน"))
    return ALLOW


def _has_items(user: Any, meeting: Any) -> Verdict:
    return ALLOW if meeting.items.exists() else deny(_("เพิ่มวาระอย่างน้อย 1 เรื่องก่อนปิดระเบียบวาระ"))


def _has_no_items(user: Any, meeting: Any) -> Verdict:
    return deny(_("นำวาระออกให้หมดก่อนยกเลิกการประชุม")) if meeting.items.exists() else ALLOW


def _can_be_closed(user: Any, meeting: Any) -> Verdict:
    if not meeting.has_quorum:
        return deny(_("ผู้เข้าประชุมยังไม่ครบองค์ประชุม"))
    if meeting.items.filter(measure__isnull=False, resolution__isnull=True).exists():
        return deny(_("ยังมีวาระที่ไม่ได้บันทึกมติ"))
    return ALLOW


REFERRAL_MACHINE = Machine(
    name="referral",
    initial="draft",
    states={
        "draft": _("ร่าง"),
        "sent": _("ส่งแล้ว รอส่วนกลางรับ"),
        "accepted": _("ส่วนกลางรับเรื่อง"),
        "info_requested": _("ส่วนกลางขอข้อมูลเพิ่ม"),
        "in_review": _("ส่วนกลางกำลังพิจารณา"),
        "decided": _("มีคำตอบแล้ว"),
        "returned": _("ส่งผลคืนคลินิก"),
        "acknowledged": _("คลินิกรับทราบผล"),
        "implemented": _("ดำเนินการตามผลแล้ว"),
        "declined": _("ส่วนกลางไม่รับเรื่อง"),
        "withdrawn": _("คลินิกถอนเรื่อง"),
    },
    table=(
        Move("send", _("ส่งต่อส่วนกลาง"), ("draft",), "sent", can_send, _is_written, primary=True),
        Move("accept", _("รับเรื่อง"), ("sent",), "accepted", can_handle, primary=True),
        Move("decline", _("ไม่รับเรื่อง"), ("sent",), "declined", can_handle),
        Move("withdraw", _("ถอนเรื่อง"), ("draft", "sent"), "withdrawn", can_send),
        Move("review", _("เริ่มพิจารณา"), ("accepted",), "in_review", can_handle, primary=True),
        Move("request_info", _("ขอข้อมูลเพิ่ม"), ("accepted", "in_review"), "info_requested", can_handle),
        Move("answer_info", _("ส่งข้อมูลเพิ่ม"), ("info_requested",), "in_review", can_draft, primary=True),
        Move("advise", _("ให้คำแนะนำ"), ("in_review",), "decided", can_handle, _measures_settled),
        Move("resolve", _("คณะกรรมการมีมติ"), ("in_review",), "decided", by_system=True),
        Move("hand_back", _("ส่งผลคืนคลินิก"), ("decided",), "returned", by_system=True),
        Move("acknowledge", _("รับทราบผล"), ("returned",), "acknowledged", can_acknowledge, primary=True),
        Move(
            "implement",
            _("บันทึกว่าดำเนินการแล้ว"),
            ("acknowledged",),
            "implemented",
            can_draft,
            _measures_implemented,
            primary=True,
        ),
    ),
)

MEASURE_MACHINE = Machine(
    name="measure",
    initial="draft",
    states={
        "draft": _("ร่าง"),
        "submitted": _("เสนอแล้ว รอบรรจุวาระ"),
        "scheduled": _("บรรจุวาระแล้ว"),
        "approved": _("อนุมัติ"),
        "approved_as_amended": _("อนุมัติแบบมีเงื่อนไข"),
        "rejected": _("ไม่อนุมัติ"),
        "deferred": _("เลื่อนการพิจารณา"),
        "withdrawn": _("ถอน"),
        "implemented": _("ดำเนินการแล้ว"),
    },
    table=(
        Move("submit", _("เสนอคณะกรรมการ"), ("draft",), "submitted", can_propose, _is_measure_written, primary=True),
        Move("revise", _("แก้ไขเป็นฉบับใหม่"), ("submitted",), "draft", can_propose),
        Move("withdraw", _("ถอนมาตรการ"), ("draft", "submitted", "deferred"), "withdrawn", can_propose),
        Move("schedule", _("บรรจุวาระ"), ("submitted", "deferred"), "scheduled", by_system=True),
        Move("unschedule", _("นำออกจากวาระ"), ("scheduled",), "submitted", by_system=True),
        Move("approve", _("อนุมัติ"), ("scheduled",), "approved", by_system=True),
        Move("amend", _("อนุมัติแบบมีเงื่อนไข"), ("scheduled",), "approved_as_amended", by_system=True),
        Move("reject", _("ไม่อนุมัติ"), ("scheduled",), "rejected", by_system=True),
        Move("defer", _("เลื่อนการพิจารณา"), ("scheduled",), "deferred", by_system=True),
        Move(
            "reconsider",
            _("ยกเลิกมติที่บันทึกผิด"),
            ("approved", "approved_as_amended", "rejected", "deferred"),
            "scheduled",
            by_system=True,
        ),
        Move(
            "implement",
            _("ดำเนินการตามมติ"),
            ("approved", "approved_as_amended"),
            "implemented",
            can_implement,
            primary=True,
        ),
    ),
)

MEETING_MACHINE = Machine(
    name="meeting",
    initial="planned",
    states={
        "planned": _("วางแผน"),
        "agenda_frozen": _("ปิดระเบียบวาระ"),
        "held": _("กำลังประชุม"),
        "closed": _("ปิดการประชุม"),
        "cancelled": _("ยกเลิก"),
    },
    table=(
        Move("freeze", _("ปิดระเบียบวาระ"), ("planned",), "agenda_frozen", can_run_meetings, _has_items, primary=True),
        Move("hold", _("เปิดประชุม"), ("agenda_frozen",), "held", can_run_meetings, primary=True),
        Move("close", _("ปิดการประชุมและออกเอกสาร"), ("held",), "closed", can_run_meetings, _can_be_closed, primary=True),
        Move("reopen", _("กลับมาแก้ไขการประชุมนี้"), ("closed",), "held", can_run_meetings),
        Move("cancel", _("ยกเลิกการประชุม"), ("planned",), "cancelled", can_run_meetings, _has_no_items),
    ),
)
