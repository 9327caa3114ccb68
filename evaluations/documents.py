"""The year-end report and one clinic's pages (PDF). Permission is the caller's business; figures come in ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from clinic_project import charts
from clinic_project.pdf.documents import Digits, OnStep, render_document
from clinic_project.thai.numbers import NO_VALUE, words_with_amount
from evaluations.clinic_pages import ClinicPage, aspect_means, clinic_page
from evaluations.cubes import Cube
from evaluations.indicators import Figures, compute, service_cubes
from evaluations.report_lines import Line, indicator_lines
from evaluations.small_cells import TOTAL
from evaluations.tables import ClinicRow, Grid, View
from evaluations.windows import window_of

TIMEOUT = 90


@dataclass(frozen=True)
class Budget:
    """The approved budget in figures and words (R40). Expenses are not recorded yet, and the paper says so."""

    total: str
    clinics: str
    central: str
    count: int
    each: str
    adds_up: bool


class Report:
    """What stands in the report: sections of text, tables and charts over one view of the figures."""

    def __init__(self, year: Any, view: View, services: Mapping[str, Cube], evaluation: Any = None) -> None:
        self.year = year
        self.view = view
        self.services = services
        self.evaluation = evaluation
        self.figures = view.figures

    @property
    def serial(self) -> str:
        """Serial of the issued report; empty for a print of live figures."""
        return f"EV-{self.year.buddhist_year}-{self.evaluation.version}" if self.evaluation else ""

    @cached_property
    def rows(self) -> list[ClinicRow]:
        """All clinics."""
        return self.view.rows()

    @property
    def total(self) -> ClinicRow:
        """The programme's indicators."""
        return self.view.whole

    @property
    def opening(self) -> str:
        """The year in one sentence."""
        total = self.total
        numbers = {
            "clinics": f"{len(self.figures.clinics):,}", "sessions": total.sessions, "people": total.participants,
            "received": total.received, "concluded": total.concluded, "withdrawn": total.withdrawn,
            "open": total.open, "void": total.void,
        }  # fmt: skip
        words = _(
            "คลินิกสหกรณ์ %(clinics)s แห่ง ให้บริการ %(sessions)s ครั้ง แก่ผู้รับบริการ %(people)s คน รับเรื่องไว้ดูแล %(received)s เรื่อง "
            "ยุติแล้ว %(concluded)s เรื่อง (ในจำนวนนี้สมาชิกขอถอน %(withdrawn)s เรื่อง) ยังเปิดอยู่ ณ วันตัดยอด %(open)s เรื่อง "
            "ส่วนที่ยกเลิกเพราะบันทึกผิดหรือซ้ำ %(void)s เรื่องไม่นับในตัวชี้วัด"
        )
        return words % numbers

    @property
    def lines(self) -> list[Line]:
        """The indicators of the programme against their targets."""
        return indicator_lines(self.total)

    @property
    def resolutions(self) -> list[Any]:
        """Resolutions the year rests on (R1)."""
        return list(self.year.resolutions.order_by("pk"))

    @property
    def pages(self) -> list[ClinicPage]:
        """A page for each clinic."""
        return [clinic_page(self.view, self.services, n) for n in range(len(self.figures.clinics))]

    @property
    def satisfaction_chart(self) -> Any:
        """Means of the clinics against the target."""
        target = self.year.satisfaction_target
        bars = [
            charts.Bar(row.place.name, row.mean, _mean(row), row.mean is not None and not row.summary.is_satisfied)
            for row in self.rows
        ]
        title = _("แผนภูมิแท่ง ความพึงพอใจเฉลี่ยของแต่ละคลินิกเทียบเป้าหมาย %(target)s ตัวเลขอยู่ในตารางถัดไป")
        return charts.bar_chart(bars, title=title % {"target": target}, target=target, top=5, width=600)

    @property
    def month_chart(self) -> Any:
        """Services over the months by mode."""
        table = self.view.table("sessions", "month", "mode")
        series = [
            (label, [table.at(r, c).number for r in range(len(table.rows))])
            for c, (_key, label) in enumerate(table.columns)
        ]
        title = _("แผนภูมิเส้น ครั้งให้บริการรายเดือนตามช่องทาง ตัวเลขอยู่ในตารางถัดไป")
        return charts.line_chart([label[:5].strip() for _key, label in table.rows], series, title=title, width=600)

    @property
    def month_grid(self) -> Grid:
        """The numbers of :attr:`month_chart`."""
        return self.view.grid(self.view.table("sessions", "month", "mode"), _("ครั้งให้บริการรายเดือน"), _("เดือน"))

    @property
    def referral_grids(self) -> list[Grid]:
        """Referrals by route and result, timeliness by route, resolutions by clinic."""
        view = self.view
        return [
            view.grid(view.table("referrals", "route", "result"), _("การส่งต่อตามเส้นทางและผล ณ วันตัดยอด"), _("ส่งเพื่อ")),
            view.grid(view.table("acceptance", "route", "timing"), _("ส่วนกลางรับเรื่องทันกำหนด"), _("ส่งเพื่อ")),
            view.grid(view.resolutions, _("มติคณะกรรมการดำเนินการรายคลินิก"), _("คลินิก")),
        ]

    @property
    def aspects(self) -> list[tuple[Any, str]]:
        """Means of the five questions."""
        return aspect_means(self.total)

    @property
    def is_comparison_closed(self) -> bool:
        """Whether the clinics side by side need the note on closed numbers."""
        return self.view.kinds.is_any_closed or any(row.is_any_closed for row in (*self.rows, self.total))

    @property
    def kinds(self) -> list[tuple[Any, str, str]]:
        """Answers and mean by kind of respondent; a closed n takes its mean along."""
        table = self.view.kinds
        found = []
        for number, (key, label) in enumerate(table.columns):
            count = table.at(TOTAL, number)
            found.append((label, count.text, NO_VALUE if count.closed else _two(self.figures.summary().mean(key))))
        return found

    @property
    def budget(self) -> Budget:
        """What was approved: each clinic's share, and the common one."""
        year, count = self.year, len(self.figures.clinics)
        clinics = year.budget_clinic * count
        return Budget(
            total=words_with_amount(year.budget_total),
            clinics=words_with_amount(clinics),
            central=words_with_amount(year.budget_central),
            count=count,
            each=words_with_amount(year.budget_clinic),
            adds_up=clinics + year.budget_central == year.budget_total,
        )

    @property
    def annex(self) -> list[Grid]:
        """Activity x mode x client type x clinic x month, two at a time (R31)."""
        wanted = (
            ("activities", "activity", "mode", _("กิจกรรมตามช่องทาง"), _("กิจกรรม")),
            ("pairs", "activity", "client_type", _("กิจกรรมตามลักษณะผู้รับบริการ"), _("กิจกรรม")),
            ("clients", "client_type", "mode", _("ลักษณะผู้รับบริการตามช่องทาง"), _("ลักษณะ")),
            ("activities", "month", "activity", _("กิจกรรมรายเดือน"), _("เดือน")),
            ("clients", "month", "client_type", _("ลักษณะผู้รับบริการรายเดือน"), _("เดือน")),
            ("activities", "clinic", "activity", _("กิจกรรมรายคลินิก"), _("คลินิก")),
            ("clients", "clinic", "client_type", _("ลักษณะผู้รับบริการรายคลินิก"), _("คลินิก")),
        )
        grids = [
            self.view.grid(self.view.guard(self.services[cube], cube, row, column, {}), title, head)
            for cube, row, column, title, head in wanted
        ]
        return [*grids, self.view.grid(self.view.months, _("ครั้งให้บริการรายคลินิก รายเดือน"), _("คลินิก"))]


def _two(value: Any) -> str:
    return NO_VALUE if value is None else f"{value:.2f}"


def _mean(row: ClinicRow) -> str:
    return NO_VALUE if row.mean is None else f"{row.mean:.2f} ({row.answers})"


def report_title(year: Any) -> str:
    """Title of a year's report."""
    return _("รายงานผลการดำเนินงานคลินิกสหกรณ์ ประจำปี %(year)s") % {"year": year.buddhist_year}


def build_report(year: Any, *, evaluation: Any = None, is_guarded: bool) -> Report:
    """Collect a report: frozen figures of an evaluation, or live ones."""
    if evaluation:
        figures = Figures.from_json(year, evaluation.figures)
        services = {name: Cube.from_json(cube) for name, cube in evaluation.figures["services"].items()}
    else:
        window = window_of(year)
        figures, services = compute(window), service_cubes(window)
    return Report(year, View(figures, year.small_cell if is_guarded else 0), services, evaluation)


Tell = Callable[[str, int], None]
"""Told in words what is being done, and how much of the paper is done (percent)."""
PAGES_BESIDE_CLINICS = 12
"""Cover, comparisons and annex; with a page a clinic the length of the report, near enough for its progress."""


def _steps_of(report: Report, tell: Tell) -> OnStep:
    """Turn the renderer's steps into words and percent; the shares are those measured on the pilot year's report."""
    pages = PAGES_BESIDE_CLINICS + len(report.figures.clinics)

    def on_step(step: int, page: int) -> None:
        if step < 5:
            tell(_("เตรียมเนื้อหาและแบบตัวอักษร"), 10 + step * 6)
        elif step == 5:
            words = _("จัดหน้า %(page)d จากประมาณ %(pages)d หน้า") % {"page": page, "pages": max(page, pages)}
            tell(words, min(70, 34 + 36 * page // pages))
        else:
            tell(_("เขียนแฟ้มเอกสาร"), 72 if step == 6 else 88)

    return on_step


def report_pdf(
    year: Any,
    *,
    evaluation: Any = None,
    is_guarded: bool,
    digits: Digits = "arabic",
    only: str = "",
    tell: Tell = lambda words, percent: None,
) -> bytes:
    """Render the report. ``is_guarded`` closes small numbers, as for the education committee; ``only``: one clinic."""
    tell(_("รวบรวมตัวเลข"), 2)
    report = build_report(year, evaluation=evaluation, is_guarded=is_guarded)
    if not only:
        tell(_("เขียนเนื้อหา"), 8)
        context, title = {"report": report}, report_title(year)
        return render_document(
            "evaluations/pdf/report.html",
            context,
            title=title,
            digits=digits,
            timeout=TIMEOUT,
            on_step=_steps_of(report, tell),
        )
    number = report.view.index(only)
    page = clinic_page(report.view, report.services, number, is_detailed=not is_guarded)
    title = _("ผลการดำเนินงาน %(clinic)s ประจำปี %(year)s") % {"clinic": page.name, "year": year.buddhist_year}
    return render_document("evaluations/pdf/clinic.html", {"report": report, "page": page}, title=title, digits=digits)
