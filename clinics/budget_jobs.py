"""A long table of expenses as background work."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.jobs.kinds import File, Kind, Outcome, Work, register
from clinic_project.jobs.models import Job
from clinic_project.jobs.services import start_job
from clinic_project.spreadsheets import XLSX
from clinic_project.verdicts import Verdict
from clinics.budget_tables import expenses_of, workbook
from clinics.models import ProgrammeYear
from clinics.permissions.budget import can_export

EXPORT = "budget.export"


def start_export(year: ProgrammeYear, *, by: Any) -> Job:
    """Write the year's expenses as XLSX for this person."""
    title = _("ส่งออกรายการจ่ายปี %(year)s") % {"year": year.buddhist_year}
    return start_job(kind=EXPORT, title=title, arguments={"year": year.buddhist_year}, by=by)


def _write(work: Work) -> Outcome:
    year = ProgrammeYear.objects.visible_to(work.owner).get(buddhist_year=work.job.arguments["year"])
    can_export(work.owner, year).or_raise()
    rows = expenses_of(work.owner, year)
    total = rows.count()
    content = workbook(rows, tell=lambda done: work.tell(_("เขียนตาราง"), done, total))
    return Outcome(file=File(f"expenses-{year.buddhist_year}.xlsx", content, XLSX), detail={"count": total})


def _may(user: Any, job: Job) -> Verdict:
    return can_export(user)


def register_jobs() -> None:
    """Make it known to the worker."""
    register(Kind(EXPORT, _write, _may, open_label=gettext_lazy("เปิดตาราง")))
