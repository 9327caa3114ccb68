"""Where each figure of the counselling sheet comes from, in words; the numbers of the case are put in by the page.

Formula numbers are those of ``cases.counselling``. The limits are the programme year's: ``values_of``.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.explanations import Explanation
from clinics.models import ProgrammeYear

_SHEET = _("แบบรายได้ รายจ่าย และหนี้สิน (คส.04)")

EXPLANATIONS: dict[str, Explanation] = {
    "gross": Explanation(
        _("เงินเดือน + รายได้อื่นที่ได้ประจำทุกเดือน"),
        _SHEET,
        _("เงินเดือน เงินประจำตำแหน่ง และรายได้อื่น รายได้ไม่แน่นอนใช้ค่าเฉลี่ย 12 เดือน"),
        _("เงินกู้ เงินที่ได้ครั้งเดียว"),
    ),
    "net": Explanation(
        _("รายได้รวม − รายการหักประจำ − ค่างวดเงินกู้ที่หัก ณ ที่จ่าย แล้วเทียบกับเงินเดือนเป็นร้อยละ"),
        _("เกณฑ์เงินได้คงเหลือสุทธิ ปี %(year)s ไม่ต่ำกว่าร้อยละ %(min_net)s ของเงินเดือน%(min_baht)s"),
        _("ภาษี กองทุน ค่าหุ้น ฌาปนกิจ และเงินกู้ทุกสัญญาที่หักก่อนรับเงินเดือน"),
        _("หนี้ที่สมาชิกจ่ายเองหลังรับเงินเดือน และค่าครองชีพ"),
    ),
    "net_ratio": Explanation(
        _("เงินได้คงเหลือสุทธิ ÷ เงินเดือน × 100 รายได้อื่นไม่อยู่ในตัวหาร"),
        _("เกณฑ์เงินได้คงเหลือสุทธิ ปี %(year)s ไม่ต่ำกว่าร้อยละ %(min_net)s ของเงินเดือน%(min_baht)s"),
    ),
    "dsr": Explanation(
        _("ค่างวดทุกสัญญาต่อเดือน ÷ รายได้รวมต่อเดือน × 100"),
        _("เกณฑ์ให้คำปรึกษา ปี %(year)s: เฝ้าระวังที่ร้อยละ %(watch)s ซับซ้อนที่ร้อยละ %(complex)s วิกฤติที่ร้อยละ %(critical)s"),
        _("ค่างวดในสลิป นอกสลิป และหนี้นอกระบบ"),
        _("หนี้ที่ค้ำให้ผู้อื่น และค่าครองชีพ"),
    ),
    "residual": Explanation(
        _("เงินได้คงเหลือสุทธิ − ค่างวดที่จ่ายเอง − ค่าครองชีพ"),
        _("แบบรายได้ รายจ่าย และหนี้สิน (คส.04) ต้องดูคู่กับเงินได้คงเหลือสุทธิเสมอ เพราะผ่านเกณฑ์หักเงินเดือนแล้วอาจยังไม่พอใช้"),
        _("ค่าครองชีพตามที่สมาชิกบอก ทั้งอาหาร ที่อยู่ เดินทาง การศึกษา และเลี้ยงดูพ่อแม่"),
        _("เงินออมและรายได้ที่ไม่แน่นอนซึ่งยังไม่ได้กรอก"),
    ),
    "total": Explanation(
        _("ยอดคงเหลือของหนี้ทุกรายการรวมกัน ตามวันที่กรอกไว้"),
        _SHEET,
        _("หนี้สหกรณ์ หนี้ภายนอก และหนี้นอกระบบ"),
        _("หนี้ที่ค้ำให้ผู้อื่นและยังไม่ถูกเรียกให้ชำระ"),
    ),
    "instalments": Explanation(
        _("ค่างวดต่อเดือนของหนี้ทุกรายการรวมกัน"),
        _SHEET,
        _("ทั้งที่หัก ณ ที่จ่ายและที่สมาชิกจ่ายเอง"),
        _("ยอดค้างชำระงวดก่อน"),
    ),
    "floor": Explanation(
        _("เงินเดือน × ร้อยละ %(min_net)s ถ้าปีนั้นกำหนดจำนวนบาทขั้นต่ำไว้สูงกว่าให้ใช้จำนวนบาท"),
        _("เกณฑ์เงินได้คงเหลือสุทธิ ปี %(year)s ร้อยละ %(min_net)s ของเงินเดือน%(min_baht)s"),
    ),
    "headroom": Explanation(
        _("เงินได้คงเหลือสุทธิ − เกณฑ์ขั้นต่ำ ถ้าติดลบถือเป็นศูนย์ วงเงินกู้คือเงินต้นที่ค่างวดเท่านี้ผ่อนหมดตามอัตราและจำนวนงวดของปี"),
        _("เกณฑ์ปี %(year)s: ดอกเบี้ยร้อยละ %(rate)s ต่อปี ผ่อน %(periods)s งวด ลดต้นลดดอก"),
        "",
        _("ไม่ได้ดูเงินเหลือใช้จริง จึงไม่ใช่คำแนะนำให้กู้"),
    ),
    "triage": Explanation(
        _("ดูทุกเหตุ แล้วใช้ระดับสูงสุดที่พบ ไม่มีเหตุถือเป็นปกติ ระบบแนะนำ คนเป็นผู้ตัดสิน ลดระดับต้องเขียนเหตุผล"),
        _(
            "เกณฑ์จัดระดับเรื่อง ปี %(year)s: วิกฤติเมื่อภาระหนี้ถึงร้อยละ %(critical)s ซับซ้อนเมื่อถึงร้อยละ %(complex)s "
            "หรือมีเจ้าหนี้ภายนอก %(creditors)s รายขึ้นไป"
        ),
        _(
            "วิกฤติ: ถูกฟ้องหรือบังคับคดี คงเหลือต่ำกว่าเกณฑ์ เหลือใช้ติดลบที่ผลิตภัณฑ์ปกติแก้ไม่ได้ ค้าง 3 เดือน "
            "ผู้ค้ำถูกเรียกชำระ ใกล้พ้นงานโดยหนี้มากกว่าหุ้นและเงินฝาก ต้องขอยกเว้นระเบียบ หรือถูกข่มขู่ "
            "ซับซ้อน: ค้าง 1-2 เดือน หนี้นอกระบบ หนี้ที่ผ่อนไม่มีวันหมด ข้อพิพาท หรือมีส่วนได้เสีย"
        ),
        _("กรณีพิเศษไม่ถูกแนะนำโดยระบบ คนเป็นผู้ตั้งเท่านั้น"),
    ),
}


def values_of(year: ProgrammeYear) -> dict[str, Any]:
    """The year's limits by the names the texts use."""
    ratios = {
        "min_net": year.min_net_ratio,
        "watch": year.dsr_watch,
        "complex": year.dsr_complex,
        "critical": year.dsr_critical,
        "rate": year.headroom_rate,
    }
    least = _(" และไม่ต่ำกว่า %(baht)s บาท") % {"baht": f"{year.min_net_baht:,.2f}"} if year.min_net_baht else ""
    return {
        **{name: f"{value.normalize():f}" for name, value in ratios.items()},
        "year": year.buddhist_year,
        "min_baht": least,
        "periods": year.headroom_periods,
        "creditors": year.complex_creditors,
    }


def explained(code: str, year: ProgrammeYear, numbers: Any = "") -> Explanation:
    """Where a figure comes from, with the case's ``numbers`` put in. Raises ``KeyError`` for an unknown code."""
    return EXPLANATIONS[code].filled(values_of(year), numbers=numbers)
