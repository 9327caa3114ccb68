"""The lives of a budget, an expense and an advance (R40)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny
from clinic_project.workflow import Machine, Move
from clinics.permissions.budget import (
    can_approve,
    can_close_budget,
    can_enter,
    can_pay,
    can_return,
    can_review,
    can_stop_advance,
    can_undo_clearing,
)


def _has_receipt(user: Any, expense: Any) -> Verdict:
    if expense.no_receipt_reason or expense.receipts.in_force().exists():
        return ALLOW
    return deny(_("แนบใบเสร็จก่อน หรือแก้ไขรายการแล้วเขียนเหตุที่ไม่มีใบเสร็จ"))


def _is_not_cleared(user: Any, expense: Any) -> Verdict:
    if expense.advance and expense.advance.status == "cleared":
        return deny(_("รายการนี้อยู่ในเงินยืมที่ส่งใช้แล้ว ให้ส่วนกลางยกเลิกการส่งใช้เงินยืมก่อน"))
    return ALLOW


def _is_settled(user: Any, budget: Any) -> Verdict:
    """Nothing is open: every expense reviewed or void, every advance cleared or cancelled."""
    expenses = budget.expenses.unsettled().count()
    advances = budget.advances.running().count()
    if expenses or advances:
        return deny(
            _("ยังปิดงบไม่ได้ มีรายการจ่ายที่ยังไม่สอบทาน %(expenses)s รายการ และเงินยืมที่ยังไม่ส่งใช้ %(advances)s รายการ")
            % {"expenses": expenses, "advances": advances}
        )
    return ALLOW


BUDGET = Machine(
    name="budget",
    initial="open",
    states={"open": _("ใช้อยู่"), "closed": _("ปิดงบแล้ว")},
    table=(
        Move("close", _("ปิดงบประจำปี"), ("open",), "closed", can_close_budget, ready=_is_settled),
        Move("reopen", _("เปิดงบอีกครั้ง"), ("closed",), "open", can_close_budget),
    ),
)

EXPENSE = Machine(
    name="expense",
    initial="draft",
    states={
        "draft": _("ร่าง"),
        "submitted": _("รออนุมัติ"),
        "approved": _("อนุมัติแล้ว รอสอบทาน"),
        "reviewed": _("สอบทานแล้ว"),
        "returned": _("ส่งกลับให้แก้ไข"),
        "void": _("ยกเลิก"),
    },
    table=(
        Move(
            "submit", _("เสนอขออนุมัติ"), ("draft", "returned"), "submitted", can_enter, ready=_has_receipt, primary=True
        ),
        Move("approve", _("อนุมัติ"), ("submitted",), "approved", can_approve, primary=True),
        Move("review", _("สอบทานแล้วถูกต้อง"), ("approved",), "reviewed", can_review, primary=True),
        Move("return", _("ส่งกลับให้แก้ไข"), ("submitted", "approved"), "returned", can_return, ready=_is_not_cleared),
        Move("void", _("ยกเลิกรายการ"), ("draft", "returned"), "void", can_enter),
    ),
)

ADVANCE = Machine(
    name="advance",
    initial="requested",
    states={
        "requested": _("รออนุมัติ"),
        "approved": _("อนุมัติแล้ว รอจ่ายเงิน"),
        "paid": _("จ่ายเงินแล้ว รอส่งใช้"),
        "cleared": _("ส่งใช้ครบแล้ว"),
        "cancelled": _("ยกเลิก"),
    },
    table=(
        Move("approve", _("อนุมัติ"), ("requested",), "approved", can_approve, primary=True),
        Move("pay", _("บันทึกการจ่ายเงินยืม"), ("approved",), "paid", can_pay, primary=True),
        Move("clear", _("ส่งใช้เงินยืม"), ("paid",), "cleared", can_enter, primary=True),
        Move("cancel", _("ยกเลิกคำขอ"), ("requested", "approved"), "cancelled", can_stop_advance),
        Move("undo_clearing", _("ยกเลิกการส่งใช้"), ("cleared",), "paid", can_undo_clearing),
    ),
)
