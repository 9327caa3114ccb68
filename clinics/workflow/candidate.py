"""A unit's way from volunteering to being selected (R12)."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from clinics.permissions.selection import can_decide_group, can_lead_candidate

CANDIDATE = Machine(
    name="candidate",
    initial="volunteered",
    states={
        "volunteered": _("สมัครแล้ว รอคัดเลือก"),
        "selected": _("ได้รับคัดเลือก"),
        "not_selected": _("ไม่ได้รับคัดเลือก"),
        "withdrawn": _("ถอนการสมัคร"),
        "declined": _("ได้รับคัดเลือกแล้วขอไม่เข้าร่วม"),
    },
    table=(
        Move("select", _("คัดเลือก"), ("volunteered",), "selected", can_decide_group, primary=True),
        Move("pass_over", _("ไม่ได้รับคัดเลือก"), ("volunteered",), "not_selected", by_system=True),
        Move("withdraw", _("ถอนการสมัคร"), ("volunteered",), "withdrawn", can_lead_candidate),
        Move("undo", _("ยกเลิกการคัดเลือก"), ("selected",), "volunteered", can_decide_group),
        Move("decline", _("ขอไม่เข้าร่วม"), ("selected",), "declined", by_system=True),
        Move("bring_back", _("กลับเข้ารับการคัดเลือก"), ("not_selected",), "volunteered", by_system=True),
    ),
)
