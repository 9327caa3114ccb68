"""What is done with each loan, in words: with what it comes to a month (the example of counselling.md)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cases.counselling.courses import Change
from cases.counselling.ways_out import Facts, Terms
from cases.models import Case
from cases.services.ways_out import facts_of
from cases.way_out_words import LONGEST_STEP, steps_of
from tests.factories_cases import make_case, with_example

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts(cast: dict[str, Any]) -> Facts:
    """The example with its 1,150,000 left at 6 % in one cooperative loan (formula 11)."""
    found = facts_of(Case.objects.get(pk=with_example(make_case("in_progress")).pk))
    ordinary, *others = found.loans
    line = replace(ordinary.line, balance=Decimal(1_150_000))
    return replace(found, loans=(replace(ordinary, line=line), *others))


def own_loan(facts: Facts) -> int:
    return facts.loans[0].key


def outside(facts: Facts) -> list[int]:
    return [loan.key for loan in facts.loans if not loan.is_cooperative]


def test_a_new_loan_is_named_with_its_instalment(facts: Facts) -> None:
    """Formula 10: 325,000 at 6.25 %, rounded up to ten baht."""
    terms = Terms(changes={key: Change(joins=True) for key in outside(facts)})
    (step,) = steps_of(facts, terms)
    assert step.startswith("รวม บัตรเครดิต ข., ")
    assert step.endswith("เป็นเงินกู้สหกรณ์ ดอกเบี้ยร้อยละ 6.25 ผ่อนเดือนละ 3,650 บาท 120 งวด")
    (step,) = steps_of(facts, replace(terms, new_periods=96))
    assert step.endswith("ผ่อนเดือนละ 4,320 บาท 96 งวด")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(periods=180), "ผ่อน สอ.พช. สามัญ เดือนละ 9,710 บาท 180 งวด"),
        (
            Change(periods=180, rate=Decimal("4.75")),
            "ผ่อน สอ.พช. สามัญ เดือนละ 8,950 บาท 180 งวด ดอกเบี้ยเหลือร้อยละ 4.75",
        ),
        (
            Change(periods=132, grace="interest", grace_months=12),
            "จ่ายเฉพาะดอกเบี้ย สอ.พช. สามัญ เดือนละ 5,750 บาท 12 เดือน แล้วผ่อนเดือนละ 12,770 บาท อีก 120 งวด",
        ),
    ],
)
def test_a_changed_loan_is_one_line_with_its_instalment(facts: Facts, change: Change, words: str) -> None:
    assert steps_of(facts, Terms(changes={own_loan(facts): change})) == [words]


def test_a_full_holiday_says_what_is_paid_after_it(facts: Facts) -> None:
    """Formula 11: 34,500 of interest are put off and spread over the 126 instalments after the six months."""
    (step,) = steps_of(facts, Terms(changes={own_loan(facts): Change(periods=132, grace="all", grace_months=6)}))
    assert step == "พักชำระ สอ.พช. สามัญ 6 เดือน แล้วผ่อนเดือนละ 12,603.81 บาท อีก 126 งวด"


def test_paying_in_an_order_says_how_much_in_all_and_where_to_begin(facts: Facts) -> None:
    (dearest,) = steps_of(facts, Terms(order="avalanche", extra=Decimal(1500)))
    # 4,750 + 2,500 + 6,500 and what is put on top; two debts bear 28 %, the smaller one is first.
    assert dearest == (
        "จ่ายหนี้ภายนอกรวมเดือนละ 15,250 บาท ปิดรายที่ดอกเบี้ยสูงสุดก่อน เริ่มที่ สินเชื่อบุคคล ค. เพิ่มจากเดิมเดือนละ 1,500 บาท"
    )
    (smallest,) = steps_of(facts, Terms(order="snowball"))
    assert smallest == "จ่ายหนี้ภายนอกรวมเดือนละ 13,750 บาท ปิดรายที่ยอดน้อยที่สุดก่อน เริ่มที่ สินเชื่อบุคคล ค."


def test_no_name_pushes_the_amount_out_of_a_plans_line(facts: Facts) -> None:
    loans = tuple(replace(loan, label="บริษัท" * 25) for loan in facts.loans)
    long = replace(facts, loans=loans)
    join = {key: Change(joins=True) for key in outside(facts)}
    for terms in (
        Terms(changes=join),
        Terms(changes={own_loan(facts): Change(periods=180, grace="interest", grace_months=12, rate=Decimal("4.75"))}),
        Terms(order="avalanche", extra=Decimal(1500)),
    ):
        (step,) = steps_of(long, terms)
        assert len(step) <= LONGEST_STEP
        assert "เดือนละ" in step
    assert steps_of(long, Terms(changes=join))[0].startswith("รวม หนี้ 3 ราย เป็นเงินกู้สหกรณ์")


def test_what_is_paid_off_already_is_no_step(facts: Facts) -> None:
    paid = tuple(replace(loan, line=replace(loan.line, balance=Decimal(0))) for loan in facts.loans)
    everything = {loan.key: Change(joins=True) for loan in paid}
    assert steps_of(replace(facts, loans=paid), Terms(changes=everything, order="avalanche")) == []
