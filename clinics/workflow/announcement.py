"""An announcement's life (R17)."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from clinics.permissions.announcements import can_announce, is_announcement_written

ANNOUNCEMENT = Machine(
    name="announcement",
    initial="draft",
    states={
        "draft": _("ร่าง"),
        "published": _("เผยแพร่แล้ว"),
        "withdrawn": _("ถอนแล้ว"),
    },
    table=(
        Move(
            "publish",
            _("เผยแพร่ประกาศ"),
            ("draft",),
            "published",
            can_announce,
            ready=is_announcement_written,
            primary=True,
        ),
        Move("withdraw", _("ถอนประกาศ"), ("draft", "published"), "withdrawn", can_announce),
    ),
)
