"""What the pages of a selection draw: each group's state, its volunteers side by side, what is missing."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinics.models import Candidate, Clinic, ClinicYear, Letter, ProgrammeYear, SelectionVote, UnfilledGroup
from clinics.models.selection import GROUPS
from clinics.permissions.selection import (
    can_decide_group,
    can_lead_candidate,
    can_see_votes,
    can_volunteer,
    can_vote_in_selection,
    leads_clinics_of,
)

TONES = {"volunteered": "wait", "selected": "done", "not_selected": "plain", "withdrawn": "plain", "declined": "alarm"}


@dataclass
class GroupState:
    """A group in one year, as the person may know it."""

    year: int
    number: int
    candidates: list[Candidate] = field(default_factory=list)
    unfilled: UnfilledGroup | None = None
    clinic_years: list[ClinicYear] = field(default_factory=list)
    my_vote: SelectionVote | None = None

    @property
    def selected(self) -> Candidate | None:
        """The unit that was selected."""
        return next((found for found in self.candidates if found.status == "selected"), None)

    @property
    def standing(self) -> list[Candidate]:
        """Units that wait for the decision."""
        return [found for found in self.candidates if found.is_standing]

    @property
    def is_open(self) -> bool:
        """Whether a decision is still to be made."""
        return self.selected is None and self.unfilled is None and not self.taken

    @property
    def taken(self) -> list[ClinicYear]:
        """Clinics of the group that are past the selection without a volunteer in the system."""
        chosen = self.selected
        return [] if chosen else [row for row in self.clinic_years if row.status != "proposed"]

    @property
    def votes(self) -> int:
        """Votes for units that still stand or were decided on."""
        return sum(getattr(found, "vote_count", 0) for found in self.candidates if found.status != "withdrawn")

    @property
    def label(self) -> Any:
        """The state in words."""
        if self.selected:
            return _("คัดเลือกแล้ว")
        if self.unfilled:
            return _("ปีนี้ไม่คัดเลือก")
        if self.taken:
            return _("ดำเนินการแล้ว")
        return _("รอคัดเลือก") if self.standing else _("ยังไม่มีหน่วยงานสมัคร")

    @property
    def tone(self) -> str:
        """Kind of chip."""
        if self.selected or self.taken:
            return "done"
        if self.unfilled:
            return "plain"
        return "wait" if self.standing else "alarm"

    @property
    def url(self) -> str:
        """The group's page."""
        return reverse("clinics:selection_group", args=[self.year, self.number])

    def url_of(self, name: str) -> str:
        """A page of the group by its name."""
        return reverse(f"clinics:selection_{name}", args=[self.year, self.number])


def groups_of(user: Any, year: ProgrammeYear) -> list[GroupState]:
    """All eleven groups of a year, in a fixed number of queries."""
    groups = {number: GroupState(year.buddhist_year, number) for number in GROUPS}
    candidates = Candidate.objects.visible_to(user).filter(year=year).for_page()
    for candidate in candidates.order_by("group", "volunteered_on", "id"):
        groups[candidate.group].candidates.append(candidate)
    for unfilled in UnfilledGroup.objects.visible_to(user).filter(year=year).select_related("decided_by"):
        groups[unfilled.group].unfilled = unfilled
    for row in ClinicYear.objects.visible_to(user).filter(year=year).select_related("clinic"):
        if row.clinic.group in groups:
            groups[row.clinic.group].clinic_years.append(row)
    for vote in SelectionVote.objects.visible_to(user).filter(year=year, voter=user).select_related("candidate"):
        # A vote for a unit that withdrew no longer counts: the member votes anew.
        if vote.candidate.status != "withdrawn":
            groups[vote.group].my_vote = vote
    return list(groups.values())


def group_of(user: Any, year: ProgrammeYear, number: int) -> GroupState:
    """One group of a year."""
    return groups_of(user, year)[number - 1]


def pilots_of(user: Any, year: ProgrammeYear) -> list[ClinicYear]:
    """The continuing pilots, which go on without a new selection."""
    found = ClinicYear.objects.visible_to(user).filter(year=year, clinic__is_continuing_pilot=True)
    return list(found.select_related("clinic").prefetch_related("clinic__hosts").order_by("clinic__number"))


def figures_of(groups: list[GroupState]) -> dict[str, Any]:
    """How far the selection is."""
    counts: dict[str, int] = defaultdict(int)
    for group in groups:
        counts["done"] += bool(group.selected or group.taken)
        counts["unfilled"] += group.unfilled is not None
        counts["waiting"] += group.is_open and bool(group.standing)
        counts["empty"] += group.is_open and not group.standing
    missing = [group for group in groups if group.is_open]
    return {**dict(counts), "missing": missing, "total": len(groups)}


def group_buttons(user: Any, state: GroupState) -> list[dict[str, Any]]:
    """What can be done with the group now, as ``components/moves.html`` draws it."""
    found: list[tuple[str, Any, Any, bool]] = []
    if state.is_open:
        found.append(("volunteer", _("บันทึกหน่วยงานที่สมัคร"), can_volunteer(user, state.number), not state.standing))
        if state.standing:
            label = _("เปลี่ยนคะแนนของฉัน") if state.my_vote else _("ลงคะแนน")
            found.append(("vote", label, can_vote_in_selection(user), state.my_vote is None))
            found.append(("select", _("ตัดสินคัดเลือก"), can_decide_group(user), state.my_vote is not None))
        found.append(("skip", _("ปีนี้ไม่คัดเลือกในกลุ่มนี้"), can_decide_group(user), False))
    if state.unfilled:
        found.append(("reopen", _("เปิดให้คัดเลือกอีกครั้ง"), can_decide_group(user), False))
    chosen = state.selected
    if chosen and any(row.clinic_id == chosen.clinic_id and row.status == "selected" for row in state.clinic_years):
        found.append(("undo", _("ยกเลิกการคัดเลือก"), can_decide_group(user), False))
    return [
        {
            "label": label,
            "url": state.url_of(name),
            "allowed": verdict.allowed,
            "reason": verdict.reason,
            "primary": is_primary and verdict.allowed,
        }
        for name, label, verdict, is_primary in found
        if verdict or verdict.shown
    ]


def group_context(user: Any, state: GroupState, members: int) -> dict[str, Any]:
    """Everything a group's page draws. ``members``: how many sit on the education committee."""
    cards = [
        {
            "candidate": candidate,
            "tone": TONES[candidate.status],
            "may_edit": candidate.is_standing and bool(can_lead_candidate(user, candidate)),
            "is_mine": state.my_vote is not None and state.my_vote.candidate_id == candidate.pk,
        }
        for candidate in state.candidates
    ]
    return {
        "state": state,
        "cards": cards,
        "buttons": group_buttons(user, state),
        "sees_votes": can_see_votes(user) or not state.is_open,
        "members": members,
    }


# What each decision asks for, in words: heading, button, what follows, whether it takes something away.
_ACTS: dict[str, tuple[Any, Any, list[Any], bool]] = {
    "skip": (
        _("ปีนี้ไม่คัดเลือกในกลุ่มนี้"),
        _("บันทึกว่าไม่คัดเลือก"),
        [_("หน่วยงานที่สมัครในกลุ่มนี้จะเห็นว่าไม่ได้รับคัดเลือก"), _("เปิดให้คัดเลือกอีกครั้งได้ภายหลัง")],
        False,
    ),
    "reopen": (
        _("เปิดให้คัดเลือกอีกครั้ง"),
        _("เปิดให้คัดเลือก"),
        [_("หน่วยงานที่สมัครไว้กลับมารอคัดเลือก คะแนนที่ลงไว้ยังอยู่")],
        False,
    ),
    "undo": (
        _("ยกเลิกการคัดเลือก"),
        _("ยกเลิกการคัดเลือก"),
        [
            _("คลินิกกลับไปอยู่ขั้นเสนอชื่อ และหน่วยงานอื่นในกลุ่มกลับมารอคัดเลือก"),
            _("ทำได้ก่อนคลินิกแจ้งยืนยันเท่านั้น"),
        ],
        True,
    ),
}


def act_page(year: ProgrammeYear, state: GroupState, name: str) -> dict[str, Any]:
    """Context of the page of a decision."""
    title, label, points, danger = _ACTS[name]
    return {"year": year, "state": state, "title": title, "label": label, "points": points, "danger": danger}


def form_page(candidate: Candidate, title: Any, label: Any, **more: Any) -> dict[str, Any]:
    """Context of a page about one unit."""
    state = GroupState(candidate.year.buddhist_year, candidate.group, [candidate])
    return {"year": candidate.year, "state": state, "candidate": candidate, "title": title, "label": label, **more}


def likely_unit(user: Any, group: int) -> dict[str, Any]:
    """What a new volunteer of the group most likely is: the one clinic of the group the person may choose."""
    clinics = Clinic.objects.visible_to(user).filter(group=group, is_continuing_pilot=False).prefetch_related("hosts")
    own = [clinic for clinic in clinics if user.is_central or clinic.pk in leads_clinics_of(user)]
    if len(own) != 1:
        return {}
    hosts = list(own[0].hosts.all())
    return {"clinic": own[0].pk, "unit_name": hosts[0].name if hosts else own[0].name}


def invitation_of(user: Any, year: ProgrammeYear) -> dict[str, Any]:
    """The year's letter of invitation, and whether the person may draft one."""
    letters = Letter.objects.visible_to(user).filter(year=year, purpose="invitation").exclude(status="void")
    return {"invitation": letters.first(), "may_invite": user.is_central}
