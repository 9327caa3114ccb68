"""Who answers for the member's debts, and for whose debts the member answers."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, Debt, Entry, GuaranteeGiven, Guarantor
from cases.outside_debts import refuse_after_no
from cases.services.locking import lock_active
from cases.services.money import checked_baht, debt_of
from cases.services.timeline import add_entry
from clinic_project import audit
from members.models import Member

MOST_GUARANTORS = 20
GIVEN_FIELDS = (
    "borrower", "creditor", "balance", "as_of", "instalment", "shares_deposits", "guarantors", "state",
)  # fmt: skip


@transaction.atomic
def add_guarantor(
    debt: Debt,
    *,
    by: Any,
    member: Member | None = None,
    name: str = "",
    is_called: bool = False,
    now: datetime | None = None,
) -> Guarantor:
    """Note who answers for a debt: a member within the person's scope, or a name only.

    Raises ``ValidationError`` by field for the debtor themselves, a member out of scope, somebody noted already.
    """
    locked = lock_active(debt.case, by)
    debt = debt_of(locked, debt.pk)
    if not debt.is_cooperative:
        refuse_after_no(locked.member)
    name = name.strip()
    if member is None and not name:
        raise ValidationError({"number": _("กรอกเลขสมาชิกของผู้ค้ำ หรือชื่อถ้าไม่ใช่สมาชิก")})
    if member is not None:
        _check_member(locked, debt, member, by)
    if debt.guarantor_rows.count() >= MOST_GUARANTORS:
        raise ValidationError(_("บันทึกผู้ค้ำได้ไม่เกิน %(most)d คนต่อหนี้หนึ่งรายการ") % {"most": MOST_GUARANTORS})
    row: Guarantor = Guarantor.objects.create(
        debt=debt, member=member, name="" if member else name[:150], is_called=is_called
    )
    audit.record("case.guarantor.add", locked, by=by, detail={"debt": debt.pk, "is_member": member is not None})
    add_entry(locked, Entry.Kind.MONEY, _("เพิ่มผู้ค้ำประกันของ %(debt)s") % {"debt": debt.creditor}, by=by, now=now)
    return row


def _check_member(case: Case, debt: Debt, member: Member, by: Any) -> None:
    if not Member.objects.visible_to(by).filter(pk=member.pk).exists():
        raise ValidationError({"number": _("ไม่พบสมาชิกเลขนี้ในคลินิกของคุณ บันทึกเฉพาะชื่อแทน")})
    if member.pk == case.member_id:
        raise ValidationError({"number": _("สมาชิกค้ำหนี้ของตนเองไม่ได้ ตรวจเลขสมาชิกอีกครั้ง")})
    if debt.guarantor_rows.filter(member=member).exists():
        raise ValidationError({"number": _("สมาชิกรายนี้เป็นผู้ค้ำของหนี้นี้อยู่แล้ว")})


@transaction.atomic
def remove_guarantor(guarantor: Guarantor, *, by: Any, now: datetime | None = None) -> None:
    """Take a guarantor off: released, replaced, or entered in error."""
    locked = lock_active(guarantor.debt.case, by)
    if not Guarantor.objects.filter(pk=guarantor.pk).delete()[0]:
        raise ValidationError(_("ผู้ค้ำรายนี้ถูกนำออกไปแล้ว เปิดหน้านี้อีกครั้ง"))
    audit.record("case.guarantor.remove", locked, by=by, detail={"debt": guarantor.debt_id})
    title = _("นำผู้ค้ำประกันของ %(debt)s ออก") % {"debt": guarantor.debt.creditor}
    add_entry(locked, Entry.Kind.MONEY, title, by=by, now=now)


def _fill(given: GuaranteeGiven, fields: dict[str, Any]) -> None:
    if unknown := set(fields) - set(GIVEN_FIELDS):
        raise TypeError(f"guarantee: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(given, name, value)
    for name in ("balance", "instalment", "shares_deposits"):
        setattr(given, name, checked_baht(getattr(given, name), name))
    for name, text in (("borrower", _("กรอกชื่อผู้กู้")), ("creditor", _("กรอกชื่อเจ้าหนี้"))):
        if not str(getattr(given, name) or "").strip():
            raise ValidationError({name: text})
    if given.state not in GuaranteeGiven.State.values:
        raise ValidationError({"state": _("เลือกจากรายการ")})
    if not 1 <= int(given.guarantors or 0) <= MOST_GUARANTORS:
        raise ValidationError({"guarantors": _("จำนวนผู้ค้ำต้องเป็น 1 ถึง %(most)d คน") % {"most": MOST_GUARANTORS}})


@transaction.atomic
def save_guarantee(
    case: Case, *, by: Any, given: GuaranteeGiven | None = None, now: datetime | None = None, **fields: Any
) -> GuaranteeGiven:
    """Note or correct (``given``) a debt of somebody else the member answers for. Raises by field."""
    locked = lock_active(case, by)
    row = GuaranteeGiven(case=locked)
    if given is not None:
        found = locked.guarantees_given.filter(pk=given.pk).first()
        if found is None:
            raise ValidationError(_("ภาระค้ำรายการนี้ถูกลบไปแล้ว เปิดหน้านี้อีกครั้ง"))
        row = found
    _fill(row, fields)
    row.save()
    audit.record("case.guarantee", locked, by=by, detail={"guarantee": row.pk, "state": str(row.state)})
    title = _("แก้ภาระค้ำประกัน") if given else _("เพิ่มภาระค้ำประกัน")
    add_entry(locked, Entry.Kind.MONEY, title, f"{row.borrower} · {row.creditor}", by=by, now=now)
    return row


@transaction.atomic
def remove_guarantee(given: GuaranteeGiven, *, by: Any, now: datetime | None = None) -> None:
    """Take a guarantee off that was entered in error; one that has ended is kept as released."""
    locked = lock_active(given.case, by)
    if not locked.guarantees_given.filter(pk=given.pk).delete()[0]:
        raise ValidationError(_("ภาระค้ำรายการนี้ถูกลบไปแล้ว เปิดหน้านี้อีกครั้ง"))
    audit.record("case.guarantee.remove", locked, by=by)
    add_entry(locked, Entry.Kind.MONEY, _("ลบภาระค้ำประกัน"), f"{given.borrower} · {given.creditor}", by=by, now=now)
