"""Who may do what with the baseline figures of a clinic's area (R37)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_write_baseline_of(user: Any, clinic_year: Any) -> Verdict:
    """Fill in and submit a clinic's figures: its head or secretary."""
    clinic = clinic_year.clinic_id
    if not user.works_at(clinic):
        return hide(_("หัวหน้าหรือเลขานุการของคลินิกเป็นผู้กรอกข้อมูลเบื้องต้น"))
    if not (user.is_head_of(clinic) or user.is_secretary_of(clinic)):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้กรอกข้อมูลเบื้องต้น"))
    return ALLOW


def can_fill_baseline(user: Any, clinic_year: Any, moment: str) -> Verdict:
    """The same, of one moment while it is not submitted."""
    verdict = can_write_baseline_of(user, clinic_year)
    if verdict and clinic_year.baselines.filter(moment=moment, status="submitted").exists():
        return deny(_("ส่งข้อมูลนี้แล้ว ถ้าต้องแก้ไขให้แจ้งคลินิกส่วนกลางส่งกลับ"))
    return verdict


def can_write_baseline(user: Any, baseline: Any) -> Verdict:
    """The same, of one set of figures."""
    return can_write_baseline_of(user, baseline.clinic_year)


def can_return_baseline(user: Any, baseline: Any) -> Verdict:
    """Give submitted figures back to be put right: the central clinic."""
    return ALLOW if user.is_central else hide(_("คลินิกส่วนกลางเป็นผู้ส่งกลับให้แก้ไข"))


def is_complete(user: Any, baseline: Any) -> Verdict:
    """Every number and the day of counting are there."""
    missing = baseline.missing_labels()
    if missing:
        return deny(_("ยังกรอกไม่ครบ: %(what)s") % {"what": ", ".join(missing)})
    return ALLOW


def can_compare_baselines(user: Any) -> Verdict:
    """See the figures of all clinics side by side: central, the education committee, administrators."""
    if user.is_central or user.is_education or user.is_staff:
        return ALLOW
    return deny(_("ตารางของทุกคลินิกดูได้เฉพาะคลินิกส่วนกลาง คณะกรรมการศึกษา และผู้ดูแลระบบ"))
