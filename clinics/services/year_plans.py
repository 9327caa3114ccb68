"""What setting up a programme year from another one would make: a plan that writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.registry import registry
from clinic_project.thai.dates import WEEKDAYS, format_long
from clinic_project.thai.numbers import format_money
from clinics.calendar import work_calendar
from clinics.models import FOLLOWS, Clinic, Milestone, ProgrammeYear
from clinics.workflow import CLINIC_YEAR

DATES = ("service_start", "service_end", "confirm_due", "evaluation_start", "evaluation_end", "cutoff")
BUDGET = ("budget_total", "budget_clinic", "budget_central")
RULES = (
    "startup_months",
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
"""Fields of a year that are copied as they are, in the order of the pages."""
FURTHEST_AHEAD = 2


@dataclass(frozen=True)
class PlannedDate:
    """A date of the new year, the same of the year it comes from, and what is special about the day."""

    name: str
    label: str
    was: date
    day: date
    note: str


@dataclass(frozen=True)
class PlannedRule:
    """A number that is copied."""

    name: str
    label: str
    value: Any


@dataclass(frozen=True)
class PlannedClinic:
    """A clinic of the new year and the step it begins at."""

    clinic: Clinic
    status: str
    unit_name: str
    note: str

    @property
    def status_label(self) -> Any:
        """The step in Thai."""
        return CLINIC_YEAR.states[self.status]


@dataclass(frozen=True)
class YearPlan:
    """Everything that will be made. ``conflicts``: (field, Thai sentence) that forbid it; ``warnings`` don't."""

    buddhist_year: int
    source: ProgrammeYear
    values: Mapping[str, Any]
    dates: list[PlannedDate]
    rules: list[PlannedRule]
    clinics: list[PlannedClinic]
    milestones: list[Milestone]
    parts: list[tuple[Any, list[Any]]]
    conflicts: list[tuple[str, str]]
    warnings: list[str]

    @property
    def title(self) -> str:
        """The year's title."""
        return str(self.values["title"])

    @property
    def continuing(self) -> int:
        """Clinics that go on without a new selection (R12)."""
        return sum(planned.status == "selected" for planned in self.clinics)

    @property
    def budget(self) -> list[PlannedRule]:
        """The three sums in baht."""
        return [PlannedRule(name, label_of(name), self.values[name]) for name in BUDGET]

    @property
    def arithmetic(self) -> str:
        """How the budget adds up."""
        return budget_sum(self.values, len(self.clinics))


def label_of(name: str) -> str:
    """What a field of the year is called."""
    return str(ProgrammeYear._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def budget_sum(values: Mapping[str, Any], clinics: int) -> str:
    """``15 × 5,000.00 + 75,000.00 = 150,000.00``: clinics, baht each, baht of central, baht together."""
    each, central = values["budget_clinic"], values["budget_central"]
    return f"{clinics} × {format_money(each)} + {format_money(central)} = {format_money(clinics * each + central)}"


def budget_difference(values: Mapping[str, Any], clinics: int) -> str:
    """A warning where clinics and central together are not the whole (R40); nothing where they are."""
    parts = clinics * values["budget_clinic"] + values["budget_central"]
    off: Decimal = values["budget_total"] - parts
    if not off:
        return ""
    words = _("งบประมาณทั้งหมดมากกว่าผลรวมอยู่ %(off)s บาท") if off > 0 else _("งบประมาณทั้งหมดน้อยกว่าผลรวมอยู่ %(off)s บาท")
    sums = budget_sum(values, clinics)
    return f"{words % {'off': format_money(abs(off))}} ({sums})"


def date_problems(buddhist_year: int, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is impossible about a year's dates: (field, Thai sentence)."""
    found = []
    for name in ("service_start", "service_end"):
        if values[name].year + 543 != buddhist_year:
            found.append((name, _("ต้องเป็นวันในปี พ.ศ. %(year)s") % {"year": buddhist_year}))
    for first, last, words in (
        ("service_start", "service_end", _("วันสิ้นสุดการให้บริการต้องไม่ก่อนวันเริ่ม")),
        ("evaluation_start", "evaluation_end", _("วันสิ้นสุดการประเมินต้องไม่ก่อนวันเริ่ม")),
        ("confirm_due", "service_end", _("วันสิ้นสุดการให้บริการต้องไม่ก่อนวันครบกำหนดแจ้งยืนยัน")),
        ("service_start", "cutoff", _("วันตัดยอดต้องไม่ก่อนวันเริ่มให้บริการ")),
    ):
        if values[last] < values[first]:
            found.append((last, words))
    if values["cutoff"].year + 543 > buddhist_year + 1:
        found.append(("cutoff", _("วันตัดยอดต้องไม่เกินปี พ.ศ. %(year)s") % {"year": buddhist_year + 1}))
    return found


def day_note(day: date) -> str:
    """The weekday, and why it is no working day where it is none."""
    holiday = work_calendar().holiday_name(day)
    weekday = _("วัน%(day)s") % {"day": WEEKDAYS[day.weekday()]}
    if holiday:
        return _("%(weekday)s · วันหยุด: %(holiday)s") % {"weekday": weekday, "holiday": holiday}
    return weekday if day.weekday() < 5 else _("%(weekday)s · วันหยุด") % {"weekday": weekday}


def moved(day: date, years: int) -> date:
    """The same day some years on; 29 February of a year that has none is the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def plan_year(*, buddhist_year: int, copy_from: ProgrammeYear, changes: Mapping[str, Any] | None = None) -> YearPlan:
    """Say what :func:`clinics.services.set_up_year` would make. Reads only.

    ``changes`` replaces dates, sums or the title that would be taken over.
    """
    years = buddhist_year - copy_from.buddhist_year
    title = copy_from.title.replace(str(copy_from.buddhist_year), str(buddhist_year))
    values: dict[str, Any] = {"title": title}
    values |= {name: moved(getattr(copy_from, name), years) for name in DATES}
    values |= {name: getattr(copy_from, name) for name in (*BUDGET, *RULES)}
    values |= dict(changes or {})
    dates = [
        PlannedDate(name, label_of(name), getattr(copy_from, name), values[name], day_note(values[name]))
        for name in DATES
    ]
    clinics = _clinics(copy_from)
    conflicts = [*_year_conflicts(buddhist_year, copy_from, clinics), *date_problems(buddhist_year, values)]
    off = budget_difference(values, len(clinics))
    if values["budget_total"] < len(clinics) * values["budget_clinic"] + values["budget_central"]:
        conflicts.append(("budget_total", off))
    return YearPlan(
        buddhist_year=buddhist_year,
        source=copy_from,
        values=values,
        dates=dates,
        rules=[PlannedRule(name, label_of(name), values[name]) for name in RULES],
        clinics=clinics,
        milestones=_milestones(copy_from, years, values),
        parts=[(part.title, list(part.plan(copy_from))) for part in registry.year_parts],
        conflicts=conflicts,
        warnings=_warnings(dates) + ([off] if off else []),
    )


def _clinics(source: ProgrammeYear) -> list[PlannedClinic]:
    names = dict(source.clinic_years.values_list("clinic_id", "unit_name"))
    new = _("ไม่ได้ร่วมโครงการปี %(year)s") % {"year": source.buddhist_year}
    return [
        PlannedClinic(
            clinic=clinic,
            # The continuing pilots go on without a new selection (R12).
            status="selected" if clinic.is_continuing_pilot else "proposed",
            unit_name=names.get(clinic.pk, clinic.name),
            note="" if clinic.pk in names else new,
        )
        for clinic in Clinic.objects.order_by("number")
    ]


def _milestones(source: ProgrammeYear, years: int, values: Mapping[str, Any]) -> list[Milestone]:
    """The same steps, none done; those that follow the rules have the new year's dates."""
    found = []
    for known in source.milestones.all():
        starts, ends = known.starts_on, known.ends_on
        if known.follows_rules:
            first, last = FOLLOWS[known.kind]
            starts, ends = values[first], values[last]
        elif starts and ends:
            starts, ends = moved(starts, years), moved(ends, years)
        found.append(
            Milestone(
                kind=known.kind,
                title=known.title,
                starts_on=starts,
                ends_on=ends,
                timing=known.timing,
                order=known.order,
            )
        )
    return found


def _year_conflicts(year: int, source: ProgrammeYear, clinics: Iterable[Any]) -> list[tuple[str, str]]:
    latest = timezone.localdate().year + 543 + FURTHEST_AHEAD
    found = []
    if ProgrammeYear.objects.filter(buddhist_year=year).exists():
        found.append(("buddhist_year", _("มีปีโครงการ %(year)s แล้ว") % {"year": year}))
    if year <= source.buddhist_year:
        words = _("ปีใหม่ต้องอยู่หลังปี %(year)s ที่คัดลอกมา") % {"year": source.buddhist_year}
        found.append(("buddhist_year", words))
    if year > latest:
        found.append(("buddhist_year", _("ตั้งล่วงหน้าได้ไม่เกินปี %(year)s") % {"year": latest}))
    if not list(clinics):
        found.append(("", _("ยังไม่มีคลินิกในระบบ เพิ่มคลินิกก่อน")))
    return found


def _warnings(dates: list[PlannedDate]) -> list[str]:
    calendar = work_calendar()
    return [
        _("%(label)s %(day)s ไม่ใช่วันทำการ (%(note)s) เปลี่ยนวันได้ก่อนตั้งปี")
        % {"label": planned.label, "day": format_long(planned.day), "note": planned.note}
        for planned in dates
        if planned.name in {"confirm_due", "evaluation_start"} and not calendar.is_working_day(planned.day)
    ]
