"""Orders that forbid the taking out of a member's data, or of one case, for now."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.registry import registry
from clinic_project.searching import padded, reference_key
from clinic_project.thai.text import normalise
from clinics.models import Clinic
from members.leading import led_clinics
from members.models import LegalHold, Member
from members.privacy_permissions import can_hold, can_lift
from members.services.living import lock_living

SHORTEST = 5


def _reason(text: str, name: str, problem: str) -> str:
    reason = normalise(text)
    if len(reason) < SHORTEST:
        raise ValidationError({name: problem})
    return reason


def _checked_reference(text: str, member: Member, by: Any) -> str:
    """The number of one of the member's cases or services as it is stored: a hold of another number holds nothing."""
    if not normalise(text):
        return ""
    known = {number for kind in registry.ended for number in registry.member_references[kind](by, member)}
    key = reference_key(text)
    found = next((one for one in (key, padded(key, 4), padded(key, 5)) if one in known), "")
    if not found:
        raise ValidationError({"case_reference": _("ไม่พบเรื่องหรือการให้บริการเลขที่นี้ของสมาชิก ตรวจเลขที่อีกครั้ง")})
    return found


def _placing_clinic(member: Member, by: Any) -> Clinic | None:
    """The clinic in whose name it is placed: one that serves the member and that the person leads; else central."""
    link = member.clinic_links.filter(clinic__in=led_clinics(by)).select_related("clinic").first()
    return link.clinic if link else by.clinic


@transaction.atomic
def place_hold(*, member: Member, reason: str, by: Any, case_reference: str = "") -> LegalHold:
    """Forbid the taking out of a member or of one case or service.

    Raises ``ValidationError`` without a reason, once it is held already, and for a number that is none of the member's.
    """
    can_hold(by, member).or_raise()
    reason = _reason(reason, "reason", _("เขียนเหตุผลที่ต้องเก็บไว้ เช่น เลขคดีหรือคำสั่งที่อ้างถึง"))
    lock_living(member)
    case_reference = _checked_reference(case_reference, member, by)
    if LegalHold.objects.standing().filter(member=member, case_reference=case_reference).exists():
        raise ValidationError(_("ระงับการลบไว้แล้ว"))
    hold: LegalHold = LegalHold.objects.create(
        member=member,
        case_reference=case_reference,
        reason=reason,
        clinic=_placing_clinic(member, by),
        placed_at=timezone.now(),
        placed_by=by,
    )
    audit.record("member.hold.placed", member, by=by)
    return hold


@transaction.atomic
def lift_hold(hold: LegalHold, *, reason: str, by: Any) -> LegalHold:
    """Let the rules run again: whoever leads the clinic that placed it, or central, and says why."""
    locked: LegalHold = LegalHold.objects.select_for_update(of=("self",)).select_related("member").get(pk=hold.pk)
    can_lift(by, locked).or_raise()
    if locked.lifted_at:
        raise ValidationError(_("ยกเลิกการระงับไปแล้ว"))
    locked.lift_reason = _reason(reason, "reason", _("เขียนเหตุผลที่ยกเลิกการระงับ เช่น คดีถึงที่สุดแล้ว"))
    locked.lifted_at, locked.lifted_by = timezone.now(), by
    locked.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    audit.record("member.hold.lifted", locked.member, by=by)
    return locked


__all__ = ["lift_hold", "place_hold"]
