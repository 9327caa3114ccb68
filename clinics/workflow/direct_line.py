"""A conversation on the direct line between a clinic and central, outside a case (R16)."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from clinics.permissions.direct_line import can_answer_for_central, can_ask_for_clinic, can_talk

DIRECT_LINE = Machine(
    name="direct_line",
    initial="waits_central",
    states={
        "waits_central": _("รอส่วนกลางตอบ"),
        "waits_clinic": _("รอคลินิก"),
        "closed": _("จบแล้ว"),
    },
    table=(
        Move("answer", _("ตอบคลินิก"), ("waits_central",), "waits_clinic", can_answer_for_central, primary=True),
        Move("ask", _("ถามส่วนกลาง"), ("waits_clinic",), "waits_central", can_ask_for_clinic, primary=True),
        Move("close", _("จบการสนทนา"), ("waits_central", "waits_clinic"), "closed", can_talk),
        Move("reopen", _("คุยต่อ"), ("closed",), "waits_central", can_talk),
    ),
)
