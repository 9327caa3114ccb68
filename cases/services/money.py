"""A household's month and a member's debts, written as form คส.04 takes them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.counselling.money import InvalidNumber
from cases.counselling.rates import yearly_rate
from cases.models import Case, Debt, Entry, HouseholdLine
from cases.outside_debts import refuse_after_no
from cases.services.locking import lock_active
from cases.services.sheets import keep_version
from cases.services.timeline import add_entry
from clinic_project import audit
from clinic_project.thai.numbers import format_money

LARGEST, LARGEST_RATE = Decimal("999999999.99"), 999
SATANG = Decimal("0.01")
MOST_LINES = 60
DEBT_FIELDS = (
    "creditor", "kind", "is_cooperative", "is_at_source", "balance", "as_of", "rate", "rate_kind", "instalment",
    "periods_left", "arrears_amount", "stage", "contract_number", "contract_date", "original_amount",
    "original_periods", "method", "minimum_percent", "guarantors", "collateral",
)  # fmt: skip


def checked_baht(value: Any, field: str) -> Decimal:
    """A finite amount from 0 to 999,999,999.99 baht with at most two decimals; floats can't hold satang."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise ValidationError({field: _("กรอกจำนวนเงินเป็นตัวเลข")})
    amount = Decimal(value)
    if not amount.is_finite():
        raise ValidationError({field: _("กรอกจำนวนเงินเป็นตัวเลข")})
    if amount < 0:
        raise ValidationError({field: _("จำนวนเงินต้องไม่ติดลบ")})
    if amount > LARGEST:
        raise ValidationError({field: _("จำนวนเงินต้องไม่เกิน %(largest)s บาท") % {"largest": format_money(LARGEST)}})
    if amount != amount.quantize(SATANG):
        raise ValidationError({field: _("จำนวนเงินมีทศนิยมได้ไม่เกิน 2 ตำแหน่ง")})
    return amount


def _checked_line(case: Case, line: Mapping[str, Any]) -> HouseholdLine:
    label = str(line.get("label") or "").strip()
    if line["kind"] not in HouseholdLine.Kind.values:
        raise ValidationError({"kind": _("เลือกประเภทจากรายการ")})
    if not label:
        raise ValidationError({"label": _("กรอกชื่อรายการ")})
    return HouseholdLine(case=case, kind=line["kind"], label=label[:120], amount=checked_baht(line["amount"], "amount"))


@transaction.atomic
def save_household(
    case: Case,
    *,
    lines: Iterable[Mapping[str, Any]],
    by: Any,
    now: datetime | None = None,
) -> list[HouseholdLine]:
    """Replace the month's lines (``kind``, ``label``, ``amount`` in baht a month). Lines without amount are left out.

    Raises ``ValidationError`` in Thai for an amount no household can have.
    """
    locked = lock_active(case, by)
    rows = [_checked_line(locked, line) for line in lines if line.get("amount") is not None]
    if len(rows) > MOST_LINES:
        raise ValidationError(_("รายการมากเกินไป รวมรายการย่อยเข้าด้วยกันให้ไม่เกิน %(count)d รายการ") % {"count": MOST_LINES})
    locked.household_lines.all().delete()
    saved: list[HouseholdLine] = HouseholdLine.objects.bulk_create(rows)
    audit.record("case.household", locked, by=by, detail={"lines": len(saved)})
    title = _("บันทึกรายได้รายจ่าย %(count)d รายการ") % {"count": len(saved)}
    add_entry(locked, Entry.Kind.MONEY, title, by=by, now=now)
    keep_version(locked, by=by, now=now)
    return saved


def _checked_rate(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)) or not Decimal(value).is_finite():
        raise ValidationError({"rate": _("กรอกอัตราดอกเบี้ยเป็นร้อยละ")})
    if not 0 <= Decimal(value) <= LARGEST_RATE:
        raise ValidationError({"rate": _("อัตราดอกเบี้ยต้องอยู่ระหว่างร้อยละ 0 ถึง 999")})
    return Decimal(value)


def _convert_rate(debt: Debt) -> None:
    """Work out the rate the sums use from the one that was told (formula 9 for a flat one)."""
    debt.rate = _checked_rate(debt.rate)
    kind, original, periods = debt.rate_kind, debt.original_amount, debt.original_periods
    try:
        found = yearly_rate(debt.rate, kind, original=original, periods=periods)
    except InvalidNumber as error:
        raise ValidationError({"rate": _("อัตรานี้เกินร้อยละ 10,000 ต่อปี ตรวจอัตราและหน่วยอีกครั้ง")}) from error
    debt.annual_rate, debt.is_rate_effective = found.rate, found.is_effective


def _fill(debt: Debt, fields: Mapping[str, Any]) -> None:
    """Write checked fields; raise by field."""
    if unknown := set(fields) - set(DEBT_FIELDS):
        raise TypeError(f"debt: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(debt, name, value)
    for name in ("balance", "instalment", "arrears_amount"):
        setattr(debt, name, checked_baht(getattr(debt, name), name))
    if debt.original_amount is not None:
        debt.original_amount = checked_baht(debt.original_amount, "original_amount")
    debt.creditor = str(debt.creditor or "").strip()
    if not debt.creditor:
        raise ValidationError({"creditor": _("กรอกชื่อเจ้าหนี้")})
    for name, choices in (("kind", Debt.Kind), ("rate_kind", Debt.RateKind), ("stage", Debt.Stage)):
        if getattr(debt, name) not in choices.values:
            raise ValidationError({name: _("เลือกจากรายการ")})
    if debt.method and debt.method not in Debt.Method.values:
        raise ValidationError({"method": _("เลือกจากรายการ")})
    _convert_rate(debt)


def _refuse_unwanted(debt: Debt, before: Mapping[str, Any] | None = None) -> None:
    """Anything new about a debt that is, or was, one to somebody outside needs that the member did not say no."""
    now = values_of(debt)
    if now != before and not (debt.is_cooperative and (before is None or before["is_cooperative"])):
        refuse_after_no(debt.case.member)


def values_of(debt: Debt) -> dict[str, Any]:
    """What a person wrote down of a debt."""
    return {name: getattr(debt, name) for name in DEBT_FIELDS}


def _told(debt: Debt) -> str:
    return _("%(creditor)s คงเหลือ %(balance)s บาท") % {"creditor": debt.creditor, "balance": format_money(debt.balance)}


@transaction.atomic
def add_debt(case: Case, *, by: Any, now: datetime | None = None, **fields: Any) -> Debt:
    """Add one debt (fields of :class:`Debt`; money in baht, ``rate`` in per cent of its ``rate_kind``)."""
    locked = lock_active(case, by)
    debt = Debt(case=locked)
    _fill(debt, fields)
    _refuse_unwanted(debt)
    debt.save()
    _forget_no_debts(locked)
    audit.record("case.debt.add", locked, by=by, detail={"debt": debt.pk, "stage": str(debt.stage)})
    add_entry(locked, Entry.Kind.MONEY, _("เพิ่มหนี้"), _told(debt), by=by, now=now)
    keep_version(locked, by=by, now=now)
    return debt


@transaction.atomic
def add_debts(case: Case, *, debts: Iterable[Mapping[str, Any]], by: Any, now: datetime | None = None) -> list[Debt]:
    """Add several debts at once, all or none (pasted rows). Raises ``ValidationError`` as :func:`add_debt`."""
    locked = lock_active(case, by)
    rows = []
    for fields in debts:
        debt = Debt(case=locked)
        _fill(debt, fields)
        _refuse_unwanted(debt)
        debt.save()
        rows.append(debt)
    _forget_no_debts(locked)
    audit.record("case.debts.pasted", locked, by=by, detail={"debts": len(rows)})
    told = "\n".join(_told(debt) for debt in rows)
    add_entry(locked, Entry.Kind.MONEY, _("เพิ่มหนี้ %(count)d รายการ") % {"count": len(rows)}, told, by=by, now=now)
    keep_version(locked, by=by, now=now)
    return rows


@transaction.atomic
def update_debt(debt: Debt, *, by: Any, now: datetime | None = None, **fields: Any) -> Debt:
    """Correct a debt; the timeline names what changed."""
    locked = lock_active(debt.case, by)
    row = debt_of(locked, debt.pk)
    before = values_of(row)
    _fill(row, fields)
    _refuse_unwanted(row, before)
    changed = [name for name in DEBT_FIELDS if getattr(row, name) != before[name]]
    if not changed:
        return row
    row.save()
    audit.record("case.debt.edit", locked, by=by, detail={"debt": row.pk, "fields": changed})
    names = ", ".join(str(Debt._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    add_entry(locked, Entry.Kind.MONEY, _("แก้หนี้: %(names)s") % {"names": names}, _told(row), by=by, now=now)
    keep_version(locked, by=by, now=now)
    return row


@transaction.atomic
def remove_debt(debt: Debt, *, by: Any, now: datetime | None = None) -> None:
    """Take a debt off the sheet (settled or entered in error); the timeline keeps its creditor and balance."""
    locked = lock_active(debt.case, by)
    row = debt_of(locked, debt.pk)
    number = row.pk
    row.delete()
    audit.record("case.debt.remove", locked, by=by, detail={"debt": number})
    add_entry(locked, Entry.Kind.MONEY, _("ลบหนี้ออก"), _told(row), by=by, now=now)
    keep_version(locked, by=by, now=now)


@transaction.atomic
def save_debts(case: Case, *, debts: Iterable[Mapping[str, Any]], by: Any, now: datetime | None = None) -> list[Debt]:
    """Replace the whole set of debts. One with an ``id`` of this case keeps its row; missing ones are removed."""
    locked = lock_active(case, by)
    kept = {debt.pk: debt for debt in locked.debts.select_for_update()}
    saved = []
    for given in debts:
        fields = {name: value for name, value in given.items() if name != "id"}
        number = given.get("id")
        if number is not None and number not in kept:
            raise ValidationError(_("หนี้รายการนี้ถูกลบไปแล้ว เปิดหน้านี้อีกครั้ง"))
        debt = kept.pop(number) if number is not None else Debt(case=locked)
        before = values_of(debt) if debt.pk else None
        _fill(debt, fields)
        _refuse_unwanted(debt, before)
        debt.save()
        saved.append(debt)
    if saved:
        _forget_no_debts(locked)
    locked.debts.filter(pk__in=list(kept)).delete()
    audit.record("case.debts", locked, by=by, detail={"debts": len(saved)})
    add_entry(locked, Entry.Kind.MONEY, _("บันทึกหนี้สิน %(count)d รายการ") % {"count": len(saved)}, by=by, now=now)
    keep_version(locked, by=by, now=now)
    return saved


def _forget_no_debts(locked: Case) -> None:
    """A debt is there now: what was said before no longer holds."""
    if locked.no_debts_on is not None:
        locked.no_debts_on = locked.no_debts_by = None
        locked.save(update_fields=["no_debts_on", "no_debts_by"])


@transaction.atomic
def state_no_debts(case: Case, *, by: Any, now: datetime | None = None) -> Case:
    """Write that the member says there are no debts, today. Raises ``ValidationError`` where some are recorded."""
    locked, now = lock_active(case, by), now or timezone.now()
    if locked.debts.exists():
        raise ValidationError(_("เรื่องนี้มีหนี้บันทึกไว้แล้ว ลบรายการที่ชำระหมดหรือบันทึกผิดก่อน"))
    if locked.no_debts_on is None:
        locked.no_debts_on, locked.no_debts_by = timezone.localdate(now), by
        locked.save(update_fields=["no_debts_on", "no_debts_by"])
        audit.record("case.debts.none", locked, by=by)
        add_entry(locked, Entry.Kind.MONEY, _("สมาชิกบอกว่าไม่มีหนี้"), by=by, now=now)
    return locked


def debt_of(case: Case, pk: int) -> Debt:
    """The debt as it stands now; raises when somebody took it off meanwhile."""
    row: Debt | None = case.debts.filter(pk=pk).first()
    if row is None:
        raise ValidationError(_("หนี้รายการนี้ถูกลบไปแล้ว เปิดหน้านี้อีกครั้ง"))
    return row
