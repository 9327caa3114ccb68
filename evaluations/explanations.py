"""Where each indicator comes from, in words a clerk and an auditor can follow; one place for pages that show numbers.

The codes are those of ``evaluations.drilldown.INDICATORS`` (what a number counts) and of the headline figures that are
worked out from several of them. Texts hold the year's rules by name: ``values_of``.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import Session
from clinic_project.explanations import Explanation
from clinic_project.thai.dates import format_long
from clinics.models import ProgrammeYear
from evaluations.drilldown import INDICATORS
from evaluations.tables import REFERRAL_RESULTS
from referrals.models import Resolution

_PAPER = _("โครงการนำร่องคลินิกสหกรณ์ ปี %(year)s")
_SESSIONS_OUT = _("รายการนอกช่วงให้บริการ %(first)s ถึง %(last)s และหลังวันตัดยอด %(cutoff)s")
_VOID_OUT = _("เรื่องที่ยกเลิกเพราะบันทึกผิดหรือซ้ำ ทั้งในจำนวนที่รับและที่ยุติ")

_WRITTEN: dict[str, Explanation] = {
    "sessions": Explanation(
        _("จำนวนรายการที่บันทึกในหน้าบันทึกการให้บริการ"),
        _("กิจกรรมและช่องทางที่โครงการนำร่องคลินิกสหกรณ์ ปี %(year)s กำหนดให้คลินิกทำ ไม่มีเป้าหมายเป็นจำนวน"),
        _("ทุกช่องทาง: มาที่คลินิก เคลื่อนที่ สื่อ และออนไลน์ รายการหนึ่งนับหนึ่งครั้ง ไม่ว่ากี่คนหรือกี่กิจกรรม"),
        _SESSIONS_OUT,
    ),
    "participants": Explanation(
        _("ผลรวมจำนวนผู้รับบริการของทุกครั้งที่ให้บริการ"),
        _("โครงการนำร่องคลินิกสหกรณ์ ปี %(year)s คาดให้สมาชิกได้รับบริการทั่วถึง ไม่มีเป้าหมายเป็นจำนวน"),
        _("การให้ความรู้เป็นกลุ่มนับทุกคนที่อยู่ในครั้งนั้น คนเดิมมาสองครั้งนับสองครั้ง"),
        _SESSIONS_OUT,
    ),
    "days": Explanation(
        _("จำนวนเดือนที่มีวัน Walk In อย่างน้อย %(walk_in)s วัน ÷ จำนวนเดือนที่ต้องครบ ทั้งโครงการรวมทุกคลินิก"),
        _("โครงการนำร่องคลินิกสหกรณ์ ปี %(year)s ให้เปิด Walk In เดือนละไม่น้อยกว่า %(walk_in)s วัน ในเวลาราชการ"),
        _("วันที่เปิดให้บริการในเวลาราชการ วันละหนึ่งวันไม่ว่ามีผู้มากี่คน"),
        _("วันที่วางแผนไว้แต่ไม่ได้เปิด วันนอกเวลาราชการ และ %(startup)s เดือนแรกซึ่งเป็นเดือนเตรียมการ แสดงไว้แต่ไม่นำมาตัดสิน"),
    ),
    "satisfaction": Explanation(
        _("คะแนนรวมของข้อความพึงพอใจโดยรวม ÷ จำนวนคำตอบ คะแนน 1 ถึง 5 ค่าที่ไม่ถึงเป้าไม่ถูกปัดขึ้นให้ถึง"),
        _("ตัวชี้วัดของโครงการ: ผู้เกี่ยวข้องพึงพอใจระดับ 4 ปี %(year)s ตีความว่าค่าเฉลี่ยไม่ต่ำกว่า %(satisfaction)s จาก 5"),
        _("คำตอบทุกประเภทผู้ตอบ: สมาชิก เจ้าหน้าที่ ตัวแทนสหกรณ์ และอื่น ๆ จำนวนคำตอบแสดงคู่กันเสมอ"),
        _("แบบประเมินที่ส่งไปแล้วไม่มีผู้ตอบ และคำตอบนอกช่วงที่นับ"),
    ),
    "answers": Explanation(
        _("จำนวนแบบประเมินที่มีผู้ตอบ ลิงก์หนึ่งตอบได้ครั้งเดียว ภายใน %(survey_days)s วัน"),
        _("ตัวชี้วัดความพึงพอใจของโครงการ ปี %(year)s ไม่มีเป้าหมายเป็นจำนวนคำตอบ"),
        _("คำตอบที่ส่งในช่วง %(first)s ถึงวันตัดยอด"),
        _("ลิงก์ที่หมดอายุหรือยังไม่ตอบ"),
    ),
    "conclusion": Explanation(
        _("เรื่องที่ยุติแล้ว ÷ เรื่องที่รับในช่วงเดียวกัน × 100"),
        _("ตัวชี้วัดของโครงการ: ยุติเรื่องร้อยละร้อยของเรื่องที่รับ เป้าหมายปี %(year)s ร้อยละ %(conclusion)s"),
        _("เรื่องที่ปิดโดยมีผลของเรื่องภายในวันตัดยอด %(cutoff)s เรื่องที่สมาชิกขอถอนนับเป็นยุติและแสดงแยก"),
        _VOID_OUT,
    ),
    "received": Explanation(
        _("จำนวนเรื่องที่เปิดในช่วงให้บริการ"),
        _("ฐานของตัวชี้วัดการยุติเรื่อง โครงการนำร่องคลินิกสหกรณ์ ปี %(year)s เป้าหมายยุติร้อยละ %(conclusion)s"),
        _("ทุกเรื่องที่รับตั้งแต่ %(first)s ถึงวันตัดยอด ทั้งที่ยุติแล้วและยังเปิดอยู่"),
        _VOID_OUT,
    ),
    "concluded": Explanation(
        _("จำนวนเรื่องที่ปิดโดยมีผลของเรื่อง ภายในวันตัดยอด %(cutoff)s"),
        _("ตัวชี้วัดการยุติเรื่องของโครงการ ปี %(year)s เป้าหมายร้อยละ %(conclusion)s ของเรื่องที่รับ"),
        _("รวมเรื่องที่สมาชิกขอถอน เรื่องที่เปิดใหม่หลังวันตัดยอดยังถือว่ายุติแล้วในวันนั้น"),
        _("เรื่องที่ยุติหลังวันตัดยอด และเรื่องที่ยกเลิกเพราะบันทึกผิดหรือซ้ำ"),
    ),
    "open": Explanation(
        _("เรื่องที่รับ − เรื่องที่ยุติแล้ว ณ สิ้นวันตัดยอด"),
        _("ตัวชี้วัดการยุติเรื่องของโครงการ ปี %(year)s ยิ่งน้อยยิ่งดี"),
        _("ทุกสถานะที่ยังไม่ปิด รวมเรื่องที่พัก อยู่ที่ส่วนกลาง หรือรอติดตามผล"),
        _VOID_OUT,
    ),
    "oldest": Explanation(
        _("วันตัดยอด − วันที่รับเรื่องของเรื่องที่เปิดนานที่สุด นับเป็นวันตามปฏิทิน"),
        _("โครงการนำร่องคลินิกสหกรณ์ ปี %(year)s คาดให้บริการทันเวลา ไม่มีเป้าหมายเป็นจำนวนวัน"),
        _("เฉพาะเรื่องที่ยังเปิดอยู่ ณ วันตัดยอด"),
        _("เรื่องที่ยุติหรือยกเลิกแล้ว"),
    ),
    "withdrawn": Explanation(
        _("จำนวนเรื่องที่ปิดด้วยผลว่าสมาชิกขอถอน"),
        _("แสดงแยกจากตัวชี้วัดการยุติเรื่อง ปี %(year)s เพื่อให้เห็นว่าไม่ได้ยุติด้วยการช่วยเหลือ ไม่มีเป้าหมาย"),
        _("นับอยู่ในเรื่องที่ยุติแล้วด้วย"),
        _("เรื่องที่คลินิกยกเลิกเพราะบันทึกผิดหรือซ้ำ"),
    ),
    "void": Explanation(
        _("จำนวนเรื่องที่ยกเลิกเพราะบันทึกผิดหรือซ้ำ"),
        _("แสดงแยกในปี %(year)s เพื่อไม่ให้ใครยุติครบร้อยละร้อยด้วยการยกเลิก ไม่มีเป้าหมาย"),
        _("เรื่องที่ยกเลิกไม่ว่าเมื่อใด"),
        _("ไม่อยู่ในเรื่องที่รับและเรื่องที่ยุติ"),
    ),
    "referrals": Explanation(
        _("จำนวนครั้งที่คลินิกส่งเรื่องให้ส่วนกลาง ทั้งขอคำปรึกษาและเสนอคณะกรรมการ"),
        _("โครงการนำร่องคลินิกสหกรณ์ ปี %(year)s: เรื่องซับซ้อนหรือวิกฤติให้ส่งส่วนกลาง ไม่มีเป้าหมายเป็นจำนวน"),
        _("นับตามวันที่ส่ง เรื่องเดียวส่งสองครั้งนับสองครั้ง ที่คลินิกถอนแสดงแยก"),
        _("ร่างที่ยังไม่ส่ง"),
    ),
    "timeliness": Explanation(
        _("ส่งต่อที่ส่วนกลางรับหรือตอบไม่รับทันกำหนด ÷ ส่งต่อที่ถึงกำหนดแล้ว × 100"),
        _(
            "โครงการให้ส่วนกลางให้คำปรึกษาโดยทันที ปี %(year)s กำหนด %(acknowledge)s วันทำการสำหรับขอคำปรึกษา และ "
            "%(accept)s วันทำการสำหรับเสนอคณะกรรมการ"
        ),
        _("วันทำการ ไม่นับวันหยุดราชการ ที่เลยกำหนดแล้วยังไม่รับนับเป็นเกินกำหนด"),
        _("ที่ยังไม่ถึงกำหนด และที่คลินิกถอนก่อนส่วนกลางตอบ"),
    ),
    "in_time": Explanation(
        _("จำนวนส่งต่อที่ส่วนกลางรับหรือตอบไม่รับภายในกำหนด"),
        _("กำหนดปี %(year)s: %(acknowledge)s วันทำการเมื่อขอคำปรึกษา %(accept)s วันทำการเมื่อเสนอคณะกรรมการ"),
        _("วันทำการนับจากวันที่ส่ง ไม่นับวันหยุดราชการ"),
        _("ที่ยังไม่ถึงกำหนด และที่คลินิกถอนก่อนส่วนกลางตอบ"),
    ),
    "late": Explanation(
        _("จำนวนส่งต่อที่ส่วนกลางตอบหลังกำหนด หรือเลยกำหนดแล้วยังไม่ตอบ"),
        _("กำหนดปี %(year)s: %(acknowledge)s วันทำการเมื่อขอคำปรึกษา %(accept)s วันทำการเมื่อเสนอคณะกรรมการ"),
        _("วันทำการนับจากวันที่ส่ง ไม่นับวันหยุดราชการ"),
        _("ที่ยังไม่ถึงกำหนด และที่คลินิกถอนก่อนส่วนกลางตอบ"),
    ),
    "resolutions": Explanation(
        _("จำนวนมติของคณะกรรมการดำเนินการต่อมาตรการของเรื่องในปีนี้"),
        _("โครงการนำร่องคลินิกสหกรณ์ ปี %(year)s: เสนอมาตรการรายกรณีต่อคณะกรรมการดำเนินการ ไม่มีเป้าหมายเป็นจำนวน"),
        _("ทุกผลของมติ รวมเลื่อนการพิจารณา นับตามวันที่บันทึกมติ"),
        _("วาระเพื่อทราบ และมติที่ยกเลิกเพราะบันทึกผิด"),
    ),
}

_MODE = Explanation(
    _("จำนวนครั้งที่ให้บริการในช่องทางนี้"),
    _("ช่องทางให้บริการของโครงการนำร่องคลินิกสหกรณ์ ปี %(year)s ไม่มีเป้าหมายเป็นจำนวนครั้ง"),
    _("รายการหนึ่งมีช่องทางเดียว นับหนึ่งครั้ง"),
    _SESSIONS_OUT,
)
_RESULT = Explanation(
    _("จำนวนส่งต่อที่อยู่ในขั้นนี้ ณ สิ้นวันตัดยอด %(cutoff)s"),
    _PAPER,
    _("ขั้นล่าสุดที่มีวันที่ไม่เกินวันตัดยอด ส่งต่อหนึ่งครั้งอยู่ได้ขั้นเดียว"),
    _("ร่างที่ยังไม่ส่ง"),
)
_RESOLVED = Explanation(
    _("จำนวนมติที่มีผลอย่างนี้"),
    _PAPER,
    _("นับตามวันที่บันทึกมติ มติหนึ่งมีผลเดียว"),
    _("วาระเพื่อทราบ และมติที่ยกเลิกเพราะบันทึกผิด"),
)

EXPLANATIONS: dict[str, Explanation] = {
    **_WRITTEN,
    **dict.fromkeys(Session.Mode.values, _MODE),
    **{f"referral_{code}": _RESULT for code in REFERRAL_RESULTS},
    **{f"resolved_{code}": _RESOLVED for code in Resolution.Result.values},
}


def values_of(year: ProgrammeYear) -> dict[str, Any]:
    """The year's rules by the names the texts use."""
    return {
        "year": year.buddhist_year,
        "first": format_long(year.service_start),
        "last": format_long(year.service_end),
        "cutoff": format_long(year.cutoff),
        "walk_in": year.walk_in_days,
        "startup": year.startup_months,
        "satisfaction": year.satisfaction_target,
        "conclusion": year.conclusion_target,
        "acknowledge": year.acknowledge_days,
        "accept": year.accept_days,
        "survey_days": year.survey_days,
    }


def explained(code: str, year: ProgrammeYear, url: str = "") -> Explanation:
    """Where one number of a year comes from; ``url``: the rows it counts. Raises ``KeyError`` for an unknown code."""
    return EXPLANATIONS[code].filled(values_of(year), url=url)


def explained_columns(codes: dict[str, Any], year: ProgrammeYear) -> list[tuple[Any, Explanation]]:
    """The columns of a table with their explanations, by code."""
    return [(label, explained(code, year)) for code, label in codes.items()]


def label_of(code: str) -> Any:
    """What an indicator is called; the worked-out ones by the column that shows them."""
    return INDICATORS[code].label if code in INDICATORS else _WORKED_OUT[code]


_WORKED_OUT = {
    "satisfaction": _("ความพึงพอใจ"),
    "conclusion": _("ร้อยละ"),
    "oldest": _("เปิดนานที่สุด (วัน)"),
    "timeliness": _("ส่วนกลางรับทันกำหนด"),
}
