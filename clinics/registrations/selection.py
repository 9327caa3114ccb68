"""What the selection hangs into the frame: panels of a year and of a clinic, the committee's tasks."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.registry import Task, registry
from clinic_project.thai.dates import format_long
from clinics.models import Candidate, ClinicYear, ProgrammeYear
from clinics.permissions.selection import can_see_selection, can_volunteer
from clinics.views.selection_page import TONES, figures_of, groups_of

ORDER = 10


def year_panel(user: Any, year: ProgrammeYear) -> dict[str, Any] | None:
    """How far the year's selection is."""
    if not can_see_selection(user):
        return None
    url = reverse("clinics:selection", args=[year.buddhist_year])
    return {
        "template": "clinics/panels/selection_year.html",
        "figures": figures_of(groups_of(user, year)),
        "url": url,
    }


def _told(candidate: Candidate) -> Any:
    """The result in a sentence to the clinic."""
    if candidate.status == "selected" and candidate.meeting_on:
        words = _("ได้รับคัดเลือกเป็นคลินิกของกลุ่ม %(group)s ตามมติที่ประชุมคณะกรรมการศึกษา ครั้งที่ %(number)s เมื่อ %(day)s")
        day = format_long(candidate.meeting_on)
        return words % {"group": candidate.group, "number": candidate.meeting_number, "day": day}
    if candidate.status == "selected" and candidate.decided_at:
        words = _("ได้รับคัดเลือกเป็นคลินิกของกลุ่ม %(group)s โดยคณะกรรมการศึกษา เมื่อ %(day)s")
        return words % {"group": candidate.group, "day": format_long(timezone.localtime(candidate.decided_at))}
    told = {
        "volunteered": _("สมัครแล้ว รอคณะกรรมการศึกษาคัดเลือก"),
        "not_selected": _("ปีนี้ไม่ได้รับคัดเลือก ขอบคุณที่สมัคร ปีถัดไปสมัครได้อีก"),
        "withdrawn": _("ถอนการสมัครแล้ว"),
        "declined": _("ได้รับคัดเลือกแล้วแจ้งไม่เข้าร่วม"),
    }
    return told[candidate.status]


def clinic_panel(user: Any, clinic_year: ClinicYear) -> dict[str, Any] | None:
    """What came of the clinic's volunteering; for the pilots that none is needed."""
    clinic, year = clinic_year.clinic, clinic_year.year.buddhist_year
    if not can_see_selection(user):
        return None
    panel = {"template": "clinics/panels/selection_clinic.html", "tone": "done", "label": clinic_year.status_label}
    if clinic.group is None:
        url = reverse("clinics:selection", args=[year])
        text = _("คลินิกนำร่องต่อเนื่อง ไม่ต้องคัดเลือกใหม่")
        return panel | {"text": text, "url": url, "action": _("ดูการคัดเลือกของปี")}
    url = reverse("clinics:selection_group", args=[year, clinic.group])
    found = Candidate.objects.visible_to(user).filter(year=clinic_year.year_id, clinic=clinic.pk).order_by("-pk")
    candidate = found.first()
    if candidate:
        shown = {"tone": TONES[candidate.status], "label": candidate.status_label, "text": _told(candidate)}
        return panel | shown | {"url": url, "action": _("ดูการคัดเลือกของกลุ่ม")}
    if clinic_year.status != "proposed":
        return panel | {"text": _("ผ่านการคัดเลือกแล้ว"), "url": url, "action": _("ดูการคัดเลือกของกลุ่ม")}
    if can_volunteer(user, clinic.group):
        url = reverse("clinics:selection_volunteer", args=[year, clinic.group])
        return panel | {"tone": "wait", "text": _("ยังไม่ได้สมัครในปีนี้"), "url": url, "action": _("บันทึกการสมัคร")}
    return panel | {"tone": "wait", "text": _("ยังไม่ได้สมัครในปีนี้"), "url": url, "action": _("ดูการคัดเลือกของกลุ่ม")}


def selection_tasks(user: Any) -> Iterable[Task]:
    """For the education committee: groups to vote in, and for its officers groups to decide."""
    if not user.is_education:
        return
    year = ProgrammeYear.objects.visible_to(user).current()
    if year is None:
        return
    groups = [group for group in groups_of(user, year) if group.is_open and group.standing]
    url = reverse("clinics:selection", args=[year.buddhist_year])
    unvoted = [group for group in groups if group.my_vote is None]
    if unvoted:
        yield Task(
            title=_("ลงคะแนนคัดเลือกคลินิก"),
            detail=_("ปี %(year)s · %(groups)s") % {"year": year.buddhist_year, "groups": _names(unvoted)},
            url=unvoted[0].url if len(unvoted) == 1 else url,
            chip=_("รอลงคะแนน %(n)s กลุ่ม") % {"n": len(unvoted)},
        )
    voted = [group for group in groups if group.votes]
    if user.is_education_officer and voted:
        yield Task(
            title=_("ตัดสินการคัดเลือกคลินิก"),
            detail=_("ปี %(year)s · %(groups)s") % {"year": year.buddhist_year, "groups": _names(voted)},
            url=voted[0].url if len(voted) == 1 else url,
            chip=_("รอตัดสิน %(n)s กลุ่ม") % {"n": len(voted)},
        )


def _names(groups: list[Any]) -> str:
    return ", ".join(str(_("กลุ่ม %(n)s") % {"n": group.number}) for group in groups)


def register() -> None:
    """Called once, when the apps are ready."""
    registry.year_panels.append((ORDER, year_panel))
    registry.clinic_panels.append((ORDER, clinic_panel))
    registry.tasks.append(selection_tasks)
    registry.places |= {
        "clinics:selection": _("การคัดเลือกคลินิก"),
        "clinics:selection_group": _("การคัดเลือกของกลุ่ม"),
    }
    registry.form_names |= {
        "clinics:selection_volunteer": _("บันทึกหน่วยงานที่สมัคร"),
        "clinics:candidate_edit": _("แก้ไขการสมัคร"),
        "clinics:candidate_withdraw": _("ถอนการสมัคร"),
        "clinics:selection_select": _("ตัดสินคัดเลือก"),
        "clinics:selection_vote": _("ลงคะแนนคัดเลือก"),
        "clinics:selection_skip": _("ปีนี้ไม่คัดเลือกในกลุ่ม"),
        "clinics:selection_undo": _("ยกเลิกการคัดเลือก"),
    }
    registry.event_kinds |= {
        "candidate.volunteered": _("บันทึกหน่วยงานที่สมัครเป็นคลินิก"),
        "candidate.edited": _("แก้ไขการสมัครเป็นคลินิก"),
        "candidate.vote": _("ลงคะแนนคัดเลือกคลินิก"),
        "candidate.group_unfilled": _("บันทึกว่าไม่คัดเลือกในกลุ่ม"),
        "candidate.group_opened": _("เปิดกลุ่มให้คัดเลือกอีกครั้ง"),
    }
