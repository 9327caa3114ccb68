"""What rules, ways out and plans hang into the frame; called when the app is ready."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CounsellingRule, Plan, WayOut
from cases.permissions import can_see_rules, can_work
from cases.services.take_home import KIND
from clinic_project.models import IssuedDocument
from clinic_project.registry import registry
from clinics.models import ProgrammeYear


def year_panel(user: Any, year: ProgrammeYear) -> dict[str, Any] | None:
    """The way from a year to the rules of counselling. One query."""
    if not can_see_rules(user):
        return None
    return {"template": "cases/panels/rules.html", "count": CounsellingRule.objects.visible_to(user).count()}


def plan_use(user: Any, case: Case) -> Callable[[WayOut], dict[str, Any]] | None:
    """An option becomes the plan: its form, filled. No query."""
    if not can_work(user, case) or not case.is_active:
        return None
    address = reverse("cases:plan_new", args=[case.reference])
    return lambda option: {"label": _("ใช้ทางนี้ทำแผน"), "url": f"{address}?{urlencode({'way': option.pk})}"}


def reads_take_home(user: Any, document: IssuedDocument) -> bool:
    """Whoever may read the case of the plan."""
    return bool(Plan.objects.visible_to(user).filter(pk=document.subject_id).exists())


def register() -> None:
    """Called once, when the apps are ready."""
    registry.way_out_uses.append(plan_use)
    registry.document_readers[KIND] = reads_take_home
    registry.year_panels.append((70, year_panel))
    registry.form_names |= {"cases:rule_new": _("เพิ่มเกณฑ์ให้คำปรึกษา"), "cases:rule_edit": _("แก้เกณฑ์ให้คำปรึกษา")}
    registry.form_names |= {
        "cases:ways_out": _("เปรียบเทียบทางออก"),
        "cases:plan_new": _("แผนที่ตกลงกัน"),
        "cases:plan_progress": _("ความคืบหน้าของแผน"),
    }
    registry.places |= {"cases:rules": _("เกณฑ์ให้คำปรึกษา"), "cases:ways_out": _("เปรียบเทียบทางออก")}
    registry.places["cases:plan"] = _("แผนที่ตกลงกัน")
    registry.event_kinds |= {
        "case.ways_out": _("เก็บการเปรียบเทียบทางออก"),
        "case.plan": _("ตกลงแผนกับสมาชิก"),
        "case.plan.progress": _("บันทึกความคืบหน้าของแผน"),
        "case.plan.taken_home": _("ให้ใบนำกลับบ้านแก่สมาชิก"),
        "document.issued.take_home": _("ออกใบนำกลับบ้าน"),
        "urgent.shown": _("เปิดคำเตือนเมื่อสมาชิกอาจทำร้ายตัวเอง"),
        "rule.set": _("ตั้งเกณฑ์ให้คำปรึกษา"),
        "rule.removed": _("ลบเกณฑ์ให้คำปรึกษาที่ยังไม่เริ่มใช้"),
    }
