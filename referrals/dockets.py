"""What the pages of a meeting show: plain data read in a fixed number of queries. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.issuing import documents_of
from clinic_project.models import IssuedDocument
from clinic_project.thai.dates import format_datetime_short
from clinic_project.workflow import Button
from clinics.models import Appointment
from referrals.documents.meeting_parts import Figure, decision_of, figures_of, proposal_of
from referrals.models import AgendaItem, Attendance, Interest, Meeting, Vote
from referrals.permissions import can_certify, can_run_meetings
from referrals.services.meetings import can_record, can_vote
from referrals.services.papers import excerpts_of

TONES = {"planned": "calm", "agenda_frozen": "wait", "held": "wait", "closed": "done", "cancelled": "plain"}
RESULT_TONES = {"approved": "done", "approved_as_amended": "done", "rejected": "alarm", "deferred": "wait"}
State = Attendance.State
ORDER = ("planned", "agenda_frozen", "held", "closed")


@dataclass(frozen=True)
class DocketRow:
    """One item of the docket as the page shows it."""

    item: AgendaItem
    url: str
    case: str = ""
    clinic: str = ""
    brief_url: str = ""
    figures: list[Figure] = field(default_factory=list)
    votes: dict[str, int] = field(default_factory=dict)
    interests: int = 0
    result: Any = ""
    tone: str = "wait"
    excerpt_url: str = ""
    removable: bool = False


def list_filters(path: str, chosen: str) -> list[dict[str, Any]]:
    """The filter links of the list."""
    labels = {"": _("ทั้งหมด"), "open": _("ยังไม่ปิด"), "closed": _("ปิดแล้ว"), "cancelled": _("ยกเลิก")}
    return [
        {"label": label, "url": f"{path}?status={key}" if key else path, "current": key == chosen}
        for key, label in labels.items()
    ]


def usual_quorum(user: Any) -> int:
    """As at the last meeting, else more than half of the committee's seats."""
    last = Meeting.objects.visible_to(user).order_by("-id").first()
    if last:
        return int(last.quorum)
    return len({seat.user_id for seat in Appointment.objects.on_board()}) // 2 + 1


def usual_place(user: Any) -> str:
    """Where the last meeting was."""
    last = Meeting.objects.visible_to(user).order_by("-id").first()
    return last.place if last else ""


def steps_of(meeting: Meeting) -> list[dict[str, Any]]:
    """The meeting's steps; a cancelled one has only its end."""
    if meeting.status == "cancelled":
        return [{"label": meeting.status_label, "state": "now"}]
    at = ORDER.index(meeting.status)
    steps = [
        {"label": Meeting.machine.states[name], "state": "past" if place < at else "now" if place == at else "next"}
        for place, name in enumerate(ORDER)
    ]
    certified = {"label": _("รับรองรายงาน"), "state": "next"}
    if meeting.certified_at:
        steps[-1]["state"] = "past"
        certified["state"] = "now"
    return [*steps, certified]


def item_url(name: str, item: AgendaItem) -> str:
    """Address of a page of an item."""
    return reverse(f"referrals:{name}", args=[item.meeting.reference, item.pk])


def count_votes(votes: Sequence[Vote]) -> dict[str, int]:
    """Votes by choice."""
    return {choice: sum(vote.choice == choice for vote in votes) for choice in Vote.Choice.values}


def _row(item: AgendaItem, *, user: Any, excerpt: IssuedDocument | None) -> DocketRow:
    measure = item.measure
    resolution = getattr(item, "resolution", None)
    removable = item.meeting.status == "planned" and user.is_board_secretary
    if measure is None:
        return DocketRow(item, item_url("item_detail", item), removable=removable)
    case = measure.referral.case
    may_read_excerpt = excerpt is not None and (user.is_central or user.is_board_secretary)
    return DocketRow(
        item=item,
        url=item_url("item_detail", item),
        case=case.reference,
        clinic=case.clinic.name,
        brief_url=reverse("referrals:brief", args=[measure.referral.reference]),
        figures=figures_of(measure),
        votes=count_votes(list(item.votes.all())),
        interests=len(item.interests.all()),
        result=resolution.get_result_display() if resolution else "",
        tone=RESULT_TONES[resolution.result] if resolution else "wait",
        excerpt_url=reverse("document", args=[excerpt.serial]) if excerpt and may_read_excerpt else "",
        removable=removable,
    )


def rows_of(meeting: Meeting, user: Any) -> list[DocketRow]:
    """The docket, in order."""
    related = ("measure__referral__case__clinic", "resolution")
    items = list(meeting.items.select_related(*related).prefetch_related("votes", "interests").order_by("order"))
    for item in items:
        item.meeting = meeting
    papers = excerpts_of(items)
    return [_row(item, user=user, excerpt=papers.get(item.pk)) for item in items]


def buttons_of(meeting: Meeting, user: Any) -> list[Button]:
    """Moves of the machine, and what belongs to the state without moving it."""
    buttons = meeting.machine.buttons(
        user, meeting, lambda name: reverse("referrals:meeting_move", args=[meeting.reference, name])
    )
    verdict = can_run_meetings(user, meeting)
    if verdict and meeting.status == "planned":
        buttons.insert(
            0, Button("add", _("เพิ่มวาระ"), reverse("referrals:meeting_item_add", args=[meeting.reference]), True)
        )
    if verdict and meeting.status == "held":
        url = reverse("referrals:meeting_attendance", args=[meeting.reference])
        buttons.append(Button("attendance", _("แก้ไขการมาประชุม"), url, True))
    certify = can_certify(user, meeting)
    if meeting.status == "closed" and not meeting.certified_at and (certify or certify.shown):
        url = reverse("referrals:meeting_certify", args=[meeting.reference])
        buttons.insert(
            0, Button("certify", _("รับรองรายงานการประชุม"), url, certify.allowed, certify.reason, certify.allowed)
        )
    return buttons


def _next_step(buttons: list[Button], rows: list[DocketRow], *, may_run: bool) -> Button | None:
    """What the secretary does next where no move is open: fill the agenda, or record the first open decision."""
    for button in buttons:
        if button.name == "add":
            return button
    waiting = next(
        (row for row in rows if row.item.meeting.status == "held" and row.item.measure_id and not row.result), None
    )
    if not may_run or waiting is None:
        return None
    label = _("บันทึกมติวาระที่ %(order)s") % {"order": waiting.item.order}
    return Button("resolution", label, item_url("item_resolution", waiting.item), True, primary=True)


def docket_of(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Everything the meeting's page shows."""
    buttons = buttons_of(meeting, user)
    rows = rows_of(meeting, user)
    primary = next((button for button in buttons if button.allowed and button.primary), None)
    if primary is None:
        primary = _next_step(buttons, rows, may_run=can_run_meetings(user, meeting).allowed)
    return {
        "meeting": meeting,
        "tone": TONES[meeting.status],
        "steps": steps_of(meeting),
        "rows": rows,
        "attendances": list(meeting.attendances.select_related("user")),
        "buttons": [button for button in buttons if button is not primary],
        "primary": primary,
        "papers": list(documents_of(meeting)),
        "may_run": can_run_meetings(user, meeting).allowed,
        "present": State.PRESENT,
        "undecided": sum(1 for row in rows if row.item.measure_id and not row.result),
    }


def move_page(meeting: Meeting, name: str, user: Any) -> dict[str, Any]:
    """What a move's page says before it is made: label, and points that will follow or stand in the way."""
    points = {
        "freeze": [_("แก้ไขวาระไม่ได้อีก"), _("ออกระเบียบวาระเป็นเอกสาร และกรรมการเปิดอ่านได้")],
        "close": [
            _("ออกรายงานการประชุม และสำเนามติของแต่ละเรื่อง"),
            _("ส่งผลคืนคลินิกทุกเรื่องที่มีมติครบ เรื่องที่เลื่อนยังอยู่กับส่วนกลาง"),
            _("ถ้าออกเอกสารไม่สำเร็จ จะไม่มีอะไรเปลี่ยน"),
        ],
        "reopen": [_("การรับรองรายงานถูกยกเลิก"), _("เมื่อปิดอีกครั้ง ระบบออกรายงานฉบับใหม่แทนฉบับเดิม")],
        "cancel": [_("การประชุมนี้จะไม่ใช้อีก")],
    }
    return {
        "meeting": meeting,
        "move": Meeting.machine.moves[name],
        "points": points[name],
        "verdict": meeting.machine.check(user, meeting, name),
        "danger": name in {"cancel", "reopen"},
    }


def present_people(item: AgendaItem) -> list[Attendance]:
    """Members present, in the committee's order."""
    rows = item.meeting.attendances.filter(state=State.PRESENT).select_related("user")
    return list(rows.order_by("order", "id"))


def voters_of(item: AgendaItem) -> list[Attendance]:
    """Members present who may vote on the item."""
    interested = set(item.interests.values_list("user_id", flat=True))
    proposer = item.measure.proposed_by_id if item.measure else None
    return [row for row in present_people(item) if row.user_id not in interested and row.user_id != proposer]


def _item_buttons(item: AgendaItem, user: Any, *, is_present: bool) -> list[Button]:
    """What this person can do with the item now; with the reason where it is not open to them."""
    if item.meeting.status != "held":
        return []
    runs, decided = can_run_meetings(user, item.meeting), hasattr(item, "resolution")
    buttons = []
    if item.measure and not decided:
        record, vote = can_record(user, item), can_vote(user, item)
        if record or record.shown:
            label = _("บันทึกมติ")
            buttons.append(
                Button(
                    "resolution",
                    label,
                    item_url("item_resolution", item),
                    record.allowed,
                    record.reason,
                    record.allowed,
                )
            )
        if runs:
            buttons.append(Button("votes", _("บันทึกคะแนนเสียง"), item_url("item_vote", item), True))
        elif vote or vote.shown:
            buttons.append(
                Button("vote", _("ลงมติ"), item_url("item_vote", item), vote.allowed, vote.reason, vote.allowed)
            )
        if runs or is_present:
            buttons.append(Button("interest", _("แจ้งส่วนได้เสีย"), item_url("item_interest", item), True))
    if runs:
        buttons.append(Button("note", _("เขียนสรุปการพิจารณา"), item_url("item_note", item), True))
    if decided and runs:
        buttons.append(Button("undo", _("ยกเลิกมติที่บันทึกผิด"), item_url("item_undo", item), True))
    return buttons


def _interest_lines(item: AgendaItem, *, may_withdraw: bool) -> list[dict[str, Any]]:
    interests: list[Interest] = list(item.interests.select_related("user").order_by("declared_at", "id"))
    return [
        {
            "name": row.user.full_name,
            "note": row.note,
            "url": reverse("referrals:item_interest_withdraw", args=[item.meeting.reference, item.pk, row.user_id])
            if may_withdraw
            else "",
        }
        for row in interests
    ]


def item_page(item: AgendaItem, user: Any) -> dict[str, Any]:
    """Everything an item's page shows. Case number only: no member's name."""
    measure, resolution = item.measure, getattr(item, "resolution", None)
    votes = list(item.votes.select_related("user").order_by("user__first_name"))
    is_present = item.meeting.attendances.filter(user=user, state=State.PRESENT).exists()
    is_open = item.meeting.status == "held" and resolution is None
    buttons = _item_buttons(item, user, is_present=is_present)
    page: dict[str, Any] = {
        "item": item,
        "meeting": item.meeting,
        "buttons": buttons,
        "votes": count_votes(votes),
        "own_vote": next((vote for vote in votes if vote.user_id == user.pk), None),
        "voters": votes if user.is_board else [],
        "interests": _interest_lines(item, may_withdraw=is_open and can_run_meetings(user, item.meeting).allowed),
        "resolution": resolution,
        "tone": RESULT_TONES[resolution.result] if resolution else "wait",
    }
    if measure is None:
        return page
    case = measure.referral.case
    audit.record("case.read", case, by=user, detail={"from": "docket"})
    return {
        **page,
        "measure": measure,
        "case": case,
        "proposal": proposal_of(measure),
        "figures": figures_of(measure),
        "options": list(measure.options.all()),
        "decision": decision_of(resolution) if resolution else None,
        "brief_url": reverse("referrals:brief", args=[measure.referral.reference]),
    }


def who_decided(item: AgendaItem) -> dict[str, Any] | None:
    """Who recorded the decision and when, for the secretary who was second."""
    found = item.meeting.items.filter(pk=item.pk).select_related("resolution__recorded_by").first()
    resolution = getattr(found, "resolution", None)
    if resolution is None:
        return None
    return {
        "name": resolution.recorded_by.full_name,
        "when": format_datetime_short(resolution.recorded_at),
        "result": resolution.get_result_display(),
        "text": resolution.text,
    }
