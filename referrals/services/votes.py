"""Interests and votes on an item. Who has an interest abstains; who proposed the measure does not vote."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project import audit
from clinic_project.verdicts import ALLOW, Verdict, deny, hide
from clinic_project.workflow import StaleState
from referrals.models import AgendaItem, Attendance, Interest, Measure, Vote
from referrals.permissions import can_run_meetings
from referrals.services.meeting_rows import lock_item


def can_vote(user: Any, item: AgendaItem) -> Verdict:
    """Vote: a member who is present, has no interest and did not propose the measure."""
    if not item.meeting.attendances.filter(user=user, state=Attendance.State.PRESENT).exists():
        return hide(gettext_lazy("เฉพาะกรรมการที่มาประชุมลงมติได้"))
    if item.measure and item.measure.proposed_by_id == user.pk:
        return deny(gettext_lazy("ผู้เสนอมาตรการไม่ออกเสียงในวาระของตนเอง"))
    if item.interests.filter(user=user).exists():
        return deny(gettext_lazy("กรรมการที่มีส่วนได้เสียงดออกเสียงในวาระนี้"))
    return ALLOW


def _lock_open_item(item: AgendaItem) -> AgendaItem:
    """The item to decide, under lock. Raises StaleState when decided, ValidationError when it is for information."""
    locked = lock_item(item)
    if locked.measure is None:
        raise ValidationError(_("วาระเพื่อทราบไม่มีการลงมติ"))
    if hasattr(locked, "resolution"):
        raise StaleState(locked.measure, Measure.machine.moves["approve"])
    return locked


@transaction.atomic
def declare_interest(item: AgendaItem, *, user: Any, note: str, by: Any) -> Interest:
    """Note that a present member has an interest in the item: the member, or the secretary on the member's behalf.

    The member's vote becomes an abstention. Raises NotAllowed, StaleState, ValidationError at ``user`` or ``note``.
    """
    if user.pk != by.pk:
        can_run_meetings(by, item.meeting).or_raise()
    locked = _lock_open_item(item)
    if not locked.meeting.attendances.filter(user=user, state=Attendance.State.PRESENT).exists():
        raise ValidationError({"user": _("แจ้งส่วนได้เสียได้เฉพาะกรรมการที่มาประชุม")})
    if not note.strip():
        raise ValidationError({"note": _("ระบุลักษณะส่วนได้เสีย เช่น เป็นผู้ค้ำประกัน")})
    interest, _is_new = Interest.objects.update_or_create(item=locked, user=user, defaults={"note": note.strip()})
    Vote.objects.update_or_create(item=locked, user=user, defaults={"choice": Vote.Choice.ABSTAIN})
    audit.record("meeting.interest", locked.meeting, by=by, detail={"item": locked.pk, "user": user.pk})
    return interest


@transaction.atomic
def withdraw_interest(item: AgendaItem, *, user: Any, by: Any) -> None:
    """Take back a declaration entered for the wrong person, with its abstention. Secretary only."""
    can_run_meetings(by, item.meeting).or_raise()
    locked = _lock_open_item(item)
    if locked.interests.filter(user=user).delete()[0]:
        locked.votes.filter(user=user).delete()
        audit.record("meeting.interest_withdrawn", locked.meeting, by=by, detail={"item": locked.pk, "user": user.pk})


@transaction.atomic
def cast_vote(item: AgendaItem, *, choice: str, by: Any) -> Vote:
    """A member's own vote; it can be changed until the resolution is recorded.

    Raises NotAllowed (absent, interested, proposer), StaleState, ValidationError at ``choice``.
    """
    locked = _lock_open_item(item)
    can_vote(by, locked).or_raise()
    if choice not in Vote.Choice.values:
        raise ValidationError({"choice": _("เลือกเห็นชอบ ไม่เห็นชอบ หรืองดออกเสียง")})
    vote, _is_new = Vote.objects.update_or_create(item=locked, user=by, defaults={"choice": choice})
    audit.record("meeting.vote", locked.meeting, by=by, detail={"item": locked.pk})
    return vote


@transaction.atomic
def record_votes(item: AgendaItem, *, votes: Mapping[int, str], by: Any) -> None:
    """Votes counted at the table, entered by the secretary: user id -> choice; an empty choice takes a vote back.

    Raises NotAllowed, StaleState, ValidationError at ``votes`` when one of them may not vote.
    """
    can_run_meetings(by, item.meeting).or_raise()
    locked = _lock_open_item(item)
    people = {row.user_id: row.user for row in locked.meeting.attendances.select_related("user")}
    for user_id, choice in votes.items():
        if choice not in {"", *Vote.Choice.values} or user_id not in people:
            raise ValidationError({"votes": _("มีการลงมติที่ไม่รู้จัก ตรวจรายชื่อและการลงมติอีกครั้ง")})
        _record_one(locked, people[user_id], choice)
    audit.record("meeting.votes", locked.meeting, by=by, detail={"item": locked.pk, "count": len(votes)})


def _record_one(item: AgendaItem, user: Any, choice: str) -> None:
    verdict = can_vote(user, item)
    if not verdict:
        raise ValidationError({"votes": f"{user}: {verdict.reason}"})
    if choice:
        Vote.objects.update_or_create(item=item, user=user, defaults={"choice": choice})
    else:
        item.votes.filter(user=user).delete()
