"""The confirmation form's way from the draft to central's acceptance (R6, R45). Late is derived from dates."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from clinics.permissions.confirmation import (
    can_prepare_confirmation,
    can_receive_confirmation,
    can_submit_confirmation,
    is_printable,
    is_selected,
    is_signed,
)

CONFIRMATION = Machine(
    name="confirmation",
    initial="draft",
    states={
        "draft": _("ร่าง"),
        "printed": _("พิมพ์แล้ว รอลงนาม"),
        "submitted": _("ส่งแล้ว รอส่วนกลางรับ"),
        "accepted": _("ส่วนกลางรับแล้ว"),
        "returned": _("ส่วนกลางส่งกลับมาแก้ไข"),
        "declined": _("ขอไม่เข้าร่วม"),
    },
    table=(
        Move(
            "print",
            _("พิมพ์แบบเพื่อลงนาม"),
            ("draft", "printed"),
            "printed",
            can_prepare_confirmation,
            ready=is_printable,
        ),
        Move("revise", _("แก้ไขแบบ"), ("printed", "returned"), "draft", can_prepare_confirmation, ready=is_selected),
        Move(
            "submit",
            _("ส่งแบบแจ้งยืนยัน"),
            ("printed", "returned"),
            "submitted",
            can_submit_confirmation,
            ready=is_signed,
            primary=True,
        ),
        Move(
            "accept",
            _("รับแบบแจ้งยืนยัน"),
            ("submitted",),
            "accepted",
            can_receive_confirmation,
            ready=is_selected,
            primary=True,
        ),
        Move("return", _("ส่งกลับให้แก้ไข"), ("submitted",), "returned", can_receive_confirmation),
        Move(
            "decline",
            _("ขอไม่เข้าร่วม"),
            ("draft", "printed", "submitted", "returned"),
            "declined",
            can_submit_confirmation,
            ready=is_selected,
        ),
    ),
)
