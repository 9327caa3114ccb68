"""Who may do what with a case. Each predicate answers with a Thai reason; scope (404) comes before it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_work(user: Any, case: Any) -> Verdict:
    """Work on the case: staff of its clinic, unless they declared a conflict (domain.md section 3)."""
    if not user.works_at(case.clinic_id):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกที่รับเรื่องทำได้"))
    if case.conflicts.filter(user=user).exists():
        return deny(_("คุณแจ้งว่ามีส่วนได้เสียกับสมาชิกรายนี้ ให้เจ้าหน้าที่ท่านอื่นทำแทน"))
    return ALLOW


def can_reopen(user: Any, case: Any) -> Verdict:
    """Reopen a closed case: the clinic's head only."""
    if not user.works_at(case.clinic_id):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกที่รับเรื่องทำได้"))
    if not user.is_head_of(case.clinic_id):
        return deny(_("การเปิดเรื่องใหม่ต้องให้หัวหน้าคลินิกเป็นผู้ทำ"))
    return can_work(user, case)


def can_break_glass(user: Any, case: Any) -> Verdict:
    """Open a restricted case with a written reason: the clinic's head."""
    if not case.is_restricted:
        return hide(_("เรื่องนี้ไม่ได้ปกปิด"))
    if not user.is_head_of(case.clinic_id):
        return hide(_("เฉพาะหัวหน้าคลินิกขอเปิดอ่านได้"))
    return ALLOW


def can_be_assigned(user: Any, case: Any) -> Verdict:
    """Be put in charge: staff of the clinic without a declared conflict."""
    return can_work(user, case)
