"""Clinics before they open, built by the real services: an orientation, who came, figures of the area."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from clinics.models import Appointment, Baseline, ClinicYear, OrientationSession, ProgrammeYear, User
from clinics.services import baselines, orientation
from tests.cast import make_clinic, make_user, make_year

FIGURES: dict[str, Any] = {
    "counted_on": date(2019, 5, 31),
    "members": 1200,
    "units": 24,
    "borrowers": 800,
    "loans_outstanding": 96_500_000,
    "members_in_arrears": 40,
    "arrears_baht": 1_250_000,
    "expectations": "อยากให้มีคนช่วยดูหนี้หลายทางใกล้บ้าน",
    "sources": "ทะเบียนสมาชิก",
}


def past_year(buddhist_year: int = 2562) -> ProgrammeYear:
    """A year that is over, so that its posts give nobody a right today."""
    return make_year(date(buddhist_year - 543, 6, 1))


def make_clinic_year(code: str, status: str, year: ProgrammeYear | None = None) -> ClinicYear:
    """A clinic in a past year, set past the machine to a status, with head, secretary and finance officer."""
    year = year or past_year()
    clinic_year = ClinicYear(clinic=make_clinic(code, {"CEN": 1, "CMI": 2, "PCT": 3}[code]), year=year, status=status)
    ClinicYear.objects.bulk_create([clinic_year])
    clinic_year = ClinicYear.objects.select_related("clinic", "year").get(pk=clinic_year.pk)
    for order, (role, post) in enumerate((("head", "agent"), ("secretary", "other"), ("officer", "finance")), 1):
        Appointment.objects.create(
            user=make_user(f"{role}.{code.lower()}"),
            clinic_year=clinic_year,
            role=role,
            post=post,
            order=order,
            starts_on=date(year.gregorian_year, 1, 1),
            ends_on=date(year.gregorian_year, 12, 31),
        )
    return clinic_year


def make_orientation(year: ProgrammeYear, *, by: User, day: date | None = None) -> OrientationSession:
    """A day of orientation; today unless said otherwise."""
    return orientation.plan_session(
        year=year,
        title=f"ปฐมนิเทศเจ้าหน้าที่คลินิกสหกรณ์ ประจำปี {year}",
        day=day or timezone.localdate(),
        starts_at=time(9),
        ends_at=time(16),
        place="ห้องประชุม สอ.พช.",
        by=by,
    )


def attend(clinic_year: ClinicYear, *, by: User) -> OrientationSession:
    """Everybody of the clinic attends an orientation of its year."""
    year = clinic_year.year
    day = min(timezone.localdate(), date(year.gregorian_year, 6, 16))
    session = make_orientation(year, by=by, day=day)
    users = [seat.user for seat in clinic_year.appointments.select_related("user")]
    orientation.note_attendance(session, users=users, by=by)
    return session


def make_baseline(clinic_year: ClinicYear, *, by: User, moment: str = "start", **facts: Any) -> Baseline:
    """A complete draft of the area's figures."""
    figures = {**FIGURES, **facts}
    if moment == "end" and "counted_on" not in facts:
        figures["counted_on"] += timedelta(days=200)
    return baselines.save_baseline(clinic_year, moment=moment, by=by, **figures)
