"""Each indicator against rows counted by hand, at the edges of the rules."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.services.cases import move_case
from clinics.models import Clinic, ClinicYear
from evaluations.drilldown import INDICATORS, all_rows, counted
from evaluations.indicators import Figures, compute, service_cubes
from evaluations.windows import window_of
from tests.evaluations.conftest import AFTER_ALL, World, at

FIRST, CUTOFF = date(2018, 6, 1), date(2018, 12, 15)


def test_the_window_is_the_service_period_up_to_the_cutoff(world: World):
    assert (window_of(world.year, AFTER_ALL).first, window_of(world.year, AFTER_ALL).last) == (FIRST, CUTOFF)
    assert window_of(world.year, date(2018, 8, 9)).last == date(2018, 8, 9)
    world.year.cutoff = date(2019, 1, 15)
    late = window_of(world.year, AFTER_ALL)
    assert (late.last, late.cutoff) == (date(2018, 12, 31), date(2019, 1, 15))


def test_sessions_outside_the_period_do_not_count(world: World):
    for day in (date(2018, 5, 31), FIRST, CUTOFF, date(2018, 12, 16)):
        world.session(day, participants=10)
    world.session(FIRST, mode="mobile", participants=25)
    world.session(FIRST, "PCT")
    total, cmi = world.figures().summary(), world.figures().summary("CMI")

    assert (cmi.sessions, cmi.participants, total.sessions, total.participants) == (3, 45, 4, 46)
    assert (cmi.count("sessions", mode="walk_in"), cmi.count("sessions", mode="mobile")) == (2, 1)
    assert cmi.count("sessions", month="2018-12") == 1


def test_a_day_with_five_visitors_is_one_service_day(world: World):
    for _visitor in range(5):
        world.session(date(2018, 7, 3))
    world.day(date(2018, 7, 3))
    july = next(month for month in world.figures().summary("CMI").days() if month.month == date(2018, 7, 1))
    assert (july.held, july.target, july.state) == (1, 2, "short")


def test_only_held_days_in_official_hours_count(world: World):
    world.day(date(2018, 7, 3))
    world.day(date(2018, 7, 7), official=False)
    world.day(date(2018, 7, 10), state="planned")
    world.day(date(2018, 7, 11), state="cancelled")
    world.day(date(2018, 7, 17))
    states = {month.month.month: (month.held, month.state) for month in world.figures().summary("CMI").days()}
    assert states[7] == (2, "met")
    assert states[8] == (0, "short")


def test_startup_month_is_shown_not_enforced_and_the_running_month_is_not_short_yet(world: World):
    figures = world.figures(today=date(2018, 8, 9))
    assert [month.state for month in figures.summary("CMI").days()] == ["startup", "short", "running"]
    assert figures.summary("CMI").clinic_months == (0, 1)
    assert figures.summary().clinic_months == (0, 3)


@pytest.mark.parametrize(
    ("scores", "mean", "is_met"),
    [
        ([4, 4, 4], "4.00", True),
        ([5, 3], "4.00", True),
        ([4, 4, 3], "3.67", False),
        ([*[4] * 999, 3], "3.99", False),
        ([5, 4, 4], "4.33", True),
    ],
)
def test_the_mean_itself_must_reach_four(world: World, scores: list[int], mean: str, is_met: bool):
    for value in set(scores):
        first = world.answer(date(2018, 7, 2), value)
        first.__class__.objects.bulk_create(
            [first.__class__(**_fields(first)) for _again in range(scores.count(value) - 1)]
        )
    summary = world.figures().summary("CMI")
    assert (summary.satisfaction, summary.is_satisfied, summary.answers) == (Decimal(mean), is_met, len(scores))


def _fields(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name != "id"}


def test_satisfaction_stands_with_its_n_by_kind_and_is_none_without_answers(world: World):
    world.answer(FIRST, 5)
    world.answer(FIRST, 2, kind="agent")
    world.answer(date(2018, 12, 16), 1)
    summary = world.figures().summary("CMI")
    assert (summary.answers, summary.mean("agent"), summary.mean("member")) == (2, Decimal("2.00"), Decimal("5.00"))
    assert summary.mean(aspect="timeliness") == Decimal("3.00")
    assert world.figures().summary("PCT").satisfaction is None
    assert not world.figures().summary("PCT").is_satisfied


def test_cases_by_their_state_at_the_cutoff(world: World):
    world.case(FIRST, closed=CUTOFF)
    world.case(FIRST, closed=date(2018, 12, 16))
    world.case(date(2018, 6, 2), closed=date(2018, 7, 2), outcome="withdrawn")
    world.case(date(2018, 6, 3), "CMI", "in_progress")
    world.case(date(2018, 6, 4), "CMI", "void")
    world.case(date(2018, 5, 31), closed=date(2018, 6, 2))
    world.case(date(2018, 12, 16))
    cmi = world.figures().summary("CMI")

    assert (cmi.received, cmi.concluded, cmi.withdrawn, cmi.open, cmi.void) == (4, 2, 1, 2, 1)
    assert (cmi.conclusion, cmi.is_concluded) == (Decimal("50.00"), False)
    assert (cmi.oldest_open, cmi.oldest_age) == (FIRST, 197)


def test_closed_in_the_evening_of_the_cutoff_day_counts_and_after_midnight_does_not(world: World):
    for case, hour in ((world.case(FIRST, closed=CUTOFF), 23), (world.case(FIRST, closed=date(2018, 12, 16)), 0)):
        case.closed_at = at(CUTOFF if hour else date(2018, 12, 16), hour)
        case.save(update_fields=["closed_at"])
    assert world.figures().summary().concluded == 1


def test_nobody_reaches_a_hundred_by_voiding_or_by_rounding(world: World):
    world.case(FIRST, "CMI", "void")
    assert world.figures().summary("CMI").conclusion is None
    assert not world.figures().summary("CMI").is_concluded
    for _number in range(29):
        world.case(FIRST, closed=CUTOFF)
    assert world.figures().summary("CMI").is_concluded
    world.case(FIRST)
    assert world.figures().summary("CMI").conclusion == Decimal("96.67")


def test_a_case_reopened_after_the_cutoff_was_closed_at_the_cutoff(world: World):
    for reopened, outcome in ((date(2018, 12, 20), "advice"), (date(2018, 12, 20), "withdrawn"), (CUTOFF, "advice")):
        case = world.case(FIRST, closed=date(2018, 9, 3), outcome=outcome, is_restricted=False)
        move_case(case, "reopen", by=world.cast["head.cmi"], reason="มีข้อมูลใหม่", now=at(reopened))
    cmi = world.figures().summary("CMI")
    assert (cmi.concluded, cmi.withdrawn, cmi.open) == (2, 1, 1)


def test_referrals_by_route_and_result_at_the_cutoff(world: World):
    day = date(2018, 8, 6)
    world.referral(day, status="sent")
    world.referral(day, status="implemented", accepted=day, decided=day, returned=day, implemented=date(2018, 12, 20))
    world.referral(day, status="implemented", accepted=day, implemented=date(2018, 9, 20), route="escalate")
    world.referral(day, status="declined", declined=day)
    world.referral(day, status="withdrawn")
    world.referral(date(2018, 12, 16))
    found = world.figures().cubes["referrals"].by("route", "result")
    assert found == {
        ("consult", "waiting"): 1, ("consult", "answered"): 1, ("escalate", "implemented"): 1,
        ("consult", "declined"): 1, ("consult", "withdrawn"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("route", "sent", "accepted", "timing"),
    [
        ("consult", date(2018, 8, 6), date(2018, 8, 7), "in_time"),
        ("consult", date(2018, 8, 6), date(2018, 8, 8), "late"),
        # Friday to Tuesday: the Monday after is a holiday (13 August 2018).
        ("consult", date(2018, 8, 10), date(2018, 8, 14), "in_time"),
        ("escalate", date(2018, 8, 6), date(2018, 8, 9), "in_time"),
        ("escalate", date(2018, 8, 6), date(2018, 8, 10), "late"),
        ("escalate", date(2018, 8, 6), None, "late"),
        ("escalate", date(2018, 12, 14), None, "waiting"),
        ("consult", date(2018, 12, 14), date(2018, 12, 17), "waiting"),
    ],
)
def test_taken_up_in_time_by_working_days(world: World, route, sent, accepted, timing):
    world.referral(sent, status="accepted" if accepted else "sent", route=route, accepted=accepted)
    assert world.figures().cubes["acceptance"].by("timing") == {(timing,): 1}
    share = {"in_time": Decimal("100.00"), "late": Decimal("0.00"), "waiting": None}
    assert world.figures().summary().timeliness == share[timing]


def test_a_referral_withdrawn_unanswered_is_not_late(world: World):
    world.referral(date(2018, 8, 6), status="withdrawn")
    assert world.figures().summary().timed == 0


def test_resolutions_by_result(world: World):
    world.resolution(date(2018, 9, 12))
    world.resolution(date(2018, 9, 12), result="deferred")
    world.resolution(date(2018, 12, 16))
    assert world.figures().cubes["resolutions"].by("clinic", "result") == {
        ("CMI", "approved"): 1, ("CMI", "deferred"): 1
    }  # fmt: skip


def test_annex_counts_each_activity_and_client_type_of_a_service(world: World):
    world.session(FIRST, activities=("product_education", "suggestion"), client_types=("general", "multiple_debts"))
    world.session(FIRST, mode="media", client_types=())
    cubes = service_cubes(window_of(world.year, AFTER_ALL))
    assert cubes["activities"].by("activity") == {("product_education",): 2, ("suggestion",): 1}
    assert cubes["clients"].by("client_type") == {("general",): 1, ("multiple_debts",): 1, ("",): 1}
    assert cubes["pairs"].total(mode="walk_in") == 4
    assert cubes["pairs"].by("activity", "client_type", mode="media") == {("product_education", ""): 1}


def test_every_number_is_the_number_of_its_rows(full: World):
    window = window_of(full.year, AFTER_ALL)
    figures, months = compute(window), ["", "2018-06", "2018-07", "2018-08", "2018-09", "2018-12"]
    seen = 0
    for indicator in INDICATORS.values():
        for clinic in ("", "CEN", "CMI", "PCT"):
            for month in months:
                rows = counted(indicator, window, all_rows(), clinic, month)
                is_people = indicator.code == "participants"
                size = sum(row.participants for row in rows) if is_people else rows.count()
                assert indicator.number(figures, clinic, month) == size, (indicator.code, clinic, month)
                seen += size
    assert seen > 500


def test_the_number_of_queries_does_not_grow_with_clinics(full: World):
    window = window_of(full.year, AFTER_ALL)
    with CaptureQueriesContext(connection) as three:
        compute(window)
    ClinicYear.objects.filter(year=full.year).exclude(clinic__code="CMI").delete()
    with CaptureQueriesContext(connection) as one:
        compute(window)
    assert len(three) == len(one) <= 10
    assert Clinic.objects.count() == 3


def test_frozen_figures_come_back_as_they_were(full: World):
    figures = full.figures()
    again = Figures.from_json(full.year, figures.to_json())
    assert again == figures
    assert again.summary("CMI").conclusion == figures.summary("CMI").conclusion
