"""What orientation, opening and baselines hang into the frame."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import Task, registry
from clinic_project.thai.dates import format_long
from clinics.models import Baseline, ClinicYear, OpeningNotice, OrientationSession, ProgrammeYear
from clinics.opening import checklist, missing
from clinics.orientation import stands
from clinics.permissions.baselines import can_compare_baselines
from clinics.permissions.opening import can_edit_criteria
from clinics.permissions.orientation import can_see_orientation

PREPARING = ("selected", "confirmed", "oriented")
_TONES = {"submitted": "done", "draft": "wait"}


def opening_panel(user: Any, clinic_year: ClinicYear) -> dict[str, Any]:
    """How far the clinic is from opening, or that it is open and whether members were told."""
    args = [clinic_year.clinic.code, clinic_year.year.buddhist_year]
    is_open = clinic_year.status in {"open", "closed"}
    found: dict[str, Any] = {
        "template": "clinics/panels/opening.html",
        "is_open": is_open,
        "url": reverse("clinics:opening", args=args),
        "orientation_url": reverse("clinics:orientation", args=args[1:]),
    }
    if is_open:
        opening = getattr(clinic_year, "opening", None)
        notice = OpeningNotice.objects.visible_to(user).filter(clinic_year=clinic_year).first()
        untold = bool(opening) and notice is None and clinic_year.status == "open"
        return {**found, "opening": opening, "announced_on": notice and notice.announced_on, "warn": untold}
    lines = [line for line in checklist(clinic_year) if line.criterion.is_required]
    labels = [line.criterion.label for line in missing(lines)]
    return {**found, "all": len(lines), "done": len(lines) - len(labels), "missing": labels}


def baseline_panel(user: Any, clinic_year: ClinicYear) -> dict[str, Any]:
    """Whether the figures of the start and of the end were sent."""
    found = Baseline.objects.visible_to(user).of(clinic_year)
    sides = []
    for moment, words in Baseline.Moment.choices:
        row = found.get(moment)
        sides.append((words, _TONES[row.status] if row else "plain", row.status_label if row else _("ยังไม่ได้กรอก")))
    url = reverse("clinics:baseline", args=[clinic_year.clinic.code, clinic_year.year.buddhist_year])
    return {"template": "clinics/panels/baseline.html", "sides": sides, "url": url}


def _clinics(user: Any, year: ProgrammeYear) -> list[ClinicYear]:
    found = ClinicYear.objects.visible_to(user).filter(year=year)
    return list(found.select_related("clinic", "year", "opening").order_by("clinic__number"))


def orientation_year_panel(user: Any, year: ProgrammeYear) -> dict[str, Any] | None:
    """How many attended, are oriented, are open, and were not announced."""
    if not can_see_orientation(user):
        return None
    rows = _clinics(user, year)
    found = stands(rows, year)
    told = set(
        OpeningNotice.objects.visible_to(user).filter(clinic_year__in=rows).values_list("clinic_year", flat=True)
    )
    coming = OrientationSession.objects.visible_to(user).filter(year=year, status="planned")
    following = coming.filter(day__gte=timezone.localdate()).order_by("day").first()
    opened = [row for row in rows if row.status == "open"]
    return {
        "template": "clinics/panels/year_orientation.html",
        "invited": sum(len(stand.people) for stand in found),
        "came": sum(len(stand.came) for stand in found),
        "clinics": len(rows),
        "oriented": sum(row.status in {"oriented", "open", "closed"} for row in rows),
        "open": len(opened),
        "untold": sum(hasattr(row, "opening") and row.pk not in told for row in opened),
        "next_day": following and following.day,
        "url": reverse("clinics:orientation", args=[year.buddhist_year]),
        "criteria_url": reverse("clinics:criteria", args=[year.buddhist_year]) if can_edit_criteria(user) else "",
    }


def baselines_year_panel(user: Any, year: ProgrammeYear) -> dict[str, Any] | None:
    """How many clinics sent their figures."""
    if not can_compare_baselines(user):
        return None
    sent = Baseline.objects.visible_to(user).filter(clinic_year__year=year, status="submitted")
    moments = list(sent.values_list("moment", flat=True))
    return {
        "template": "clinics/panels/year_baselines.html",
        "start": moments.count("start"),
        "end": moments.count("end"),
        "all": ClinicYear.objects.visible_to(user).filter(year=year).count(),
        "url": reverse("clinics:baselines", args=[year.buddhist_year]),
    }


def clinic_tasks(user: Any) -> Iterator[Task]:
    """For a head or secretary: what is missing for the opening, an opening nobody was told of, the year-end figures."""
    leads = [pk for pk in user.clinic_ids if user.is_head_of(pk) or user.is_secretary_of(pk)]
    year = ProgrammeYear.objects.visible_to(user).current() if leads else None
    if year is None:
        return
    rows = ClinicYear.objects.visible_to(user).filter(year=year, clinic_id__in=leads)
    for row in rows.select_related("clinic", "year", "opening").order_by("clinic__number"):
        if row.status in PREPARING:
            yield from _until_open(row)
        elif row.status == "open":
            yield from _once_open(user, row)


def _until_open(row: ClinicYear) -> Iterator[Task]:
    lacking = missing(checklist(row))
    url = reverse("clinics:opening", args=[row.clinic.code, row.year.buddhist_year])
    if lacking:
        detail = _("ขาด: %(what)s") % {"what": ", ".join(str(line.criterion.label) for line in lacking)}
        yield Task(_("เตรียมเปิดคลินิก %(name)s") % {"name": row.clinic.name}, detail, url, chip=_("ยังไม่ครบ"))
    elif row.status == "oriented":
        title = _("เปิดให้บริการ %(name)s") % {"name": row.clinic.name}
        yield Task(title, _("ครบทุกเกณฑ์แล้ว"), url, chip=_("พร้อมเปิด"), tone="calm")


def _once_open(user: Any, row: ClinicYear) -> Iterator[Task]:
    args = [row.clinic.code, row.year.buddhist_year]
    is_told = OpeningNotice.objects.visible_to(user).filter(clinic_year=row).exists()
    if hasattr(row, "opening") and not is_told:
        detail = _("เปิดแล้วแต่ยังไม่ได้บันทึกว่าประกาศเมื่อใด ทางใด")
        yield Task(_("ประกาศเปิดคลินิกให้สมาชิกทราบ"), detail, reverse("clinics:opening", args=args), chip=_("ยังไม่ประกาศ"))
    found = Baseline.objects.visible_to(user).of(row)
    if "start" in found and row.year.evaluation_start <= timezone.localdate() <= row.year.evaluation_end:
        end = found.get("end")
        if end is None or end.status == "draft":
            yield Task(
                _("ส่งข้อมูลพื้นที่สิ้นปี"),
                _("ใช้เทียบกับต้นปี ครบกำหนด %(day)s") % {"day": format_long(row.year.evaluation_end)},
                reverse("clinics:baseline", args=args),
                row.year.evaluation_end,
                chip=_("สิ้นปี"),
            )


def central_tasks(user: Any) -> Iterator[Task]:
    """For central: who lacks the orientation once it was held, and clinics that wait to be noted as oriented."""
    year = ProgrammeYear.objects.visible_to(user).current() if user.is_central else None
    sessions = OrientationSession.objects.visible_to(user).filter(year=year).exclude(status="cancelled")
    if year is None or not sessions.filter(day__lte=timezone.localdate()).exists():
        return
    found = stands(_clinics(user, year), year)
    url = reverse("clinics:orientation", args=[year.buddhist_year])
    ready = [stand for stand in found if stand.waits_for_note]
    if ready:
        names = ", ".join(stand.clinic_year.clinic.name for stand in ready)
        title = _("บันทึกว่าผ่านการปฐมนิเทศ %(n)s แห่ง") % {"n": len(ready)}
        yield Task(title, names, reverse("clinics:orientation_complete", args=[year.buddhist_year]), chip=_("รอบันทึก"))
    lacking = [stand for stand in found if stand.lacking_posts and stand.clinic_year.status in PREPARING[:2]]
    if lacking:
        names = ", ".join(stand.clinic_year.clinic.name for stand in lacking)
        title = _("ยังไม่ผ่านการปฐมนิเทศ %(n)s แห่ง") % {"n": len(lacking)}
        yield Task(title, names, url, chip=_("ยังขาด"))


def register() -> None:
    """Panels, tasks, names of forms and places, words of events."""
    registry.clinic_panels += [(30, opening_panel), (40, baseline_panel)]
    registry.year_panels += [(40, orientation_year_panel), (50, baselines_year_panel)]
    registry.tasks += [clinic_tasks, central_tasks]
    registry.lists |= {"clinics:orientation_people", "clinics:baselines"}
    registry.form_names |= {
        "clinics:orientation_new": gettext_lazy("วันปฐมนิเทศ"),
        "clinics:orientation_edit": gettext_lazy("แก้ไขวันปฐมนิเทศ"),
        "clinics:orientation_tick": gettext_lazy("ผู้เข้าร่วมปฐมนิเทศ"),
        "clinics:orientation_move": gettext_lazy("ยกเลิกการปฐมนิเทศ"),
        "clinics:orientation_material_new": gettext_lazy("เอกสารปฐมนิเทศ"),
        "clinics:criteria": gettext_lazy("เกณฑ์การเปิดคลินิก"),
        "clinics:opening_open": gettext_lazy("เปิดคลินิก"),
        "clinics:opening_announce": gettext_lazy("การประกาศเปิดคลินิก"),
        "clinics:baseline_edit": gettext_lazy("ข้อมูลเบื้องต้นของพื้นที่"),
        "clinics:baseline_move": gettext_lazy("ส่งกลับข้อมูลเบื้องต้น"),
    }
    registry.places |= {
        "clinics:orientation": gettext_lazy("ปฐมนิเทศ"),
        "clinics:orientation_session": gettext_lazy("วันปฐมนิเทศ"),
        "clinics:opening": gettext_lazy("การเปิดคลินิก"),
        "clinics:baseline": gettext_lazy("ข้อมูลเบื้องต้นของพื้นที่"),
    }
    registry.event_kinds |= {
        "orientation.planned": gettext_lazy("กำหนดวันปฐมนิเทศ"),
        "orientation.changed": gettext_lazy("แก้ไขวันปฐมนิเทศ"),
        "orientation.move.hold": gettext_lazy("บันทึกว่าจัดปฐมนิเทศแล้ว"),
        "orientation.move.cancel": gettext_lazy("ยกเลิกการปฐมนิเทศ"),
        "orientation.attended": gettext_lazy("ลงชื่อเข้ารับการปฐมนิเทศ"),
        "orientation.withdrawn": gettext_lazy("ถอนชื่อผู้เข้ารับการปฐมนิเทศ"),
        "orientation.material_added": gettext_lazy("เพิ่มเอกสารปฐมนิเทศ"),
        "orientation.material_removed": gettext_lazy("นำเอกสารปฐมนิเทศออก"),
        "opening.criteria": gettext_lazy("กำหนดเกณฑ์การเปิดคลินิก"),
        "opening.announced": gettext_lazy("ประกาศเปิดคลินิกให้สมาชิกทราบ"),
        "baseline.saved": gettext_lazy("กรอกข้อมูลเบื้องต้นของพื้นที่"),
        "baseline.move.submit": gettext_lazy("ส่งข้อมูลเบื้องต้นของพื้นที่"),
        "baseline.move.return": gettext_lazy("ส่งกลับข้อมูลเบื้องต้นให้แก้ไข"),
    }
