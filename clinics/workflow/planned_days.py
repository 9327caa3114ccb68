"""What happens to days that were planned: service days (R25) and outreach (R27). Both go the same way."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from clinics.permissions.calendar import (
    can_mark_day,
    can_plan_day,
    has_begun,
    has_no_visits,
    is_not_over,
)

STATES = {"planned": _("วางแผน"), "held": _("ให้บริการแล้ว"), "cancelled": _("ยกเลิก")}

_MOVES = (
    Move("hold", _("บันทึกว่าให้บริการแล้ว"), ("planned",), "held", can_mark_day, ready=has_begun, primary=True),
    Move("cancel", _("ยกเลิก"), ("planned",), "cancelled", can_plan_day),
    Move("plan_again", _("วางแผนอีกครั้ง"), ("cancelled",), "planned", can_plan_day, ready=is_not_over, primary=True),
    Move("undo", _("แก้ว่ายังไม่ได้ให้บริการ"), ("held",), "planned", can_plan_day, ready=has_no_visits),
)

SERVICE_DAY = Machine(
    name="service_day",
    initial="planned",
    states=STATES,
    # A walk-in that is logged holds the day, whatever was planned.
    table=(*_MOVES, Move("receive", _("มีผู้มารับบริการ"), ("planned", "cancelled"), "held", by_system=True)),
)

OUTREACH_PLAN = Machine(name="outreach", initial="planned", states=STATES, table=_MOVES)
