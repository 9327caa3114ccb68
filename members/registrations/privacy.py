"""What a member's rights hang into the frame: tasks before a request's day, words."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import Task, registry
from clinic_project.thai.dates import format_long
from members import merging
from members.data_request_jobs import register_jobs
from members.leading import leads_central
from members.models import DataRequest

REMIND_BEFORE = timedelta(days=10)
MOST = 10


def request_tasks(user: Any) -> Iterator[Task]:
    """For who decides every request that waits; for a clinic those it recorded that come due within ten days."""
    if not user.is_clinic_staff:
        return
    waiting = DataRequest.objects.visible_to(user)
    soon = timezone.localdate() + REMIND_BEFORE
    mine = waiting.unanswered() if leads_central(user) else waiting.due_by(soon).filter(clinic_id__in=user.clinic_ids)
    for request in mine[:MOST]:
        late = request.days_left < 0
        chip = _("เกินกำหนด") if late else _("เหลือ %(n)s วัน") % {"n": request.days_left}
        yield Task(
            _("ตอบคำขอเรื่องข้อมูล: %(kind)s") % {"kind": request.get_kind_display()},
            _("ต้องตอบภายใน %(day)s") % {"day": format_long(request.due_on)},
            request.get_absolute_url(),
            request.due_on,
            chip=chip,
            tone="alarm" if late or request.days_left <= 3 else "wait",
            reference=request.reference,
        )


def register() -> None:
    """Tasks, names of forms, lists and places, words of events and pages."""
    registry.tasks.append(request_tasks)
    registry.lists.add("members:data_requests")
    registry.places["members:data_request"] = gettext_lazy("คำขอเรื่องข้อมูลส่วนบุคคล")
    registry.form_names |= {
        "members:data_request_new": gettext_lazy("คำขอเรื่องข้อมูลส่วนบุคคล"),
        "members:data_request_move": gettext_lazy("ตอบคำขอเรื่องข้อมูล"),
    }
    registry.event_kinds |= {
        "data_request.recorded": gettext_lazy("บันทึกคำขอเรื่องข้อมูลส่วนบุคคล"),
        "data_request.list": gettext_lazy("ดูทะเบียนคำขอเรื่องข้อมูล"),
        "data_request.export": gettext_lazy("ออกแฟ้มข้อมูลที่เก็บไว้ตามคำขอ"),
    }
    registry.reading_pages |= {
        "member_detail": gettext_lazy("หน้าสมาชิก"),
        "member_edit": gettext_lazy("แก้ไขข้อมูล"),
        "consent": gettext_lazy("บันทึกความยินยอม"),
        "consents": gettext_lazy("ความยินยอม"),
        "consent_form": gettext_lazy("แบบ คส.05"),
        "consent_paper": gettext_lazy("แบบที่ลงชื่อ"),
        "data_request": gettext_lazy("คำขอเรื่องข้อมูล"),
        "readers": gettext_lazy("รายงานผู้เปิดดู"),
        "held": gettext_lazy("แฟ้มข้อมูลตามคำขอ"),
        "admin": gettext_lazy("หน้าผู้ดูแลระบบ"),
        "reveal": gettext_lazy("ขอดูเลขประจำตัวประชาชน"),
        "case_form": gettext_lazy("แบบฟอร์มของเรื่อง"),
        "follow_up": gettext_lazy("การติดตามผล"),
        "guarantee": gettext_lazy("เรื่องที่มีการค้ำประกัน"),
        "referral_new": gettext_lazy("ร่างการส่งต่อ"),
    }
    register_jobs()
    registry.owned_relations |= {
        "members.member.merged_into",
        "members.merge.kept",
        "members.merge.gone",
        "members.differentpeople.first",
        "members.differentpeople.second",
    }
    merging.follow("members.datarequest.member", merging.MOVE)
    merging.follow("members.legalhold.member", merging.ONE_EACH)
