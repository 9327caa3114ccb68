"""Who enters, approves, reviews and closes (R40): own things are always somebody else's to decide."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def _is_central_as(user: Any, role: str) -> bool:
    return any(seat.clinic_year.clinic.is_central and seat.role == role for seat in user.clinic_seats)


def is_central_head(user: Any) -> bool:
    """Head of the central clinic, also when acting."""
    return _is_central_as(user, "head")


def _is_of(user: Any, budget: Any) -> bool:
    return bool(user.works_at(budget.clinic_year.clinic_id) if budget.clinic_year_id else user.is_central)


def _is_head_of(user: Any, budget: Any) -> bool:
    return bool(user.is_head_of(budget.clinic_year.clinic_id)) if budget.clinic_year_id else is_central_head(user)


def _is_clerk_of(user: Any, budget: Any) -> bool:
    """Head, secretary or finance officer of the budget's clinic; of the central clinic for the programme's own."""

    def counts(seat: Any) -> bool:
        row = seat.clinic_year
        here = row.clinic_id == budget.clinic_year.clinic_id if budget.clinic_year_id else row.clinic.is_central
        return bool(here and (seat.role in {"head", "secretary"} or seat.post == "finance"))

    return any(counts(seat) for seat in user.clinic_seats)


def can_see_names(user: Any, budget: Any) -> Verdict:
    """See who got money and open an expense: the clinic, central, administrators. The committee sees figures."""
    if user.is_central or user.is_staff or _is_of(user, budget):
        return ALLOW
    return hide(_("คณะกรรมการศึกษาเห็นเฉพาะตัวเลขงบประมาณ ไม่เห็นผู้รับเงินและใบเสร็จ"))


def can_see_year(user: Any, year: Any = None) -> Verdict:
    """See the whole year's budget: central, the education committee, administrators."""
    if user.is_central or user.is_education or user.is_staff:
        return ALLOW
    return hide(_("งบประมาณรวมทั้งปีเปิดได้เฉพาะส่วนกลาง คณะกรรมการศึกษา และผู้ดูแลระบบ"))


def can_export(user: Any, year: Any = None) -> Verdict:
    """Take the year's expenses away as a table, with names: central and administrators."""
    if user.is_central or user.is_staff:
        return ALLOW
    return hide(_("ส่งออกรายการจ่ายได้เฉพาะส่วนกลางและผู้ดูแลระบบ เพราะมีชื่อผู้รับเงิน"))


def can_spend(user: Any, budget: Any) -> Verdict:
    """Enter an expense or ask for an advance: head, secretary or finance officer, while the budget is open."""
    if not _is_of(user, budget):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))
    if not _is_clerk_of(user, budget):
        return deny(_("หัวหน้า เลขานุการ หรือเจ้าหน้าที่การเงินของคลินิกเป็นผู้บันทึก"))
    return _is_open(budget)


def _is_open(budget: Any) -> Verdict:
    return ALLOW if budget.status == "open" else deny(_("งบนี้ปิดแล้ว ให้หัวหน้าคลินิกส่วนกลางเปิดงบก่อนจึงแก้ไขได้"))


def can_enter(user: Any, record: Any) -> Verdict:
    """Write, submit or void an expense, clear an advance: as :func:`can_spend` of its budget."""
    return can_spend(user, record.budget)


def can_approve(user: Any, record: Any) -> Verdict:
    """Approve an expense or an advance: the clinic's head, never an own one.

    Where no head but an own one is left, central's head does it; for what is central's itself, its secretary.
    """
    budget = record.budget
    is_central_approver = is_central_head(user) or (budget.is_central and _is_central_as(user, "secretary"))
    if not (_is_of(user, budget) or is_central_approver):
        return hide(_("หัวหน้าคลินิกเป็นผู้อนุมัติ"))
    if not (_is_head_of(user, budget) or is_central_approver):
        return deny(_("หัวหน้าคลินิกเป็นผู้อนุมัติ"))
    if user.pk in record.own_people:
        return deny(_("อนุมัติรายการที่ตนบันทึกหรือได้รับเงินไม่ได้ ให้ผู้อื่นอนุมัติ"))
    if not _is_head_of(user, budget) and budget.has_approver_but(record.own_people):
        return deny(_("หัวหน้าคลินิกเป็นผู้อนุมัติ ส่วนกลางอนุมัติแทนเฉพาะรายการของหัวหน้าเอง"))
    return _is_open(budget)


def can_review(user: Any, expense: Any) -> Verdict:
    """Review an approved expense: central's people, not those who entered, approved or got it."""
    if not user.is_central:
        return hide(_("ส่วนกลางเป็นผู้สอบทาน"))
    if user.pk in expense.own_people | {expense.approved_by_id}:
        return deny(_("ผู้บันทึก ผู้อนุมัติ หรือผู้รับเงิน สอบทานรายการเดียวกันไม่ได้ ให้เจ้าหน้าที่ส่วนกลางคนอื่นสอบทาน"))
    return _is_open(expense.budget)


def can_return(user: Any, expense: Any) -> Verdict:
    """Send an expense back with a reason: who might approve it, or central when it reviews."""
    if user.is_central and expense.status == "approved":
        return _is_open(expense.budget)
    return can_approve(user, expense)


def can_pay(user: Any, advance: Any) -> Verdict:
    """Hand out an approved advance: as entering, but never to oneself."""
    if user.pk == advance.person_id:
        return deny(_("จ่ายเงินยืมให้ตนเองไม่ได้ ให้เจ้าหน้าที่คนอื่นเป็นผู้จ่าย"))
    return can_spend(user, advance.budget)


def can_stop_advance(user: Any, advance: Any) -> Verdict:
    """Cancel what is not paid yet: who may enter, and who might approve."""
    if can_spend(user, advance.budget):
        return ALLOW
    return can_approve(user, advance)


def can_undo_clearing(user: Any, advance: Any) -> Verdict:
    """Take a clearing back, so that an expense in it can be corrected: central."""
    if not user.is_central:
        return hide(_("ส่วนกลางเป็นผู้ยกเลิกการส่งใช้"))
    return _is_open(advance.budget)


def can_close_budget(user: Any, budget: Any) -> Verdict:
    """Close a budget at the end of the year, open it again: central's head."""
    if is_central_head(user):
        return ALLOW
    return deny(_("หัวหน้าคลินิกส่วนกลางเป็นผู้ปิดงบ")) if user.is_central else hide(_("หัวหน้าคลินิกส่วนกลางเป็นผู้ปิดงบ"))


def can_override(user: Any, budget: Any) -> Verdict:
    """Change the allocation, or let a budget spend beyond it: central's head."""
    if not is_central_head(user):
        words = _("หัวหน้าคลินิกส่วนกลางเป็นผู้อนุมัติวงเงิน")
        return deny(words) if user.is_central else hide(words)
    return _is_open(budget)


def can_set_up(user: Any, year: Any = None) -> Verdict:
    """Set the year's allocations up: central's head, or an administrator."""
    if is_central_head(user) or user.is_staff:
        return ALLOW
    return hide(_("หัวหน้าคลินิกส่วนกลางหรือผู้ดูแลระบบเป็นผู้ตั้งวงเงิน"))
