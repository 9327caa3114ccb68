"""Cases that go to central: consulted or escalated, declined, withdrawn, decided, carried out."""

from decimal import Decimal
from typing import Any

from cases.models import Case
from clinics.models import User
from evaluations.demo import texts
from evaluations.demo.cases import CasePlan, follow_and_close
from evaluations.demo.meetings import MeetingPlan
from evaluations.demo.scene import Scene, Story
from referrals.models import Measure, Referral
from referrals.services.measures import (
    endorse_measure,
    implement_measure,
    propose_measure,
    revise_measure,
    submit_measure,
    withdraw_measure,
)
from referrals.services.referrals import (
    accept_referral,
    acknowledge,
    advise,
    answer_info,
    decline_referral,
    draft_referral,
    implement_referral,
    request_info,
    send_message,
    send_referral,
    start_review,
    tell_member,
    withdraw_referral,
)

# How far central got when the story stops; the endings of the referral queue.
STAGES = ("draft", "sent", "accepted", "info_requested", "in_review", "measure_draft", "submitted")
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("consolidate", {"proposed_periods": 120}),
    ("extend_term", {"longer": 60}),
    ("reduce_rate", {"proposed_rate": Decimal("4.75")}),
    ("principal_holiday", {"grace_months": 12}),
    ("special_loan", {"proposed_periods": 96}),
    ("payment_holiday", {"grace_months": 6}),
)


def referred(scene: Scene, case: Case, plan: CasePlan) -> Story:
    """Draft and send; then as the ending says."""
    head = scene.staff[plan.clinic.code].head
    route = "escalate" if plan.facts.get("meeting") or plan.ending in {"measure_draft", "submitted"} else "consult"
    yield scene.after(0, plan.pace)
    referral = draft_referral(
        case=case,
        route=route,
        question=scene.pick(texts.QUESTIONS[route]),
        tried=scene.pick(texts.TRIED),
        by=plan.officer,
    )
    if plan.ending == "draft":
        return
    yield scene.after(0, min(1, plan.pace))
    referral = send_referral(referral, by=head)
    if plan.ending == "sent":
        return
    yield scene.after(1, 2)
    if plan.ending in {"declined", "taken_back"}:
        yield from _sent_back(scene, referral, case, plan, head)
        return
    yield from _received(scene, referral, case, plan)


def _sent_back(scene: Scene, referral: Referral, case: Case, plan: CasePlan, head: User) -> Story:
    """Declined by central or withdrawn by the sender: the clinic goes on by itself."""
    if plan.ending == "declined":
        code = scene.pick(tuple(texts.DECLINES))
        decline_referral(referral, code=code, note=texts.DECLINES[code], by=scene.central())
    else:
        withdraw_referral(referral, reason=texts.SENT_BACK, by=head)
    if plan.facts.get("outcome"):
        yield scene.after(2, 5)
        yield from follow_and_close(scene, _case(case), plan, plan.facts["outcome"])


def _received(scene: Scene, referral: Referral, case: Case, plan: CasePlan) -> Story:
    handler = scene.central()
    referral = accept_referral(referral, by=handler)
    if scene.rng.random() < 0.5:
        send_message(referral, text=scene.pick(texts.MESSAGES), by=scene.pick([handler, plan.officer]))
    if plan.ending == "accepted":
        return
    yield scene.after(0, 1)
    referral = start_review(referral, by=handler)
    if plan.ending == "info_requested" or scene.rng.random() < 0.2:
        request_info(referral, question=texts.INFO_QUESTION, by=handler)
        if plan.ending == "info_requested":
            return
        yield scene.after(1, 2)
        answer_info(referral, answer=texts.INFO_ANSWER, by=plan.officer)
        referral.refresh_from_db()
    if plan.ending == "in_review":
        return
    yield scene.after(0, 2)
    if referral.route == "consult":
        advise(referral, advice=scene.pick(texts.CENTRAL_ADVICE), by=handler)
        yield from _carried_out(scene, referral, case, plan, None)
    else:
        yield from _escalated(scene, referral, case, plan, handler)


def _proposal(plan: CasePlan, case: Case, number: int) -> dict[str, Any]:
    kind, terms = KINDS[0] if plan.is_example else KINDS[number % len(KINDS)]
    fields: dict[str, Any] = {name: value for name, value in terms.items() if name != "longer"}
    if kind not in {"consolidate", "special_loan"}:
        fields["debt"] = case.debts.get(kind="ordinary_loan")
        if "longer" in terms:
            fields["proposed_periods"] = fields["debt"].periods_left + terms["longer"]
    return {"kind": kind, "rationale": texts.RATIONALE, "conditions": texts.CONDITIONS, "risks": texts.RISKS, **fields}


def _escalated(scene: Scene, referral: Referral, case: Case, plan: CasePlan, handler: User) -> Story:
    """A measure is proposed, checked by a second person, and put to the meeting of the plan."""
    number: int = plan.facts.get("number", 0)
    if plan.facts.get("second_thoughts"):
        first = propose_measure(referral, by=handler, **_proposal(plan, case, number + 1))
        withdraw_measure(first, by=handler)
    measure = propose_measure(referral, by=handler, **_proposal(plan, case, number))
    if plan.ending == "measure_draft":
        return
    yield scene.after(0, 1)
    measure = submit_measure(measure, by=handler)
    if plan.facts.get("revised"):
        measure = submit_measure(revise_measure(measure, by=handler), by=handler)
    endorse_measure(measure, by=_other_at_central(scene, handler))
    if plan.ending == "submitted":
        return
    meeting: MeetingPlan = plan.facts["meeting"]
    meeting.submit(measure, plan.facts["result"])
    if plan.facts.get("then") and meeting.next:
        # Deferred at the first meeting, decided at the next.
        meeting.next.wanted[measure.pk] = plan.facts["then"]
        meeting = meeting.next
    if plan.ending == "waiting":
        return
    yield scene.at(meeting.day, 13, 30)
    yield scene.after(1, 2)
    referral.refresh_from_db()
    measure.refresh_from_db()
    yield from _carried_out(scene, referral, case, plan, measure)


def _other_at_central(scene: Scene, handler: User) -> User:
    staff = scene.staff["CEN"]
    return next(user for user in (staff.secretary, staff.head) if user.pk != handler.pk)


def _carried_out(scene: Scene, referral: Referral, case: Case, plan: CasePlan, measure: Measure | None) -> Story:
    """The clinic acknowledges, tells the member, carries it out, and concludes the case."""
    staff = scene.staff[plan.clinic.code]
    if plan.ending == "returned":
        return
    yield scene.after(1, 2)
    acknowledge(referral, by=scene.pick([staff.head, staff.secretary]))
    if plan.ending == "acknowledged":
        return
    tell_member(referral, on=scene.day, by=plan.officer)
    yield scene.after(1, 3)
    if measure and measure.status in {"approved", "approved_as_amended"}:
        implement_measure(measure, on=scene.day, by=plan.officer)
    implement_referral(referral, note="แจ้งสมาชิกและดำเนินการครบถ้วนแล้ว", by=plan.officer)
    if plan.facts.get("outcome"):
        yield scene.after(1, 2)
        yield from follow_and_close(scene, _case(case), plan, plan.facts["outcome"])


def _case(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)
