"""What the page of a programme year shows: facts, calendar, sign-off, papers, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.issuing import documents_of
from clinic_project.registry import registry
from clinic_project.thai.dates import format_long, format_short
from clinic_project.thai.numbers import format_money
from clinics.documents.programme import when_of
from clinics.models import Milestone, ProgrammeSignature, ProgrammeYear
from clinics.permissions.years import can_lead_years, can_return, can_see_board, can_sign
from clinics.services.sign_off import PROGRAMME, signatures_of
from clinics.services.year_plans import BUDGET, budget_difference, budget_sum

SOON_DAYS = 14


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone as the page shows it: kind of chip and its word."""

    row: Milestone
    when: str
    tone: str
    word: str


@dataclass(frozen=True)
class StepLine:
    """A step of the sign-off: signed, next, or later."""

    label: Any
    state: str
    signature: ProgrammeSignature | None


def milestone_line(row: Milestone, today: date) -> MilestoneLine:
    """How a milestone stands today, in a word."""
    if row.done_on:
        tone, word = "done", _("ทำแล้ว %(day)s") % {"day": format_short(row.done_on)}
    elif row.starts_on is None or row.ends_on is None:
        tone, word = "plain", _("ยังไม่กำหนดวัน")
    elif row.is_late(today) and today > row.year.service_end:
        tone, word = "wait", _("ยังไม่ได้บันทึกว่าทำแล้ว")
    elif row.is_late(today):
        tone, word = "alarm", _("เลยกำหนด %(n)d วัน") % {"n": (today - row.ends_on).days}
    elif row.starts_on <= today:
        tone, word = "wait", _("อยู่ในช่วงนี้")
    else:
        left = (row.starts_on - today).days
        tone, word = ("wait" if left <= SOON_DAYS else "calm"), _("อีก %(n)d วัน") % {"n": left}
    return MilestoneLine(row, when_of(row), tone, word)


def facts_of(year: ProgrammeYear) -> list[tuple[Any, str]]:
    """The year's dates and targets in words."""

    def span(first: date, last: date) -> str:
        return _("%(first)s ถึง %(last)s") % {"first": format_long(first), "last": format_long(last)}

    return [
        (_("ให้บริการ"), span(year.service_start, year.service_end)),
        (_("เดือนเตรียมการ"), _("%(n)d เดือนแรก") % {"n": year.startup_months}),
        (_("ครบกำหนดแจ้งยืนยัน"), format_long(year.confirm_due)),
        (_("ตัดยอดตัวเลข"), format_long(year.cutoff)),
        (_("ประเมินผล"), span(year.evaluation_start, year.evaluation_end)),
        (_("วัน Walk In"), _("อย่างน้อยเดือนละ %(n)d วัน") % {"n": year.walk_in_days}),
        (_("ความพึงพอใจ"), _("ไม่น้อยกว่า %(n)s จาก 5") % {"n": year.satisfaction_target}),
        (_("ยุติเรื่อง"), _("ร้อยละ %(n)d") % {"n": year.conclusion_target}),
        (_("งบประมาณ"), _("%(n)s บาท") % {"n": format_money(year.budget_total)}),
    ]


def steps_of(signed: list[ProgrammeSignature]) -> list[StepLine]:
    """The three steps: past, now, next."""
    lines = []
    for step in ProgrammeSignature.Step:
        signature = signed[step - 1] if step <= len(signed) else None
        state = "past" if signature else ("now" if step == len(signed) + 1 else "next")
        lines.append(StepLine(step.label, state, signature))
    return lines


def hub_of(year: ProgrammeYear, user: Any) -> dict[str, Any]:
    """Context of the year's page."""
    lead = can_lead_years(user, year)
    today, signed = timezone.localdate(), signatures_of(year)
    clinics = year.clinic_years.count()
    sums = {name: getattr(year, name) for name in BUDGET}
    rows = year.milestones.select_related("year").order_by("order", "id")
    older = year.signatures.exclude(version=year.version).select_related("dropped_by")
    return {
        "year": year,
        "facts": facts_of(year),
        "clinics": clinics,
        "arithmetic": budget_sum(sums, clinics),
        "difference": budget_difference(sums, clinics),
        "resolutions": year.resolutions.order_by("resolved_on", "id"),
        "milestones": [milestone_line(row, today) for row in rows],
        "steps": steps_of(signed),
        "dropped": older.order_by("-version", "step"),
        "papers": documents_of(year, PROGRAMME).order_by("-id"),
        "text": signed[0].document if signed else None,
        "is_issued": len(signed) == len(ProgrammeSignature.Step),
        "lead": lead,
        "undo": lead and audit.events_of(year).filter(kind="year.set_up").exists(),
        "sign": can_sign(user, year, signed),
        "give_back": can_return(user, year, signed),
        "board": can_see_board(user, year),
        "panels": registry.drawn(registry.year_panels, user, year),
    }
