"""The operating committee's meetings: four in the pilot year, now one closed, one sitting, one called, one planned."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

from clinic_project.models import Counter
from clinics.models import User
from evaluations.demo import texts
from evaluations.demo.scene import Scene, Story
from referrals.models import AgendaItem, Measure, Meeting
from referrals.services.agenda import add_item, cancel_meeting, freeze_agenda, plan_meeting
from referrals.services.closing import certify_minutes, close_meeting
from referrals.services.resolutions import record_resolution
from referrals.services.sittings import hold_meeting, note_item
from referrals.services.votes import declare_interest, record_votes

PLACE = "ห้องประชุมสหกรณ์ ชั้น 1 อาคารรัฐประศาสนภักดี"
PILOT_DAYS = (date(2018, 7, 20), date(2018, 9, 14), date(2018, 10, 19), date(2018, 11, 16))
QUORUM = 4
LEAD = 30  # working days between planning and meeting
FREEZE = 3  # working days between the frozen agenda and the meeting


@dataclass
class MeetingPlan:
    """One meeting and how far it goes (``upto``, a status). ``waiting``: measures submitted to it."""

    day: date
    upto: str = "closed"
    waiting: list[tuple[Measure, str]] = field(default_factory=list)
    wanted: dict[int, str] = field(default_factory=dict)
    next: "MeetingPlan | None" = None
    meeting: Meeting | None = None

    def submit(self, measure: Measure, result: str) -> None:
        """Put a submitted measure to this meeting, and say how it will be decided."""
        self.waiting.append((measure, result))
        self.wanted[measure.pk] = result


def pilot_meetings(scene: Scene) -> list[MeetingPlan]:
    """The four of 2561, and one that was called off."""
    plans = [MeetingPlan(day) for day in PILOT_DAYS]
    for earlier, later in pairwise(plans):
        earlier.next = later
    return [*plans, MeetingPlan(date(2018, 8, 17), "cancelled")]


def season_meetings(scene: Scene) -> list[MeetingPlan]:
    """Around today: one closed some weeks ago, one sitting, one whose agenda is out, one planned."""
    add = scene.calendar.add_working_days
    sitting = add(scene.today, -1)
    return [
        MeetingPlan(add(scene.today, -14), "closed"),
        MeetingPlan(sitting, "held"),
        MeetingPlan(add(scene.today, 3), "agenda_frozen"),
        MeetingPlan(add(scene.today, 24), "planned"),
    ]


def play_meeting(scene: Scene, plan: MeetingPlan) -> Story:
    """Plan, freeze the agenda, hold, decide, close and certify, as far as the plan goes."""
    add = scene.calendar.add_working_days
    secretary = scene.board["secretary"]
    yield scene.at(min(add(plan.day, -LEAD), add(scene.today, -2)), 10, plan.day.day)
    meeting = plan.meeting = plan_meeting(
        planned_on=plan.day, starts_at=time(9, 30), place=PLACE, quorum=QUORUM, by=secretary
    )
    if plan.upto == "cancelled":
        yield scene.after(6, 6)
        cancel_meeting(meeting, by=secretary)
        return
    add_item(meeting, measure=None, title="รับทราบผลการให้บริการของคลินิกสหกรณ์", by=secretary)
    if plan.upto == "planned":
        return
    yield scene.at(min(add(plan.day, -FREEZE), add(scene.today, -1)), 15, 30)
    for measure, _result in plan.waiting:
        add_item(meeting, measure=measure, title="", by=secretary)
    freeze_agenda(meeting, by=secretary)
    if plan.upto != "agenda_frozen":
        yield from _sit(scene, plan, meeting, secretary)


def _sit(scene: Scene, plan: MeetingPlan, meeting: Meeting, secretary: User) -> Story:
    yield scene.at(plan.day, 9, 30)
    _number_up_to(plan.day)
    meeting = hold_meeting(meeting, attendance=_attendance(scene), chair=None, by=secretary)
    items = list(meeting.items.select_related("meeting", "measure__referral").order_by("order"))
    decided = [item for item in items if item.measure_id]
    if plan.upto == "held":
        decided = decided[:1]
    for minute, item in enumerate(decided):
        yield scene.at(plan.day, 10, 5 + 12 * minute % 50)
        _decide(scene, plan, item, is_first=minute == 0, by=secretary)
    if plan.upto == "held":
        return
    note_item(items[0], note="ที่ประชุมรับทราบ และขอให้คลินิกจัดวันให้บริการให้ครบเดือนละสองครั้ง", by=secretary)
    yield scene.at(plan.day, 12, 15)
    close_meeting(meeting, ended_at=time(12, 0), by=secretary)
    yield scene.after(4, 6)
    certify_minutes(meeting, by=scene.board["chair"])


def _number_up_to(day: date) -> None:
    """The committee meets every month about other matters too: the one in July is the seventh of the year."""
    series = f"meeting.board.{day.year + 543}"
    held = Counter.objects.filter(series=series).values_list("value", flat=True).first() or 0
    for _nth in range(held + 1, day.month):
        Counter.next(series)


def _attendance(scene: Scene) -> dict[int, str]:
    """Everybody but perhaps one member, who is on leave."""
    states = {user.pk: "present" for user in scene.board.values()}
    if scene.rng.random() < 0.7:
        states[scene.board[f"member{scene.rng.randint(2, 5)}"].pk] = "leave"
    return states


def _votes(scene: Scene, item: AgendaItem, result: str, without: set[int]) -> dict[int, str]:
    present = item.meeting.attendances.filter(state="present").values_list("user_id", flat=True)
    votes = {user: "against" if result == "rejected" else "for" for user in present if user not in without}
    if len(votes) > QUORUM and scene.rng.random() < 0.5:
        votes[max(votes)] = "abstain"
    return votes


def _decide(scene: Scene, plan: MeetingPlan, item: AgendaItem, *, is_first: bool, by: User) -> None:
    """Interest, votes and the resolution."""
    measure: Any = item.measure
    result = plan.wanted[measure.pk]
    interested: set[int] = set()
    if is_first:
        member = scene.board["member1"]
        declare_interest(item, user=member, note="เป็นผู้ค้ำประกันของสมาชิก", by=member)
        interested.add(member.pk)
    record_votes(item, votes=_votes(scene, item, result, interested), by=by)
    note_item(item, note="ที่ประชุมพิจารณาทางเลือกเปรียบเทียบ ภาระหนี้ และความเห็นของคลินิกแล้ว", by=by)
    record_resolution(
        item, result=result, text=texts.RESOLUTIONS[result], by=by, **_terms(scene, plan, measure, result)
    )


def _terms(scene: Scene, plan: MeetingPlan, measure: Measure, result: str) -> dict[str, Any]:
    if result == "deferred":
        return {"deferred_to": plan.next.meeting if plan.next else None}
    if result == "rejected":
        return {}
    terms: dict[str, Any] = {
        "effective_on": (plan.day.replace(day=1) + timedelta(days=32)).replace(day=1),
        "responsible": "ฝ่ายสินเชื่อ",
        "follow_up_on": scene.days_ahead(60),
    }
    if result == "approved_as_amended":
        terms |= {"conditions": texts.AMENDMENT, "amended_periods": (measure.proposed_periods or 120) + 24}
    return terms


def meetings_waiting(plans: list[MeetingPlan]) -> Iterator[MeetingPlan]:
    """Those that decide something, in their order."""
    return (plan for plan in plans if plan.upto not in {"planned", "cancelled"})
