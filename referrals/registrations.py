"""What this app hangs into the frame: menu, tasks by role, the panel of a case's page."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.registry import NavEntry, Task, registry
from referrals.models import Measure, Referral
from referrals.permissions import can_refer, is_sender
from referrals.services.clocks import clock_of

MOST = 30
ORDER = 40


def _is_staff(user: Any) -> bool:
    return bool(user.is_clinic_staff)


def _waiting(user: Any) -> Any:
    return Referral.objects.visible_to(user).for_staff(user).waiting_for(user)


def _count(user: Any) -> int:
    """What waits for this person's side, drafts left out: nobody asked for those yet."""
    return int(_waiting(user).exclude(status="draft").count())


def _title(user: Any, referral: Referral) -> Any:
    """What has to be done, in a clerk's words."""
    titles = {
        "draft": _("ร่างส่งต่อยังไม่ได้ส่ง"),
        "info_requested": _("ส่วนกลางขอข้อมูลเพิ่ม"),
        "returned": _("รับทราบผลที่ส่งคืน"),
        "acknowledged": _("ดำเนินการตามผล") if referral.member_told_on else _("แจ้งผลแก่สมาชิก"),
        "sent": _("เรื่องส่งต่อรอรับ"),
        "accepted": _("เริ่มพิจารณาเรื่องส่งต่อ"),
        "in_review": _("ให้คำตอบหรือเสนอมาตรการ"),
    }
    return titles[referral.status]


def _is_mine(user: Any, referral: Referral) -> bool:
    """Whether the task concerns this role: sending is the head's, acknowledging the head's and secretary's.

    By post only, without a query a row; the page itself asks about conflicts of interest.
    """
    clinic = referral.case.clinic_id
    if referral.status == "draft":
        return is_sender(user, referral.case)
    if referral.status == "returned":
        return bool(user.is_head_of(clinic) or user.is_secretary_of(clinic))
    return True


def referral_tasks(user: Any) -> Iterable[Task]:
    """The queue of this person's side, each with its clock. What waits for the committee is not central's task."""
    if not user.is_clinic_staff:
        return
    found = _waiting(user).for_list().order_by("sent_at", "id")[:MOST]
    for referral in found:
        clock = clock_of(referral)
        if clock.holder == "committee" or not _is_mine(user, referral):
            continue
        yield Task(
            title=_title(user, referral),
            detail=f"{referral.case.subject} · {referral.case.clinic.name}",
            url=referral.get_absolute_url(),
            due=clock.due,
            working_days_left=clock.working_days_left,
            chip=clock.chip,
            tone=clock.tone,
            reference=referral.reference,
        )


def chase_tasks(user: Any) -> Iterable[Task]:
    """What the head is told: referrals that have lain at central past the year's limit (design.md, clocks)."""
    headed = [clinic for clinic in user.clinic_ids if user.is_head_of(clinic)]
    if not headed or user.is_central:
        return
    found = Referral.objects.visible_to(user).filter(case__clinic_id__in=headed).queue().for_list()[:MOST]
    for referral in found:
        clock = clock_of(referral)
        if clock.head_is_due and clock.holder == "central":
            yield Task(
                title=_("ทวงถามส่วนกลาง: ยังไม่ได้คำตอบ"),
                detail=f"{referral.case.subject} · {clock.step}",
                url=referral.get_absolute_url(),
                due=clock.due,
                working_days_left=clock.working_days_left,
                chip=clock.chip,
                tone=clock.tone,
                reference=referral.reference,
            )


def measure_tasks(user: Any) -> Iterable[Task]:
    """Approved measures that the clinic has to carry out."""
    if not user.clinic_ids:
        return
    found = Measure.objects.visible_to(user).to_implement(user)[:MOST]
    for measure in found:
        yield Task(
            title=_("ดำเนินการตามมาตรการที่อนุมัติ"),
            detail=f"{measure.get_kind_display()} · {measure.referral.case.subject}",
            url=measure.get_absolute_url(),
            chip=measure.status_label,
            tone="wait",
            reference=measure.referral.reference,
        )


def case_panel(user: Any, case: Any) -> dict[str, Any] | None:
    """Referrals on a case's page: the newest with its clock, and what to do next."""
    referrals = list(Referral.objects.visible_to(user).filter(case=case).for_list().order_by("-id"))
    active = next((referral for referral in referrals if referral.is_active), None)
    may_refer = active is None and case.status in {"open", "in_progress"} and bool(can_refer(user, case))
    if not referrals and not may_refer:
        return None
    panel: dict[str, Any] = {
        "template": "referrals/referral_panel.html",
        "referrals": [(referral, clock_of(referral)) for referral in referrals],
        "new_url": reverse("referrals:new", args=[case.reference]) if may_refer else "",
    }
    if active:
        clock = clock_of(active)
        panel["step_note"] = clock.chip or clock.step
        asked = {"info_requested": _("ส่งข้อมูลเพิ่มให้ส่วนกลาง"), "returned": _("เปิดผลที่ส่งคืน")}
        if active.status in asked and user.works_at(case.clinic_id):
            panel["primary"] = {"label": asked[active.status], "url": active.get_absolute_url(), "allowed": True}
    return panel


def register() -> None:
    """Called once, when the apps are ready."""
    entry = NavEntry(ORDER, _("ส่งต่อ"), "referrals:list", _is_staff, icon="referral", count=_count)
    registry.nav.append(entry)
    registry.tasks += [referral_tasks, chase_tasks, measure_tasks]
    registry.case_panels.append(case_panel)
