"""Which cases there are: how many of each ending, at which clinic, whose, and when they are opened."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from clinics.models import Clinic
from evaluations.demo import cases
from evaluations.demo.cases import CasePlan, Ending
from evaluations.demo.meetings import MeetingPlan, meetings_waiting
from evaluations.demo.members import EXAMPLE_NUMBER
from evaluations.demo.referrals import referred
from evaluations.demo.scene import Scene
from members.models import Member

ENDINGS: dict[str, Ending] = {
    "advice": cases.advised,
    "out_of_scope": cases.advised,
    "plan": cases.concluded,
    "referred_outside": cases.concluded,
    "withdrawn": cases.concluded,
    "unreachable": cases.paused,
    "void": cases.entered_in_error,
    "void_duplicate": cases.entered_in_error,
    "reopened": cases.reopened,
    "open": cases.stays,
    "in_progress": cases.stays,
    "on_hold": cases.paused,
    "follow_up": cases.followed,
}
# Working days from the frozen agenda back to the intake: time for visits, central's questions and the proposal.
BEFORE_AGENDA = 25
RESTRICTED_SHARE = 0.09
# Opened to the day planned and moved on fast: central's queue holds work still in time beside what is late.
FRESH = {"open", "draft", "sent", "accepted", "info_requested", "in_review"}


@dataclass(frozen=True)
class Kind:
    """So many cases of one ending, opened from so many to so many working days before the end of their season."""

    ending: str
    count: int
    latest: int
    earliest: int
    facts: dict[str, Any] = field(default_factory=dict)


# Counted back from 14 December 2561. A case with duplicate counts as two.
PILOT_CASES = (
    Kind("advice", 32, 3, 130),
    Kind("plan", 46, 45, 130),
    Kind("plan", 4, 45, 60, {"closes": date(2018, 12, 19)}),
    Kind("out_of_scope", 5, 5, 130),
    Kind("referred_outside", 8, 45, 120),
    Kind("unreachable", 6, 55, 120),
    Kind("withdrawn", 5, 45, 120),
    Kind("void", 3, 5, 120),
    Kind("void_duplicate", 2, 8, 120),
    Kind("reopened", 3, 70, 120),
    Kind("advised", 18, 50, 125, {"outcome": "plan"}),
    Kind("declined", 2, 50, 110, {"outcome": "plan"}),
    Kind("taken_back", 2, 50, 110, {"outcome": "advice"}),
)
# Counted back from today.
SEASON_CASES = (
    Kind("open", 13, 0, 6),
    Kind("in_progress", 17, 12, 60),
    Kind("on_hold", 9, 14, 40),
    Kind("follow_up", 5, 22, 50, {"due": "due"}),
    Kind("follow_up", 4, 26, 60, {"due": "overdue"}),
    Kind("follow_up", 3, 22, 60, {"due": "none"}),
    Kind("plan", 8, 40, 85),
    Kind("advice", 6, 6, 85),
    Kind("out_of_scope", 1, 8, 60),
    Kind("unreachable", 1, 55, 80),
    Kind("withdrawn", 1, 45, 80),
    Kind("referred_outside", 1, 45, 80),
    Kind("void", 1, 5, 60),
    Kind("void_duplicate", 1, 10, 60),
    Kind("reopened", 2, 55, 80),
    Kind("draft", 2, 1, 5),
    Kind("sent", 3, 1, 4),
    Kind("accepted", 2, 3, 7),
    Kind("info_requested", 2, 4, 9),
    Kind("in_review", 2, 4, 9),
    Kind("measure_draft", 1, 20, 24),
    Kind("submitted", 2, 22, 26),
    Kind("returned", 1, 18, 24),
    Kind("advised", 2, 30, 50),
    Kind("declined", 1, 15, 30),
    Kind("taken_back", 1, 15, 30),
)
# What each meeting decides: result, and what becomes of the case.
PILOT_DECISIONS: tuple[tuple[dict[str, Any], ...], ...] = (
    ({"result": "approved", "outcome": "relief_granted"}, {"result": "rejected", "outcome": "relief_refused"}),
    (
        {"result": "approved", "outcome": "relief_granted", "second_thoughts": True},
        {"result": "approved_as_amended", "outcome": "relief_granted"},
        {"result": "approved", "outcome": "relief_granted"},
    ),
    (
        {"result": "approved", "outcome": "relief_granted", "revised": True},
        {"result": "deferred", "then": "approved_as_amended", "outcome": "relief_granted"},
        {"result": "approved", "outcome": "relief_granted"},
    ),
    (
        {"result": "approved", "outcome": "relief_granted"},
        {"result": "approved", "outcome": "relief_granted"},
        {"result": "rejected", "outcome": "relief_refused"},
    ),
)
SEASON_DECISIONS: tuple[tuple[dict[str, Any], ...], ...] = (
    (
        {"result": "approved", "ending": "returned"},
        {"result": "approved_as_amended", "ending": "acknowledged"},
        {"result": "approved", "outcome": "relief_granted"},
        {"result": "rejected", "ending": "implemented"},
        {"result": "deferred", "ending": "waiting"},
    ),
    ({"result": "approved", "ending": "waiting"}, {"result": "approved", "ending": "waiting"}),
    ({"result": "approved", "ending": "waiting", "is_example": True},),
)


class Planner:
    """Hands out clinics and members so that every clinic has cases and few members have two."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.clinics = [clinic for clinic in scene.clinics if not clinic.is_central]
        self.turn = 0
        self.free: dict[str, list[Member]] = {}

    def clinic(self, *, with_central: bool) -> Clinic:
        """The next clinic in turn; Chiang Mai more often. A case of central itself is not referred."""
        self.turn += 1
        if with_central and self.turn % 16 == 0:
            return self.scene.clinics[0]
        chosen: Clinic = self.clinics[0] if self.turn % 9 == 0 else self.clinics[self.turn % len(self.clinics)]
        return chosen

    def member(self, clinic: Clinic) -> Member:
        """A member of the clinic, as long as there are any one without a case; the example's member is kept apart."""
        free = self.free.get(clinic.code)
        if not free:
            free = [member for member in self.scene.members[clinic.code] if member.number != EXAMPLE_NUMBER]
            self.scene.rng.shuffle(free)
            self.free[clinic.code] = free
        return free.pop()

    def day(self, clinic: Clinic, target: date) -> date:
        """The clinic's last service day in the week up to the target, else the target."""
        days = [d for d in self.scene.service_days[clinic.code] if target - timedelta(days=9) <= d <= target]
        return days[-1] if days else target


def case_plans(
    scene: Scene, planner: Planner, kinds: tuple[Kind, ...], season: tuple[date, date]
) -> Iterator[CasePlan]:
    """Plans of one season from its table; each ending at least once at any scale."""
    days = scene.working_days(*season)
    for kind in kinds:
        for _nth in range(scene.count(kind.count)):
            is_referral = kind.ending not in ENDINGS
            clinic = planner.clinic(with_central=not is_referral)
            back = min(scene.rng.randint(kind.latest, kind.earliest), len(days) - 1)
            target = days[-1 - back]
            opened = target if kind.ending in FRESH else max(planner.day(clinic, target), season[0])
            yield _with_chances(
                scene, CasePlan(clinic, planner.member(clinic), opened, kind.ending, facts=dict(kind.facts))
            )


def _with_chances(scene: Scene, plan: CasePlan) -> CasePlan:
    """Further visits, secrecy and conflicts. Restricted ones are not referred: the head can't see them."""
    stays_short = {"void", "void_duplicate", "advice", "out_of_scope", *FRESH}
    plan.pace = 0 if plan.ending in FRESH else 2
    plan.visits = 1 if plan.ending in stays_short else scene.rng.choice((1, 2, 2, 3))
    if plan.ending not in ENDINGS:
        plan.visits = min(plan.visits, 2)
        plan.facts["debts"] = scene.rng.randint(3, 6)
    elif plan.ending != "reopened":
        plan.is_restricted = scene.rng.random() < RESTRICTED_SHARE
        plan.facts["conflict"] = plan.is_restricted and scene.rng.random() < 0.3
        plan.facts["glass"] = plan.is_restricted and scene.rng.random() < 0.3
    return plan


def decision_plans(
    scene: Scene, planner: Planner, meetings: list[MeetingPlan], decisions: tuple[tuple[dict[str, Any], ...], ...]
) -> Iterator[CasePlan]:
    """Cases that come before the committee, opened early enough for the agenda."""
    number = 0
    for meeting, items in zip(meetings_waiting(meetings), decisions, strict=True):
        agenda = min(scene.calendar.add_working_days(meeting.day, -3), scene.today)
        for item in items:
            clinic = planner.clinic(with_central=False)
            facts = {**item, "meeting": meeting, "number": number, "debts": 4 + number % 3}
            ending, is_example = facts.pop("ending", "implemented"), facts.pop("is_example", False)
            if is_example:
                clinic = next(c for c in scene.clinics if c.code == "CMI")
            member = _example_member(scene) if is_example else planner.member(clinic)
            opened = planner.day(clinic, scene.calendar.add_working_days(agenda, -BEFORE_AGENDA - number % 4))
            opened = max(opened, date(2018, 6, 4))
            yield CasePlan(clinic, member, opened, ending, visits=2, is_example=is_example, facts=facts)
            number += 1


def _example_member(scene: Scene) -> Member:
    return next(member for member in scene.members["CMI"] if member.number == EXAMPLE_NUMBER)


def ending_of(plan: CasePlan) -> Ending:
    """The story a plan ends with."""
    return ENDINGS.get(plan.ending, referred)
