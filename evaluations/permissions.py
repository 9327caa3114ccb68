"""Who may see and issue the evaluation. Each answers with a Thai reason."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_see_figures(user: Any) -> Verdict:
    """Open the indicators: committees, central, clinics and administrators."""
    if user.is_education or user.is_board or user.is_clinic_staff or user.is_staff:
        return ALLOW
    return deny(_("หน้านี้สำหรับเจ้าหน้าที่คลินิก คณะกรรมการ และผู้ดูแลระบบ"))


def sees_all_clinics(user: Any) -> bool:
    """Committees, central and administrators compare the clinics; a clinic sees itself and the programme."""
    return bool(user.is_education or user.is_board or user.is_central or user.is_staff)


def can_see_report(user: Any) -> Verdict:
    """Download the report of all clinics."""
    return ALLOW if sees_all_clinics(user) else deny(_("คลินิกดาวน์โหลดรายงานของคลินิกตนเองได้จากหน้าผลงาน"))


def closes_small(user: Any, clinic_id: int | None = None) -> bool:
    """Whether small numbers are closed in a paper: not for central, nor for a clinic's own staff in its own."""
    return not (user.is_central or (clinic_id is not None and user.works_at(clinic_id)))


def can_see_clinic(user: Any, clinic_id: int) -> Verdict:
    """Open one clinic's figures: its staff and whoever compares the clinics."""
    if sees_all_clinics(user) or user.works_at(clinic_id):
        return ALLOW
    return deny(_("คลินิกเห็นตัวเลขของตนเองและยอดรวมของโครงการ"))


def can_freeze(user: Any, year: Any) -> Verdict:
    """Freeze the figures: the education committee's chair or secretary (domain.md section 1, committees)."""
    if not user.is_education:
        return hide(_("คณะกรรมการศึกษาเป็นผู้ประเมินผล"))
    if not user.is_education_officer:
        return deny(_("ประธานหรือเลขานุการคณะกรรมการศึกษาเป็นผู้ตัดยอด"))
    return ALLOW


def can_issue(user: Any, evaluation: Any) -> Verdict:
    """Write the conclusion and issue the report: as freezing, and once."""
    verdict = can_freeze(user, evaluation.year)
    if not verdict:
        return verdict
    if evaluation.issued_at:
        return deny(_("ออกรายงานฉบับนี้แล้ว หากตัวเลขเปลี่ยนให้ตัดยอดเป็นฉบับใหม่"))
    return ALLOW
