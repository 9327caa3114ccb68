"""What holds, retention and breaches hang into the frame: the clock of a breach on home, words."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import FormSubject, NavEntry, Task, registry
from clinic_project.thai.dates import format_datetime_short
from members.models import Breach
from members.privacy_permissions import can_keep_breaches, can_run_retention
from members.retention_jobs import register_jobs

MOST = 5
SOON = 24


def breach_tasks(user: Any) -> Iterator[Task]:
    """Breaches the regulator was not told of yet, for central and administrators."""
    if not (user.is_staff or (user.is_clinic_staff and user.is_central)):
        return
    for breach in Breach.objects.visible_to(user).untold()[:MOST]:
        late = breach.hours_left < 0
        yield Task(
            _("แจ้งเหตุละเมิดข้อมูลต่อหน่วยงานกำกับ หรือบันทึกเหตุผลที่ไม่แจ้ง"),
            _("ภายใน %(when)s") % {"when": format_datetime_short(breach.due_at)},
            breach.get_absolute_url(),
            chip=_("เกิน 72 ชั่วโมง") if late else _("เหลือ %(n)s ชั่วโมง") % {"n": breach.hours_left},
            tone="alarm" if late or breach.hours_left < SOON else "wait",
            reference=breach.reference,
        )


def _keeps_breaches(user: Any) -> bool:
    return bool(can_keep_breaches(user))


def _runs_retention(user: Any) -> bool:
    return bool(can_run_retention(user))


def _breaches(user: Any, numbers: Collection[str]) -> dict[str, Breach]:
    return {breach.reference: breach for breach in Breach.objects.visible_to(user).filter(reference__in=numbers)}


def register() -> None:
    """Menu entries, tasks, names of forms, lists and places, words of events."""
    registry.nav += [
        NavEntry(85, gettext_lazy("เหตุละเมิดข้อมูล"), "members:breaches", _keeps_breaches),
        NavEntry(86, gettext_lazy("ลบข้อมูลที่พ้นกำหนด"), "members:retention", _runs_retention),
    ]
    breach = FormSubject(_breaches, "", _keeps_breaches)
    registry.form_subjects |= {"members:breach_new": breach, "members:breach_move": breach}
    registry.tasks.append(breach_tasks)
    registry.lists.add("members:breaches")
    registry.places["members:breach"] = gettext_lazy("เหตุละเมิดข้อมูลส่วนบุคคล")
    registry.form_names |= {
        "members:holds": gettext_lazy("ระงับการลบข้อมูล"),
        "members:breach_new": gettext_lazy("เหตุละเมิดข้อมูลส่วนบุคคล"),
        "members:breach_move": gettext_lazy("การแจ้งเหตุละเมิด"),
    }
    registry.event_kinds |= {
        "breach.recorded": gettext_lazy("บันทึกเหตุละเมิดข้อมูลส่วนบุคคล"),
        "member.anonymised": gettext_lazy("ลบข้อมูลของสมาชิก"),
        "member.hold.placed": gettext_lazy("ระงับการลบข้อมูลของสมาชิก"),
        "member.hold.lifted": gettext_lazy("ยกเลิกการระงับการลบ"),
        "retention.started": gettext_lazy("สั่งลบข้อมูลที่พ้นกำหนด"),
        "retention.taken_out": gettext_lazy("ลบข้อมูลที่พ้นกำหนด"),
    }
    registry.reading_pages["hold"] = gettext_lazy("ระงับการลบ")
    register_jobs()
