"""Cases from intake to outcome. Each ending is a story of its own; those that go to central are in ``referrals``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cases.models import Case
from cases.services.access import break_glass
from cases.services.cases import add_note, move_case, open_case
from cases.services.figures import triage_of
from cases.services.follow_ups import plan_follow_up, record_follow_up
from cases.services.lawsuits import save_lawsuit
from cases.services.money import save_debts, save_household
from cases.services.severity import set_severity
from clinics.models import Clinic, User
from evaluations.demo import agreements, money, texts
from evaluations.demo.scene import Scene, Story
from evaluations.demo.surveys import Answers
from evaluations.demo.visits import visit_of_case
from members.models import Member

# Endings that need no household and debts.
BRIEF = {"advice", "out_of_scope", "void", "void_duplicate"}


@dataclass
class CasePlan:
    """What is to become of one case. ``facts`` belong to the ending."""

    clinic: Clinic
    member: Member
    opened: date
    ending: str
    visits: int = 1
    # Working days the clinic takes at most for a step.
    pace: int = 2
    is_restricted: bool = False
    is_example: bool = False
    officer: User = field(init=False)
    facts: dict[str, Any] = field(default_factory=dict)


Ending = Callable[[Scene, Case, CasePlan], Story]


def play_case(scene: Scene, plan: CasePlan, ending: Ending, answers: Answers) -> Story:
    """Intake, the visits, household and debts, and then the ending."""
    yield scene.in_hours(plan.opened)
    staff = scene.staff[plan.clinic.code]
    officer = plan.officer = scene.pick([staff.officers[0], *staff.officers])
    case = _intake(scene, plan)
    scene.begin(answers.of(scene, visit_of_case(scene, case, by=officer)))
    if plan.ending not in BRIEF:
        _write_money(scene, case, plan)
        if plan.ending != "open":
            yield scene.after(0, plan.pace)
            case = move_case(case, "start", by=officer)
    for _more in range(plan.visits - 1):
        yield scene.after(3, 6)
        scene.begin(answers.of(scene, visit_of_case(scene, case, by=officer)))
    if plan.is_restricted and plan.facts.get("glass"):
        break_glass(case, reason=texts.BREAK_GLASS, by=staff.head)
    yield from ending(scene, case, plan)


def _intake(scene: Scene, plan: CasePlan) -> Case:
    subject, wish, cause = scene.pick(texts.PROBLEMS)
    head = scene.staff[plan.clinic.code].head
    return open_case(
        clinic=plan.clinic,
        member=plan.member,
        subject=texts.PROBLEMS[0][0] if plan.is_example else subject,
        wish=wish,
        cause=cause,
        is_restricted=plan.is_restricted,
        conflicts=[(head, "superior")] if plan.facts.get("conflict") else [],
        by=plan.officer,
    )


def _write_money(scene: Scene, case: Case, plan: CasePlan) -> None:
    """Household and debts, and the severity the figures suggest."""
    if plan.is_example:
        lines, debts = money.example_household(), money.example_debts(scene.day)
    else:
        lines, salary = money.household(scene.rng)
        count = plan.facts.get("debts") or scene.pick((1, 1, 2, 2, 2, 3, 3, 4, 5, 6))
        debts = money.debts(scene.rng, salary=salary, count=count, day=scene.day)
    save_household(case, lines=lines, by=plan.officer)
    for debt in save_debts(case, debts=debts, by=plan.officer):
        if debt.stage in {"sued", "judgment", "execution"}:
            save_lawsuit(case, by=plan.officer, **money.lawsuit(scene.rng, debt, scene.day))
    agreements.note_guarantors(scene, case, by=plan.officer)
    triage = triage_of(case)
    if triage.level != case.severity:
        set_severity(case, severity=triage.level, reason=triage.reasons[0].text, by=plan.officer)


# ---- endings ----


def stays(scene: Scene, case: Case, plan: CasePlan) -> Story:
    """Nothing more has happened yet; perhaps a note."""
    if plan.ending != "open" and scene.rng.random() < 0.6:
        yield scene.after(1, 3)
        add_note(case, text=scene.pick(texts.NOTES), by=plan.officer)
    if case.status == "in_progress" and agreements.is_due(case):
        agreements.agree_with(scene, case, by=plan.officer)
    yield scene.now


def advised(scene: Scene, case: Case, plan: CasePlan) -> Story:
    """Closed on the spot or soon after, from open."""
    yield scene.after(0, 3)
    _close(case, plan, "close_with_advice", plan.ending)


def entered_in_error(scene: Scene, case: Case, plan: CasePlan) -> Story:
    """Void: entered twice, or by mistake."""
    yield scene.after(0, 2)
    twin = None
    if plan.ending == "void_duplicate":
        twin = open_case(clinic=case.clinic, member=case.member, subject=case.subject, by=plan.officer)
    reason = "บันทึกเรื่องเดียวกันสองครั้ง" if twin else "บันทึกผิดสมาชิก"
    move_case(twin or case, "void", by=plan.officer, reason=reason, duplicate_of=case if twin else None)
    if twin:
        yield scene.after(1, 4)
        _close(case, plan, "close_with_advice", "advice")


def paused(scene: Scene, case: Case, plan: CasePlan) -> Story:
    """On hold; where the story goes on, resumed and closed as the ending says."""
    yield scene.after(1, 3)
    case = hold(scene, case, plan)
    if plan.ending != "on_hold":
        yield scene.after(4, 8)
        case = move_case(case, "resume", by=plan.officer)
        yield from concluded(scene, case, plan)


def hold(scene: Scene, case: Case, plan: CasePlan) -> Case:
    """Put the case on hold for some weeks."""
    until = scene.days_ahead(scene.rng.randint(6, 20))
    return move_case(case, "hold", by=plan.officer, hold_reason=scene.pick(texts.HOLDS), hold_until=until)


def followed(scene: Scene, case: Case, plan: CasePlan) -> Story:
    """In follow-up today: one follow-up done, one overdue or one still to come."""
    yield scene.after(1, 2)
    case = _to_follow_up(scene, case, plan, weeks=scene.rng.randint(3, 9))
    due = {"due": scene.today + timedelta(days=scene.rng.choice((0, 1, 2, 5, 9))), "overdue": scene.days_ahead(4)}
    done = plan_follow_up(
        case, subject=texts.FOLLOW_UPS[1], due_on=scene.days_ahead(3), officer=plan.officer, by=plan.officer
    )
    if plan.facts["due"] != "none":
        subject, due_on = scene.pick(texts.FOLLOW_UPS), due[plan.facts["due"]]
        plan_follow_up(case, subject=subject, due_on=due_on, officer=plan.officer, by=plan.officer)
    yield scene.after(2, 4)
    record_follow_up(done, result=scene.pick(texts.RESULTS), by=plan.officer)


def concluded(scene: Scene, case: Case, plan: CasePlan) -> Story:
    """Followed up, and closed with the outcome; a late one only after the cut-off."""
    yield scene.after(1, 3)
    yield from follow_and_close(
        scene, case, plan, plan.facts.get("outcome", plan.ending), closes=plan.facts.get("closes")
    )


def reopened(scene: Scene, case: Case, plan: CasePlan) -> Story:
    """Closed, opened again by the head, and in the pilot year closed once more."""
    yield scene.after(1, 3)
    yield from follow_and_close(scene, case, plan, "plan")
    yield scene.after(4, 8)
    case = move_case(_fresh(case), "reopen", by=scene.staff[plan.clinic.code].head, reason=texts.REOPENED)
    if scene.is_pilot(scene.day):
        yield scene.after(1, 3)
        yield from follow_and_close(scene, case, plan, "plan")


def follow_and_close(scene: Scene, case: Case, plan: CasePlan, outcome: str, closes: date | None = None) -> Story:
    """The usual end: follow-up planned, its result recorded, closed with an outcome."""
    case = _to_follow_up(scene, case, plan, weeks=4)
    due_on = scene.days_ahead(scene.rng.randint(3, 7))
    planned = plan_follow_up(
        case, subject=scene.pick(texts.FOLLOW_UPS), due_on=due_on, officer=plan.officer, by=plan.officer
    )
    yield scene.after(3, 8)
    record_follow_up(planned, result=scene.pick(texts.RESULTS), by=plan.officer)
    yield scene.in_hours(closes) if closes else scene.after(1, 5)
    _close(case, plan, "close", outcome)


def _to_follow_up(scene: Scene, case: Case, plan: CasePlan, *, weeks: int) -> Case:
    return move_case(case, "follow_up", by=plan.officer, next_review=scene.day + timedelta(weeks=weeks))


def _close(case: Case, plan: CasePlan, move: str, outcome: str) -> Case:
    return move_case(case, move, by=plan.officer, outcome=outcome, outcome_summary=texts.SUMMARIES[outcome])


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("clinic", "member", "officer").get(pk=case.pk)
