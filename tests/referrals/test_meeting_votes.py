"""Interests and votes: who may, what they leave behind, and what the minutes will say."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState
from clinics.models import Appointment
from referrals.documents.meeting_parts import Remark, interests_of, votes_of
from referrals.models import AgendaItem, Interest, Vote
from referrals.services import meetings
from tests.factories_meetings import everybody_present, first_item, hold, make_meeting, plan, resolve
from tests.factories_referrals import make_measure, person

pytestmark = pytest.mark.usefixtures("cast", "paper")


@pytest.fixture
def item(cast: Any, paper: Any) -> AgendaItem:
    """An item of a sitting meeting; board.member3 is on leave."""
    return first_item(hold(make_meeting("agenda_frozen"), but={"board.member3": "leave"}))


def choices(item: AgendaItem) -> dict[str, str]:
    return {vote.user.username: vote.choice for vote in Vote.objects.filter(item=item)}


def test_a_present_member_votes_and_may_change_the_vote(item: AgendaItem) -> None:
    meetings.cast_vote(item, choice="for", by=person("board.member1"))
    meetings.cast_vote(item, choice="against", by=person("board.member1"))
    assert choices(item) == {"board.member1": "against"}


@pytest.mark.parametrize("username", ["board.member3", "officer.cen", "head.cmi", "edu.chair", "admin"])
def test_who_is_not_present_does_not_vote(item: AgendaItem, username: str) -> None:
    with pytest.raises(NotAllowed):
        meetings.cast_vote(item, choice="for", by=person(username))
    assert choices(item) == {}


@pytest.mark.parametrize("choice", ["", "yes", "FOR"])
def test_an_unknown_choice_is_refused(item: AgendaItem, choice: str) -> None:
    with pytest.raises(ValidationError):
        meetings.cast_vote(item, choice=choice, by=person("board.member1"))


def test_an_interest_takes_the_vote_away(item: AgendaItem) -> None:
    member = person("board.member1")
    meetings.cast_vote(item, choice="for", by=member)
    meetings.declare_interest(item, user=member, note="เป็นผู้ค้ำประกัน", by=member)
    assert choices(item) == {"board.member1": "abstain"}
    with pytest.raises(NotAllowed):
        meetings.cast_vote(item, choice="for", by=member)
    with pytest.raises(ValidationError):
        meetings.record_votes(item, votes={member.pk: "for"}, by=person("board.secretary"))
    assert choices(item) == {"board.member1": "abstain"}
    assert interests_of(item) == [Remark(member.full_name, "แจ้งว่ามีส่วนได้เสีย (เป็นผู้ค้ำประกัน) และงดออกเสียงในวาระนี้")]


def test_the_secretary_declares_for_a_member_but_members_only_for_themselves(item: AgendaItem) -> None:
    member = person("board.member2")
    with pytest.raises(NotAllowed):
        meetings.declare_interest(item, user=member, note="ญาติ", by=person("board.member1"))
    meetings.declare_interest(item, user=member, note="ญาติ", by=person("board.secretary"))
    meetings.withdraw_interest(item, user=member, by=person("board.secretary"))
    assert not Interest.objects.exists()
    assert choices(item) == {}
    with pytest.raises(NotAllowed):
        meetings.withdraw_interest(item, user=member, by=member)


def test_an_interest_needs_presence_and_words(item: AgendaItem) -> None:
    with pytest.raises(ValidationError):
        meetings.declare_interest(item, user=person("board.member1"), note=" ", by=person("board.member1"))
    with pytest.raises(ValidationError):
        meetings.declare_interest(item, user=person("board.member3"), note="ญาติ", by=person("board.secretary"))


def test_votes_counted_at_the_table(item: AgendaItem) -> None:
    people = {name: person(name).pk for name in ["board.chair", "board.member1", "board.member2"]}
    votes = {people["board.chair"]: "for", people["board.member1"]: "against", people["board.member2"]: "abstain"}
    meetings.record_votes(item, votes=votes, by=person("board.secretary"))
    assert choices(item) == {"board.chair": "for", "board.member1": "against", "board.member2": "abstain"}
    assert votes_of(item) == "เห็นชอบ 1 เสียง ไม่เห็นชอบ 1 เสียง งดออกเสียง 1 เสียง"
    meetings.record_votes(item, votes={people["board.member1"]: ""}, by=person("board.secretary"))
    assert "board.member1" not in choices(item)
    with pytest.raises(NotAllowed):
        meetings.record_votes(item, votes=votes, by=person("board.chair"))


@pytest.mark.parametrize("username", ["board.member3", "officer.cen"])
def test_no_vote_is_recorded_for_who_was_not_there(item: AgendaItem, username: str) -> None:
    votes = {person("board.chair").pk: "for", person(username).pk: "for"}
    with pytest.raises(ValidationError):
        meetings.record_votes(item, votes=votes, by=person("board.secretary"))
    assert choices(item) == {}


def test_the_proposer_neither_votes_nor_is_counted(cast: Any, paper: Any) -> None:
    proposer = person("officer.cen")
    seat = person("board.member1").appointments.get()
    Appointment.objects.create(
        user=proposer, committee="board", role="member", order=9, starts_on=seat.starts_on, post_title="กรรมการ"
    )
    meeting = plan()
    meetings.add_item(meeting, measure=make_measure("submitted"), title="", by=person("board.secretary"))
    meeting = meetings.freeze_agenda(meeting, by=person("board.secretary"))
    states = everybody_present() | {proposer.pk: "present"}
    meeting = meetings.hold_meeting(meeting, attendance=states, chair=None, by=person("board.secretary"))
    item = first_item(meeting)
    with pytest.raises(NotAllowed):
        meetings.cast_vote(item, choice="for", by=person("officer.cen"))
    with pytest.raises(ValidationError):
        meetings.record_votes(item, votes={proposer.pk: "for"}, by=person("board.secretary"))
    assert interests_of(item) == [Remark(proposer.full_name, "เป็นผู้เสนอมาตรการ จึงไม่ออกเสียงในวาระนี้")]


def test_after_the_resolution_nothing_changes_any_more(item: AgendaItem) -> None:
    resolve(item)
    member = person("board.member1")
    with pytest.raises(StaleState):
        meetings.cast_vote(item, choice="for", by=member)
    with pytest.raises(StaleState):
        meetings.record_votes(item, votes={member.pk: "for"}, by=person("board.secretary"))
    with pytest.raises(StaleState):
        meetings.declare_interest(item, user=member, note="ญาติ", by=member)


def test_an_information_item_takes_no_votes(cast: Any, paper: Any) -> None:
    meeting = plan()
    meetings.add_item(meeting, measure=None, title="แจ้งเพื่อทราบ", by=person("board.secretary"))
    notice = first_item(hold(meeting))
    with pytest.raises(ValidationError):
        meetings.cast_vote(notice, choice="for", by=person("board.member1"))
    with pytest.raises(ValidationError):
        resolve(notice)


@pytest.mark.parametrize("kind", [Vote, Interest])
def test_the_database_keeps_one_a_member(item: AgendaItem, kind: type[Any]) -> None:
    extra = {"choice": "for"} if kind is Vote else {"note": "ญาติ"}
    kind.objects.create(item=item, user=person("board.member1"), **extra)
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.create(item=item, user=person("board.member1"), **extra)
