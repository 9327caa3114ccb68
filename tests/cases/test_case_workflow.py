"""Every move of a case x role, what each move asks for, and who else was faster."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from cases.models import Case
from cases.services import cases, follow_ups
from cases.workflow import CASE_MACHINE
from clinic_project.models import Event
from clinic_project.workflow import StaleState, StatusGuarded, apply
from tests.factories_cases import make_case

LATER = timezone.localdate() + timedelta(days=30)
ASKED: dict[str, dict[str, Any]] = {
    "start": {},
    "close_with_advice": {"outcome": "advice", "outcome_summary": "แนะนำให้ตั้งบัญชีรายจ่าย"},
    "void": {"reason": "บันทึกผิดคน"},
    "follow_up": {"next_review": LATER},
    "hold": {"hold_reason": "รอหมายศาล", "hold_until": LATER, "action_owner": "member"},
    "resume": {},
    "close": {"outcome": "plan", "outcome_summary": "ตกลงแผนผ่อนชำระแล้ว"},
    "reopen": {"reason": "สมาชิกถูกฟ้องเพิ่ม"},
}
FROM = {
    "start": "open",
    "close_with_advice": "open",
    "void": "open",
    "follow_up": "in_progress",
    "hold": "in_progress",
    "resume": "on_hold",
    "close": "follow_up",
    "reopen": "closed",
}
BY_HAND = [move.name for move in CASE_MACHINE.table if not move.by_system]


def test_every_move_by_hand_is_played_here() -> None:
    assert set(BY_HAND) == set(ASKED) == set(FROM)


def posted(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as a browser sends them: days in Thai digits, to see that they are read."""
    sent = {}
    for name, value in fields.items():
        if hasattr(value, "year"):
            sent |= {
                f"{name}_day": str(value.day),
                f"{name}_month": str(value.month),
                f"{name}_year": str(value.year + 543),
            }
        else:
            sent[name] = value
    return sent


WORKERS = {"officer.cmi": 302, "officer2.cmi": 302, "secretary.cmi": 302, "head.cmi": 302}
STRANGERS = {
    "officer.pct": 404,
    "head.pct": 404,
    "officer.cen": 404,
    "board.secretary": 404,
    "edu.chair": 404,
    "admin": 404,
}


@pytest.mark.parametrize("move", BY_HAND)
def test_who_makes_a_move(client_as: Any, move: str) -> None:
    """Staff of the clinic; reopening is the head's; anybody else meets a missing case."""
    roles = WORKERS | STRANGERS
    if move == "reopen":
        roles |= {"officer.cmi": 403, "officer2.cmi": 403, "secretary.cmi": 403}
    for who, expected in roles.items():
        case = make_case(FROM[move])
        answer = client_as(who).post(f"/cases/{case.reference}/move/{move}/", posted(ASKED[move]))
        assert (who, answer.status_code) == (who, expected)
        case.refresh_from_db()
        moved = case.status == CASE_MACHINE.moves[move].target
        assert moved is (expected == 302)


@pytest.mark.parametrize("move", ["refer", "return", "nonsense"])
def test_moves_of_the_referral_have_no_page(client_as: Any, move: str) -> None:
    case = make_case("in_progress")
    assert client_as("head.cmi").post(f"/cases/{case.reference}/move/{move}/", {}).status_code == 404
    if move != "nonsense":
        with pytest.raises(PermissionDenied):
            cases.move_case(case, move, by=case.officer)


@pytest.mark.parametrize(
    ("status", "move", "fields", "wrong"),
    [
        ("in_progress", "hold", {"hold_reason": " ", "hold_until": LATER}, "hold_reason"),
        ("in_progress", "hold", {"hold_reason": "รอ", "hold_until": None}, "hold_until"),
        ("in_progress", "hold", {"hold_reason": "รอ", "hold_until": timezone.localdate()}, "hold_until"),
        (
            "in_progress",
            "hold",
            {"hold_reason": "รอ", "hold_until": LATER, "action_owner": "committee"},
            "action_owner",
        ),
        ("in_progress", "follow_up", {"next_review": None}, "next_review"),
        ("in_progress", "follow_up", {"next_review": timezone.localdate() - timedelta(days=1)}, "next_review"),
        ("follow_up", "close", {"outcome": "", "outcome_summary": "x"}, "outcome"),
        ("follow_up", "close", {"outcome": "vanished", "outcome_summary": "x"}, "outcome"),
        ("follow_up", "close", {"outcome": "plan", "outcome_summary": ""}, "outcome_summary"),
        ("open", "close_with_advice", {"outcome": "advice"}, "outcome_summary"),
        ("open", "void", {"reason": ""}, "reason"),
        ("closed", "reopen", {"reason": "  "}, "reason"),
    ],
)
def test_a_move_without_what_it_asks_for(
    cast: dict[str, Any], status: str, move: str, fields: dict[str, Any], wrong: str
) -> None:
    case = make_case(status)
    with pytest.raises(ValidationError) as refused:
        cases.move_case(case, move, by=cast["head.cmi"], **fields)
    assert set(refused.value.message_dict) == {wrong}
    case.refresh_from_db()
    assert case.status == status


def test_closing_waits_for_the_follow_ups(cast: dict[str, Any]) -> None:
    officer, case = cast["officer.cmi"], make_case("follow_up")
    planned = follow_ups.plan_follow_up(case, subject="โทรถาม", due_on=LATER, officer=officer, by=officer)
    with pytest.raises(ValidationError):
        cases.move_case(case, "close", by=officer, **ASKED["close"])
    follow_ups.record_follow_up(planned, result="ชำระงวดแรกแล้ว", by=officer)
    closed = cases.move_case(case, "close", by=officer, **ASKED["close"])
    assert (closed.status, closed.outcome, closed.closed_by) == ("closed", "plan", officer)


def test_reopening_keeps_the_old_outcome_in_history(cast: dict[str, Any]) -> None:
    case = cases.move_case(make_case("closed"), "reopen", by=cast["head.cmi"], reason="มีหนี้ใหม่")
    assert (case.status, case.outcome, case.closed_at, case.closed_by) == ("in_progress", "", None, None)
    assert Event.objects.filter(kind="case.move.reopen").get().detail["old_outcome"] == "advice"
    assert "แก้ไขได้ด้วยคำแนะนำ" in case.entries.first().text


def test_whose_move_it_is_follows_the_state(cast: dict[str, Any]) -> None:
    owners = {status: make_case(status).action_owner for status in ("open", "in_progress", "on_hold", "follow_up")}
    assert owners == {"open": "clinic", "in_progress": "clinic", "on_hold": "member", "follow_up": "member"}


@pytest.mark.parametrize("twin", ["own", "other_member", "other_clinic"])
def test_a_duplicate_is_another_case_of_the_same_member(cast: dict[str, Any], twin: str) -> None:
    case = make_case("open")
    twins = {"own": lambda: case, "other_member": make_case, "other_clinic": lambda: make_case(clinic_code="PCT")}
    with pytest.raises(ValidationError) as refused:
        cases.move_case(case, "void", by=case.officer, reason="ซ้ำ", duplicate_of=twins[twin]())
    assert set(refused.value.message_dict) == {"duplicate_of"}
    case.refresh_from_db()
    assert case.status == "open"
    first = make_case("in_progress", member=case.member)
    voided = cases.move_case(case, "void", by=case.officer, reason="ซ้ำ", duplicate_of=first)
    assert (voided.status, voided.duplicate_of) == ("void", first)


def test_the_second_of_two_gets_the_page_with_the_first_and_keeps_the_text(
    client_as: Any, cast: dict[str, Any]
) -> None:
    case = make_case("in_progress")
    cases.move_case(case, "hold", by=cast["head.cmi"], **ASKED["hold"])
    typed = {"next_review": LATER, "note": "คุยกับสมาชิกแล้ว จะผ่อนต่อ"}
    answer = client_as("officer.cmi").post(f"/cases/{case.reference}/move/follow_up/", posted(typed))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert cast["head.cmi"].full_name in page
    assert "พักเรื่อง" in page
    assert "คุยกับสมาชิกแล้ว จะผ่อนต่อ" in page
    assert client_as("officer.cmi").get(f"/cases/{case.reference}/move/follow_up/").status_code == 409


def test_a_stale_record_in_hand_is_no_way_around(cast: dict[str, Any]) -> None:
    case = make_case("open")
    stale = Case.objects.get(pk=case.pk)
    cases.move_case(case, "start", by=case.officer)
    with pytest.raises(StaleState):
        cases.move_case(stale, "start", by=case.officer)


def test_a_status_changes_through_the_machine_only(cast: dict[str, Any]) -> None:
    case = make_case("open")
    case.status = "closed"
    with pytest.raises(StatusGuarded):
        case.save()
    with pytest.raises(StatusGuarded):
        Case.objects.update(status="void")
    with pytest.raises(StatusGuarded):
        Case.objects.create(status="closed", reference="x")


def test_a_move_and_its_event_stand_or_fall_together(cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case("open")

    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr("clinic_project.audit.record", fails)
    with pytest.raises(RuntimeError):
        apply(case, "start", by=case.officer)
    assert Case.objects.get(pk=case.pk).status == "open"


def test_a_double_click_moves_once(client_as: Any, cast: dict[str, Any]) -> None:
    case, client = make_case("open"), client_as("officer.cmi")
    sent = {"form_key": "0" * 32, "note": "เริ่ม"}
    answers = [client.post(f"/cases/{case.reference}/move/start/", sent) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert case.entries.filter(kind="move").count() == 1


def test_buttons_follow_the_role(cast: dict[str, Any]) -> None:
    case = make_case("closed")
    drawn = {
        who: case.machine.buttons(cast[who], case, lambda name: name) for who in ("head.cmi", "officer.cmi", "head.pct")
    }
    assert [(b.name, b.allowed) for b in drawn["head.cmi"]] == [("reopen", True)]
    assert [(b.name, b.allowed) for b in drawn["officer.cmi"]] == [("reopen", False)]
    assert "หัวหน้าคลินิก" in str(drawn["officer.cmi"][0].reason)
    assert drawn["head.pct"] == []


def test_a_page_of_a_move_for_each(client_as: Any) -> None:
    client: Client = client_as("head.cmi")
    for move in BY_HAND:
        case = make_case(FROM[move])
        answer = client.get(f"/cases/{case.reference}/move/{move}/")
        assert (move, answer.status_code) == (move, 200)
        assert str(CASE_MACHINE.moves[move].label) in answer.content.decode()
