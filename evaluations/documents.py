"""The year-end report and one clinic's pages (PDF). Permission is the caller's business; figures come in ready."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.pdf.documents import Digits, render_document
from evaluations.cubes import Cube
from evaluations.indicators import Figures, compute, service_cube
from evaluations.tables import ClinicRow, View
from evaluations.windows import window_of

TIMEOUT = 90


@dataclass(frozen=True)
class Report:
    """What stands in the report."""

    year: Any
    view: View
    services: Cube
    evaluation: Any = None
    only: str = ""

    @property
    def figures(self) -> Figures:
        """The figures shown."""
        return self.view.figures

    @property
    def rows(self) -> list[ClinicRow]:
        """The clinics that have a page."""
        return self.view.rows([self.only] if self.only else None)


def report_title(year: Any) -> str:
    """Title of a year's report."""
    return _("รายงานผลการดำเนินงานคลินิกสหกรณ์ ประจำปี %(year)s") % {"year": year.buddhist_year}


def build_report(year: Any, *, evaluation: Any = None, is_guarded: bool, only: str = "") -> Report:
    """Collect a report: frozen figures of an evaluation, or live ones. ``only``: one clinic's code."""
    if evaluation:
        figures = Figures.from_json(year, evaluation.figures)
        services = Cube.from_json(evaluation.figures["services"])
    else:
        window = window_of(year)
        figures, services = compute(window), service_cube(window)
    view = View(figures, year.small_cell if is_guarded else 0)
    return Report(year=year, view=view, services=services, evaluation=evaluation, only=only)


def report_pdf(
    year: Any, *, evaluation: Any = None, is_guarded: bool, digits: Digits = "arabic", only: str = ""
) -> bytes:
    """Render the report. ``is_guarded`` closes small numbers, as for the education committee."""
    report = build_report(year, evaluation=evaluation, is_guarded=is_guarded, only=only)
    template = "evaluations/pdf/clinic.html" if only else "evaluations/pdf/report.html"
    return render_document(template, {"report": report}, title=report_title(year), digits=digits, timeout=TIMEOUT)
