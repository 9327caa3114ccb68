"""What the clinics spent: expenses with receipts, advances, an override, one sent back; the pilot year closed out.

A few a clinic. Every figure follows from the clinic's number, so that the same day gives the same demo.
"""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from PIL import Image, ImageDraw

from clinic_project.files.checking import PNG, CheckedFile
from clinics.models import Budget, Expense, ProgrammeYear, User
from clinics.services import advances, budgets, expenses
from evaluations.demo.scene import Scene, Staff

# category, payee, description, baht of an expense; the clinic's number shifts the amount.
SPENT = (
    ("printing", "ร้านถ่ายเอกสารจำลอง", "แผ่นพับแนะนำคลินิก", 620),
    ("refreshments", "ร้านอาหารว่างจำลอง", "ประชุมเตรียมการคลินิก", 480),
    ("travel", "", "ออกหน่วยเคลื่อนที่", 350),
    ("materials", "ร้านเครื่องเขียนจำลอง", "แฟ้มและกระดาษ", 275),
    ("communication", "ไปรษณีย์จำลอง", "ส่งหนังสือถึงสมาชิก", 84),
)
CENTRAL = (
    ("printing", "โรงพิมพ์จำลอง", "คู่มือการแก้ไขหนี้สิน 300 เล่ม", 24000),
    ("printing", "โรงพิมพ์จำลอง", "คู่มือการลงทุนอย่างฉลาดกับสหกรณ์ 300 เล่ม", 21500),
    ("venue", "สถานที่ประชุมจำลอง", "ปฐมนิเทศเจ้าหน้าที่คลินิก", 8000),
    ("travel", "", "ติดตามและประเมินผลคลินิก", 6250),
)
OVERSPENT = "SRN"
RETURNED = "PCT"
BORROWERS = ("CMI", "SKA", "UBN")


def receipt_picture(number: str, amount: Decimal) -> CheckedFile:
    """A small picture of a receipt."""
    image = Image.new("L", (260, 170), 250)
    pen = ImageDraw.Draw(image)
    pen.rectangle((6, 6, 253, 163), outline=120)
    for row in range(3):
        pen.line((20, 60 + row * 18, 180 - row * 30, 60 + row * 18), fill=170, width=3)
    pen.text((20, 20), number, fill=40)
    pen.text((170, 135), f"{amount:,.2f}", fill=20)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return CheckedFile(f"receipt-{number}.png", out.getvalue(), PNG)


def _days(scene: Scene, year: ProgrammeYear, count: int) -> list[date]:
    """Working days over the year's service, up to the day being played."""
    days = scene.working_days(year.service_start, min(year.service_end, scene.day))
    step = max(1, len(days) // (count + 1))
    return days[step::step][:count]


def _through(expense: Expense, staff: Staff, central: Staff, *, until: str) -> None:
    """Submitted, approved by who may, reviewed at central: as far as ``until``."""
    expense = expenses.submit_expense(expense, by=staff.secretary)
    if until == "submitted":
        return
    expense = expenses.approve_expense(expense, by=staff.head)
    if until == "returned":
        expenses.return_expense(expense, reason="ใบเสร็จไม่ชัด ถ่ายใหม่ให้เห็นยอดเงิน", by=central.secretary)
    elif until == "reviewed":
        expenses.review_expense(expense, by=central.officers[0])


def _enter(budget: Budget, day: date, line: tuple[str, str, str, int], amount: Decimal, by: User, **more: Any) -> Any:
    category, payee, words, _baht = line
    facts: dict[str, Any] = {"day": day, "category": category, "description": words, "amount": amount, **more}
    facts |= {"payee": payee} if payee else {"payee": "", "payee_user": more.get("payee_user", by)}
    receipt = receipt_picture(f"{budget.code}-{day:%d%m}", amount)
    if category == "travel":
        return expenses.enter_expense(budget, by=by, no_receipt_reason="ค่าพาหนะ ไม่มีใบเสร็จ", **facts)
    return expenses.enter_expense(budget, by=by, receipts=[receipt], receipt_number=f"{day:%d}/{day:%m}", **facts)


def _spend(scene: Scene, budget: Any, *, is_over: bool) -> None:
    """A clinic's year."""
    staff, central, clinic = scene.staff[budget.code], scene.staff["CEN"], budget.clinic_year.clinic
    lines = SPENT[: 3 + clinic.number % 3]
    states = ["reviewed"] * len(lines)
    if not is_over:
        states[-1] = "submitted" if clinic.number % 2 else "approved"
        states[-2] = "returned" if clinic.code == RETURNED else states[-2]
    for line, state, day in zip(lines, states, _days(scene, budget.year, len(lines)), strict=False):
        amount = Decimal(line[3] + clinic.number * 7) + Decimal("0.50") * (clinic.number % 2)
        by = staff.secretary
        more = {"payee_user": staff.officers[1]} if line[0] == "travel" else {}
        _through(_enter(budget, day, line, amount, by, **more), staff, central, until=state)
    if clinic.code == OVERSPENT:
        _overspend(scene, budget, staff, central)
    if clinic.code in BORROWERS:
        _borrow(scene, budget, staff, central, is_over=is_over)


def _overspend(scene: Scene, budget: Any, staff: Staff, central: Staff) -> None:
    """More members came than anybody expected: central's head lets the clinic spend more."""
    reason = "สมาชิกมารับบริการเกินคาด ต้องจัดคลินิกเคลื่อนที่เพิ่มหนึ่งครั้ง"
    budgets.override_budget(budget, amount=Decimal(800), reason=reason, by=central.head)
    line = ("venue", "หอประชุมจำลอง", "จัดคลินิกเคลื่อนที่เพิ่ม", 3500)
    _through(_enter(budget, scene.day, line, Decimal(line[3]), staff.secretary), staff, central, until="reviewed")


def _borrow(scene: Scene, budget: Any, staff: Staff, central: Staff, *, is_over: bool) -> None:
    """An advance for a mobile clinic: taken, spent for the most part, cleared; this year's at one clinic still out."""
    advance = advances.request_advance(
        budget,
        person=staff.officers[1],
        amount=Decimal(1000),
        purpose="จัดคลินิกเคลื่อนที่ ณ ศาลาประชาคม",
        due_on=scene.days_ahead(8),
        by=staff.secretary,
    )
    advance = advances.approve_advance(advance, by=staff.head)
    advance = advances.pay_advance(advance, taken_on=scene.day, by=staff.officers[0])
    if budget.code == BORROWERS[0] and not is_over:
        return
    line = ("refreshments", "ร้านอาหารว่างจำลอง", "อาหารว่างผู้เข้ารับบริการ", 730)
    expense = _enter(budget, scene.day, line, Decimal(730), staff.secretary, advance=advance)
    _through(expense, staff, central, until="reviewed")
    advances.clear_advance(advance, returned_amount=Decimal(270), by=staff.officers[0])


def _spend_central(scene: Scene, budget: Any, *, is_over: bool) -> None:
    """Handbooks, the orientation, following up: the programme's own 75,000 baht."""
    central = scene.staff["CEN"]
    lines = CENTRAL if is_over else CENTRAL[:3]
    for line, day in zip(lines, _days(scene, budget.year, len(lines)), strict=False):
        by = central.officers[0]
        more = {"payee_user": central.officers[1]} if line[0] == "travel" else {}
        expense = expenses.submit_expense(_enter(budget, day, line, Decimal(line[3]), by, **more), by=by)
        expense = expenses.approve_expense(expense, by=central.head)
        expenses.review_expense(expense, by=central.secretary)


def _budgets(year: ProgrammeYear) -> Iterator[Any]:
    yield from Budget.objects.filter(year=year).with_figures().for_list()


def spend_year(scene: Scene, year: ProgrammeYear, *, is_over: bool) -> None:
    """What was spent in a year up to the day being played; of a year that is over everything is settled."""
    budgets.set_up_budgets(year, by=None)
    for budget in list(_budgets(year)):
        if budget.clinic_year_id is None:
            _spend_central(scene, budget, is_over=is_over)
        else:
            _spend(scene, budget, is_over=is_over)


def close_year(scene: Scene, year: ProgrammeYear) -> None:
    """Close every budget of the year: what is left goes back."""
    head = scene.staff["CEN"].head
    for budget in list(_budgets(year)):
        budgets.close_budget(
            budget, returned_amount=budget.balance, returned_on=scene.day, note=f"ใบนำฝาก {budget.code}", by=head
        )
