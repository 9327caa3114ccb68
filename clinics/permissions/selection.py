"""Who volunteers a unit, votes, selects and takes a selection back (R12)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide
from clinics.permissions.stages import can_select_clinics


def can_see_selection(user: Any) -> Verdict:
    """Read the page of a year's selection: clinics, central, the education committee, administrators."""
    if user.is_clinic_staff or user.is_education or user.is_staff:
        return ALLOW
    return hide(_("การคัดเลือกคลินิกเป็นงานของคณะกรรมการศึกษา ส่วนกลาง และคลินิก"))


def leads_clinics_of(user: Any) -> list[int]:
    """Clinics whose unit the person may volunteer: those they are head or secretary of."""
    return [clinic for clinic in user.clinic_ids if user.is_head_of(clinic) or user.is_secretary_of(clinic)]


def can_volunteer(user: Any, group: int | None = None) -> Verdict:
    """Record a volunteering unit: central staff any, a clinic's head or secretary their own in its group."""
    if user.is_central:
        return ALLOW
    if not user.is_clinic_staff:
        return hide(_("ส่วนกลางหรือหัวหน้าและเลขานุการคลินิกเป็นผู้บันทึกการสมัคร"))
    own = {seat.clinic_year.clinic_id: seat.clinic_year.clinic.group for seat in user.clinic_seats}
    groups = {own[clinic] for clinic in leads_clinics_of(user)}
    if not groups:
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้บันทึกการสมัครของหน่วยงานตน"))
    if group is not None and group not in groups:
        return deny(_("คลินิกของคุณอยู่กลุ่มอื่น บันทึกการสมัครได้เฉพาะในกลุ่มของตน"))
    return ALLOW


def can_lead_candidate(user: Any, candidate: Any) -> Verdict:
    """Correct or withdraw what was recorded: central staff, or the unit's own clinic's head or secretary."""
    if user.is_central:
        return ALLOW
    if candidate.clinic_id in leads_clinics_of(user):
        return ALLOW
    if user.works_at(candidate.clinic_id):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้แก้ไขหรือถอนการสมัคร"))
    return hide(_("ส่วนกลางหรือคลินิกที่สมัครเป็นผู้แก้ไขหรือถอนการสมัคร"))


def can_vote_in_selection(user: Any) -> Verdict:
    """Vote for a volunteer: every member of the education committee."""
    return ALLOW if user.is_education else hide(_("คณะกรรมการศึกษาเป็นผู้ลงคะแนนคัดเลือก"))


def can_see_votes(user: Any) -> bool:
    """See how the votes stand before the decision: the committee, and administrators."""
    return bool(user.is_education or user.is_staff)


def can_decide_group(user: Any, candidate: Any = None) -> Verdict:
    """Select in a group, leave it without, or take the decision back: the committee's chair or secretary."""
    return can_select_clinics(user)
