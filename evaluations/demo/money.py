"""Households and debts: the example of the counselling sheet, and others around it."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cases.counselling.money import round_up_to_step
from cases.counselling.schedules import equal_payment

Row = dict[str, Any]
STEP = Decimal(10)
COOPERATIVE = {"is_cooperative": True, "is_at_source": True}
NAME = "สอ.พช."

# N 17,485.00, N/S 45.42 %, DSR 81.10 %, R -10,765.00, debts 1,535,000.
EXAMPLE_HOUSEHOLD = (
    ("salary", "เงินเดือน", 38_500),
    ("income", "เงินประจำตำแหน่ง", 3_500),
    ("deduction", "ภาษี", 950),
    ("deduction", "กองทุนบำเหน็จบำนาญ", 1_155),
    ("deduction", "ค่าหุ้น", 1_500),
    ("deduction", "ฌาปนกิจสงเคราะห์", 600),
    ("living", "อาหาร", 6_000),
    ("living", "ค่าน้ำ ค่าไฟ โทรศัพท์", 1_800),
    ("living", "เดินทาง", 2_500),
    ("living", "การศึกษา", 2_200),
    ("living", "พ่อแม่", 2_000),
)


def debt(creditor: str, kind: str, balance: int, rate: str, instalment: int | Decimal, **fields: Any) -> Row:
    """One debt's fields; baht, per cent a year, baht a month."""
    return {
        "creditor": creditor,
        "kind": kind,
        "balance": Decimal(balance),
        "rate": Decimal(rate),
        "instalment": Decimal(instalment),
        **fields,
    }


def example_debts(day: date) -> list[Row]:
    """The three loans at source and the three outside creditors of the counselling sheet."""
    return [
        debt(f"{NAME} เงินกู้สามัญ", "ordinary_loan", 1_150_000, "6", 11_930, periods_left=132, **COOPERATIVE),
        debt(f"{NAME} เงินกู้พิเศษ", "special_loan", 40_000, "6", 5_180, periods_left=8, **COOPERATIVE),
        debt(f"{NAME} เงินกู้ฉุกเฉิน", "emergency_loan", 20_000, "6", 3_200, periods_left=7, **COOPERATIVE),
        debt("บัตรเครดิต ธนาคาร ก", "credit_card", 95_000, "18", 4_750, as_of=day),
        debt("บัตรกดเงินสด บริษัท ข", "personal_loan", 50_000, "28", 2_500, as_of=day),
        debt("สินเชื่อบุคคล บริษัท ค", "personal_loan", 180_000, "28", 6_500, periods_left=37, as_of=day),
    ]


def example_household() -> list[Row]:
    """The month of the counselling sheet's member."""
    return [{"kind": kind, "label": label, "amount": Decimal(amount)} for kind, label, amount in EXAMPLE_HOUSEHOLD]


def household(rng: Random) -> tuple[list[Row], int]:
    """A month's lines, and the salary in baht."""
    salary = rng.randrange(16_500, 52_000, 90)
    lines = [("salary", "เงินเดือน", salary)]
    if rng.random() < 0.4:
        lines.append(("income", "เงินประจำตำแหน่ง", rng.choice((3_500, 5_600))))
    if rng.random() < 0.3:
        lines.append(("income", "รายได้อื่น", rng.randrange(1_000, 6_000, 500)))
    lines += [
        ("deduction", "ภาษี", round(salary * rng.choice((0.01, 0.02, 0.025)))),
        ("deduction", "กองทุนบำเหน็จบำนาญ", round(salary * 0.03)),
        ("deduction", "ค่าหุ้น", rng.randrange(500, 2_100, 100)),
        ("deduction", "ฌาปนกิจสงเคราะห์", 600),
        ("living", "อาหาร", salary * 16 // 100),
        ("living", "ค่าน้ำ ค่าไฟ โทรศัพท์", rng.randrange(900, 2_400, 100)),
        ("living", "เดินทาง", rng.randrange(1_000, 3_600, 100)),
    ]
    extra = (("living", "การศึกษา", 2_000), ("living", "พ่อแม่", 1_500), ("living", "ที่อยู่อาศัย", 3_000))
    lines += rng.sample(extra, rng.randint(0, 2))
    return [{"kind": kind, "label": label, "amount": Decimal(amount)} for kind, label, amount in lines], salary


def _paid_off(balance: int, rate: str, periods: int) -> Decimal:
    return round_up_to_step(equal_payment(Decimal(balance), Decimal(rate), periods), STEP)


def _own_loans(rng: Random, salary: int, count: int) -> list[Row]:
    """Loans of the cooperative, ordinary first; deducted at source."""
    periods = rng.choice((60, 84, 96, 120, 144))
    balance = int(salary * periods * rng.uniform(0.09, 0.2)) // 1_000 * 1_000
    found = [
        debt(
            f"{NAME} เงินกู้สามัญ", "ordinary_loan", balance, "6", _paid_off(balance, "6", periods),
            periods_left=periods, guarantors="สมาชิกสหกรณ์ 2 คน", **COOPERATIVE,
        )
    ]  # fmt: skip
    if count > 1:
        small, left = rng.randrange(6_000, 30_000, 1_000), rng.randint(6, 12)
        instalment = _paid_off(small, "6.25", left)
        found.append(
            debt(f"{NAME} เงินกู้ฉุกเฉิน", "emergency_loan", small, "6.25", instalment, periods_left=left, **COOPERATIVE)
        )
    return found


def _outside(rng: Random, kind: str, day: date) -> Row:
    """One outside creditor at the rates of the time: card 18 and personal loan 28 per cent, later 16 and 25."""
    is_early = day.year < 2020
    if kind == "credit_card":
        balance = rng.randrange(8_000, 60_000, 1_000)
        share = 10 if is_early else 8
        return debt("บัตรเครดิต ธนาคาร ก", kind, balance, "18" if is_early else "16", balance * share // 100, as_of=day)
    if kind == "personal_loan":
        balance, periods, rate = (
            rng.randrange(10_000, 90_000, 1_000),
            rng.choice((24, 36, 48)),
            "28" if is_early else "25",
        )
        return debt(
            "สินเชื่อบุคคล บริษัท ข", kind, balance, rate, _paid_off(balance, rate, periods), periods_left=periods, as_of=day
        )
    if kind == "hire_purchase":
        balance, periods = rng.randrange(90_000, 300_000, 10_000), rng.choice((36, 48, 60))
        instalment = round_up_to_step(Decimal(balance) * (1 + Decimal("0.0349") * periods / 12) / periods, STEP)
        return debt(
            "เช่าซื้อรถยนต์ บริษัท ค", kind, balance, "3.49", instalment,
            rate_kind="flat_rate", periods_left=periods, as_of=day, collateral="รถยนต์ 1 คัน",
            original_amount=Decimal(balance), original_periods=periods,
        )  # fmt: skip
    if kind == "housing":
        balance, periods = rng.randrange(300_000, 900_000, 50_000), rng.choice((180, 240))
        instalment = _paid_off(balance, "6.5", periods)
        return debt("สินเชื่อบ้าน ธนาคาร ง", kind, balance, "6.5", instalment, periods_left=periods, as_of=day)
    balance = rng.randrange(8_000, 60_000, 1_000)
    return debt("เจ้าหนี้รายย่อยในพื้นที่", "informal", balance, "5", balance * 7 // 100, rate_kind="per_month", as_of=day)


def _trouble(rng: Random, row: Row, day: date, *, court: bool) -> None:
    """Let a debt be late, demanded or before a court."""
    stage = (
        rng.choice(("sued", "sued", "judgment", "execution"))
        if court
        else rng.choice(("late", "late", "demand_letter"))
    )
    row["stage"] = stage
    row["arrears_amount"] = row["instalment"] * rng.randint(1, 2 if stage == "late" else 5)


def lawsuit(rng: Random, debt: Any, day: date) -> Row:
    """What the court's paper says of a debt that is sued."""
    stage = {"sued": rng.choice(("filed", "mediation")), "judgment": "judgment"}.get(debt.stage, "execution")
    return {
        "debt": debt,
        "plaintiff": debt.creditor,
        "court": rng.choice(("ศาลแขวงตัวอย่าง", "ศาลจังหวัดตัวอย่าง")),
        "black_number": f"ผบ {rng.randint(100, 999)}/{day.year + 543}",
        "red_number": "" if debt.stage == "sued" else f"ผบ {rng.randint(100, 999)}/{day.year + 543}",
        "stage": stage,
        "next_date": day + timedelta(days=rng.randint(20, 70)),
        "next_purpose": "ไกล่เกลี่ยและให้การ" if debt.stage == "sued" else "สอบถามการชำระหนี้",
    }


def debts(rng: Random, *, salary: int, count: int, day: date) -> list[Row]:
    """So many debts (1 to 6), some of them in trouble."""
    own = _own_loans(rng, salary, min(count, rng.choice((1, 1, 2))))
    kinds = ["credit_card", "personal_loan", "hire_purchase", "informal", "credit_card", "housing"]
    rng.shuffle(kinds)
    rows = [*own, *(_outside(rng, kind, day) for kind in kinds[: count - len(own)])]
    outside = [row for row in rows if not row.get("is_cooperative")]
    if outside and rng.random() < 0.45:
        _trouble(rng, rng.choice(outside), day, court=rng.random() < 0.25)
    return rows
