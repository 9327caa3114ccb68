"""A letter in the register (R3): what we write is a draft and is issued; what comes in is registered."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from clinics.permissions.letters import can_issue, can_keep_letter, can_register, is_written

LETTER = Machine(
    name="letter",
    initial="draft",
    states={
        "draft": _("ร่าง"),
        "issued": _("ออกเลขแล้ว"),
        "registered": _("ลงทะเบียนรับแล้ว"),
        "void": _("ยกเลิก"),
    },
    table=(
        Move("issue", _("ออกเลขและส่ง"), ("draft",), "issued", can_issue, ready=is_written, primary=True),
        Move("register", _("ลงทะเบียนรับ"), ("draft",), "registered", can_register),
        Move("void", _("ยกเลิกหนังสือ"), ("draft", "issued", "registered"), "void", can_keep_letter),
    ),
)
