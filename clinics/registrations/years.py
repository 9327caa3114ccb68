"""What programme years hang into the frame."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import HomePanel, NavEntry, Task, YearPart, registry
from clinics.calendar import work_calendar
from clinics.documents.programme import when_of
from clinics.models import Milestone, ProgrammeSignature, ProgrammeYear
from clinics.opening import criteria_of
from clinics.permissions.years import can_see_board, holds_step
from clinics.services.budgets import set_up_budgets
from clinics.services.opening import copy_criteria
from clinics.services.sign_off import PROGRAMME, TEXT
from clinics.year_board import counts_of


def _everybody(user: Any) -> bool:
    return bool(user.seats or user.is_staff)


def _sees_board(user: Any) -> bool:
    return bool((user.is_central or user.is_education) and can_see_board(user))


def board_panel(user: Any) -> dict[str, Any] | None:
    """How many clinics of the current year stand at each stage; two queries."""
    year = ProgrammeYear.objects.visible_to(user).current()
    if year is None:
        return None
    counts = counts_of(year, user)
    return {"year": year.buddhist_year, "counts": counts, "total": sum(number for _s, _l, number in counts)}


def late_milestones(user: Any) -> Iterator[Task]:
    """For central: one task for all steps of this year's calendar that are over and not noted as done (R36)."""
    if not user.is_central:
        return
    today = timezone.localdate()
    passed = Milestone.objects.visible_to(user).filter(
        year__buddhist_year=today.year + 543, ends_on__lt=today, done_on__isnull=True
    )
    late = list(passed.select_related("year").order_by("ends_on", "order"))
    if late:
        first, count = late[0], len(late)
        more = _(" และอีก %(n)d ขั้นตอน") % {"n": count - 1} if count > 1 else ""
        yield Task(
            title=_("ปฏิทินของปีเลยกำหนด %(n)d ขั้นตอน") % {"n": count},
            detail=f"{first.title} {when_of(first)}{more}",
            url=f"{reverse('clinics:year_detail', args=[first.year.buddhist_year])}#milestones",
            due=first.ends_on,
            working_days_left=work_calendar().working_days_between(today, first.ends_on),
        )


def signing_tasks(user: Any) -> Iterator[Task]:
    """For who endorses or approves: papers that the one before has signed (R44)."""
    steps = [step for step in ProgrammeSignature.Step if step > 1 and holds_step(user, step)]
    if not steps:
        return
    for year in ProgrammeYear.objects.visible_to(user).for_list().filter(signed_steps__in=[n - 1 for n in steps]):
        step = ProgrammeSignature.Step(year.signed_steps + 1)
        yield Task(
            title=_("ลงนามในฐานะ%(step)s") % {"step": step.label},
            detail=year.title,
            url=reverse("clinics:year_sign", args=[year.buddhist_year]),
            chip=_("รอลงนาม"),
        )


def reads_programme(user: Any, document: Any) -> bool:
    """The programme's paper is for everybody who signs in."""
    return bool(user.is_authenticated)


def opening_lines(source: ProgrammeYear) -> list[Any]:
    """The year's opening criteria as a new year would take them over (R15)."""
    return [
        row.label if row.is_required else _("%(what)s (ไม่บังคับ)") % {"what": row.label} for row in criteria_of(source)
    ]


def budget_lines(source: ProgrammeYear) -> list[Any]:
    """That each clinic and central get their sums of the year at once (R40)."""
    return [_("เปิดวงเงินของทุกคลินิกและของส่วนกลางตามงบประมาณของปี")]


def copy_budgets(*, copy_from: ProgrammeYear, year: ProgrammeYear, by: Any) -> None:
    """Give the new year's clinics and central their sums; part of setting it up."""
    set_up_budgets(year, by=None)


EVENTS = {
    "year.edited": gettext_lazy("แก้ไขกฎของปีโครงการ"),
    "year.undone": gettext_lazy("ยกเลิกการตั้งปีโครงการ"),
    "year.resolution.added": gettext_lazy("เพิ่มมติที่โครงการอ้างถึง"),
    "year.resolution.changed": gettext_lazy("แก้ไขมติที่โครงการอ้างถึง"),
    "year.resolution.removed": gettext_lazy("นำมติที่โครงการอ้างถึงออก"),
    "year.milestone.added": gettext_lazy("เพิ่มขั้นตอนในปฏิทินปีโครงการ"),
    "year.milestone.changed": gettext_lazy("แก้ไขขั้นตอนในปฏิทินปีโครงการ"),
    "year.milestone.removed": gettext_lazy("นำขั้นตอนออกจากปฏิทินปีโครงการ"),
    "year.milestone.done": gettext_lazy("บันทึกว่าทำขั้นตอนของปีแล้ว"),
    "year.milestone.undone": gettext_lazy("ยกเลิกว่าทำขั้นตอนของปีแล้ว"),
    "year.signed": gettext_lazy("ลงนามโครงการ"),
    "year.returned": gettext_lazy("ส่งโครงการกลับให้แก้ไข"),
    "year.signatures_dropped": gettext_lazy("การลงนามโครงการสิ้นผล"),
}


def register() -> None:
    """The menu entry, the board on the home page, tasks, words, readers of the paper."""
    label = gettext_lazy("ปีโครงการ")
    registry.nav.append(NavEntry(71, label, "clinics:year_list", _everybody, icon="calendar", section="/years/"))
    registry.panels.append(HomePanel(30, "clinics/_board_panel.html", board_panel, _sees_board))
    registry.tasks += [late_milestones, signing_tasks]
    registry.lists.add("clinics:year_list")
    registry.places |= {"clinics:year_detail": label, "clinics:year_board": gettext_lazy("กระดานคลินิก")}
    made = ("clinics.openingcriterion", "clinics.orientationrule")
    registry.year_parts.append(YearPart(gettext_lazy("เกณฑ์การเปิดคลินิก"), opening_lines, copy_criteria, made))
    money = ("clinics.budget",)
    registry.year_parts.append(YearPart(gettext_lazy("วงเงินจัดสรร"), budget_lines, copy_budgets, money))
    registry.event_kinds |= EVENTS
    registry.event_details |= {
        "clinics": gettext_lazy("จำนวนคลินิก"),
        "milestones": gettext_lazy("จำนวนขั้นตอนในปฏิทิน"),
        "signatures": gettext_lazy("จำนวนการลงนาม"),
        "step": gettext_lazy("ขั้นที่"),
    }
    registry.document_readers |= {PROGRAMME: reads_programme, TEXT: reads_programme}
    registry.form_names |= {
        "clinics:year_new": gettext_lazy("ตั้งปีใหม่จากปีก่อน"),
        "clinics:year_edit": gettext_lazy("แก้ไขกฎของปีโครงการ"),
        "clinics:year_undo": gettext_lazy("ยกเลิกการตั้งปี"),
        "clinics:year_resolution_new": gettext_lazy("เพิ่มมติที่โครงการอ้างถึง"),
        "clinics:year_resolution": gettext_lazy("แก้ไขมติที่โครงการอ้างถึง"),
        "clinics:year_resolution_remove": gettext_lazy("นำมติออก"),
        "clinics:year_milestone_new": gettext_lazy("เพิ่มขั้นตอนในปฏิทิน"),
        "clinics:year_milestone": gettext_lazy("แก้ไขขั้นตอนในปฏิทิน"),
        "clinics:year_milestone_remove": gettext_lazy("นำขั้นตอนออก"),
        "clinics:year_milestone_done": gettext_lazy("บันทึกว่าทำขั้นตอนแล้ว"),
        "clinics:year_sign": gettext_lazy("ลงนามโครงการ"),
        "clinics:year_return": gettext_lazy("ส่งโครงการกลับให้แก้ไข"),
    }
