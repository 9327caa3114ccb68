"""What the access log says: a Thai word for every code that stands in an event. Codes are stored, words are shown."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import registry
from clinic_project.workflow import WorkflowModel

KINDS: dict[str, Any] = {
    "appointment.made": gettext_lazy("แต่งตั้งให้ดำรงตำแหน่ง"),
    "case.assign": gettext_lazy("มอบผู้รับผิดชอบเรื่อง"),
    "case.break_glass": gettext_lazy("เปิดดูเรื่องปกปิดโดยแจ้งเหตุผล"),
    "case.break_glass.list": gettext_lazy("ดูบันทึกการเปิดดูเรื่องปกปิด"),
    "case.conflict": gettext_lazy("แจ้งผู้มีส่วนได้เสีย"),
    "case.debt.add": gettext_lazy("เพิ่มหนี้"),
    "case.debt.edit": gettext_lazy("แก้ไขหนี้"),
    "case.debt.remove": gettext_lazy("ลบหนี้"),
    "case.debts": gettext_lazy("บันทึกรายการหนี้"),
    "case.edit": gettext_lazy("แก้ไขเรื่อง"),
    "case.follow_up.done": gettext_lazy("บันทึกผลการติดตาม"),
    "case.follow_up.plan": gettext_lazy("นัดติดตาม"),
    "case.household": gettext_lazy("บันทึกรายรับรายจ่าย"),
    "case.list": gettext_lazy("ดูรายการเรื่อง"),
    "case.note": gettext_lazy("เขียนบันทึกในเรื่อง"),
    "case.open": gettext_lazy("เปิดเรื่อง"),
    "case.read": gettext_lazy("ดูเรื่อง"),
    "case.severity": gettext_lazy("เปลี่ยนระดับของเรื่อง"),
    "clinic.profile": gettext_lazy("แก้ไขข้อมูลคลินิก"),
    "document.read": gettext_lazy("เปิดเอกสาร"),
    "evaluation.frozen": gettext_lazy("ตัดยอดการประเมิน"),
    "evaluation.issued": gettext_lazy("ออกรายงานประเมิน"),
    "evaluation.report": gettext_lazy("เปิดรายงานประเมิน"),
    "evaluation.rows": gettext_lazy("ดูรายการที่มาของตัวชี้วัด"),
    "home.read": gettext_lazy("ดูหน้าแรก"),
    "job.read": gettext_lazy("รับผลของงานเบื้องหลัง"),
    "job.started": gettext_lazy("สั่งงานเบื้องหลัง"),
    "measure.endorse": gettext_lazy("เห็นชอบมาตรการ"),
    "measure.edit": gettext_lazy("แก้ไขมาตรการ"),
    "measure.propose": gettext_lazy("ร่างมาตรการ"),
    "meeting.agenda.read": gettext_lazy("เปิดระเบียบวาระ"),
    "meeting.attendance": gettext_lazy("แก้ไขผู้มาประชุม"),
    "meeting.certified": gettext_lazy("รับรองรายงานการประชุม"),
    "meeting.interest": gettext_lazy("แจ้งส่วนได้เสียในวาระ"),
    "meeting.interest_withdrawn": gettext_lazy("ถอนการแจ้งส่วนได้เสีย"),
    "meeting.item_added": gettext_lazy("เพิ่มวาระ"),
    "meeting.item_noted": gettext_lazy("เขียนบันทึกในวาระ"),
    "meeting.item_removed": gettext_lazy("ถอนวาระ"),
    "meeting.minutes.read": gettext_lazy("เปิดรายงานการประชุม"),
    "meeting.planned": gettext_lazy("กำหนดการประชุม"),
    "meeting.vote": gettext_lazy("ลงคะแนน"),
    "meeting.votes": gettext_lazy("บันทึกคะแนนในที่ประชุม"),
    "member.added": gettext_lazy("เพิ่มสมาชิก"),
    "member.changed": gettext_lazy("แก้ไขข้อมูลสมาชิก"),
    "member.export": gettext_lazy("ส่งออกทะเบียนสมาชิก"),
    "member.import": gettext_lazy("นำเข้าทะเบียนสมาชิก"),
    "member.linked": gettext_lazy("ให้คลินิกดูแลสมาชิก"),
    "member.national_id": gettext_lazy("เปิดดูเลขประจำตัวประชาชน"),
    "member.read": gettext_lazy("ดูข้อมูลสมาชิก"),
    "member.received": gettext_lazy("รับสมาชิกจากคลินิกอื่น"),
    "member.search": gettext_lazy("ค้นหาสมาชิก"),
    "phrase.removed": gettext_lazy("ลบข้อความสำเร็จ"),
    "phrase.saved": gettext_lazy("บันทึกข้อความสำเร็จ"),
    "referral.brief": gettext_lazy("เปิดสรุปเรื่องส่งต่อ"),
    "referral.draft": gettext_lazy("ร่างการส่งต่อ"),
    "referral.edit": gettext_lazy("แก้ไขร่างการส่งต่อ"),
    "referral.list": gettext_lazy("ดูรายการส่งต่อ"),
    "referral.message": gettext_lazy("ส่งข้อความสายตรง"),
    "referral.read": gettext_lazy("ดูเรื่องส่งต่อ"),
    "referral.route": gettext_lazy("เปลี่ยนช่องทางส่งต่อ"),
    "referral.tell_member": gettext_lazy("บันทึกว่าแจ้งสมาชิกแล้ว"),
    "resolution.recorded": gettext_lazy("บันทึกมติ"),
    "resolution.undone": gettext_lazy("ยกเลิกมติที่บันทึก"),
    "session.list": gettext_lazy("ดูรายการให้บริการ"),
    "session.logged": gettext_lazy("บันทึกการให้บริการ"),
    "session.read": gettext_lazy("ดูบันทึกการให้บริการ"),
    "year.set_up": gettext_lazy("ตั้งค่าปีโครงการ"),
}
ROLES: dict[str, Any] = {
    "administrator": gettext_lazy("ผู้ดูแลระบบ"),
    "head": gettext_lazy("หัวหน้าคลินิก"),
    "secretary": gettext_lazy("เลขานุการคลินิก"),
    "officer": gettext_lazy("เจ้าหน้าที่คลินิก"),
    "chair": gettext_lazy("ประธานกรรมการ"),
    "committee_secretary": gettext_lazy("กรรมการและเลขานุการ"),
    "member": gettext_lazy("กรรมการ"),
    "board": gettext_lazy("คณะกรรมการดำเนินการ"),
    "education": gettext_lazy("คณะกรรมการศึกษา"),
}
DETAILS: dict[str, Any] = {
    "case": gettext_lazy("เรื่อง"),
    "clinic": gettext_lazy("คลินิก"),
    "count": gettext_lazy("จำนวนรายการ"),
    "debts": gettext_lazy("จำนวนหนี้"),
    "filter": gettext_lazy("มีตัวกรอง"),
    "lines": gettext_lazy("จำนวนบรรทัด"),
    "meeting": gettext_lazy("การประชุม"),
    "new": gettext_lazy("เพิ่ม"),
    "order": gettext_lazy("วาระที่"),
    "present": gettext_lazy("ผู้มาประชุม"),
    "quorum": gettext_lazy("องค์ประชุม"),
    "referral": gettext_lazy("เรื่องส่งต่อ"),
    "rows": gettext_lazy("จำนวนแถว"),
    "serial": gettext_lazy("เลขเอกสาร"),
    "skip": gettext_lazy("ไม่เปลี่ยน"),
    "update": gettext_lazy("แก้ไข"),
    "version": gettext_lazy("ฉบับที่"),
}


@cache
def _moves() -> dict[str, str]:
    """Each move of each machine as an event names it, in the words of its button."""
    return {
        f"{model.machine.name}.move.{name}": f"{model._meta.verbose_name}: {move.label}"
        for model in apps.get_models()
        if issubclass(model, WorkflowModel)
        for name, move in model.machine.moves.items()
    }


def known_kinds() -> dict[str, Any]:
    """Every kind of event that has words: the foundation's table and what the apps registered."""
    return {**KINDS, **registry.event_kinds}


def kind_words(kind: str) -> str:
    """What happened, in words."""
    if kind.startswith("document.issued."):
        return _("ออกเอกสาร")
    return str(known_kinds().get(kind) or _moves().get(kind) or _("เหตุการณ์อื่น"))


def role_words(code: str) -> str:
    """The role somebody acted in; a committee's code comes before its role: ``board.chair``."""
    return " · ".join(str(ROLES.get(part, _("อื่น ๆ"))) for part in reversed(code.split("."))) if code else ""


def subject_words(label: str) -> str:
    """What kind of thing it happened to: the name of the model."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return str(_("อื่น ๆ"))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("ใช่") if value else _("ไม่ใช่"))
    return str(value)


def detail_words(detail: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Counts and reference numbers of an event; codes that only a program reads are left out."""
    for key, label in {**DETAILS, **registry.event_details}.items():
        if detail.get(key) not in (None, ""):
            yield str(label), _value(detail[key])
