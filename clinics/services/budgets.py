"""Setting budgets up, changing what may be spent, closing a year's budget and opening it again. Amounts in baht."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.thai.numbers import format_money
from clinics.models import Budget, BudgetOverride, ProgrammeYear
from clinics.permissions.budget import can_override, can_set_up
from clinics.services.budget_papers import issue_budget_sheet, issue_year_sheet


def lock_budget(budget: Budget) -> Any:
    """The budget under a lock, with its figures of this moment; call inside a transaction."""
    Budget._base_manager.select_for_update().get(pk=budget.pk)
    return Budget.objects.with_figures().for_list().get(pk=budget.pk)


def refuse_over(budget: Budget, amount: Decimal, *, field: str = "amount") -> Any:
    """Lock the budget and raise ``ValidationError`` in Thai where it has less left than ``amount``."""
    locked = lock_budget(budget)
    if locked.balance < amount:
        raise ValidationError(
            {
                field: _("เกินงบที่เหลือ %(over)s บาท คงเหลือให้ใช้ %(left)s บาท ลดจำนวนเงิน หรือขอวงเงินเพิ่มจากหัวหน้าคลินิกส่วนกลาง")
                % {"over": format_money(amount - locked.balance), "left": format_money(locked.balance)}
            }
        )
    return locked


def _refuse_over_year(year: ProgrammeYear, more: Decimal, *, but: Budget | None = None) -> None:
    """Raise ``ValidationError`` where the year's allocations would pass its whole budget."""
    locked = ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    others = Budget.objects.filter(year=year).exclude(pk=but.pk if but else None)
    total = (others.aggregate(total=Sum("allocation"))["total"] or Decimal(0)) + more
    if total > locked.budget_total:
        raise ValidationError(
            _("วงเงินจัดสรรรวม %(total)s บาท เกินงบประมาณของปี %(most)s บาท ลดวงเงินลง หรือให้ผู้ดูแลระบบแก้งบประมาณของปี")
            % {"total": format_money(total), "most": format_money(locked.budget_total)}
        )


@transaction.atomic
def set_up_budgets(year: ProgrammeYear, *, by: Any) -> list[Budget]:
    """Give every clinic of the year and the programme itself the budgets of the year's rules, where one is missing.

    ``by`` is None where a year is set up by the system. Raises ``NotAllowed``, or ``ValidationError`` where the
    allocations pass the year's budget.
    """
    if by is not None:
        can_set_up(by, year).or_raise()
    missing = [
        Budget(year=year, clinic_year=row, allocation=year.budget_clinic)
        for row in year.clinic_years.filter(budget__isnull=True).order_by("clinic__number")
    ]
    if not Budget.objects.filter(year=year, clinic_year__isnull=True).exists():
        missing.append(Budget(year=year, allocation=year.budget_central))
    _refuse_over_year(year, sum((budget.allocation for budget in missing), Decimal(0)))
    for budget in missing:
        budget.save()
    if missing:
        audit.record("budget.set_up", year, by=by, reference=str(year), detail={"budgets": len(missing)})
    return missing


@transaction.atomic
def change_allocation(budget: Budget, *, amount: Decimal, reason: str, by: Any) -> Budget:
    """Give a budget another allocation, within the year's whole and never below what is spent and held.

    Raises ``NotAllowed`` or ``ValidationError``.
    """
    locked = lock_budget(budget)
    can_override(by, locked).or_raise()
    used = locked.spent + locked.held - locked.extra
    if amount < used:
        raise ValidationError(
            {"amount": _("ใช้และกันไว้แล้ว %(used)s บาท วงเงินต้องไม่น้อยกว่านี้") % {"used": format_money(used)}}
        )
    _refuse_over_year(locked.year, amount, but=locked)
    before, locked.allocation, locked.note = locked.allocation, amount, reason
    locked.save(update_fields=["allocation", "note"])
    audit.record("budget.allocation", locked, by=by, detail={"from": str(before), "to": str(amount)})
    return locked


@transaction.atomic
def override_budget(budget: Budget, *, amount: Decimal, reason: str, by: Any) -> BudgetOverride:
    """Let a budget spend so much beyond its allocation; recorded for ever. Raises ``NotAllowed``."""
    locked = lock_budget(budget)
    can_override(by, locked).or_raise()
    override = BudgetOverride(budget=locked, amount=amount, reason=reason, recorded_at=timezone.now(), recorded_by=by)
    override.full_clean()
    override.save()
    audit.record("budget.override", locked, by=by, detail={"amount": str(amount)})
    return override


@transaction.atomic
def close_budget(budget: Budget, *, returned_amount: Decimal, returned_on: date, note: str = "", by: Any) -> Budget:
    """Close a budget: nothing open, what is left given back; its sheet is issued, the year's with the last one.

    Raises ``NotAllowed``, ``StaleState`` or ``ValidationError``; ``PdfError`` where the sheet can't be drawn.
    """
    locked = lock_budget(budget)
    settled = Budget.machine.moves["close"].ready(by, locked)
    if not settled:
        raise ValidationError(settled.reason)
    if returned_amount != locked.balance:
        raise ValidationError(
            {"returned_amount": _("เงินเหลือส่งคืนต้องเท่ากับยอดคงเหลือ %(left)s บาท") % {"left": format_money(locked.balance)}}
        )
    if returned_on > timezone.localdate():
        raise ValidationError({"returned_on": _("วันที่ส่งคืนต้องไม่เป็นวันในอนาคต")})
    changes = {
        "closed_at": timezone.now(),
        "closed_by": by,
        "returned_amount": returned_amount,
        "returned_on": returned_on,
        "closing_note": note,
    }
    closed = workflow.apply(budget, "close", by=by, changes=changes)
    issue_budget_sheet(closed, by=by)
    if not Budget.objects.filter(year=closed.year, status="open").exists():
        issue_year_sheet(closed.year, by=by)
    return closed


@transaction.atomic
def reopen_budget(budget: Budget, *, reason: str, by: Any) -> Budget:
    """Open a closed budget again; its sheet stays as issued until the next closing. Raises as :func:`close_budget`."""
    empty = dict.fromkeys(("closed_at", "closed_by", "returned_amount", "returned_on"))
    return workflow.apply(budget, "reopen", by=by, changes={**empty, "closing_note": "", "note": reason})
