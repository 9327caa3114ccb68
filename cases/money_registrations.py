"""What a case's money hangs into the frame: days in court as tasks, names of forms, words of the access log."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.groups import GROUPS, group_counts
from cases.models import Lawsuit
from clinic_project.registry import HomePanel, Task, registry
from clinics.calendar import work_calendar

AHEAD = timedelta(days=7)
MOST = 30


def court_tasks(user: Any) -> Iterator[Task]:
    """Days in court within a week, or past without a result, of the cases in the person's charge."""
    if not user.is_clinic_staff:
        return
    today, calendar = timezone.localdate(), work_calendar()
    own = Lawsuit.objects.visible_to(user).dated(today + AHEAD).filter(case__officer=user)
    for suit in own[:MOST]:
        past = suit.next_date < today
        yield Task(
            title=_("บันทึกผลนัดศาล: %(court)s") % {"court": suit.court}
            if past
            else _("นัดศาล: %(court)s") % {"court": suit.court},
            detail=suit.case.member.full_name,
            url=reverse("cases:lawsuit_edit", args=[suit.case.reference, suit.pk]) if past else suit.get_absolute_url(),
            due=suit.next_date,
            working_days_left=calendar.working_days_between(today, suit.next_date),
            reference=suit.case.reference,
            tone="alarm",
        )


def groups_panel(user: Any) -> dict[str, Any] | None:
    """How many open cases are of members who need a closer look, each leading to its rows; None without any."""
    counts = group_counts(user, timezone.localdate())
    figures = [
        {"label": GROUPS[group], "value": count, "url": f"{reverse('cases:list')}?group={group}"}
        for group, count in counts.items()
        if count
    ]
    return {"groups": figures} if figures else None


def _is_staff(user: Any) -> bool:
    return bool(user.is_clinic_staff)


def _debts_panel(user: Any, case: Any) -> dict[str, Any] | None:
    from cases.views.debts_first import debts_panel  # views need the registry to be filled

    return debts_panel(user, case)


def register() -> None:
    """Called once, when the apps are ready."""
    registry.tasks.append(court_tasks)
    registry.panels.append(HomePanel(15, "cases/groups_panel.html", groups_panel, _is_staff))
    registry.case_panels.append(_debts_panel)
    registry.form_names |= {
        "cases:guarantor_new": gettext_lazy("เพิ่มผู้ค้ำประกัน"),
        "cases:guarantee_new": gettext_lazy("เพิ่มภาระค้ำประกัน"),
        "cases:guarantee_edit": gettext_lazy("แก้ภาระค้ำประกัน"),
        "cases:lawsuit_new": gettext_lazy("เพิ่มคดี"),
        "cases:lawsuit_edit": gettext_lazy("แก้ข้อมูลคดี"),
        "cases:debts_paste": gettext_lazy("วางหนี้จากตาราง"),
        "cases:debts_none": gettext_lazy("บันทึกว่าไม่มีหนี้"),
        "cases:debts_copy": gettext_lazy("คัดลอกหนี้จากเรื่องอื่น"),
        "cases:paper_new": gettext_lazy("แนบเอกสาร"),
        "cases:paper_remove": gettext_lazy("นำเอกสารออก"),
    }
    registry.places["cases:court_calendar"] = gettext_lazy("นัดศาล")
    registry.event_kinds |= {
        "case.courts.list": gettext_lazy("ดูนัดศาล"),
        "case.debts.pasted": gettext_lazy("เพิ่มหนี้หลายรายการ"),
        "case.debts.none": gettext_lazy("บันทึกว่าไม่มีหนี้"),
        "case.guarantor.add": gettext_lazy("เพิ่มผู้ค้ำประกัน"),
        "case.guarantor.remove": gettext_lazy("นำผู้ค้ำประกันออก"),
        "case.guarantee": gettext_lazy("บันทึกภาระค้ำประกัน"),
        "case.guarantee.remove": gettext_lazy("ลบภาระค้ำประกัน"),
        "case.paper.add": gettext_lazy("แนบเอกสารของเรื่อง"),
        "case.paper.read": gettext_lazy("เปิดเอกสารของเรื่อง"),
        "case.paper.remove": gettext_lazy("นำเอกสารของเรื่องออก"),
        "case.lawsuit": gettext_lazy("บันทึกคดี"),
        "case.lawsuit.remove": gettext_lazy("ลบคดี"),
    }
