"""What follow-ups hang into the frame: tasks, the clinic's and the year's panels, words."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import Task, registry
from clinic_project.thai.dates import format_long
from clinics.models import ClinicYear
from evaluations.models import MonitoringVisit
from evaluations.visit_lists import coverage
from evaluations.visit_permissions import can_see_visits

MOST = 20


def tasks(user: Any) -> Iterator[Task]:
    """For a clinic's head and secretary: advice to answer."""
    led = [pk for pk in user.clinic_ids if user.is_head_of(pk) or user.is_secretary_of(pk)]
    if not led:
        return
    waiting = MonitoringVisit.objects.visible_to(user).waiting_for_clinic().filter(clinic_year__clinic_id__in=led)
    for visit in waiting.for_list()[:MOST]:
        detail = _("ติดตามเมื่อ %(day)s") % {"day": format_long(visit.visited_on)}
        yield Task(_("ตอบข้อเสนอแนะของคณะกรรมการศึกษา"), detail, visit.get_absolute_url(), chip=_("รอคลินิกตอบ"))


def clinic_panel(user: Any, clinic_year: ClinicYear) -> dict[str, Any]:
    """When the clinic was last followed up."""
    visits = MonitoringVisit.objects.visible_to(user).filter(clinic_year=clinic_year)
    address = reverse("evaluations:visit_list", args=[clinic_year.year.buddhist_year])
    return {
        "template": "evaluations/panels/visits.html",
        "row": coverage([clinic_year], visits)[0],
        "url": f"{address}?clinic={clinic_year.clinic.code}",
    }


def year_panel(user: Any, year: Any) -> dict[str, Any] | None:
    """How many clinics of the year have been followed up."""
    if not can_see_visits(user):
        return None
    clinics = ClinicYear.objects.visible_to(user).filter(year=year)
    rows = coverage(clinics, MonitoringVisit.objects.visible_to(user).filter(clinic_year__year=year))
    return {
        "template": "evaluations/panels/year_visits.html",
        "year": year,
        "visited": sum(1 for row in rows if row.count),
        "count": len(rows),
    }


def register() -> None:
    """Tasks, panels, words of events, names of forms."""
    registry.tasks.append(tasks)
    registry.clinic_panels.append((80, clinic_panel))
    registry.year_panels.append((80, year_panel))
    registry.lists.add("evaluations:visit_list")
    registry.form_names |= {
        "evaluations:visit_new": gettext_lazy("การติดตามคลินิก"),
        "evaluations:visit_edit": gettext_lazy("การติดตามคลินิก"),
        "evaluations:visit_reply": gettext_lazy("คำตอบต่อข้อเสนอแนะ"),
    }
    registry.places["evaluations:visit"] = gettext_lazy("การติดตามคลินิก")
    registry.event_kinds |= {
        "visit.recorded": gettext_lazy("บันทึกการติดตามคลินิก"),
        "visit.changed": gettext_lazy("แก้ไขการติดตามคลินิก"),
        "visit.replied": gettext_lazy("ตอบข้อเสนอแนะจากการติดตาม"),
    }
