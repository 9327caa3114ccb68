"""A clinic's life in one programme year (R5)."""

from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, Move
from clinics.permissions.opening import is_ready_for_orientation, is_ready_to_open
from clinics.permissions.stages import can_lead_clinics, can_open_clinic, can_select_clinics

CLINIC_YEAR = Machine(
    name="clinic_year",
    initial="proposed",
    states={
        "proposed": _("เสนอชื่อ"),
        "selected": _("ได้รับคัดเลือก"),
        "confirmed": _("แจ้งยืนยันแล้ว"),
        "oriented": _("ผ่านการปฐมนิเทศ"),
        "open": _("เปิดให้บริการ"),
        "closed": _("ปิดปี"),
    },
    table=(
        Move("select", _("คัดเลือก"), ("proposed",), "selected", can_select_clinics, primary=True),
        Move("give_back", _("ขอไม่เข้าร่วม"), ("selected",), "proposed", by_system=True),
        Move("confirm", _("รับการแจ้งยืนยัน"), ("selected",), "confirmed", by_system=True),
        Move(
            "orient",
            _("บันทึกว่าผ่านการปฐมนิเทศ"),
            ("selected", "confirmed"),
            "oriented",
            can_lead_clinics,
            ready=is_ready_for_orientation,
            primary=True,
        ),
        Move(
            "open",
            _("เปิดให้บริการ"),
            ("oriented",),
            "open",
            can_open_clinic,
            ready=is_ready_to_open,
            primary=True,
        ),
        Move("close", _("ปิดปีของคลินิก"), ("open",), "closed", can_lead_clinics),
        Move("reopen", _("เปิดปีของคลินิกอีกครั้ง"), ("closed",), "open", can_lead_clinics),
    ),
)
