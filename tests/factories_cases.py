"""Cases for tests, brought to a state by the real services."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from cases.models import Case
from cases.services import cases, money
from cases.services.lawsuits import save_lawsuit
from clinics.models import Clinic, User
from members.models import Member, MemberClinic

# The example of counselling.md: N 17,485.00, N/S 45.42 %, DSR 81.10 %, R -10,765.00.
EXAMPLE_HOUSEHOLD = [
    {"kind": "salary", "label": "เงินเดือน", "amount": Decimal("38500")},
    {"kind": "income", "label": "เงินประจำตำแหน่ง", "amount": Decimal("3500")},
    {"kind": "deduction", "label": "ภาษี", "amount": Decimal("950")},
    {"kind": "deduction", "label": "กองทุนบำเหน็จบำนาญ", "amount": Decimal("1155")},
    {"kind": "deduction", "label": "ค่าหุ้น", "amount": Decimal("1500")},
    {"kind": "deduction", "label": "ฌาปนกิจสงเคราะห์", "amount": Decimal("600")},
    {"kind": "living", "label": "อาหาร", "amount": Decimal("8000")},
    {"kind": "living", "label": "ที่อยู่อาศัย", "amount": Decimal("6500")},
]


def debt_fields(creditor: str, balance: int, rate: str, instalment: int, **fields: Any) -> dict[str, Any]:
    """A debt's fields with sensible rest."""
    return {
        "creditor": creditor,
        "kind": "personal_loan",
        "balance": Decimal(balance),
        "rate": Decimal(rate),
        "instalment": Decimal(instalment),
        **fields,
    }


COOPERATIVE = {"is_cooperative": True, "is_at_source": True}
EXAMPLE_DEBTS = [
    debt_fields("สอ.พช. สามัญ", 1_000_000, "6", 11930, kind="ordinary_loan", **COOPERATIVE),
    debt_fields("สอ.พช. พิเศษ", 150_000, "6", 5180, kind="special_loan", **COOPERATIVE),
    debt_fields("สอ.พช. ฉุกเฉิน", 60_000, "6.25", 3200, kind="emergency_loan", **COOPERATIVE),
    debt_fields("บัตรเครดิต ข.", 95_000, "18", 4750, kind="credit_card", arrears_amount=Decimal(9500), stage="late"),
    debt_fields("สินเชื่อบุคคล ค.", 50_000, "28", 2500),
    debt_fields("สินเชื่อบุคคล ก.", 180_000, "28", 6500, stage="sued"),
]

_numbers = count(700001)
USUAL = {"prefix": "นาย", "first_name": "กำพล", "last_name": "น้ำใจงาม"}


def a_member(clinic: Clinic, by: User, **fields: Any) -> Member:
    """A member of the clinic, without the work of the members' own services."""
    values = {**USUAL, **fields}
    member = Member.objects.create(number=values.pop("number", f"{next(_numbers):06d}"), **values)
    MemberClinic.objects.create(member=member, clinic=clinic, since=timezone.localdate(), added_by=by)
    return member


def make_case(
    status: str = "in_progress", *, clinic_code: str = "CMI", by: User | None = None, member: Member | None = None,
    **fields: Any,
) -> Case:  # fmt: skip
    """A case of the clinic in any status a clinic reaches by itself (``referred`` belongs to referrals)."""
    clinic = Clinic.objects.get(code=clinic_code)
    by = by or User.objects.get(username=f"officer.{clinic_code.lower()}")
    member = member or a_member(clinic, by)
    fields.setdefault("subject", "หนี้สินหลายทาง")
    case = cases.open_case(clinic=clinic, member=member, by=by, **fields)
    later = timezone.localdate() + timedelta(days=14)
    finish = {"outcome": "advice", "outcome_summary": "ให้คำแนะนำครบแล้ว"}
    steps: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "open": [],
        "in_progress": [("start", {})],
        "on_hold": [("start", {}), ("hold", {"hold_reason": "รอเอกสาร", "hold_until": later})],
        "follow_up": [("start", {}), ("follow_up", {"next_review": later})],
        "closed": [("start", {}), ("follow_up", {"next_review": later}), ("close", finish)],
        "void": [("void", {"reason": "บันทึกซ้ำ"})],
    }
    for move, asked in steps[status]:
        case = cases.move_case(case, move, by=by, **asked)
    return case


def with_example(case: Case, by: User | None = None) -> Case:
    """The household and the debts of the example in counselling.md."""
    by = by or case.officer
    money.save_household(case, lines=EXAMPLE_HOUSEHOLD, by=by)
    sued = money.save_debts(case, debts=EXAMPLE_DEBTS, by=by)[-1]
    save_lawsuit(case, debt=sued, plaintiff=sued.creditor, court="ศาลแขวงตัวอย่าง", by=by)
    return Case.objects.get(pk=case.pk)
