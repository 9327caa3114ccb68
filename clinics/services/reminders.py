"""Reminding clinics that have not confirmed: a notice to head and secretary, once a day at the most (R6)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.outbox.services import post
from clinics.calendar import work_calendar
from clinics.confirmation_states import REMINDED, Standing, standings
from clinics.models import ClinicYear, ProgrammeYear, User
from clinics.permissions.confirmation import can_remind

KIND = "confirmation.reminder"


def _open_line(clinic_year: ClinicYear) -> Standing | None:
    """The clinic's line when it still has to send its form."""
    found = ClinicYear.objects.filter(pk=clinic_year.pk).for_confirmations()
    line = standings(found, timezone.localdate(), work_calendar())[0]
    return line if line.is_open else None


def is_told_today(line: Standing) -> bool:
    """Whether the clinic was reminded today already."""
    return line.reminded_at is not None and timezone.localdate(line.reminded_at) == timezone.localdate()


def receivers(clinic_year: ClinicYear) -> list[User]:
    """Head and secretary of the clinic, those acting too."""
    staff = User.objects.staff_of(clinic_year.clinic_id)
    return [user for user in staff if can_be_told(user, clinic_year)]


def can_be_told(user: Any, clinic_year: ClinicYear) -> bool:
    """Whether the person answers for the clinic's confirmation today."""
    return bool(user.is_head_of(clinic_year.clinic_id) or user.is_secretary_of(clinic_year.clinic_id))


@transaction.atomic
def remind_clinic(clinic_year: ClinicYear, *, by: Any) -> int:
    """Remind one clinic; says how many people were told.

    Raises ``NotAllowed``, or ``ValidationError`` when it has nothing to send any more, was reminded today, or has
    neither head nor secretary.
    """
    can_remind(by).or_raise()
    # Two who press at the same moment: the second sees the first's event.
    locked = workflow.lock(clinic_year)
    line = _open_line(locked)
    if line is None:
        raise ValidationError(_("คลินิกนี้ไม่มีแบบที่ค้างส่งแล้ว ไม่ต้องเตือน"))
    if is_told_today(line):
        raise ValidationError(_("วันนี้เตือนคลินิกนี้แล้ว เตือนได้วันละครั้ง"))
    people = receivers(locked)
    if not people:
        raise ValidationError(_("คลินิกนี้ยังไม่มีหัวหน้าหรือเลขานุการ แต่งตั้งก่อนแล้วค่อยเตือน"))
    path = reverse("clinics:confirmation_detail", args=[locked.clinic.code, locked.year.buddhist_year])
    for user in people:
        post(to=user, kind=KIND, path=path, about=locked, by=by)
    audit.record(REMINDED, locked, by=by, reference=locked.clinic.code, detail={"count": len(people)})
    return len(people)


@transaction.atomic
def remind_all(year: ProgrammeYear, *, by: Any) -> int:
    """Remind every clinic of the year that still has to send its form and was not reminded today; says how many.

    A clinic without head and secretary is passed over. Raises ``NotAllowed``.
    """
    can_remind(by).or_raise()
    told = 0
    for line in standings(year.clinic_years.for_confirmations(), timezone.localdate(), work_calendar()):
        if line.is_open and not is_told_today(line) and receivers(line.clinic_year):
            remind_clinic(line.clinic_year, by=by)
            told += 1
    return told
