"""A breach of personal data: told to the regulator within 72 hours, or kept with the reason why not."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from members.privacy_permissions import can_keep_breaches

BREACH = Machine(
    name="breach",
    initial="open",
    states={
        "open": _("รอแจ้งหน่วยงานกำกับ"),
        "notified": _("แจ้งหน่วยงานกำกับแล้ว"),
        "kept": _("ไม่ต้องแจ้ง"),
    },
    table=(
        Move("notify", _("บันทึกว่าแจ้งแล้ว"), ("open", "kept"), "notified", can_keep_breaches, primary=True),
        Move("keep", _("บันทึกว่าไม่ต้องแจ้ง"), ("open",), "kept", can_keep_breaches),
    ),
)
