"""What columns each kind of table has, what they are called elsewhere, and how their cells are read."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.thai.text import search_key
from members.models import Member, TableKind
from members.models.payroll import AMOUNTS, Payroll
from members.tables import cells

NUMBER, CLINICS, NATIONAL_ID = "number", "clinics", "national_id"


@dataclass(frozen=True)
class Column:
    """A column: the field it fills, its heading, other headings it is known by, its reader, two examples."""

    name: str
    heading: Any
    read: Callable[[Any], Any]
    others: tuple[str, ...] = ()
    examples: tuple[Any, Any] = ("", "")
    is_required: bool = False


EXAMPLES = (f"{cells.EXAMPLE}1", f"{cells.EXAMPLE}2")
_NUMBER = Column(
    NUMBER, _("เลขสมาชิก"), cells.digits, ("เลขที่สมาชิก", "เลขทะเบียน", "รหัสสมาชิก", "member no", "member_id"),
    EXAMPLES, is_required=True,
)  # fmt: skip

MEMBER_COLUMNS = (
    _NUMBER,
    Column("prefix", _("คำนำหน้า"), cells.line(40), ("คำนำหน้าชื่อ", "คำนำ"), ("นางสาว", "นาย")),
    Column("first_name", _("ชื่อ"), cells.line(100), ("ชื่อตัว", "first name"), ("กัญญาณัฐ", "กำพล")),
    Column("last_name", _("นามสกุล"), cells.line(100), ("ชื่อสกุล", "สกุล", "last name"), ("ฐิติวัฒน์กุล", "น้ำใจงาม")),
    Column(
        "kind", _("ประเภทสมาชิก"), cells.choice(Member.Kind.choices), ("ประเภท",),
        (Member.Kind.ORDINARY.label, Member.Kind.PENSIONER.label),
    ),
    Column(NATIONAL_ID, _("เลขประจำตัวประชาชน"), cells.national_id, ("เลขบัตรประชาชน", "เลขบัตร", "id card")),
    Column("birth_date", _("วันเกิด"), cells.day, ("วันเดือนปีเกิด", "เกิด"), ("23/5/2521", "1 ม.ค. 2510")),
    Column("unit", _("หน่วยงาน"), cells.line(200), ("สังกัด",), ("กองคลัง", "สพอ.แม่ริม")),
    Column("position", _("ตำแหน่ง"), cells.line(200), (), ("นักวิชาการ", "พัฒนาการอำเภอ")),
    Column("province", _("จังหวัด"), cells.line(60), (), ("เชียงใหม่", "พิจิตร")),
    Column("phone", _("โทรศัพท์"), cells.phone, ("เบอร์โทร", "โทร", "มือถือ", "โทรศัพท์มือถือ"), ("080-000-0001", "0800000002")),
    Column("phone_extension", _("ต่อ"), cells.extension, ("เบอร์ต่อ",)),
    Column("second_phone", _("โทรศัพท์สำรอง"), cells.phone, ("โทรศัพท์ 2", "เบอร์สำรอง")),
    Column("joined_on", _("เป็นสมาชิกเมื่อ"), cells.day, ("วันที่เป็นสมาชิก", "วันเข้า"), ("1/6/2550", "")),
    Column("retirement_date", _("วันเกษียณหรือออก"), cells.day, ("วันเกษียณ",), ("30/9/2581", "")),
    Column("share_capital", _("ทุนเรือนหุ้น"), cells.baht, ("หุ้น", "ทุนเรือนหุ้นสะสม", "หุ้นสะสม"), (150000, 82500.50)),
    Column("deposits", _("เงินฝาก"), cells.baht, ("เงินรับฝาก",), (20000, 0)),
    Column("loans", _("เงินกู้คงเหลือ"), cells.baht, ("หนี้คงเหลือ", "เงินกู้"), (535000, 0)),
    Column("amounts_on", _("ยอด ณ วันที่"), cells.day, ("ณ วันที่", "วันที่ของยอด"), ("31/5/2561", "31/5/2561")),
    Column(CLINICS, _("รหัสคลินิกที่ดูแล"), cells.codes, ("คลินิก", "รหัสคลินิก"), ("CMI", "PCT")),
)  # fmt: skip

_PAYROLL_NAMES = {
    "salary": ("เงินเดือนเต็ม",),
    "allowance": ("เงินเพิ่ม",),
    "tax": ("ภาษีหัก ณ ที่จ่าย",),
    "pension_fund": ("กบข.", "กสจ."),
    "shares_paid": ("หุ้น", "ส่งหุ้น", "ค่าหุ้น"),
    "funeral_fund": ("ฌาปนกิจ", "ฌกส."),
    "emergency_paid": ("กู้ฉุกเฉิน", "ฉฉ"),
    "ordinary_paid": ("กู้สามัญ", "สามัญ"),
    "special_paid": ("กู้พิเศษ", "พิเศษ"),
    "other_paid": ("อื่น ๆ", "หักอื่น"),
    "share_capital": ("ทุนเรือนหุ้นสะสม", "หุ้นสะสม"),
    "emergency_left": ("ฉุกเฉินคงเหลือ",),
    "ordinary_left": ("สามัญคงเหลือ",),
    "special_left": ("พิเศษคงเหลือ",),
}
_EXAMPLES = dict(zip(AMOUNTS, (38500, 3500, 950, 1155, 1500, 600, 3200, 11930, 5180, 0), strict=False))
PAYROLL_COLUMNS = (
    _NUMBER,
    *(
        Column(
            name,
            Payroll._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
            cells.baht,
            _PAYROLL_NAMES[name],
            (_EXAMPLES.get(name, 0), 0),
        )
        for name in AMOUNTS
    ),
)

COLUMNS: dict[str, tuple[Column, ...]] = {TableKind.MEMBERS: MEMBER_COLUMNS, TableKind.PAYROLL: PAYROLL_COLUMNS}


def column(kind: str, name: str) -> Column:
    """A column by the field it fills. Raises ``StopIteration`` for none."""
    return next(one for one in COLUMNS[kind] if one.name == name)


def headers_hash(headers: list[str]) -> str:
    """Files with the same headings in the same order are understood alike."""
    return hashlib.sha256(json.dumps(headers, ensure_ascii=False).encode()).hexdigest()


def guess(kind: str, headers: list[str]) -> dict[str, str]:
    """Heading -> field, as far as the headings say so; each field once."""
    known = {search_key(name): one.name for one in COLUMNS[kind] for name in (*one.others, str(one.heading), one.name)}
    found: dict[str, str] = {}
    for header in headers:
        name = known.get(search_key(header))
        if name and name not in found.values():
            found[header] = name
    return found
