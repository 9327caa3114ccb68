"""What the committee resolved: recorded once, under lock, never by the person who proposed the measure."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project import audit, workflow
from clinic_project.verdicts import ALLOW, Verdict, deny
from clinic_project.workflow import StaleState
from referrals.models import AgendaItem, Measure, Meeting, Resolution, Vote
from referrals.permissions import can_run_meetings
from referrals.services.agenda import close_gaps
from referrals.services.meeting_rows import lock_item, moment

RESULT = Resolution.Result
MOVE_OF = {RESULT.APPROVED: "approve", RESULT.AMENDED: "amend", RESULT.REJECTED: "reject", RESULT.DEFERRED: "defer"}


def can_record(user: Any, item: AgendaItem) -> Verdict:
    """Record the decision: the committee's secretary, unless the measure is this person's own proposal."""
    verdict = can_run_meetings(user, item.meeting)
    if verdict and item.measure and item.measure.proposed_by_id == user.pk:
        return deny(gettext_lazy("ผู้เสนอมาตรการบันทึกมติของมาตรการนั้นไม่ได้ ให้เลขานุการท่านอื่นบันทึก"))
    return verdict if not verdict else ALLOW


def _check_text(result: str, text: str) -> None:
    if result not in RESULT.values:
        raise ValidationError({"result": _("เลือกมติที่ประชุม")})
    if not text:
        raise ValidationError({"text": _("เขียนข้อความมติ")})


def _check_amended(measure: Measure, conditions: str, terms: dict[str, Any]) -> None:
    """An approval with conditions states them, and new terms where the proposal had terms."""
    if not conditions:
        raise ValidationError({"conditions": _("ระบุเงื่อนไขที่คณะกรรมการกำหนด")})
    had_terms = any(
        v is not None for v in (measure.proposed_instalment, measure.proposed_rate, measure.proposed_periods)
    )
    if had_terms and all(value is None for value in terms.values()):
        raise ValidationError({"amended_instalment": _("ระบุค่างวด ดอกเบี้ย หรือจำนวนงวดตามมติอย่างน้อยหนึ่งอย่าง")})


def _check_votes(item: AgendaItem, result: str) -> None:
    """The result must not go against the votes that were counted; without votes the meeting agreed at large."""
    votes = list(item.votes.values_list("choice", flat=True))
    pro, contra = votes.count(Vote.Choice.FOR), votes.count(Vote.Choice.AGAINST)
    if result in {RESULT.APPROVED, RESULT.AMENDED} and contra > pro:
        raise ValidationError({"result": _("เสียงไม่เห็นชอบมากกว่าเห็นชอบ ตรวจการลงมติหรือผลมติอีกครั้ง")})
    if result == RESULT.REJECTED and pro > contra:
        raise ValidationError({"result": _("เสียงเห็นชอบมากกว่าไม่เห็นชอบ ตรวจการลงมติหรือผลมติอีกครั้ง")})


def _check_deferral(item: AgendaItem, measure: Measure, result: str, deferred_to: Meeting | None) -> None:
    if result == RESULT.DEFERRED and measure.referral.status not in {"in_review", "info_requested"}:
        raise ValidationError({"result": _("ส่งผลคืนคลินิกไปแล้ว จึงเลื่อนการพิจารณาไม่ได้")})
    if deferred_to is None:
        return
    if result != RESULT.DEFERRED:
        raise ValidationError({"deferred_to": _("เลือกการประชุมครั้งถัดไปเฉพาะเมื่อเลื่อนการพิจารณา")})
    if (
        deferred_to.pk == item.meeting_id
        or deferred_to.status != "planned"
        or deferred_to.planned_on < item.meeting.planned_on
    ):
        raise ValidationError({"deferred_to": _("เลือกการประชุมครั้งถัดไปที่ยังไม่ปิดระเบียบวาระ")})


@transaction.atomic
def record_resolution(
    item: AgendaItem,
    *,
    result: str,
    text: str,
    by: Any,
    conditions: str = "",
    amended_instalment: Decimal | None = None,
    amended_rate: Decimal | None = None,
    amended_periods: int | None = None,
    effective_on: date | None = None,
    responsible: str = "",
    follow_up_on: date | None = None,
    deferred_to: Meeting | None = None,
    now: datetime | None = None,
) -> Resolution:
    """Record the committee's decision on a measure while the meeting sits (R9, R19). Amounts in baht, rate % a year.

    Raises NotAllowed (not the secretary, or the proposer), StaleState when another secretary was faster,
    ValidationError at the field that breaks a rule. A deferral reaches the next agenda when the meeting is closed.
    """
    can_record(by, item).or_raise()
    locked = lock_item(item)
    if locked.measure is None:
        raise ValidationError(_("วาระเพื่อทราบไม่มีการลงมติ"))
    text, conditions = text.strip(), conditions.strip()
    _check_text(result, text)
    measure = workflow.apply(
        locked.measure, MOVE_OF[RESULT(result)], by=by, detail={"meeting": locked.meeting.reference, "item": locked.pk}
    )
    terms = {"amended_instalment": amended_instalment, "amended_rate": amended_rate, "amended_periods": amended_periods}
    if result == RESULT.AMENDED:
        _check_amended(measure, conditions, terms)
    else:
        terms = dict.fromkeys(terms)
    _check_votes(locked, result)
    _check_deferral(locked, measure, result, deferred_to)
    resolution = Resolution.objects.create(
        item=locked, result=result, text=text, conditions=conditions, effective_on=effective_on,
        responsible=responsible.strip(), follow_up_on=follow_up_on, deferred_to=deferred_to,
        proposed_by=measure.proposed_by, recorded_by=by, recorded_at=moment(now), **terms,
    )  # fmt: skip
    audit.record("resolution.recorded", locked, by=by, reference=locked.meeting.reference, detail={"result": result})
    return resolution


def _back_on_this_agenda(item: AgendaItem, measure: Measure, *, by: Any) -> None:
    """Give the measure back to this item, also when a deferral had already reached another agenda."""
    later = measure.agenda_items.filter(pk__gt=item.pk).select_related("meeting").first()
    if later and workflow.lock(later.meeting).status != "planned":
        raise ValidationError(_("เรื่องนี้เข้าวาระการประชุมครั้งถัดไปที่ปิดระเบียบวาระแล้ว จึงยกเลิกมติเดิมไม่ได้"))
    if later:  # the measure stays scheduled, here instead of there
        later.delete()
        close_gaps(later.meeting)
    elif measure.status == "submitted":  # taken off the next agenda in the meantime
        workflow.apply(measure, "schedule", by=by, detail={"meeting": item.meeting.reference})
    else:
        workflow.apply(measure, "reconsider", by=by, detail={"meeting": item.meeting.reference})


@transaction.atomic
def undo_resolution(item: AgendaItem, *, reason: str, by: Any) -> None:
    """Take back a resolution recorded wrongly, while the meeting sits; the measure waits for its decision again.

    Raises NotAllowed, StaleState (nothing to undo, measure carried out), ValidationError at ``reason``.
    """
    can_run_meetings(by, item.meeting).or_raise()
    locked = lock_item(item)
    if not reason.strip():
        raise ValidationError({"reason": _("เขียนเหตุผลที่ยกเลิกมติที่บันทึกไว้")})
    resolution = Resolution.objects.select_related("item").filter(item=locked).first()
    if resolution is None or locked.measure is None:
        raise StaleState(locked.measure or locked.meeting, Measure.machine.moves["reconsider"])
    _back_on_this_agenda(locked, locked.measure, by=by)
    result = resolution.result
    resolution.delete()
    audit.record(
        "resolution.undone",
        locked,
        by=by,
        reference=locked.meeting.reference,
        detail={"result": result, "reason": reason.strip()},
    )
