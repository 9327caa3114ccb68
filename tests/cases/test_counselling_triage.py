"""Suggested severity: each rule at its threshold and just short of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.counselling.position import STAGES, DebtLine, FinancialPosition, Rules, financial_position
from cases.counselling.triage import LEVELS, Triage, TriageFacts, suggest

D = Decimal

# A member with 40,000 a month, one loan of 5,000 at source and 10,000 to live on: nothing to worry about.
LOAN = DebtLine(D(5_000), D(300_000), at_source=True, annual_rate=D(6))


def sheet(*debts: DebtLine, rules: Rules | None = None, **figures: Decimal) -> FinancialPosition:
    amounts = {"salary": D(40_000), "other_income": D(0), "fixed_deductions": D(0), "living_costs": D(10_000)}
    return financial_position(debts=debts or (LOAN,), rules=rules or Rules(), **(amounts | figures))


def suggested(*debts: DebtLine, **facts: object) -> Triage:
    return suggest(sheet(*debts), TriageFacts(**facts))


def codes(triage: Triage) -> list[str]:
    return [reason.code for reason in triage.reasons]


def test_nothing_to_worry_about_is_normal() -> None:
    assert suggested() == Triage("normal", [])


@pytest.mark.parametrize("stage", STAGES)
def test_a_lawsuit_is_critical_a_demand_letter_is_not(stage: str) -> None:
    triage = suggested(replace(LOAN, stage=stage))
    in_court = stage not in {"normal", "late", "demand_letter"}
    assert (triage.level, codes(triage)) == (("critical", ["lawsuit"]) if in_court else ("normal", []))


def test_net_under_the_floor_is_critical_at_the_floor_it_is_not() -> None:
    at_floor = sheet(fixed_deductions=D(23_000), living_costs=D(0))
    assert at_floor.net_take_home == at_floor.floor == D(12_000)
    assert suggest(at_floor, TriageFacts()).level == "normal"
    triage = suggest(sheet(fixed_deductions=D("23000.01"), living_costs=D(0)), TriageFacts())
    assert (triage.level, codes(triage)) == ("critical", ["net_below_floor"])
    assert "11,999.99" in triage.reasons[0].text
    assert "12,000.00" in triage.reasons[0].text


def test_a_residual_that_consolidation_cures_is_a_remark() -> None:
    card = DebtLine(D(6_000), D(60_000), annual_rate=D(16))
    triage = suggest(sheet(LOAN, card, living_costs=D(30_000)), TriageFacts())
    assert (triage.level, codes(triage)) == ("normal", ["residual_negative_curable"])
    assert "-1,000.00" in triage.reasons[0].text


def test_a_residual_that_consolidation_does_not_cure_is_critical() -> None:
    card = DebtLine(D(6_000), D(60_000), annual_rate=D(16))
    triage = suggest(sheet(LOAN, card, living_costs=D("34500")), TriageFacts())
    assert (triage.level, codes(triage)) == ("critical", ["residual_negative"])
    assert "-5,500.00" in triage.reasons[0].text
    assert "-180.00" in triage.reasons[0].text  # 60,000 at 6.25 % over 120 months: 680 a month


def test_a_residual_with_nothing_to_consolidate_is_critical() -> None:
    triage = suggest(sheet(living_costs=D("35000.01")), TriageFacts())
    assert (triage.level, codes(triage)) == ("critical", ["residual_negative"])
    assert suggest(sheet(living_costs=D(35_000)), TriageFacts()).level == "normal"


@pytest.mark.parametrize(("cures", "level"), [(True, "normal"), (False, "critical")])
def test_a_person_may_know_better_whether_a_standard_product_cures(cures: bool, level: str) -> None:
    card = DebtLine(D(6_000), D(60_000), annual_rate=D(16))
    living_costs = D(34_500) if cures else D(30_000)  # computed, each would come out the other way
    triage = suggest(sheet(LOAN, card, living_costs=living_costs), TriageFacts(standard_product_cures=cures))
    assert triage.level == level


@pytest.mark.parametrize(
    ("instalment", "level", "code"),
    [
        ("28000", "critical", "dsr_critical"),
        ("27990", "complex", "dsr_complex"),
        ("20000", "complex", "dsr_complex"),
        ("19990", "normal", "dsr_watch"),
        ("16000", "normal", "dsr_watch"),
    ],
)
def test_debt_service_marks(instalment: str, level: str, code: str) -> None:
    debt = DebtLine(D(instalment), D(300_000), at_source=True)
    triage = suggest(sheet(debt, living_costs=D(0)), TriageFacts())
    assert (triage.level, codes(triage)) == (level, [code])


def test_debt_service_names_the_figure_and_the_mark() -> None:
    triage = suggest(sheet(DebtLine(D(28_500), D(1), cooperative=True), living_costs=D(0)), TriageFacts())
    assert "71.25" in triage.reasons[0].text
    assert "70.00" in triage.reasons[0].text


def test_debt_service_under_every_mark_says_nothing() -> None:
    assert suggest(sheet(DebtLine(D(15_990), D(1), at_source=True)), TriageFacts()).reasons == []


@pytest.mark.parametrize(
    ("overdue", "level", "found"),
    [
        ("4999.99", "normal", []),
        ("5000", "complex", ["arrears_complex"]),
        ("14999.99", "complex", ["arrears_complex"]),
        ("15000", "critical", ["arrears_critical"]),
    ],
)
def test_arrears_by_the_worst_debt(overdue: str, level: str, found: list[str]) -> None:
    triage = suggested(replace(LOAN, arrears_amount=D(overdue)), replace(LOAN, instalment=D(6_000)))
    assert (triage.level, codes(triage)) == (level, found)


def test_a_guarantor_already_called_is_critical() -> None:
    for triage in (suggested(replace(LOAN, own_guarantee_called=True)), suggested(guarantor_called=True)):
        assert (triage.level, codes(triage)) == ("critical", ["guarantor_called"])


@pytest.mark.parametrize(
    ("months", "shares", "critical"), [(24, "199999.99", True), (25, "0", False), (24, "200000", False), (0, "0", True)]
)
def test_leaving_with_debt_above_shares_and_deposits(months: int, shares: str, critical: bool) -> None:
    triage = suggested(leaving_within_months=months, share_capital=D(shares), deposits=D(100_000))
    assert (triage.level == "critical") is critical
    assert codes(triage) == (["leaving_in_debt"] if critical else [])


def test_three_outside_creditors_are_complex_two_are_not() -> None:
    cards = [DebtLine(D(500), D(5_000), creditor=name) for name in ("ก", "ข", "ค")]
    triage = suggested(LOAN, *cards)
    assert (triage.level, codes(triage)) == ("complex", ["outside_creditors"])
    assert suggested(LOAN, *cards[:2]).level == "normal"


def test_informal_debt_is_complex_until_it_is_paid() -> None:
    lender = DebtLine(D(500), D(5_000), formal=False)
    assert codes(suggested(LOAN, lender)) == ["informal_debt"]
    assert suggested(LOAN, replace(lender, balance=D(0))).level == "normal"


def test_a_debt_that_never_ends_is_complex_and_says_so() -> None:
    triage = suggested(LOAN, DebtLine(D(2_200), D(95_000), annual_rate=D(28)))
    assert (triage.level, codes(triage)) == ("complex", ["never_ends"])
    for figure in ("95,000.00", "2,200.00", "2,216.67"):
        assert figure in triage.reasons[0].text


@pytest.mark.parametrize(
    ("fact", "level"),
    [
        ("informal_threats", "critical"),
        ("needs_exception", "critical"),
        ("codebtor_dispute", "complex"),
        ("guarantee_in_default", "complex"),
        ("conflict_of_interest", "complex"),
    ],
)
def test_facts_people_state(fact: str, level: str) -> None:
    triage = suggested(**{fact: True})
    assert (triage.level, codes(triage)) == (level, [fact])


def test_marks_are_the_years_rules() -> None:
    strict = Rules(
        dsr_watch=D(5), dsr_complex=D(10), dsr_critical=D("12.50"), complex_creditors=1,
        complex_arrears_months=2, leaving_months=12,
    )  # fmt: skip
    position = sheet(LOAN, DebtLine(D(0), D(100), arrears_months=1), rules=strict)
    triage = suggest(position, TriageFacts(leaving_within_months=13))
    assert codes(triage) == ["dsr_critical", "outside_creditors"]
    assert "12.50" in triage.reasons[0].text


def test_the_worked_example_is_critical_with_the_gravest_reason_first() -> None:
    debts = (
        DebtLine(D(11_930), D(1_150_000), at_source=True, annual_rate=D(6)),
        DebtLine(D(8_380), D(60_000), at_source=True, annual_rate=D(6)),
        DebtLine(D(4_750), D(95_000), creditor="ก", annual_rate=D(18)),
        DebtLine(D(2_500), D(50_000), creditor="ข", annual_rate=D(28)),
        DebtLine(D(6_500), D(180_000), creditor="ค", annual_rate=D(28)),
    )
    position = financial_position(
        salary=D(38_500), other_income=D(3_500), fixed_deductions=D(4_205),
        debts=debts, living_costs=D(14_500), rules=Rules(),
    )  # fmt: skip
    triage = suggest(position, TriageFacts(conflict_of_interest=True))
    assert triage.level == "critical"
    assert codes(triage) == ["residual_negative", "dsr_critical", "outside_creditors", "conflict_of_interest"]
    assert "-665.00" in triage.reasons[0].text


@given(
    instalment=st.integers(0, 60_000),
    living=st.integers(0, 60_000),
    months=st.integers(0, 5),
    stage=st.sampled_from(STAGES),
    flags=st.tuples(*[st.booleans()] * 5),
)
def test_level_is_that_of_the_gravest_reason_and_sentences_are_whole(
    instalment: int, living: int, months: int, stage: str, flags: tuple[bool, ...]
) -> None:
    names = ("informal_threats", "needs_exception", "conflict_of_interest", "codebtor_dispute", "guarantee_in_default")
    debt = DebtLine(D(instalment), D(300_000), annual_rate=D(20), arrears_months=months, stage=stage, formal=False)
    facts = TriageFacts(**dict(zip(names, flags, strict=True)))
    triage = suggest(sheet(LOAN, debt, living_costs=D(living)), facts)
    ranks = [LEVELS.index(reason.level) for reason in triage.reasons]
    assert ranks == sorted(ranks, reverse=True)
    assert triage.level == LEVELS[max(ranks, default=0)]
    for reason in triage.reasons:
        assert "%" not in str(reason)
        assert "None" not in str(reason)
