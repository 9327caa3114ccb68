"""A day of orientation: planned, held or cancelled (R14)."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from clinics.permissions.orientation import can_lead_orientation, has_begun, has_nobody

ORIENTATION = Machine(
    name="orientation",
    initial="planned",
    states={"planned": _("กำหนดแล้ว"), "held": _("จัดแล้ว"), "cancelled": _("ยกเลิก")},
    table=(
        Move("hold", _("บันทึกว่าจัดแล้ว"), ("planned",), "held", can_lead_orientation, ready=has_begun, primary=True),
        Move("cancel", _("ยกเลิกการปฐมนิเทศ"), ("planned",), "cancelled", can_lead_orientation, ready=has_nobody),
    ),
)
