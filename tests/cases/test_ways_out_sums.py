"""Options worked out: the sheet's example joined, extended and both; graces; orders; rules kept or broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cases.counselling import loans
from cases.counselling.courses import Change, Course, Loan, as_it_is, changed
from cases.counselling.dated import DatedRule, RulesOfTheDay
from cases.counselling.ways_out import Facts, Terms, nothing_changes, suggestions, work_out
from tests.cases.test_counselling_position import CARD, CASH_CARD, EMERGENCY, ORDINARY, PERSONAL, SPECIAL, example

D = Decimal
DAY = date(2018, 7, 1)
RULES = RulesOfTheDay([DatedRule("ordinary_term", D(240), date(2018, 1, 1), "ระเบียบเงินกู้สามัญ ข้อ 12")], DAY)
OWN = Loan(1, "เงินกู้สามัญ", "ordinary_loan", ORDINARY, 132, guarantors=2)
LOANS = (
    OWN,
    Loan(2, "เงินกู้พิเศษ", "special_loan", SPECIAL),
    Loan(3, "เงินกู้ฉุกเฉิน", "emergency_loan", EMERGENCY),
    Loan(4, "บัตรเครดิต", "credit_card", CARD),
    Loan(5, "บัตรกดเงินสด", "personal_loan", CASH_CARD),
    Loan(6, "สินเชื่อบุคคล", "personal_loan", PERSONAL),
)
FACTS = Facts(example(), LOANS, RULES, D(280_000), D(20_000))
JOIN = {key: Change(joins=True) for key in (4, 5, 6)}
ONE_SATANG = D("0.01")


def is_whole(course: Course, balance: Decimal) -> None:
    assert sum(course.payments) == balance + (course.interest or 0)
    assert course.balances[0] == balance
    assert course.balances[-1] == 0
    assert len(course.balances) == len(course.payments) + 1


def test_as_it_is_is_the_position() -> None:
    now = nothing_changes(FACTS)
    assert (now.position.net_take_home, now.position.residual) == (D(17_485), D(-10_765))
    assert now.position.debt_service_ratio == D("81.10")
    assert not now.clauses
    assert now.balances[0] == D(1_535_000)


def test_joined_in_one_loan_the_example_has_the_sheets_figures() -> None:
    found = work_out(FACTS, Terms("รวม", JOIN))
    assert found.position.net_take_home == D(13_835)
    assert (found.position.net_ratio, found.position.debt_service_ratio) == (D("35.94"), D("57.05"))
    assert found.position.residual == D(-665)
    assert not found.clauses


def test_joined_and_extended_it_has_them_too() -> None:
    found = work_out(FACTS, Terms("รวมและขยาย", {**JOIN, 1: Change(periods=180)}))
    assert found.position.net_take_home == D(16_055)
    assert found.position.debt_service_ratio == D("51.76")
    assert found.position.residual == D(1_555)
    assert found.months == 180
    assert "283,333.33" not in found.guarantors[0]
    assert "425,000.00" in found.guarantors[0]
    assert "48 เดือน" in found.guarantors[0]


def test_guarantors_of_a_joined_loan_are_released_and_asked_anew() -> None:
    """Formula 15: (1,150,000 - 300,000) / 2 before; the same two would answer for the new one less 300,000."""
    own = replace(OWN, people=("ก", "ข"))
    special = replace(LOANS[1], guarantors=1, people=("ข",))
    facts = replace(FACTS, loans=(own, special, *LOANS[2:]))
    joined = {key: Change(joins=True) for key in (1, 2, 6)}
    amount = own.line.balance + special.line.balance + PERSONAL.balance
    first, second, new = work_out(facts, Terms("รวม", joined)).guarantors
    assert first == "เงินกู้สามัญ: ผู้ค้ำ 2 คน พ้นภาระคนละ 425,000.00 บาท เมื่อปิดหนี้นี้"
    assert "ผู้ค้ำ 1 คน" in second
    assert f"ผู้ค้ำเดิม 2 คนค้ำต่อ ภาระคนละ {(amount - 300_000) / 2:,.2f} บาท ต้องยินยอมใหม่ทุกคน" in new
    assert not any("ค้ำต่อ" in line for line in work_out(FACTS, Terms("รวม", JOIN)).guarantors)


def test_past_the_turning_point_it_is_said() -> None:
    assert not any("ประหยัด" in note for note in work_out(FACTS, Terms("", JOIN, new_periods=155)).notes)
    assert any("155" in note for note in work_out(FACTS, Terms("", JOIN, new_periods=156)).notes)


def test_a_term_past_the_rule_needs_the_clause_by_name() -> None:
    found = work_out(FACTS, Terms("", {1: Change(periods=241)}))
    assert [clause.name for clause in found.clauses] == ["ระเบียบเงินกู้สามัญ ข้อ 12"]
    assert not work_out(FACTS, Terms("", {1: Change(periods=240)})).clauses


def test_a_net_under_the_floor_comes_first() -> None:
    found = work_out(FACTS, Terms("", JOIN, new_periods=24))
    assert found.position.net_take_home < found.position.floor
    assert found.clauses[0].name == "เกณฑ์เงินได้คงเหลือสุทธิ"


def test_a_lower_rate_costs_the_cooperative_what_it_saves_the_member() -> None:
    found = work_out(FACTS, Terms("", {1: Change(rate=D("4.75"))}))
    full = loans.schedule(D(1_150_000), D(6), 132).total_interest
    less = loans.schedule(D(1_150_000), D("4.75"), 132, round_up_to=D(10)).total_interest
    assert abs(found.cost - (full - less)) < D(60)
    assert [clause.name for clause in found.clauses] == ["ประกาศอัตราดอกเบี้ยเงินกู้"]


def test_interest_only_relieves_for_a_while() -> None:
    found = work_out(FACTS, Terms("", {1: Change(grace="interest", grace_months=12)}))
    assert found.is_temporary
    assert found.position.at_source_instalments == D(5_750) + 5_180 + 3_200
    assert found.later.at_source_instalments == D(12_770) + 5_180 + 3_200


@pytest.mark.parametrize(
    "change",
    [
        Change(periods=180),
        Change(rate=D("4.75")),
        Change(grace="interest", grace_months=12),
        Change(grace="all", grace_months=6),
        Change(periods=200, rate=D(5), grace="all", grace_months=7),
    ],
)
def test_every_change_repays_exactly_the_loan(change: Change) -> None:
    is_whole(changed(OWN, change, step=D(10)), D(1_150_000))


@pytest.mark.parametrize(("grace", "extra"), [("interest", D(0)), ("all", D("273.81"))])
def test_a_grace_agrees_with_formula_11(grace: str, extra: Decimal) -> None:
    months = 12 if grace == "interest" else 6
    course = changed(OWN, Change(grace=grace, grace_months=months), step=ONE_SATANG)
    work = loans.grace_on_principal if grace == "interest" else loans.payment_holiday
    more = {"extend": False} if grace == "interest" else {}
    formula = work(D(1_150_000), D(6), 132, months=months, **more)  # type: ignore[operator]
    assert (course.first, course.later) == (formula.instalment_during, formula.instalment_after)
    assert course.interest == formula.total_interest_after
    assert course.later == loans.equal_payment(D(1_150_000), D(6), 132 - months) + extra


def test_a_flat_debt_runs_out_as_agreed_and_changes_only_with_a_rate() -> None:
    car = Loan(7, "รถ", "hire_purchase", replace(PERSONAL, annual_rate=None), 36)
    course = as_it_is(car)
    assert (course.months, course.interest) == (36, D(54_000))
    is_whole(course, D(180_000))
    with pytest.raises(loans.LoanError, match="รถ"):
        changed(car, Change(periods=60), step=D(10))
    is_whole(changed(car, Change(periods=60, rate=D(8)), step=D(10)), D(180_000))


def test_a_debt_that_never_ends_is_said_and_has_no_total() -> None:
    endless = replace(LOANS[3], line=replace(CARD, annual_rate=D(28), instalment=D(2_200)))
    facts = replace(FACTS, loans=(*LOANS[:3], endless))
    now = nothing_changes(facts)
    assert (now.interest, now.months) == (None, None)
    assert any("ไม่มีวันหมด" in note for note in now.notes)
    cured = work_out(facts, Terms("", {4: Change(joins=True)}))
    assert cured.interest is not None


def test_an_order_with_more_a_month_ends_sooner_and_costs_less() -> None:
    now = nothing_changes(FACTS)
    race = work_out(FACTS, Terms("", order="avalanche", extra=D(2_000)))
    assert race.position.residual == now.position.residual - 2_000
    assert race.interest is not None
    assert now.interest is not None
    assert race.interest < now.interest
    assert any("หนี้ภายนอกหมดใน" in note for note in race.notes)
    with pytest.raises(loans.LoanError, match="จ่ายเพิ่ม"):
        work_out(FACTS, Terms("", JOIN, order="avalanche", extra=D(2_000)))


def test_the_first_suggestions_are_the_sheets_two_cases_and_an_order() -> None:
    found = suggestions(FACTS)
    outcomes = [work_out(FACTS, terms) for terms in found]
    assert len(found) == 4
    assert outcomes[0].position.residual == D(-665)
    assert outcomes[2].position.residual == D(1_555)
    assert outcomes[3].position.debt_service_ratio == D("81.10")


def test_without_debts_there_is_nothing_to_suggest() -> None:
    assert suggestions(replace(FACTS, loans=())) == []
