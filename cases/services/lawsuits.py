"""Lawsuits against the member, and the debts they are about."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, Debt, Entry, Lawsuit
from cases.outside_debts import refuse_after_no
from cases.services.locking import lock_active
from cases.services.sheets import keep_version
from cases.services.timeline import add_entry
from clinic_project import audit
from clinic_project.thai.dates import format_long

FIELDS = (
    "debt", "plaintiff", "court", "black_number", "red_number", "stage", "next_date", "next_purpose", "outcome",
)  # fmt: skip
# How far a debt has come when its lawsuit stands there; a settlement or an end says nothing about the debt by itself.
DEBT_STAGES = {
    "filed": "sued", "mediation": "sued", "trial": "sued", "judgment": "judgment",
    "execution": "execution", "salary_attachment": "execution",
}  # fmt: skip
ORDER = [choice.value for choice in Debt.Stage]


def _fill(row: Lawsuit, fields: dict[str, Any]) -> None:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"lawsuit: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(row, name, value)
    for name, text in (("plaintiff", _("กรอกชื่อโจทก์")), ("court", _("กรอกชื่อศาล"))):
        if not str(getattr(row, name) or "").strip():
            raise ValidationError({name: text})
    if row.stage not in Lawsuit.Stage.values:
        raise ValidationError({"stage": _("เลือกขั้นของคดีจากรายการ")})
    if row.debt is not None and row.debt.case_id != row.case_id:
        raise ValidationError({"debt": _("เลือกหนี้ของเรื่องนี้")})
    if row.is_over and not row.outcome.strip():
        raise ValidationError({"outcome": _("คดีสิ้นสุดแล้วอย่างไร บันทึกผลของคดี")})
    if row.is_over and row.next_date is not None:
        raise ValidationError({"next_date": _("คดีที่สิ้นสุดไม่มีนัดศาลต่อไป ล้างช่องวันที่")})


@transaction.atomic
def save_lawsuit(
    case: Case, *, by: Any, lawsuit: Lawsuit | None = None, now: datetime | None = None, **fields: Any
) -> Lawsuit:
    """Note or correct (``lawsuit``) a lawsuit. The debt it is about moves on to the same stage, never back.

    Raises ``ValidationError`` by field: no plaintiff or court, a debt of another case, an end without its outcome; and
    where it is not about a debt to the cooperative while the member does not let the clinic keep outside debts.
    """
    locked = lock_active(case, by)
    row = Lawsuit(case=locked)
    if lawsuit is not None:
        found = locked.lawsuits.filter(pk=lawsuit.pk).first()
        if found is None:
            raise ValidationError(_("คดีนี้ถูกลบไปแล้ว เปิดหน้านี้อีกครั้ง"))
        row = found
    was_outside = lawsuit is not None and _is_outside(row)
    _fill(row, fields)
    if was_outside or _is_outside(row):
        refuse_after_no(locked.member)
    row.save()
    _move_debt(row)
    audit.record("case.lawsuit", locked, by=by, detail={"lawsuit": row.pk, "stage": str(row.stage)})
    parts = [row.plaintiff, row.court, row.numbers, str(row.get_stage_display())]
    if row.next_date:
        parts.append(_("นัดศาล %(day)s") % {"day": format_long(row.next_date)})
    title = _("แก้ข้อมูลคดี") if lawsuit else _("เพิ่มคดี")
    add_entry(locked, Entry.Kind.MONEY, title, " · ".join(part for part in parts if part), by=by, now=now)
    keep_version(locked, by=by, now=now)
    return row


def _is_outside(row: Lawsuit) -> bool:
    """Not known to be about a debt to the cooperative; the text of consent names lawsuits too."""
    return row.debt is None or not row.debt.is_cooperative


def _move_debt(row: Lawsuit) -> None:
    stage = DEBT_STAGES.get(row.stage)
    debt = row.debt
    if debt is not None and stage and ORDER.index(debt.stage) < ORDER.index(stage):
        debt.stage = stage
        debt.save(update_fields=["stage"])


@transaction.atomic
def remove_lawsuit(lawsuit: Lawsuit, *, by: Any, now: datetime | None = None) -> None:
    """Take a lawsuit off that was entered in error; one that is over is kept as ended."""
    locked = lock_active(lawsuit.case, by)
    if not locked.lawsuits.filter(pk=lawsuit.pk).delete()[0]:
        raise ValidationError(_("คดีนี้ถูกลบไปแล้ว เปิดหน้านี้อีกครั้ง"))
    audit.record("case.lawsuit.remove", locked, by=by)
    add_entry(locked, Entry.Kind.MONEY, _("ลบคดี"), f"{lawsuit.plaintiff} · {lawsuit.court}", by=by, now=now)
