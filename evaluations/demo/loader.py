"""Plays the whole demo: the pilot year to its evaluation, then the current year up to today."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from random import Random
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from clinic_project import audit
from clinic_project.models import Event
from evaluations.demo import people, texts, years
from evaluations.demo.appointments import departure, settle_posts
from evaluations.demo.budget import close_year, spend_year
from evaluations.demo.calendar import calendar_stories, plan_calendars
from evaluations.demo.cases import CasePlan, play_case
from evaluations.demo.direct_line import talk
from evaluations.demo.follow_ups import make_visits
from evaluations.demo.letters import invite_pilot, pilot_letters, season_invitation, season_letters
from evaluations.demo.library import pilot_library, season_library
from evaluations.demo.meetings import MeetingPlan, pilot_meetings, play_meeting, season_meetings
from evaluations.demo.members import count_members, make_members
from evaluations.demo.names import people as made_up_names
from evaluations.demo.opening import count_again, lead_to_opening
from evaluations.demo.plans import (
    PILOT_CASES,
    PILOT_DECISIONS,
    SEASON_CASES,
    SEASON_DECISIONS,
    Planner,
    case_plans,
    decision_plans,
    ending_of,
)
from evaluations.demo.posters import make_posters
from evaluations.demo.privacy import make_privacy
from evaluations.demo.programme import lead_clinics
from evaluations.demo.registry import bring_payroll_in, marry
from evaluations.demo.scene import PILOT, PILOT_ENDS, PILOT_SERVICE, Scene, Story
from evaluations.demo.surveys import ANSWERS, Answers
from evaluations.demo.visits import SESSIONS, set_service_days, single_visits
from evaluations.demo.year_papers import keep_calendar, sign_year
from evaluations.documents import report_pdf
from evaluations.models import Evaluation
from evaluations.services import freeze_evaluation, issue_evaluation
from members.models import Member

SEED = 2561
# At a small scale still enough for every mode, activity and kind of client.
FEWEST_SINGLES = 60
MARK = "demo.loaded"
FROZEN = date(2018, 12, 17)
ISSUED = date(2018, 12, 27)
CLOSED = date(2018, 12, 31)


class Bar(Protocol):
    """What shows progress: told of each thing done."""

    def update(self, n: int = 1) -> Any:
        """One more is done."""


Progress = Callable[[str, int], AbstractContextManager[Bar]]
"""Opens a bar for a step: Thai name and how many things there are to do."""


def is_loaded() -> bool:
    """Whether the demo data are there."""
    return Event.objects.filter(kind=MARK).exists()


def is_empty() -> bool:
    """Whether nobody has begun to work with this database."""
    return not Member.objects.exists() and not Event.objects.filter(kind="member.added").exists()


@transaction.atomic
def load(*, progress: Progress, scale: float = 1.0, seed: int = SEED, end: datetime | None = None) -> Scene:
    """Make everything in one transaction, so that a run that is killed leaves nothing behind.

    ``end`` is the present (now). The same ``seed``, ``scale`` and day give the same people, cases and figures.
    """
    # Chance for made-up data, not for secrets: it has to be the same at every run.
    rng = Random(seed)  # noqa: S311
    scene = Scene(rng=rng, end=end or timezone.now(), scale=scale)
    with scene.clock():
        _set_stage(scene, progress)
        planner = Planner(scene)
        meetings = [*pilot_meetings(scene), *season_meetings(scene)]
        plans = _plans(scene, planner, meetings)
        stories = _stories(scene, plans)
        _play_pilot(scene, [s for day, s in stories if scene.is_pilot(day)], meetings, progress)
        _play_season(scene, [s for day, s in stories if not scene.is_pilot(day)], meetings, progress)
    audit.record(MARK, scene.years[max(scene.years)], by=None, detail={"seed": seed, "scale": scale})
    return scene


def _set_stage(scene: Scene, progress: Progress) -> None:
    """Clinics, people and members as they were before the pilot began."""
    names = made_up_names(scene.rng)
    years.set_pilot(scene)
    with progress("บุคลากรและกรรมการ", len(people.usernames(scene.clinics))) as bar:
        people.make_accounts(scene, names, bar.update)
        people.appoint_people(scene, scene.years[PILOT], is_last=False)
    set_service_days(scene)
    plan_calendars(scene, scene.years[PILOT])
    settle_posts(scene, scene.years[PILOT])
    years.fill_profiles(scene, scene.years[PILOT])
    sign_year(scene, scene.years[PILOT])
    lead_clinics(scene, scene.years[PILOT])
    invite_pilot(scene)
    with progress("สมาชิก", count_members(scene)) as bar:
        make_members(scene, names, bar.update)
    bring_payroll_in(scene)
    marry(scene)


def _plans(scene: Scene, planner: Planner, meetings: list[MeetingPlan]) -> list[CasePlan]:
    """All cases of both years, in the order of their days."""
    pilot = (PILOT_SERVICE[0], PILOT_ENDS)
    called = [plan for plan in meetings if scene.is_pilot(plan.day)]
    coming = [plan for plan in meetings if not scene.is_pilot(plan.day)]
    plans = [
        *case_plans(scene, planner, PILOT_CASES, pilot),
        *decision_plans(scene, planner, called, PILOT_DECISIONS),
        *case_plans(scene, planner, SEASON_CASES, scene.season),
        *decision_plans(scene, planner, coming, SEASON_DECISIONS),
    ]
    return sorted(plans, key=lambda plan: (plan.opened, plan.clinic.number))


def _stories(scene: Scene, plans: list[CasePlan]) -> list[tuple[date, Story]]:
    """The cases, and as many visits without a case as are left of the whole number, each with its day."""
    taken = Counter((plan.clinic.code, plan.opened) for plan in plans)
    visits_of_cases = sum(plan.visits for plan in plans)
    singles = max(scene.count(SESSIONS) - visits_of_cases, FEWEST_SINGLES)
    answers = Answers(visits_of_cases + singles, scene.count(ANSWERS))
    cases = [(plan.opened, play_case(scene, plan, ending_of(plan), answers)) for plan in plans]
    return cases + single_visits(scene, singles, taken, answers)


def _play_pilot(scene: Scene, stories: list[Story], meetings: list[MeetingPlan], progress: Progress) -> None:
    """June to December 2561, with meetings, the evaluation, and the clinics' closing."""
    own = [play_meeting(scene, plan) for plan in meetings if scene.is_pilot(plan.day)]
    own += calendar_stories(scene, scene.years[PILOT])
    own += [lead_to_opening(scene, scene.years[PILOT]), count_again(scene, scene.years[PILOT])]
    own.append(pilot_library(scene))
    own += [keep_calendar(scene, scene.years[PILOT]), pilot_letters(scene)]
    own.append(departure(scene))
    _play(scene, "ปี 2561", [*stories, *own, _evaluate(scene, progress)], progress)
    scene.now = scene.at(CLOSED, 16, 30)
    make_visits(scene, scene.years[PILOT])
    make_posters(scene, scene.years[PILOT])
    spend_year(scene, scene.years[PILOT], is_over=True)
    close_year(scene, scene.years[PILOT])
    years.close_pilot(scene)


def _play_season(scene: Scene, stories: list[Story], meetings: list[MeetingPlan], progress: Progress) -> None:
    """The current year up to today, with the people appointed anew."""
    first = min(scene.season[0], date(scene.season[0].year, 1, 5))
    scene.now = scene.at(first, 8, 30)
    opened = years.set_season(scene)
    for year in opened:
        people.appoint_people(scene, year, is_last=year is opened[-1])
        settle_posts(scene, year)
    for year in opened:
        plan_calendars(scene, year)
        years.fill_profiles(scene, year)
        sign_year(scene, year)
        lead_clinics(scene, year)
        season_invitation(scene, year)
    own = [play_meeting(scene, plan) for plan in meetings if not scene.is_pilot(plan.day)]
    for year in opened:
        own += calendar_stories(scene, year)
    own += [lead_to_opening(scene, year) for year in opened]
    own.append(season_library(scene))
    own += [*(keep_calendar(scene, year) for year in opened), season_letters(scene)]
    _play(scene, f"ปี {max(scene.years)}", [*stories, *own], progress)
    scene.now = scene.end
    talk(scene)
    make_privacy(scene)
    spend_year(scene, scene.years[max(scene.years)], is_over=False)


def _play(scene: Scene, title: str, stories: list[Story], progress: Progress) -> None:
    own = set(stories)  # the others, answers to surveys, come up on the way
    with progress(title, len(own)) as bar:
        for story in stories:
            scene.begin(story)
        for story in scene.play():
            bar.update(story in own)


def _evaluate(scene: Scene, progress: Progress) -> Story:
    """The education committee freezes the pilot year's figures after the cut-off and issues the report."""
    secretary = scene.education["secretary"]
    yield scene.at(FROZEN, 10)
    evaluation = freeze_evaluation(year=scene.years[PILOT], by=secretary)
    yield scene.at(ISSUED, 14)
    evaluation.conclusion = texts.CONCLUSION
    content = _draw_report(evaluation, progress)
    issue_evaluation(evaluation, conclusion=texts.CONCLUSION, by=secretary, content=content)


def _draw_report(evaluation: Evaluation, progress: Progress) -> bytes:
    """The longest single thing of all, with a bar of its own."""
    with progress("รายงานปี 2561", 100) as bar:
        shown = 0

        def tell(words: str, percent: int) -> None:
            nonlocal shown
            bar.update(max(0, percent - shown))
            shown = max(shown, percent)

        content = report_pdf(evaluation.year, evaluation=evaluation, is_guarded=True, tell=tell)
        bar.update(100 - shown)
    return content
