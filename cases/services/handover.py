"""Handing over what a person who leaves has in hand: cases in their charge, and follow-ups they were to make (R4).

The permission is that of ending the appointment: a head hands over restricted cases too, without reading them, and
so to somebody else. Who has a conflict with the member takes none of it, and the refusal does not say why.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, CaseAssignment, Entry, FollowUp
from cases.permissions import can_take_over
from cases.services.cases import put_in_charge
from cases.services.timeline import add_entry
from clinic_project import audit, workflow


def _check_receiver(to: Any, case: Case, by: Any) -> None:
    if not can_take_over(to, case, by):
        raise ValidationError(_("%(name)s รับรายการนี้ไม่ได้ เลือกผู้รับมอบคนอื่น") % {"name": to})


@transaction.atomic
def hand_over_case(user: Any, clinic: Any, key: str, *, to: Any, by: Any) -> None:
    """Put ``to`` in charge of ``user``'s case (``key``: its id). Raises ``ValidationError`` where they can't be."""
    locked = workflow.lock(Case.objects.get(pk=int(key), clinic=clinic))
    if locked.officer_id != user.pk or not locked.is_active:
        return
    _check_receiver(to, locked, by)
    put_in_charge(locked, officer=to, by=by, reason=_("ส่งมอบงานเมื่อพ้นตำแหน่ง"))


@transaction.atomic
def hand_over_follow_up(user: Any, clinic: Any, key: str, *, to: Any, by: Any) -> None:
    """Let ``to`` make ``user``'s follow-up (``key``: its id); in a restricted case this opens the case to them.

    Raises ``ValidationError`` where they can't.
    """
    found = FollowUp.objects.select_for_update(of=("self",)).select_related("case")
    row: FollowUp = found.get(pk=int(key), case__clinic=clinic)
    if row.officer_id != user.pk or row.done_at:
        return
    _check_receiver(to, row.case, by)
    if row.case.is_restricted:
        CaseAssignment.objects.get_or_create(case=row.case, user=to, defaults={"assigned_by": by})
    row.officer = to
    row.save(update_fields=["officer"])
    audit.record("case.follow_up.handed", row.case, by=by, detail={"from": user.username, "to": to.username})
    title = _("มอบการติดตาม: %(before)s → %(after)s") % {"before": user, "after": to}
    add_entry(row.case, Entry.Kind.FOLLOW_UP, title, row.subject, by=by)
