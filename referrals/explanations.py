"""Where the figures of a measure and of its options come from, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.explanations import explained as of_case
from clinic_project.explanations import Explanation
from clinics.models import ProgrammeYear

# A stored figure (``snapshots.FIGURES``) -> the figure of the case that explains it.
OF_CASE = {
    "gross": "gross",
    "net_take_home": "net",
    "net_ratio": "net_ratio",
    "debt_service_ratio": "dsr",
    "residual": "residual",
    "total_debt": "total",
    "total_instalments": "instalments",
}
_OPTION = _("ทางเลือกที่ระบบคำนวณจากหนี้และรายได้ในเรื่อง ให้คณะกรรมการเทียบ")

# Rows of the options' table.
EXPLANATIONS: dict[str, Explanation] = {
    "instalment": Explanation(
        _("เงินต้น × อัตราต่องวด ÷ (1 − (1 + อัตราต่องวด) ยกกำลังลบจำนวนงวด) ค่างวดที่ตั้งใหม่ปัดขึ้นเต็ม 10 บาท"),
        _OPTION,
        _("ค่างวดของหนี้ที่มาตรการแตะ คิดแบบลดต้นลดดอก งวดสุดท้ายจ่ายส่วนที่เหลือ"),
        _("หนี้อื่นที่ไม่เปลี่ยน ในช่วงพักชำระแสดงค่างวดระหว่างพัก"),
    ),
    "periods": Explanation(_("จำนวนงวดจนยอดเป็นศูนย์ นับงวดสุดท้ายที่จ่ายไม่เต็มด้วย หนี้หลายรายใช้รายที่นานที่สุด"), _OPTION),
    "total_interest": Explanation(
        _("ผลรวมดอกเบี้ยทุกงวดที่ยังต้องจ่าย ปัดเป็นสตางค์ทีละงวด"),
        _OPTION,
        _("ดอกเบี้ยของหนี้ที่มาตรการแตะ ตั้งแต่วันนี้จนหมด"),
        _("ดอกเบี้ยที่จ่ายไปแล้ว ถ้าค่างวดไม่เกินดอกเบี้ย หนี้ไม่มีวันหมดและไม่แสดงจำนวน"),
    ),
    "cooperative_cost": Explanation(
        _("ดอกเบี้ยตามอัตราเดิม − ดอกเบี้ยตามอัตราใหม่ ในจำนวนงวดเท่ากัน"),
        _OPTION,
        _("เฉพาะเงินกู้ของสหกรณ์ที่ลดอัตราดอกเบี้ย"),
        _("การขยายงวดหรือรวมหนี้โดยไม่ลดอัตรา ไม่นับเป็นต้นทุน"),
    ),
    "note": Explanation(
        _("ข้อความจากเงื่อนไขที่กรอก และคำเตือนเมื่อคงเหลือต่ำกว่าเกณฑ์หรือหลังพ้นช่วงพักชำระ"),
        _OPTION,
    ),
}


def explained_figures(labels: dict[str, Any], year: ProgrammeYear) -> list[tuple[Any, Explanation]]:
    """Label and explanation of each figure before and after."""
    return [(labels[name], of_case(code, year)) for name, code in OF_CASE.items()]


def explained_options(rows: Any, year: ProgrammeYear) -> list[tuple[Any, Explanation]]:
    """Label and explanation of each row of the options: their own, or the case's figure of that name."""
    return [
        (label, EXPLANATIONS[name] if name in EXPLANATIONS else of_case(OF_CASE[name], year))
        for name, label, _show in rows
    ]
