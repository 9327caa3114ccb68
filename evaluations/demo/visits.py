"""Services given: which days a clinic is open for walk-ins, and what members come for."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, cycle, repeat
from typing import Any

from cases.models import Case, Session
from cases.services.sessions import log_session
from clinics.models import Clinic
from evaluations.demo import texts
from evaluations.demo.calendar import FORGETS, SHORT, days_off, regular_days
from evaluations.demo.scene import PILOT_ENDS, PILOT_SERVICE, Scene, Story
from evaluations.demo.surveys import Answers

SESSIONS = 1500
PILOT_SHARE = 0.58
# How many months of a clinic have a third day.
EXTRA_SHARE = 0.25
MODES = ("walk_in",) * 64 + ("mobile",) * 15 + ("media",) * 9 + ("online",) * 12
Reason = tuple[tuple[str, ...], tuple[str, ...]]
# What is done for which kind of client.
REASONS: tuple[Reason, ...] = (
    (("financial_problem_advice",), ("multiple_debts",)),
    (("financial_problem_advice",), ("insufficient_income",)),
    (("financial_problem_advice",), ("multiple_debts", "insufficient_income")),
    (("financial_problem_advice",), ("being_sued", "multiple_debts")),
    (("product_education",), ("general",)),
    (("product_education",), ("new_member",)),
    (("product_education", "suggestion"), ("general",)),
    (("investment_advice",), ("wealth_building",)),
    (("investment_advice", "product_education"), ("wealth_building", "general")),
    (("suggestion",), ("general",)),
)


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last day of each month between the two, cut to them."""
    day = first
    while day <= last:
        ends = min(date(day.year, day.month, monthrange(day.year, day.month)[1]), last)
        yield day, ends
        day = ends + timedelta(days=1)


def set_service_days(scene: Scene) -> None:
    """The days of each clinic's rule and now and then one more; some clinics manage fewer in some months (R25)."""
    for clinic in scene.clinics:
        found: set[date] = set()
        for first, last in (PILOT_SERVICE, scene.season):
            regular = regular_days(scene, clinic, first, last)
            found |= set(regular) - days_off(clinic, regular)
            for begins, ends in _months(first, last):
                if clinic.code not in SHORT and scene.rng.random() < EXTRA_SHARE:
                    found.add(scene.pick(scene.working_days(begins, ends) or regular))
        if clinic.code == FORGETS and found:
            found.discard(max(found))
        scene.service_days[clinic.code] = sorted(found)


def single_visits(
    scene: Scene, count: int, taken: Counter[tuple[str, date]], answers: Answers
) -> list[tuple[date, Story]]:
    """Visits that belong to no case, on days of both seasons. Service days nobody came to yet are filled first."""
    empty = [
        (clinic, day)
        for clinic in scene.clinics
        for day in scene.service_days[clinic.code]
        if not taken[clinic.code, day]
    ]
    scene.rng.shuffle(empty)
    found = [(clinic, day, "walk_in") for clinic, day in empty[: count // 2]]
    modes = chain(Session.Mode.values, (scene.pick(MODES) for _nth in repeat(None)))
    found += [_somewhere(scene, mode) for mode, _nth in zip(modes, range(count - len(found)), strict=False)]
    reasons = cycle(REASONS)
    return [(day, _visit(scene, clinic, day, mode, next(reasons), answers)) for clinic, day, mode in found]


def _somewhere(scene: Scene, mode: str) -> tuple[Clinic, date, str]:
    clinic = scene.pick([*scene.clinics, scene.clinics[0], scene.clinics[1]])
    is_pilot = scene.rng.random() < PILOT_SHARE
    first, last = PILOT_SERVICE if is_pilot else scene.season
    if is_pilot:
        last = PILOT_ENDS + timedelta(days=12)
    days = scene.working_days(first, last)
    if mode == "walk_in":
        days = [day for day in scene.service_days[clinic.code] if first <= day <= last]
    return clinic, scene.pick(days), mode


def _visit(scene: Scene, clinic: Clinic, day: date, mode: str, reason: Reason, answers: Answers) -> Story:
    yield scene.in_hours(day)
    staff = scene.staff[clinic.code]
    by = scene.pick([*staff.officers, *staff.officers, staff.secretary, staff.head])
    is_talk = mode in {"mobile", "media"} and scene.rng.random() < 0.45
    fields = _talk(scene, mode) if is_talk else _advice(scene, clinic, *reason)
    if mode == "mobile":
        fields["occasion"] = scene.pick(tuple(texts.TALKS))
        fields["occasion_detail"] = texts.TALKS[fields["occasion"]]
        fields["in_official_hours"] = scene.rng.random() < 0.8
    session = log_session(clinic=clinic, served_on=scene.day, mode=mode, by=by, **fields)
    scene.begin(answers.of(scene, session))


def _talk(scene: Scene, mode: str) -> dict[str, Any]:
    """A talk or leaflets for many."""
    return {
        "member": None,
        "activities": ["product_education"],
        "client_types": [],
        "advice": scene.pick(texts.MEDIA) if mode == "media" else "บรรยายผลิตภัณฑ์และการวางแผนหนี้",
        "minutes": scene.rng.randrange(30, 181, 15),
        "participants": scene.rng.randint(12, 140),
    }


def _advice(scene: Scene, clinic: Clinic, activities: tuple[str, ...], client_types: tuple[str, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "member": scene.pick(scene.members[clinic.code]),
        "activities": activities,
        "client_types": client_types,
        "advice": scene.pick(texts.ADVICE[activities[0]]),
        "minutes": scene.rng.randrange(10, 76, 5),
    }
    if "suggestion" in activities:
        fields["suggestion_about"] = scene.pick(tuple(texts.SUGGESTIONS))
        fields["suggestion"] = scene.pick(texts.SUGGESTIONS[fields["suggestion_about"]])
    return fields


def visit_of_case(scene: Scene, case: Case, *, by: Any) -> Session:
    """A visit about a case on the day being played: a walk-in where the clinic is open, else online."""
    is_open = scene.day in scene.service_days[case.clinic.code]
    return log_session(
        clinic=case.clinic,
        member=case.member,
        case=case,
        served_on=scene.day,
        mode="walk_in" if is_open else "online",
        activities=["financial_problem_advice"],
        client_types=scene.pick(
            (["multiple_debts"], ["insufficient_income"], ["multiple_debts", "insufficient_income"])
        ),
        advice=scene.pick(texts.ADVICE["financial_problem_advice"]),
        minutes=scene.rng.randrange(20, 91, 5),
        by=by,
    )
