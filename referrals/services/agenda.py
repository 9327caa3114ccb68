"""Planning a meeting and filling its agenda, until the agenda is frozen."""

from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.services.timeline import add_entry
from clinic_project import audit, workflow
from clinic_project.models import Counter
from clinic_project.pdf.documents import PdfError
from clinic_project.thai.dates import format_long
from clinic_project.workflow import StaleState
from referrals.models import AgendaItem, Measure, Meeting
from referrals.permissions import can_run_meetings
from referrals.services import papers
from referrals.services.meeting_rows import buddhist_short, lock_for_secretary


@transaction.atomic
def plan_meeting(*, planned_on: date, starts_at: time, place: str, quorum: int, by: Any) -> Meeting:
    """Plan a meeting of the operating committee. Its number is given only when it is held.

    Raises NotAllowed unless ``by`` is the committee's secretary, ValidationError for a quorum under one.
    """
    meeting = Meeting(planned_on=planned_on, starts_at=starts_at, place=place, quorum=quorum)
    can_run_meetings(by, meeting).or_raise()
    if quorum < 1:
        raise ValidationError({"quorum": _("องค์ประชุมต้องมีอย่างน้อย 1 คน")})
    short = buddhist_short(planned_on)
    meeting.reference = f"M{short}-{Counter.next(f'meeting.reference.{short}'):02d}"
    meeting.save()
    audit.record("meeting.planned", meeting, by=by, detail={"planned_on": planned_on.isoformat(), "quorum": quorum})
    return meeting


def _check_measure(measure: Measure) -> None:
    if measure.referral.status != "in_review":
        raise ValidationError({"measure": _("เรื่องนี้ไม่ได้อยู่ระหว่างส่วนกลางพิจารณา จึงบรรจุวาระไม่ได้")})


def append_item(meeting: Meeting, *, measure: Measure | None, title: str, by: Any) -> AgendaItem:
    """Put an item at the end of a locked meeting's agenda and move its measure to scheduled."""
    if measure:
        measure = workflow.apply(measure, "schedule", by=by, detail={"meeting": meeting.reference})
        title = title or _("พิจารณามาตรการ%(kind)s เรื่องเลขที่ %(case)s") % {
            "kind": measure.get_kind_display(),
            "case": measure.referral.case.reference,
        }
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(meeting=meeting, order=last + 1, measure=measure, title=title)
    audit.record("meeting.item_added", meeting, by=by, detail={"item": item.pk, "order": item.order})
    if measure:
        text = _("ประชุมวันที่ %(day)s") % {"day": format_long(meeting.planned_on)}
        add_entry(measure.referral.case, "measure", _("บรรจุวาระคณะกรรมการดำเนินการ"), text, by=by)
    return item


@transaction.atomic
def add_item(meeting: Meeting, *, measure: Measure | None, title: str, by: Any) -> AgendaItem:
    """Add a waiting measure, or (without one) a matter for information, to a planned meeting.

    Only submitted and deferred measures of referrals under review can be scheduled. Raises NotAllowed,
    StaleState (agenda frozen, measure decided or scheduled elsewhere), ValidationError at ``title`` or ``measure``.
    """
    locked = lock_for_secretary(meeting, status="planned", by=by)
    title = title.strip()
    if measure is None and not title:
        raise ValidationError({"title": _("เขียนหัวข้อวาระ หรือเลือกมาตรการที่รอบรรจุวาระ")})
    if measure:
        _check_measure(measure)
    return append_item(locked, measure=measure, title=title, by=by)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Any) -> None:
    """Take an item off a planned agenda; its measure waits for a meeting again. Raises NotAllowed, StaleState."""
    locked = lock_for_secretary(item.meeting, status="planned", by=by)
    item = locked.items.select_related("measure__referral__case").filter(pk=item.pk).first() or _gone(locked)
    if item.measure:
        measure = workflow.apply(item.measure, "unschedule", by=by, detail={"meeting": locked.reference})
        add_entry(measure.referral.case, "measure", _("นำออกจากวาระคณะกรรมการดำเนินการ"), by=by)
    audit.record("meeting.item_removed", locked, by=by, detail={"item": item.pk, "order": item.order})
    item.delete()
    close_gaps(locked)


def _gone(meeting: Meeting) -> AgendaItem:
    raise StaleState(meeting, Meeting.machine.moves["freeze"])


def close_gaps(meeting: Meeting) -> None:
    """Number the items 1, 2, 3 again, upwards so that no two share a number on the way."""
    for order, item in enumerate(meeting.items.order_by("order"), 1):
        if item.order != order:
            item.order = order
            item.save(update_fields=["order"])


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Any) -> Meeting:
    """Cancel a planned meeting that has no items. Raises NotAllowed, StaleState."""
    return workflow.apply(meeting, "cancel", by=by)


@transaction.atomic
def freeze_agenda(meeting: Meeting, *, by: Any) -> Meeting:
    """Freeze the agenda and issue it: from now on members read the same list. Raises NotAllowed, StaleState.

    A meeting without items is refused; when the paper can't be made nothing has happened (ValidationError).
    """
    frozen = workflow.apply(meeting, "freeze", by=by)
    try:
        papers.issue_agenda(frozen, by=by)
    except PdfError as error:
        raise ValidationError(_("ออกระเบียบวาระไม่สำเร็จ ลองอีกครั้ง (%(error)s)") % {"error": error}) from error
    return frozen
