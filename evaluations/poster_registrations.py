"""What the exhibition hangs into the frame: panels of the clinic's and the year's page, tasks, words."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import Task, registry
from clinics.models import ClinicYear
from evaluations.models import Poster
from evaluations.poster_permissions import can_see_exhibition


def clinic_panel(user: Any, clinic_year: ClinicYear) -> dict[str, Any]:
    """How far the clinic's poster is."""
    poster = Poster.objects.visible_to(user).filter(clinic_year=clinic_year).first()
    return {
        "template": "evaluations/panels/poster.html",
        "clinic_year": clinic_year,
        "ready_at": poster.ready_at if poster else None,
        "headline": poster.headline if poster else "",
    }


def year_panel(user: Any, year: Any) -> dict[str, Any] | None:
    """How many posters of the year are ready, as far as the person sees."""
    if not can_see_exhibition(user):
        return None
    posters = Poster.objects.visible_to(user).filter(clinic_year__year=year)
    clinics = ClinicYear.objects.visible_to(user).filter(year=year)
    return {
        "template": "evaluations/panels/exhibition.html",
        "year": year,
        "ready": posters.filter(ready_at__isnull=False).count(),
        "count": clinics.count(),
    }


def tasks(user: Any) -> Iterator[Task]:
    """For a clinic's head and secretary from the evaluation on: the poster that nobody has declared ready."""
    today = timezone.localdate()
    led = [pk for pk in user.clinic_ids if user.is_head_of(pk) or user.is_secretary_of(pk)]
    if not led:
        return
    due = ClinicYear.objects.visible_to(user).filter(
        clinic_id__in=led, year__evaluation_start__lte=today, year__buddhist_year=today.year + 543
    )
    for clinic_year in due.exclude(poster__ready_at__isnull=False).select_related("clinic", "year"):
        address = reverse("evaluations:poster", args=[clinic_year.year.buddhist_year, clinic_year.clinic.code])
        title = _("จัดทำโปสเตอร์นิทรรศการ ปี %(year)s") % {"year": clinic_year.year.buddhist_year}
        yield Task(title, clinic_year.clinic.name, address, clinic_year.year.evaluation_end, chip=_("รอแจ้งว่าพร้อม"))


def register() -> None:
    """Panels, tasks, words of events, names of forms."""
    registry.clinic_panels.append((95, clinic_panel))
    registry.year_panels.append((90, year_panel))
    registry.tasks.append(tasks)
    registry.form_names |= {
        "evaluations:poster_edit": gettext_lazy("โปสเตอร์นิทรรศการ"),
        "evaluations:poster_photo_new": gettext_lazy("ภาพบนโปสเตอร์"),
    }
    registry.places["evaluations:poster"] = gettext_lazy("โปสเตอร์นิทรรศการ")
    registry.event_kinds |= {
        "poster.written": gettext_lazy("เขียนโปสเตอร์"),
        "poster.photo.added": gettext_lazy("เพิ่มภาพบนโปสเตอร์"),
        "poster.photo.removed": gettext_lazy("เอาภาพออกจากโปสเตอร์"),
        "poster.ready": gettext_lazy("แจ้งว่าโปสเตอร์พร้อมจัดแสดง"),
    }
