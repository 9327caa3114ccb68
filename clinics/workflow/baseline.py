"""Baseline figures of a clinic's area: a draft, then submitted (R37)."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from clinics.permissions.baselines import can_return_baseline, can_write_baseline, is_complete

BASELINE = Machine(
    name="baseline",
    initial="draft",
    states={"draft": _("ร่าง"), "submitted": _("ส่งแล้ว")},
    table=(
        Move("submit", _("ส่งข้อมูล"), ("draft",), "submitted", can_write_baseline, ready=is_complete, primary=True),
        Move("return", _("ส่งกลับให้แก้ไข"), ("submitted",), "draft", can_return_baseline),
    ),
)
