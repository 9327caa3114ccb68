"""What the service calendar and outreach hang into the frame."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import NavEntry, Task, registry
from clinic_project.thai.dates import format_long
from clinics.busy_days import orientation_days, outreach_days
from clinics.calendar import work_calendar
from clinics.models import ClinicYear, OutreachPlan, ProgrammeYear, ServiceDay
from clinics.months import month_label, month_text
from clinics.permissions.calendar import can_plan_for, can_see_calendar
from clinics.walk_in_rule import days_of, standing_of, standings

MOST = 10


def _sees(user: Any) -> bool:
    return bool(can_see_calendar(user))


def unrecorded_tasks(user: Any) -> Iterator[Task]:
    """Days and outreach behind us of which nobody said whether they took place: for the clinic's people."""
    if not user.is_clinic_staff:
        return
    today = timezone.localdate()
    days = ServiceDay.objects.kept_by(user).filter(clinic_id__in=user.clinic_ids).unrecorded(today)
    for day in days.select_related("clinic").order_by("day")[:MOST]:
        title = _("บันทึกผลวันให้บริการ %(day)s") % {"day": format_long(day.day)}
        yield Task(title, day.clinic.name, day.get_absolute_url(), chip=_("รอบันทึกผล"))
    plans = OutreachPlan.objects.visible_to(user).filter(clinic_id__in=user.clinic_ids).unrecorded(today)
    for plan in plans.order_by("ends_on")[:MOST]:
        title = _("บันทึกผลออกให้บริการ: %(title)s") % {"title": plan.title}
        yield Task(title, format_long(plan.starts_on), plan.get_absolute_url(), chip=_("รอบันทึกผล"))


def walk_in_tasks(user: Any) -> Iterator[Task]:
    """For head and secretary: this month needs more walk-in days than are held and planned (R25)."""
    clinic, today = user.clinic, timezone.localdate()
    year = ProgrammeYear.objects.visible_to(user).of(today) if clinic else None
    if year is None or not can_plan_for(user, clinic.pk):
        return
    if not ClinicYear.objects.visible_to(user).filter(clinic=clinic, year=year, status="open").exists():
        return
    one = standing_of(clinic, year, today.replace(day=1), today)
    if one.is_short and one.verdict == "must_plan":
        yield Task(
            title=_("วางแผนวัน Walk In อีก %(n)s วัน") % {"n": one.missing},
            detail=_("เดือน%(month)s ให้บริการแล้ว %(held)s วัน วางแผนไว้ %(coming)s วัน")
            % {"month": month_label(one.month), "held": one.held, "coming": one.coming},
            url=reverse("clinics:service_day_new"),
            due=one.by,
            working_days_left=work_calendar().working_days_between(today, one.by) if one.by else None,
            chip=_("ขาดวันให้บริการ"),
        )


def clinic_panel(user: Any, clinic_year: ClinicYear) -> dict[str, Any] | None:
    """Where the clinic stands under the rule, on the page of its year. Two queries."""
    if not can_see_calendar(user):
        return None
    year, today = clinic_year.year, timezone.localdate()
    days = days_of(year, [clinic_year.clinic_id])[clinic_year.clinic_id]
    found = standings(year, days, year.service_months(), today=today, calendar=work_calendar())
    binding = [one for one in found if one.is_enforced]
    now = next((one for one in found if one.month == today.replace(day=1)), None)
    ahead = sorted(day for day in days.planned if day >= today)
    return {
        "template": "clinics/panels/calendar.html",
        "clinic_year": clinic_year,
        "now": now,
        "next": ahead[0] if ahead else None,
        "met": sum(1 for one in binding if one.verdict == "met"),
        "months": len(binding),
        "held": len(days.held),
        "month_text": month_text(now.month if now else year.service_months()[0]),
    }


def register() -> None:
    """Menu entry, tasks, the panel of a clinic's year, words of events, names of forms."""
    label = gettext_lazy("ปฏิทิน")
    registry.nav.append(NavEntry(55, label, "clinics:calendar", _sees, icon="calendar", key="g d"))
    registry.tasks += [walk_in_tasks, unrecorded_tasks]
    registry.clinic_panels.append((40, clinic_panel))
    registry.busy_days += [outreach_days, orientation_days]
    registry.lists |= {"clinics:calendar", "clinics:outreach"}
    registry.places |= {
        "clinics:calendar": gettext_lazy("ปฏิทินให้บริการ"),
        "clinics:service_day": gettext_lazy("วันให้บริการ"),
        "clinics:service_day_new": gettext_lazy("วางแผนวันให้บริการ"),
        "clinics:service_plan_new": gettext_lazy("วางแผนเป็นประจำ"),
        "clinics:outreach": gettext_lazy("ออกให้บริการ"),
        "clinics:outreach_detail": gettext_lazy("งานออกให้บริการ"),
        "clinics:outreach_new": gettext_lazy("วางแผนออกให้บริการ"),
    }
    registry.form_names |= {
        "clinics:service_day_new": gettext_lazy("วางแผนวันให้บริการ"),
        "clinics:service_day_edit": gettext_lazy("แก้วันให้บริการ"),
        "clinics:service_day_move": gettext_lazy("ขั้นตอนของวันให้บริการ"),
        "clinics:service_plan_new": gettext_lazy("วางแผนเป็นประจำ"),
        "clinics:service_plan_cancel": gettext_lazy("ยกเลิกแผนประจำ"),
        "clinics:outreach_new": gettext_lazy("วางแผนออกให้บริการ"),
        "clinics:outreach_edit": gettext_lazy("แก้แผนออกให้บริการ"),
        "clinics:outreach_move": gettext_lazy("ขั้นตอนของงานออกให้บริการ"),
    }
    registry.event_kinds |= {
        "service_day.planned": gettext_lazy("วางแผนวันให้บริการ"),
        "service_day.changed": gettext_lazy("แก้วันให้บริการ"),
        "service_plan.planned": gettext_lazy("วางแผนวันให้บริการประจำ"),
        "service_plan.cancelled": gettext_lazy("ยกเลิกแผนวันให้บริการประจำ"),
        "outreach.planned": gettext_lazy("วางแผนออกให้บริการ"),
        "outreach.changed": gettext_lazy("แก้แผนออกให้บริการ"),
    }
    registry.event_details |= {"days": gettext_lazy("จำนวนวัน")}
