"""What appointments hang into the frame: the committees' menu entry, who leaves with work in hand, words of events."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import NavEntry, Task, registry
from clinic_project.thai.dates import format_short
from clinics.models import Appointment, ClinicYear
from clinics.permissions.appointments import leads_central
from clinics.services import handover, outreach_handover
from clinics.services.orders import KIND

# An end is told so many days ahead; what was left is told for so many days after.
AHEAD = timedelta(days=30)
AFTER = timedelta(days=60)


def _administers(user: Any) -> bool:
    return bool(user.is_staff)


def _led(user: Any) -> list[int]:
    return [pk for pk in user.clinic_ids if user.is_head_of(pk) or user.is_secretary_of(pk)]


def handover_tasks(user: Any) -> Iterator[Task]:
    """To a clinic's head and secretary: who leaves soon, or left, with things still in hand."""
    clinics = _led(user)
    if not clinics:
        return
    today = timezone.localdate()
    known = Appointment.objects.visible_to(user).filter(clinic_year__clinic__in=clinics)
    gone = known.leaving(today + AHEAD, since=today - AFTER)
    for left in handover.left_behind(gone):
        day = left.appointment.ends_on
        yield Task(
            title=_("ส่งมอบงานของ %(name)s") % {"name": left.appointment.user},
            detail=_("งานในมือ %(count)d รายการ") % {"count": left.count},
            url=handover.leave_address(left.appointment),
            due=day,
            chip=_("พ้นตำแหน่ง %(day)s") % {"day": format_short(day)} if day else "",
            tone="alarm" if day and day < today else "wait",
        )


def own_drafts_tasks(user: Any) -> Iterator[Task]:
    """To whoever leaves soon: unsaved texts are theirs alone, nobody else can finish them."""
    today = timezone.localdate()
    days = [seat.last_day for seat in user.clinic_seats]
    if not days or max(days) > today + AHEAD:
        return
    if count := handover.unsaved_of(user):
        yield Task(
            title=_("บันทึกหรือทิ้งร่างก่อนพ้นตำแหน่ง"),
            detail=_("ร่างที่ยังไม่ได้บันทึก %(count)d ฉบับ ส่งมอบให้ผู้อื่นไม่ได้") % {"count": count},
            url=reverse("drafts"),
            due=max(days),
        )


def left_tasks(user: Any) -> Iterator[Task]:
    """To central's head and secretary: work that lies without an owner in any clinic. There should be none."""
    if not leads_central(user):
        return
    today = timezone.localdate()
    gone = Appointment.objects.visible_to(user).leaving(today - timedelta(days=1), since=today - AFTER)
    rows = handover.left_behind(gone)
    if rows:
        yield Task(
            title=_("มีงานค้างของผู้ที่พ้นตำแหน่งแล้ว"),
            detail=_("%(count)d คน") % {"count": len(rows)},
            url=reverse("clinics:staff_left"),
            tone="alarm",
            chip=_("ไม่มีผู้รับผิดชอบ"),
        )


def may_read_order(user: Any, document: Any) -> bool:
    """An appointment order is read by whoever may see the clinic's year."""
    found: bool = ClinicYear.objects.visible_to(user).filter(pk=document.subject_id).exists()
    return found


def register() -> None:
    """Called once, when the apps are ready."""
    label = gettext_lazy("กรรมการ")
    registry.nav.append(NavEntry(85, label, "clinics:committees", _administers, icon="meeting"))
    registry.handovers.append(outreach_handover.SOURCE)
    registry.tasks += [handover_tasks, own_drafts_tasks, left_tasks]
    registry.document_readers[KIND] = may_read_order
    registry.places |= {"clinics:staff": gettext_lazy("บุคลากรของคลินิก"), "clinics:committees": label}
    registry.form_names |= {
        "clinics:staff_appoint": gettext_lazy("แต่งตั้งบุคลากร"),
        "clinics:staff_act": gettext_lazy("ให้ผู้อื่นรักษาการแทน"),
        "clinics:staff_extend": gettext_lazy("ขยายเวลาดำรงตำแหน่ง"),
        "clinics:staff_secretary": gettext_lazy("การคัดเลือกเลขานุการคลินิก"),
        "clinics:staff_leave": gettext_lazy("พ้นตำแหน่งและส่งมอบงาน"),
        "clinics:order_issue": gettext_lazy("ออกคำสั่งแต่งตั้ง"),
        "clinics:seat_appoint": gettext_lazy("เพิ่มกรรมการ"),
        "clinics:seat_end": gettext_lazy("ให้กรรมการพ้นตำแหน่ง"),
    }
    registry.event_kinds |= {
        "account.opened": gettext_lazy("เปิดบัญชีผู้ใช้"),
        "account.password": gettext_lazy("ออกรหัสผ่านครั้งแรกใหม่"),
        "appointment.changed": gettext_lazy("แก้ไขการแต่งตั้งในหน้าผู้ดูแลระบบ"),
        "appointment.ended": gettext_lazy("บันทึกการพ้นตำแหน่ง"),
        "appointment.extended": gettext_lazy("ขยายเวลาดำรงตำแหน่ง"),
        "secretary.chosen": gettext_lazy("บันทึกการคัดเลือกเลขานุการ"),
        "work.handed_over": gettext_lazy("ส่งมอบงานของผู้พ้นตำแหน่ง"),
        "work.listed": gettext_lazy("ดูงานในมือของผู้จะพ้นตำแหน่ง"),
    }
    registry.event_details |= {
        "since": gettext_lazy("ตั้งแต่วันที่"),
        "until": gettext_lazy("ถึงวันที่"),
        "people": gettext_lazy("ผู้แทนสมาชิก (คน)"),
        "took_part": gettext_lazy("ร่วมคัดเลือก (คน)"),
    }
