"""Who keeps the calendar of a clinic: service days (R25) and outreach (R27)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.registry import registry
from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def sees_all_calendars(user: Any) -> bool:
    """Central, the education committee and administrators look at all clinics."""
    return bool(user.is_central or user.is_education or user.is_staff)


def can_see_calendar(user: Any) -> Verdict:
    """Look at the service calendar: staff of clinics, the education committee, administrators."""
    if user.is_clinic_staff or sees_all_calendars(user):
        return ALLOW
    return hide(_("หน้านี้สำหรับเจ้าหน้าที่คลินิก คณะกรรมการศึกษา และผู้ดูแลระบบ"))


def can_plan_somewhere(user: Any) -> Verdict:
    """Plan in the calendar of one's clinic: its head or secretary."""
    clinic = user.clinic
    if clinic is None:
        return hide(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้วางแผน"))
    return can_plan_for(user, clinic.pk)


def can_plan_for(user: Any, clinic_id: int) -> Verdict:
    """Plan, change and cancel days of a clinic: its head or secretary."""
    if not user.works_at(clinic_id):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))
    if not (user.is_head_of(clinic_id) or user.is_secretary_of(clinic_id)):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้วางแผน"))
    return ALLOW


def can_plan_day(user: Any, record: Any) -> Verdict:
    """Plan, change and cancel this day: head or secretary of its clinic."""
    return can_plan_for(user, record.clinic_id)


def can_mark_day(user: Any, record: Any) -> Verdict:
    """Note that the day was held: anybody of the clinic."""
    return ALLOW if user.works_at(record.clinic_id) else hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))


def has_begun(user: Any, record: Any) -> Verdict:
    """What lies ahead was not held yet."""
    return ALLOW if record.span[0] <= timezone.localdate() else deny(_("ยังไม่ถึงวันนั้น บันทึกได้ตั้งแต่วันที่ให้บริการ"))


def is_not_over(user: Any, record: Any) -> Verdict:
    """A day behind us can't be planned any more."""
    return ALLOW if record.span[1] >= timezone.localdate() else deny(_("วันนั้นผ่านไปแล้ว วางแผนวันใหม่แทน"))


def visits_in(record: Any) -> int:
    """How many services of the record's mode are logged on its days."""
    first, last = record.span
    return sum(count(record.clinic_id, first, last, record.visit_mode) for count in registry.visit_counts)


def has_no_visits(user: Any, record: Any) -> Verdict:
    """A service day with walk-ins logged was held; no move makes that untrue."""
    if visits_in(record):
        return deny(_("มีบันทึกการให้บริการของวันนั้นแล้ว จึงนับว่าให้บริการแล้ว"))
    return ALLOW
