"""Setting up a programme year from another one."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic_project import audit
from clinics.models import Clinic, ClinicYear, ProgrammeYear, User
from clinics.services.budgets import set_up_budgets
from clinics.services.opening import copy_criteria

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
    "direct_line_days",
)
_DATES = ("service_start", "service_end", "confirm_due", "evaluation_start", "evaluation_end", "cutoff")


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
        # The continuing pilots go on without a new selection (R12).
        ClinicYear(
            clinic=clinic,
            year=year,
            status="selected" if clinic.is_continuing_pilot else "proposed",
            unit_name=names.get(clinic.pk, clinic.name),
        )
        for clinic in Clinic.objects.all()
    )
    copy_criteria(copy_from=copy_from, year=year, by=by)
    set_up_budgets(year, by=None)
    audit.record("year.set_up", year, by=by, reference=str(year))
    return year
