"""Rules of the referral: who may, in which state, what follows, and what the database refuses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.models import Case
from cases.services import money
from clinic_project import audit, workflow
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState
from members.models import Member
from referrals.models import Referral
from referrals.services import referrals
from tests.factories_cases import make_case, with_example
from tests.factories_referrals import fresh, make_measure, make_referral, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody(cast: dict[str, Any]) -> None:
    """The cast."""


MOVES: dict[str, tuple[str, Callable[[Referral, Any], Any]]] = {
    "send": ("draft", lambda r, by: referrals.send_referral(r, by=by)),
    "accept": ("sent", lambda r, by: referrals.accept_referral(r, by=by)),
    "decline": ("sent", lambda r, by: referrals.decline_referral(r, code="incomplete", note="แนบหมาย", by=by)),
    "withdraw": ("sent", lambda r, by: referrals.withdraw_referral(r, reason="สมาชิกขอถอน", by=by)),
    "review": ("accepted", lambda r, by: referrals.start_review(r, by=by)),
    "request_info": ("in_review", lambda r, by: referrals.request_info(r, question="ขอหมาย", by=by)),
    "answer_info": ("info_requested", lambda r, by: referrals.answer_info(r, answer="แนบแล้ว", by=by)),
    "advise": ("in_review", lambda r, by: referrals.advise(r, advice="รวมหนี้", by=by)),
    "acknowledge": ("returned", lambda r, by: referrals.acknowledge(r, by=by)),
    "tell_member": ("returned", lambda r, by: referrals.tell_member(r, on=timezone.localdate(), by=by)),
    "implement": ("acknowledged", lambda r, by: referrals.implement_referral(r, note="ทำสัญญาแล้ว", by=by)),
    "message": ("sent", lambda r, by: referrals.send_message(r, text="โทรกลับด้วย", by=by)),
}
CLINIC = {"head.cmi", "secretary.cmi", "officer.cmi", "officer2.cmi"}
CENTRAL = {"head.cen", "secretary.cen", "officer.cen"}
MAY = {
    "send": {"head.cmi"},
    "withdraw": {"head.cmi"},
    "acknowledge": {"head.cmi", "secretary.cmi"},
    "answer_info": CLINIC,
    "tell_member": CLINIC,
    "implement": CLINIC,
    "message": CLINIC | CENTRAL,
    **dict.fromkeys(("accept", "decline", "review", "request_info", "advise"), CENTRAL),
}
ROLES = sorted(CLINIC | CENTRAL | {"head.pct", "board.secretary", "edu.chair", "admin"})


@pytest.mark.parametrize("move", MOVES)
def test_who_may_make_each_move(move: str) -> None:
    state, act = MOVES[move]
    referral = make_referral(state)
    allowed = set()
    for role in ROLES:
        try:
            with transaction.atomic():
                act(fresh(referral), person(role))
                allowed.add(role)
                transaction.set_rollback(True)
        except NotAllowed:
            continue
    assert allowed == MAY[move]


def test_sending_keeps_what_was_sent_and_moves_the_case() -> None:
    case = with_example(make_case("open"))
    referral = make_referral("sent", case=case)
    sent = referral.snapshot
    assert sent["member"] == case.member.number
    assert sent["figures"]["net_take_home"] == "17485.00"
    assert (sent["figures"]["debt_service_ratio"], sent["figures"]["residual"]) == ("81.10", "-10765.00")
    assert len(sent["debts"]) == 6
    assert case.member.last_name not in str(sent)
    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.action_owner, case.is_known_to_central) == ("referred", "central", True)
    assert Member.objects.get(pk=case.member_id).is_known_to_central
    assert case.entries.filter(kind="referral", title__contains=referral.reference).exists()
    kinds = [event.kind for event in audit.events_of(case)]
    assert "case.move.start" in kinds
    assert "case.move.refer" in kinds


def test_the_snapshot_stays_when_the_case_goes_on() -> None:
    referral = make_referral("returned")
    money.save_debts(referral.case, debts=[], by=person("officer.cmi"))
    assert len(fresh(referral).snapshot["debts"]) == 6


def test_numbers_run_by_clinic_and_year() -> None:
    first, second = make_referral("draft"), make_referral("draft")
    assert first.reference.endswith("-CMI-001")
    assert second.reference.endswith("-CMI-002")
    assert make_referral("draft", clinic_code="PCT").reference.endswith("-PCT-001")


def test_one_active_referral_a_case() -> None:
    referral = make_referral("draft")
    with pytest.raises(ValidationError, match="ยังไม่จบ"):
        referrals.draft_referral(case=referral.case, route="consult", question="อีกครั้ง", by=person("officer.cmi"))
    referrals.withdraw_referral(referral, reason="", by=person("head.cmi"))
    referrals.draft_referral(case=referral.case, route="consult", question="อีกครั้ง", by=person("officer.cmi"))


@pytest.mark.parametrize("status", ["on_hold", "follow_up", "closed", "void"])
def test_only_a_case_under_way_is_referred(status: str) -> None:
    with pytest.raises(ValidationError, match="ส่งต่อ"):
        referrals.draft_referral(case=make_case(status), route="consult", question="ถาม", by=person("officer.cmi"))


def test_a_draft_without_a_question_is_not_sent() -> None:
    case = make_case("in_progress")
    draft = referrals.draft_referral(case=case, route="consult", by=person("officer.cmi"))
    with pytest.raises(NotAllowed, match="เขียนคำถาม"):
        referrals.send_referral(draft, by=person("head.cmi"))
    assert Case.objects.get(pk=case.pk).status == "in_progress"


def test_a_declined_referral_returns_the_case() -> None:
    referral = make_referral("declined")
    assert (referral.decline_code, referral.case.status, referral.case.action_owner) == (
        "incomplete",
        "in_progress",
        "clinic",
    )


@pytest.mark.parametrize(("code", "note"), [("", "เพราะ"), ("nonsense", "เพราะ"), ("other", "  ")])
def test_declining_needs_a_code_and_a_note(code: str, note: str) -> None:
    with pytest.raises(ValidationError):
        referrals.decline_referral(make_referral("sent"), code=code, note=note, by=person("officer.cen"))


def test_a_sent_referral_is_withdrawn_only_with_a_reason() -> None:
    referral = make_referral("sent")
    with pytest.raises(ValidationError, match="เหตุผล"):
        referrals.withdraw_referral(referral, reason=" ", by=person("head.cmi"))
    assert make_referral("withdrawn").case.status == "in_progress"


def test_asking_back_gives_the_ball_to_the_clinic_and_the_answer_gives_it_back() -> None:
    referral = make_referral("info_requested")
    assert referral.case.action_owner == "clinic"
    asked = referrals.answer_info(referral, answer="แนบหมายแล้ว", by=person("officer.cmi"))
    assert (asked.answer, asked.answered_by) == ("แนบหมายแล้ว", person("officer.cmi"))
    referral = fresh(referral)
    assert (referral.status, referral.case.action_owner) == ("in_review", "central")


def test_advice_goes_back_in_one_step() -> None:
    referral = make_referral("returned", route="consult")
    assert referral.decided_at == referral.returned_at
    assert (referral.case.status, referral.case.action_owner) == ("in_progress", "clinic")
    kinds = [event.kind for event in audit.events_of(referral)]
    assert kinds[:2] == ["referral.move.hand_back", "referral.move.advise"]


def test_no_advice_while_a_measure_waits_for_the_committee() -> None:
    measure = make_measure("submitted")
    with pytest.raises(NotAllowed, match="ยังไม่มีมติ"):
        referrals.advise(measure.referral, advice="รวมหนี้", by=person("officer.cen"))


def test_the_committees_return_waits_for_the_last_measure() -> None:
    measure = make_measure("approved")
    second = make_measure("deferred", referral=measure.referral)
    secretary = person("board.secretary")
    assert referrals.return_referral(measure.referral, by=secretary).status == "in_review"
    for move in ("schedule", "reject"):
        second = workflow.apply(second, move, by=secretary)
    returned = referrals.return_referral(fresh(measure.referral), by=secretary)
    assert (returned.status, returned.case.status) == ("returned", "in_progress")


def test_the_member_is_told_once_and_not_before_the_return_nor_in_the_future() -> None:
    today, officer = timezone.localdate(), person("officer.cmi")
    with pytest.raises(ValidationError, match="ยังไม่มีผล"):
        referrals.tell_member(make_referral("in_review"), on=today, by=officer)
    referral = make_referral("returned")
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(ValidationError):
            referrals.tell_member(referral, on=day, by=officer)
    referrals.tell_member(referral, on=today, by=officer)
    with pytest.raises(ValidationError, match="ไว้แล้ว"):
        referrals.tell_member(fresh(referral), on=today, by=officer)


def test_the_second_of_two_is_told_it_moved_on() -> None:
    referral = make_referral("sent")
    referrals.accept_referral(referral, by=person("officer.cen"))
    with pytest.raises(StaleState) as stale:
        referrals.accept_referral(referral, by=person("head.cen"))
    assert stale.value.last is not None
    assert stale.value.last.actor == person("officer.cen")


def test_a_sent_draft_is_not_edited() -> None:
    with pytest.raises(StaleState):
        referrals.edit_draft(make_referral("sent"), question="ใหม่", tried="", route="consult", by=person("officer.cmi"))


def test_a_declared_conflict_stops_central_as_well() -> None:
    referral = make_referral("sent")
    referral.case.conflicts.create(user=person("officer.cen"), relation="relative", declared_by=person("officer.cen"))
    with pytest.raises(NotAllowed, match="ส่วนได้เสีย"):
        referrals.accept_referral(referral, by=person("officer.cen"))


def test_the_direct_line_opens_with_the_sending() -> None:
    with pytest.raises(NotAllowed, match="สายตรง"):
        referrals.send_message(make_referral("draft"), text="มีใครอยู่ไหม", by=person("officer.cmi"))


def test_a_message_is_kept_as_written() -> None:
    message = referrals.send_message(make_referral("sent"), text="โทรกลับด้วย", by=person("officer.cen"))
    with pytest.raises(Exception, match="Message"):
        message.delete()


REFUSED = {
    "sent_pair": "UPDATE referrals_referral SET sent_by_id = NULL WHERE id = %s",
    "accepted_pair": "UPDATE referrals_referral SET accepted_at = sent_at WHERE id = %s",
    "declined_pair": "UPDATE referrals_referral SET declined_at = sent_at WHERE id = %s",
    "acknowledged_pair": "UPDATE referrals_referral SET acknowledged_at = sent_at WHERE id = %s",
    "implemented_pair": "UPDATE referrals_referral SET implemented_at = sent_at WHERE id = %s",
    "decline_has_code": "UPDATE referrals_referral SET status = 'declined' WHERE id = %s",
    "moving_without_sending": "UPDATE referrals_referral SET sent_at = NULL, sent_by_id = NULL WHERE id = %s",
    "accepted_before_sent": (
        "UPDATE referrals_referral SET accepted_at = '2001-01-01 00:00:00', accepted_by_id = sent_by_id WHERE id = %s"
    ),
}


@pytest.mark.parametrize("rule", list(REFUSED))
def test_the_database_refuses(rule: str) -> None:
    referral = make_referral("sent")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFUSED[rule], [referral.pk])


def test_the_database_refuses_a_second_active_referral_of_a_case() -> None:
    first, second = make_referral("sent"), make_referral("draft")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_referral SET case_id = %s WHERE id = %s", [first.case_id, second.pk])


def test_the_database_refuses_two_open_questions() -> None:
    asked = make_referral("info_requested").info_requests.get()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO referrals_inforequest (referral_id, question, asked_at, asked_by_id, answer) "
            "SELECT referral_id, question, asked_at, asked_by_id, answer FROM referrals_inforequest WHERE id = %s",
            [asked.pk],
        )
