"""Writes about the orientation: its days, who came, what was handed out (R14)."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file
from clinics.models import (
    Appointment,
    Attendance,
    ClinicYear,
    OrientationMaterial,
    OrientationSession,
    ProgrammeYear,
    User,
)
from clinics.opening import ORIENTED
from clinics.orientation import holds, posts_needed, staff_day, stands
from clinics.permissions.orientation import can_attend, can_check_in, can_lead_orientation, is_not_cancelled
from clinics.services.stages import orient_clinic


@transaction.atomic
def plan_session(*, year: ProgrammeYear, by: Any, **facts: Any) -> OrientationSession:
    """Plan a day of orientation. Raises ``NotAllowed``, or ``ValidationError`` at the fields."""
    can_lead_orientation(by).or_raise()
    session = OrientationSession(year=year, **facts)
    _refuse_other_year(session)
    session.full_clean()
    session.save()
    audit.record("orientation.planned", session, by=by, reference=str(year))
    return session


def _refuse_other_year(session: OrientationSession) -> None:
    if session.day.year != session.year.gregorian_year:
        raise ValidationError({"day": _("วันปฐมนิเทศต้องอยู่ในปี %(year)s") % {"year": session.year}})


@transaction.atomic
def update_session(session: OrientationSession, *, by: Any, **facts: Any) -> OrientationSession:
    """Change a session that was not cancelled; its day stays once somebody attended."""
    can_lead_orientation(by, session).or_raise()
    session = workflow.lock(session)
    is_not_cancelled(session).or_raise()
    if facts.get("day", session.day) != session.day and session.attendances.exists():
        raise ValidationError({"day": _("มีผู้ลงชื่อแล้ว เปลี่ยนวันไม่ได้ ให้สร้างการปฐมนิเทศครั้งใหม่")})
    for name, value in facts.items():
        setattr(session, name, value)
    _refuse_other_year(session)
    session.full_clean()
    session.save()
    audit.record("orientation.changed", session, by=by, reference=str(session.year), detail={"fields": sorted(facts)})
    return session


@transaction.atomic
def hold_session(session: OrientationSession, *, by: Any) -> OrientationSession:
    """Note that it was held. Raises ``NotAllowed`` before its day."""
    return workflow.apply(session, "hold", by=by)


@transaction.atomic
def cancel_session(session: OrientationSession, *, reason: str, by: Any) -> OrientationSession:
    """Cancel it with a reason. Raises ``NotAllowed`` once somebody attended."""
    return workflow.apply(session, "cancel", by=by, changes={"cancel_reason": reason})


def _seat_in(year: ProgrammeYear, user: Any) -> Appointment | None:
    """The post in the year's clinics by which a person is invited."""
    seats = Appointment.objects.in_force(staff_day(year)).filter(user=user, clinic_year__year=year)
    return seats.select_related("clinic_year").order_by("order", "id").first()


@transaction.atomic
def check_in(session: OrientationSession, *, by: Any) -> Attendance:
    """Note one's own attendance by the QR; the second time gives the first one again.

    Raises ``NotAllowed`` outside the session's day, or for somebody without a post in the year's clinics.
    """
    session = workflow.lock(session)
    there = session.attendances.filter(user=by).first()
    if there:
        return there
    can_check_in(by, session).or_raise()
    return _write(session, by, seat_to_attend(session, by), Attendance.How.QR, by)


def seat_to_attend(session: OrientationSession, user: Any) -> ClinicYear:
    """The clinic's year by which a person is invited. Raises ``NotAllowed`` for who is not."""
    seat = _seat_in(session.year, user)
    if seat is None or seat.clinic_year is None:
        raise workflow.NotAllowed(_("คุณไม่มีตำแหน่งในคลินิกของปี %(year)s จึงไม่ต้องลงชื่อปฐมนิเทศ") % {"year": session.year})
    return seat.clinic_year


def _write(session: OrientationSession, user: Any, clinic_year: ClinicYear, how: str, by: Any) -> Attendance:
    row = Attendance(
        session=session, user=user, clinic_year=clinic_year, how=how, checked_in_at=timezone.now(), checked_in_by=by
    )
    row.full_clean()
    row.save()
    audit.record("orientation.attended", row, by=by, reference=clinic_year.clinic.code, detail={"how": how})
    return row


@transaction.atomic
def note_attendance(session: OrientationSession, *, users: Iterable[User], by: Any) -> list[Attendance]:
    """Tick people by hand, many at once; after the session's day as late. Who is there already stays as they are.

    Raises ``ValidationError`` when somebody has no post in the year's clinics; then nobody is ticked.
    """
    can_lead_orientation(by, session).or_raise()
    session = workflow.lock(session)
    can_attend(by, session).or_raise()
    how = Attendance.How.HAND if session.day == timezone.localdate() else Attendance.How.LATE
    there = set(session.attendances.values_list("user_id", flat=True))
    written = []
    for user in users:
        if user.pk in there:
            continue
        seat = _seat_in(session.year, user)
        if seat is None or seat.clinic_year is None:
            raise ValidationError(_("%(name)s ไม่มีตำแหน่งในคลินิกของปีนี้") % {"name": user.full_name})
        written.append(_write(session, user, seat.clinic_year, how, by))
    return written


def _holds(attendance: Attendance, post: str) -> bool:
    seats = Appointment.objects.in_force(staff_day(attendance.clinic_year.year))
    return any(holds(seat, post) for seat in seats.filter(user=attendance.user, clinic_year=attendance.clinic_year))


@transaction.atomic
def withdraw_attendance(attendance: Attendance, *, by: Any) -> None:
    """Take off an attendance noted by mistake; not of somebody by whom the clinic already counts as oriented."""
    can_lead_orientation(by, attendance.session).or_raise()
    workflow.lock(attendance.session)
    clinic_year = workflow.lock(attendance.clinic_year)
    needed = [post for post in posts_needed(clinic_year.year) if _holds(attendance, post)]
    if needed and clinic_year.status in ORIENTED:
        raise workflow.NotAllowed(_("คลินิกนี้ผ่านการปฐมนิเทศแล้วโดยนับผู้นี้ด้วย จึงถอนชื่อไม่ได้"))
    audit.record(
        "orientation.withdrawn",
        attendance.session,
        by=by,
        reference=clinic_year.clinic.code,
        detail={"user": attendance.user_id},
    )
    attendance.delete()


@transaction.atomic
def add_material(*, year: ProgrammeYear, title: str, file: CheckedFile, by: Any) -> OrientationMaterial:
    """Put up a paper for everybody invited. Raises ``ValidationError`` past the day's quota of files."""
    can_lead_orientation(by).or_raise()
    material = OrientationMaterial.objects.create(
        year=year, title=title, file=store_file(file, by=by), added_at=timezone.now(), added_by=by
    )
    audit.record("orientation.material_added", material, by=by, reference=str(year))
    return material


@transaction.atomic
def remove_material(material: OrientationMaterial, *, by: Any) -> None:
    """Take a paper down; the file itself stays in the storage."""
    can_lead_orientation(by).or_raise()
    audit.record("orientation.material_removed", material, by=by, reference=str(material.year))
    material.delete()


@transaction.atomic
def orient_ready(*, year: ProgrammeYear, by: Any) -> list[ClinicYear]:
    """Note every clinic as oriented whose people attended and which has confirmed; gives those that were moved."""
    rows = ClinicYear.objects.filter(year=year).select_related("clinic", "year").order_by("clinic__number")
    return [orient_clinic(stand.clinic_year, by=by) for stand in stands(rows, year) if stand.waits_for_note]
