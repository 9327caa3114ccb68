"""Writes about advances: ask, approve, hand out, clear to the satang. Amounts in baht."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.thai.numbers import format_money
from clinics.models import Advance, Budget, User
from clinics.permissions.budget import can_spend
from clinics.services.budgets import refuse_over
from clinics.services.expenses import next_number


@transaction.atomic
def request_advance(budget: Budget, *, person: User, amount: Decimal, purpose: str, due_on: date, by: Any) -> Advance:
    """Ask for an advance for a member of staff. Nothing is held before the approval.

    Raises ``NotAllowed``, or ``ValidationError`` where the budget has less left or the person has one running.
    """
    can_spend(by, budget).or_raise()
    # The person's row is the lock: two requests for one person come one after the other.
    User.objects.select_for_update().get(pk=person.pk)
    running = Advance.objects.filter(person=person).running().first()
    if running:
        words = _("%(name)s มีเงินยืม %(number)s ที่ยังไม่ได้ส่งใช้อยู่ ส่งใช้หรือยกเลิกรายการเดิมก่อน")
        raise ValidationError({"person": words % {"name": person.full_name, "number": running.number}})
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("วันครบกำหนดส่งใช้ต้องไม่ก่อนวันนี้")})
    refuse_over(budget, amount)
    advance = Advance(
        budget=budget,
        person=person,
        amount=amount,
        purpose=purpose,
        due_on=due_on,
        requested_by=by,
        requested_at=timezone.now(),
    )
    advance.number = next_number("A", budget)
    advance.full_clean(exclude=["budget", "person", "requested_by"])
    advance.save()
    audit.record("advance.requested", advance, by=by)
    return advance


@transaction.atomic
def approve_advance(advance: Advance, *, by: Any) -> Advance:
    """Approve; from now on it holds its amount. Raises ``NotAllowed``, ``StaleState`` or ``ValidationError``."""
    if advance.status == "requested":
        try:
            refuse_over(advance.budget, advance.amount)
        except ValidationError as error:
            raise ValidationError([str(line) for line in error.messages]) from error
    return workflow.apply(advance, "approve", by=by, changes={"approved_at": timezone.now(), "approved_by": by})


@transaction.atomic
def pay_advance(advance: Advance, *, taken_on: date, by: Any) -> Advance:
    """Note the day the money was handed out. Raises ``NotAllowed``, ``StaleState`` or ``ValidationError``."""
    if taken_on > timezone.localdate():
        raise ValidationError({"taken_on": _("วันที่รับเงินต้องไม่เป็นวันในอนาคต")})
    if taken_on > advance.due_on:
        raise ValidationError({"taken_on": _("วันที่รับเงินต้องไม่หลังวันครบกำหนดส่งใช้")})
    if advance.approved_at and taken_on < timezone.localdate(advance.approved_at):
        raise ValidationError({"taken_on": _("วันที่รับเงินต้องไม่ก่อนวันที่อนุมัติ")})
    return workflow.apply(advance, "pay", by=by, changes={"taken_on": taken_on, "paid_by": by})


def difference(advance: Advance, returned_amount: Decimal) -> Decimal:
    """What is missing for the clearing (negative: too much), of live expenses and money given back."""
    spent = advance.expenses.filter(status__in=["submitted", "approved", "reviewed"]).total()
    return Decimal(advance.amount - spent - returned_amount)


@transaction.atomic
def clear_advance(advance: Advance, *, returned_amount: Decimal, by: Any) -> Advance:
    """Clear an advance: its expenses and the money given back make up its amount exactly.

    Raises ``ValidationError`` that tells the difference in Thai, ``NotAllowed`` or ``StaleState``.
    """
    Advance.objects.select_for_update().get(pk=advance.pk)
    drafts = advance.expenses.filter(status__in=["draft", "returned"]).count()
    if drafts:
        raise ValidationError(_("มีรายการจ่ายที่ยังไม่ได้เสนอ %(n)s รายการ เสนอหรือยกเลิกให้ครบก่อนส่งใช้") % {"n": drafts})
    missing = difference(advance, returned_amount)
    if missing > 0:
        words = _("ยังขาดอีก %(sum)s บาท ส่งคืนเป็นเงินสดเพิ่ม หรือบันทึกรายการจ่ายเพิ่ม")
        raise ValidationError({"returned_amount": words % {"sum": format_money(missing)}})
    if missing < 0:
        words = _("เกินเงินยืมไป %(sum)s บาท ลดเงินสดส่งคืน หรือแยกส่วนที่จ่ายเกินเป็นรายการเบิกจากงบ")
        raise ValidationError({"returned_amount": words % {"sum": format_money(-missing)}})
    changes = {"returned_amount": returned_amount, "cleared_at": timezone.now(), "cleared_by": by}
    return workflow.apply(advance, "clear", by=by, changes=changes)


@transaction.atomic
def cancel_advance(advance: Advance, *, reason: str, by: Any) -> Advance:
    """Drop a request that was not paid yet. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(advance, "cancel", by=by, changes={"reason": reason})


@transaction.atomic
def undo_clearing(advance: Advance, *, reason: str, by: Any) -> Advance:
    """Take a clearing back so that an expense in it can be corrected. Raises ``NotAllowed`` or ``StaleState``."""
    empty = dict.fromkeys(("returned_amount", "cleared_at", "cleared_by"))
    return workflow.apply(advance, "undo_clearing", by=by, changes={**empty, "reason": reason})
