"""Handing over referrals: a clinic's drafts, and at central what is in somebody's hands (R4)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.permissions import can_take_over, declared_relations
from cases.services.timeline import add_entry
from clinic_project import audit, workflow
from referrals.models import Referral

IN_HAND = ("accepted", "in_review", "info_requested", "decided")


def _refuse(to: Any) -> None:
    raise ValidationError(_("%(name)s รับรายการนี้ไม่ได้ เลือกผู้รับมอบคนอื่น") % {"name": to})


@transaction.atomic
def hand_over_draft(user: Any, clinic: Any, key: str, *, to: Any, by: Any) -> None:
    """Let ``to`` go on with ``user``'s draft (``key``: its id). Raises ``ValidationError`` where they can't."""
    locked = workflow.lock(Referral.objects.get(pk=int(key), case__clinic=clinic))
    if (locked.writer_id or locked.created_by_id) != user.pk or locked.status != "draft":
        return
    if not can_take_over(to, locked.case, by):
        _refuse(to)
    if locked.case.is_restricted:
        locked.case.assignments.get_or_create(user=to, defaults={"assigned_by": by})
    locked.writer = to
    locked.save(update_fields=["writer"])
    audit.record("referral.handed", locked, by=by, detail={"from": user.username, "to": to.username})
    title = _("มอบร่างส่งต่อ: %(before)s → %(after)s (%(reference)s)")
    facts = {"before": user, "after": to, "reference": locked.reference}
    add_entry(locked.case, "referral", title % facts, by=by)


@transaction.atomic
def hand_over_handling(user: Any, clinic: Any, key: str, *, to: Any, by: Any) -> None:
    """Let ``to`` handle at central what ``user`` handled (``key``: its id). Raises ``ValidationError``."""
    locked = workflow.lock(Referral.objects.get(pk=int(key)))
    if locked.handler_id != user.pk or locked.status not in IN_HAND:
        return
    if declared_relations(to, locked.case):
        _refuse(to)
    locked.handler = to
    locked.save(update_fields=["handler"])
    audit.record("referral.handed", locked, by=by, detail={"from": user.username, "to": to.username})
    title = _("ผู้รับผิดชอบส่วนกลาง: %(before)s → %(after)s (%(reference)s)")
    facts = {"before": user, "after": to, "reference": locked.reference}
    add_entry(locked.case, "referral", title % facts, by=by)
