"""What this app hangs into the frame: menu, tasks by role, the panel of a case's page."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic_project.registry import FormSubject, Hit, HomePanel, NavEntry, Results, Task, registry
from clinic_project.searching import padded, reference_key, results_of
from referrals import way_outs
from referrals.models import Measure, Referral
from referrals.permissions import can_refer, is_sender
from referrals.services.clocks import clock_of

MOST = 30
MOST_AT_COMMITTEE = 5
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


def search(user: Any, text: str, most: int) -> Results | None:
    """Referrals by number, case or member, for staff: the committee reads the brief, which names nobody."""
    if not user.is_clinic_staff:
        return None
    number = padded(reference_key(text), 3)

    def hit(referral: Referral) -> Hit:
        detail = f"{referral.case.member.full_name} · {referral.case.clinic.name} · {referral.status_label}"
        title = f"{referral.reference} · {referral.case.subject}"
        return Hit(title, detail, referral.get_absolute_url(), is_exact=referral.reference == number)

    found = Referral.objects.visible_to(user).for_staff(user).matching(text)
    found = found.select_related("case__member", "case__clinic").order_by("-id")
    return results_of(gettext("ส่งต่อ"), found, hit, most, shows_members=True)


def committee_panel(user: Any) -> dict[str, Any] | None:
    """For a head: what lies with the committee, and when it meets on it. Nothing for the head to do."""
    found = (
        Referral.objects.visible_to(user).at_committee(user).for_list().order_by("sent_at", "id")[:MOST_AT_COMMITTEE]
    )
    lines = [(referral, clock_of(referral).step) for referral in found]
    return {"lines": lines} if lines else None


def _is_head(user: Any) -> bool:
    return any(user.is_head_of(clinic) for clinic in user.clinic_ids)


def _meets(user: Any) -> bool:
    return bool(user.is_clinic_staff or user.is_board)


def _read_by(user: Any, numbers: Collection[str]) -> dict[str, Referral]:
    found = Referral.objects.visible_to(user).for_staff(user).filter(reference__in=numbers)
    return {referral.reference: referral for referral in found}


def register() -> None:
    """Called once, when the apps are ready."""
    registry.way_out_uses.append(way_outs.uses)
    registry.form_names |= {
        "referrals:new": _("ร่างการส่งต่อ"),
        "referrals:edit": _("ร่างการส่งต่อ"),
        "referrals:move": _("ขั้นตอนการส่งต่อ"),
        "referrals:detail": _("สายตรงคลินิกกับส่วนกลาง"),
        "referrals:message": _("สายตรงคลินิกกับส่วนกลาง"),
        "referrals:tell_member": _("บันทึกว่าแจ้งสมาชิกแล้ว"),
        "referrals:measure_new": _("เสนอมาตรการ"),
        "referrals:measure_edit": _("แก้มาตรการ"),
        "referrals:measure_move": _("ขั้นตอนของมาตรการ"),
        "referrals:meeting_new": _("วางแผนการประชุม"),
        "referrals:meeting_move": _("ขั้นตอนการประชุม"),
        "referrals:meeting_attendance": _("ผู้มาประชุม"),
        "referrals:meeting_certify": _("รับรองรายงานการประชุม"),
        "referrals:meeting_item_add": _("เพิ่มวาระ"),
        "referrals:item_note": _("บันทึกของวาระ"),
        "referrals:item_interest": _("แจ้งส่วนได้เสียในวาระ"),
        "referrals:item_vote": _("ลงคะแนน"),
        "referrals:item_resolution": _("บันทึกมติ"),
        "referrals:item_undo": _("ยกเลิกมติ"),
    }
    registry.form_subjects |= {
        "referrals": FormSubject(_read_by, "referral.read", _meets),
        "referrals:new": registry.form_subjects["cases"],
    }
    label = _("ส่งต่อ")
    registry.nav.append(NavEntry(ORDER, label, "referrals:list", _is_staff, icon="referral", count=_count, key="g r"))
    registry.tasks += [referral_tasks, chase_tasks, measure_tasks]
    registry.searches.append((ORDER, search))
    registry.panels.append(HomePanel(ORDER, "referrals/committee_panel.html", committee_panel, _is_head))
    registry.lists.add("referrals:list")
    registry.places |= {
        "referrals:detail": label,
        "referrals:edit": _("ร่างการส่งต่อ"),
        "referrals:measure_detail": _("มาตรการของเรื่องส่งต่อ"),
        "referrals:measure_new": _("เสนอมาตรการของเรื่องส่งต่อ"),
    }
    registry.case_panels.append(case_panel)
