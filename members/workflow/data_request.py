"""A member's request about their data: the clinic records it, central decides it, within 30 days."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from members.privacy_permissions import can_decide_request, can_withdraw_request

OPEN = ("received", "in_hand")
DATA_REQUEST = Machine(
    name="data_request",
    initial="received",
    states={
        "received": _("รับคำขอแล้ว"),
        "in_hand": _("ส่วนกลางกำลังพิจารณา"),
        "fulfilled": _("ทำตามคำขอแล้ว"),
        "refused": _("ปฏิเสธ"),
        "withdrawn": _("สมาชิกขอถอน"),
    },
    table=(
        Move("take_up", _("รับไปพิจารณา"), ("received",), "in_hand", can_decide_request),
        Move("fulfil", _("ทำตามคำขอแล้ว"), OPEN, "fulfilled", can_decide_request, primary=True),
        Move("refuse", _("ปฏิเสธคำขอ"), OPEN, "refused", can_decide_request),
        Move("withdraw", _("สมาชิกขอถอน"), OPEN, "withdrawn", can_withdraw_request),
    ),
)
