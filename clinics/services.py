"""Writes about clinics: the confirmation form's facts, a person's post, a new programme year."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic_project import audit
from clinics.models import Appointment, Clinic, ClinicYear, ProgrammeYear, User
from clinics.permissions import can_edit_profile

_RULES = (
    "startup_months",
    "budget_total",
    "budget_clinic",
    "budget_central",
    "walk_in_days",
    "satisfaction_target",
    "conclusion_target",
    "acknowledge_days",
    "accept_days",
    "chase_days",
    "tell_head_days",
    "decision_days",
    "tell_member_days",
    "min_net_ratio",
    "min_net_baht",
    "dsr_watch",
    "dsr_complex",
    "dsr_critical",
    "headroom_rate",
    "headroom_periods",
    "complex_creditors",
    "small_cell",
    "survey_days",
)
_DATES = ("service_start", "service_end", "confirm_due", "evaluation_start", "evaluation_end", "cutoff")


@transaction.atomic
def update_profile(clinic_year: ClinicYear, *, by: Any, **facts: Any) -> ClinicYear:
    """Change a clinic's contact facts and the words of its confirmation form.

    ``facts`` names fields of the clinic or of its year. Raises ``NotAllowed`` unless ``by`` is its head or secretary.
    """
    can_edit_profile(by, clinic_year).or_raise()
    clinic = clinic_year.clinic
    clinic_fields = [name for name in facts if name in {"address", "phone", "phone_extension", "line_id"}]
    year_fields = [name for name in facts if name not in clinic_fields]
    for name in clinic_fields:
        setattr(clinic, name, facts[name])
    for name in year_fields:
        setattr(clinic_year, name, facts[name])
    clinic.save(update_fields=clinic_fields)
    clinic_year.save(update_fields=year_fields)
    audit.record("clinic.profile", clinic_year, by=by, reference=clinic.code, detail={"fields": sorted(facts)})
    return clinic_year


def _moved(day: date, years: int) -> date:
    # 29 February of the last year is 28 February of a year that has no such day.
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def set_up_year(*, buddhist_year: int, copy_from: ProgrammeYear, by: User | None) -> ProgrammeYear:
    """Open a programme year with the rules and the calendar of another one, and every clinic in it.

    Raises ``ValidationError`` when the year exists already.
    """
    if ProgrammeYear.objects.filter(buddhist_year=buddhist_year).exists():
        raise ValidationError({"buddhist_year": _("มีปีโครงการ %(year)s แล้ว") % {"year": buddhist_year}})
    years = buddhist_year - copy_from.buddhist_year
    rules = {name: getattr(copy_from, name) for name in _RULES}
    dates = {name: _moved(getattr(copy_from, name), years) for name in _DATES}
    title = copy_from.title.replace(str(copy_from.buddhist_year), str(buddhist_year))
    year = ProgrammeYear.objects.create(buddhist_year=buddhist_year, title=title, **rules, **dates)
    names = dict(copy_from.clinic_years.values_list("clinic_id", "unit_name"))
    ClinicYear.objects.bulk_create(
        ClinicYear(clinic=clinic, year=year, stage=ClinicYear.Stage.OPEN, unit_name=names.get(clinic.pk, clinic.name))
        for clinic in Clinic.objects.all()
    )
    audit.record("year.set_up", year, by=by, reference=str(year))
    return year


@transaction.atomic
def appoint(
    *, user: User, role: str, starts_on: date, by: User | None, clinic_year: ClinicYear | None = None, **post: Any
) -> Appointment:
    """Appoint a person to a clinic's year or (``committee=``) to a committee (R4, R13).

    Raises ``ValidationError`` in Thai when the post is taken or the dates are out of order.
    """
    appointment = Appointment(user=user, role=role, starts_on=starts_on, clinic_year=clinic_year, **post)
    appointment.full_clean()
    appointment.save()
    audit.record("appointment.made", appointment, by=by, reference=user.username, detail={"role": role})
    return appointment
