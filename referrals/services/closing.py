"""Closing a meeting: minutes, excerpts and the return of each referral stand or fall together."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.services.timeline import add_entry
from clinic_project import audit, workflow
from clinic_project.issuing import documents_of
from clinic_project.pdf.documents import PdfError
from referrals.models import AgendaItem, Meeting, Referral, Resolution
from referrals.permissions import can_certify, can_run_meetings
from referrals.services import papers
from referrals.services.agenda import append_item
from referrals.services.meeting_rows import lock_for_secretary, lock_meeting, moment
from referrals.services.referrals import return_referral

UNSETTLED = ("submitted", "scheduled", "deferred")


def _decided(meeting: Meeting) -> list[AgendaItem]:
    items = meeting.items.filter(measure__isnull=False).order_by("pk")
    return list(
        items.select_related(
            "resolution__deferred_to", "measure__referral__case__member", "measure__referral__case__clinic"
        )
    )


def _referrals(items: Iterable[AgendaItem]) -> dict[int, list[AgendaItem]]:
    grouped: dict[int, list[AgendaItem]] = {}
    for item in items:
        if item.measure:
            grouped.setdefault(item.measure.referral_id, []).append(item)
    return grouped


def _check_answers_in(items: Iterable[AgendaItem]) -> None:
    """A decision can't be returned while central still waits for the clinic's answer."""
    waiting = sorted(
        {
            i.measure.referral.case.reference
            for i in items
            if i.measure and i.measure.referral.status == "info_requested"
        }
    )
    if waiting:
        raise ValidationError(
            _("ส่วนกลางยังรอข้อมูลเพิ่มจากคลินิกในเรื่อง %(cases)s บันทึกข้อมูลให้ครบก่อนปิดการประชุม") % {"cases": ", ".join(waiting)}
        )


def _reissue_needed(items: list[AgendaItem]) -> bool:
    """Whether a resolution was recorded after this meeting's excerpt of the case was issued."""
    newest = documents_of(items[0], "excerpt").first()
    if newest is None:
        return True
    issued = audit.events_of(newest).filter(kind="document.issued.excerpt").first()
    recorded = [event.pk for item in items for event in audit.events_of(item).filter(kind="resolution.recorded")[:1]]
    return issued is None or max(recorded, default=0) > issued.pk


def _put_on_next_agendas(items: Iterable[AgendaItem], *, by: Any) -> None:
    """Deferrals to a named meeting go on its agenda now, if it still takes items; others wait for the secretary."""
    for item in items:
        to = item.resolution.deferred_to
        if to is None or item.measure is None or item.measure.status != "deferred":
            continue
        to = workflow.lock(to)
        if to.status == "planned":
            append_item(to, measure=item.measure, title=item.title, by=by)


def _tell_clinic(referral: Referral, items: list[AgendaItem], *, by: Any, now: datetime) -> None:
    for item in items:
        resolution: Resolution = item.resolution
        title = _("มติคณะกรรมการดำเนินการ ครั้งที่ %(number)s: %(result)s") % {
            "number": item.meeting.number,
            "result": resolution.get_result_display(),
        }
        text = "\n".join(filter(None, [resolution.text, resolution.conditions]))
        add_entry(referral.case, "resolution", title, text, by=by, now=now)


def _settle(referral: Referral, items: list[AgendaItem], *, by: Any, now: datetime) -> None:
    """Tell the clinic, and return the referral once none of its measures waits for the committee any more."""
    _tell_clinic(referral, items, by=by, now=now)
    if referral.status == "in_review" and not referral.measures.filter(status__in=UNSETTLED).exists():
        return_referral(referral, by=by, now=now)


def _issue_and_return(meeting: Meeting, items: list[AgendaItem], *, by: Any, now: datetime) -> None:
    """Minutes, the notices that are due, and the return of their referrals; a failed paper is a Thai refusal."""
    try:
        papers.issue_minutes(meeting, by=by)
        for own in _referrals(items).values():
            referral = own[0].measure.referral  # type: ignore[union-attr]  # grouped by their measure's referral
            if _reissue_needed(own):
                papers.issue_excerpt(referral, meeting, by=by)
                _settle(referral, own, by=by, now=now)
    except PdfError as error:
        refusal = _("ออกเอกสารไม่สำเร็จ จึงยังไม่ปิดการประชุม ลองอีกครั้ง (%(error)s)") % {"error": error}
        raise ValidationError(refusal) from error


@transaction.atomic
def close_meeting(meeting: Meeting, *, ended_at: time, by: Any, now: datetime | None = None) -> Meeting:
    """Close: issue the minutes and one excerpt a case, return each settled referral, put deferrals on their agenda.

    All in one transaction: when a paper can't be made nothing has happened. After a reopening only cases with a new
    resolution get a new excerpt and are told again. Raises NotAllowed (role, no quorum, undecided item),
    StaleState, ValidationError at ``ended_at`` or, for papers, above the form.
    """
    can_run_meetings(by, meeting).or_raise()
    now = moment(now)
    locked = lock_for_secretary(meeting, status="held", by=by)
    if ended_at <= locked.starts_at:
        raise ValidationError({"ended_at": _("เวลาเลิกประชุมต้องอยู่หลังเวลาเริ่มประชุม")})
    items = _decided(locked)
    _check_answers_in(items)
    closed = workflow.apply(
        locked,
        "close",
        by=by,
        changes={"ended_at": ended_at, "closed_at": now, "closed_by": by},
        detail={"items": len(items)},
    )
    _issue_and_return(closed, items, by=by, now=now)
    _put_on_next_agendas(items, by=by)
    return closed


@transaction.atomic
def reopen_meeting(meeting: Meeting, *, reason: str, by: Any) -> Meeting:
    """Reopen a closed meeting to put something right; the certification falls. Raises NotAllowed, StaleState."""
    if not reason.strip():
        raise ValidationError({"reason": _("เขียนเหตุผลที่กลับมาแก้ไขการประชุมนี้")})
    undone = dict.fromkeys(("closed_at", "closed_by", "certified_at", "certified_by"))
    return workflow.apply(meeting, "reopen", by=by, changes=undone, detail={"reason": reason.strip()})


@transaction.atomic
def certify_minutes(meeting: Meeting, *, by: Any, now: datetime | None = None) -> Meeting:
    """The chair certifies the minutes of a closed meeting, once. Raises NotAllowed, StaleState, ValidationError."""
    can_certify(by, meeting).or_raise()
    locked = lock_meeting(meeting, status="closed")
    if locked.certified_at:
        raise ValidationError(_("รับรองรายงานการประชุมนี้ไปแล้ว"))
    locked.certified_at, locked.certified_by = moment(now), by
    locked.save(update_fields=["certified_at", "certified_by"])
    minutes = documents_of(locked, "minutes").first()
    audit.record("meeting.certified", locked, by=by, detail={"serial": minutes.serial if minutes else ""})
    return locked
