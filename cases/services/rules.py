"""Setting the dated rules of counselling; figures worked out from today on follow them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.counselling.dated import TERMS, DatedRule, RulesOfTheDay
from cases.models import CounsellingRule
from cases.permissions import can_keep_rules
from clinic_project import audit

LARGEST = Decimal(999)


def all_rules() -> list[DatedRule]:
    """Every rule, past, in force and to come. One query."""
    return [rule.plain() for rule in CounsellingRule.objects.all()]


def rules_of_the_day(day: date | None = None) -> RulesOfTheDay:
    """The rules in force on a day (today). One query."""
    return RulesOfTheDay(all_rules(), day or timezone.localdate())


def _check(rule: CounsellingRule) -> None:
    if rule.code not in CounsellingRule.Code.values:
        raise ValidationError({"code": _("เลือกเกณฑ์จากรายการ")})
    if not rule.source:
        raise ValidationError({"source": _("กรอกที่มา เช่น ชื่อประกาศหรือระเบียบและข้อ")})
    if not rule.value.is_finite() or not 0 <= rule.value <= LARGEST:
        raise ValidationError({"value": _("ค่าต้องอยู่ระหว่าง 0 ถึง 999")})
    if rule.code in TERMS and (rule.value != rule.value.to_integral_value() or rule.value < 1):
        raise ValidationError({"value": _("จำนวนงวดต้องเป็นจำนวนเต็มตั้งแต่ 1")})
    twins = CounsellingRule.objects.filter(code=rule.code, starts_on=rule.starts_on).exclude(pk=rule.pk)
    if twins.exists():
        raise ValidationError({"starts_on": _("มีเกณฑ์นี้ของวันนั้นอยู่แล้ว แก้รายการเดิม")})


@transaction.atomic
def save_rule(
    *, code: str, value: Decimal, starts_on: date, source: str, by: Any, rule: CounsellingRule | None = None
) -> CounsellingRule:
    """Set a rule from a day on, or correct ``rule``. Per cent, or instalments for a term.

    Raises ``NotAllowed`` or ``ValidationError`` by field. What was stored with older figures stays as it was.
    """
    can_keep_rules(by).or_raise()
    row = CounsellingRule.objects.select_for_update().get(pk=rule.pk) if rule else CounsellingRule()
    before = f"{row.value.normalize():f}" if rule else ""
    row.code, row.value, row.starts_on, row.source = code, Decimal(value), starts_on, source.strip()
    _check(row)
    row.save()
    detail = {"code": code, "from": before, "to": f"{row.value.normalize():f}", "starts_on": starts_on.isoformat()}
    audit.record("rule.set", row, by=by, detail=detail)
    return row


@transaction.atomic
def remove_rule(rule: CounsellingRule, *, by: Any, today: date | None = None) -> None:
    """Take back a rule that has not begun; one that has begun is corrected or followed by another."""
    can_keep_rules(by).or_raise()
    row = CounsellingRule.objects.select_for_update().get(pk=rule.pk)
    if row.starts_on <= (today or timezone.localdate()):
        raise ValidationError(_("เกณฑ์ที่เริ่มใช้แล้วลบไม่ได้ แก้ให้ถูกต้องหรือเพิ่มเกณฑ์ใหม่ที่เริ่มใช้วันอื่น"))
    detail = {"code": row.code, "from": f"{row.value.normalize():f}", "starts_on": row.starts_on.isoformat()}
    audit.record("rule.removed", row, by=by, detail=detail)
    row.delete()
