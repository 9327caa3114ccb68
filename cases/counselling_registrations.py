"""What rules, ways out and plans hang into the frame; called when the app is ready."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import CounsellingRule
from cases.permissions import can_see_rules
from clinic_project.registry import registry
from clinics.models import ProgrammeYear


def year_panel(user: Any, year: ProgrammeYear) -> dict[str, Any] | None:
    """The way from a year to the rules of counselling. One query."""
    if not can_see_rules(user):
        return None
    return {"template": "cases/panels/rules.html", "count": CounsellingRule.objects.visible_to(user).count()}


def register() -> None:
    """Called once, when the apps are ready."""
    registry.year_panels.append((70, year_panel))
    registry.form_names |= {"cases:rule_new": _("เพิ่มเกณฑ์ให้คำปรึกษา"), "cases:rule_edit": _("แก้เกณฑ์ให้คำปรึกษา")}
    registry.form_names["cases:ways_out"] = _("เปรียบเทียบทางออก")
    registry.places |= {"cases:rules": _("เกณฑ์ให้คำปรึกษา"), "cases:ways_out": _("เปรียบเทียบทางออก")}
    registry.event_kinds |= {
        "case.ways_out": _("เก็บการเปรียบเทียบทางออก"),
        "rule.set": _("ตั้งเกณฑ์ให้คำปรึกษา"),
        "rule.removed": _("ลบเกณฑ์ให้คำปรึกษาที่ยังไม่เริ่มใช้"),
    }
