"""Every number on a page, by name: which cube it sums, and the rows that make it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Response, Session
from clinics.models import ServiceDay
from evaluations import facts
from evaluations.indicators import CONCLUDED, RECEIVED, Figures
from evaluations.tables import REFERRAL_RESULTS
from evaluations.windows import Window
from referrals.models import Referral, Resolution

Starts = Mapping[str, QuerySet[Any]]
CLINIC_OF = {
    "session": "clinic__code",
    "day": "clinic__code",
    "answer": "clinic__code",
    "case": "clinic__code",
    "referral": "case__clinic__code",
    "resolution": "item__measure__referral__case__clinic__code",
}


@dataclass(frozen=True)
class Indicator:
    """A number: the cube and cells it sums, the kind of its rows, and the dimension its tables are broken down by."""

    code: str
    label: Any
    cube: str
    rows: str
    dim: str
    where: Mapping[str, Any] = field(default_factory=dict)

    def number(self, figures: Figures, clinic: str = "", month: str = "") -> int:
        """The number a page shows."""
        return figures.cubes[self.cube].total(clinic=clinic, month=month, **self.where)


def _named() -> list[Indicator]:
    modes = [
        Indicator(code, label, "sessions", "session", "mode", {"mode": code}) for code, label in Session.Mode.choices
    ]
    results = [
        Indicator(f"referral_{code}", label, "referrals", "referral", "result", {"result": code})
        for code, label in REFERRAL_RESULTS.items()
    ]
    resolved = [
        Indicator(f"resolved_{code}", label, "resolutions", "resolution", "result", {"result": code})
        for code, label in Resolution.Result.choices
    ]
    return [*modes, *results, *resolved]


INDICATORS: dict[str, Indicator] = {
    indicator.code: indicator
    for indicator in (
        Indicator("sessions", _("ครั้งให้บริการ"), "sessions", "session", "mode"),
        Indicator("participants", _("ผู้รับบริการ"), "participants", "session", "mode"),
        Indicator("days", _("วัน Walk In"), "days", "day", "month"),
        Indicator("answers", _("คำตอบแบบประเมิน"), "answers", "answer", "kind"),
        Indicator("received", _("เรื่องที่รับ"), "cases", "case", "progress", {"state": RECEIVED}),
        Indicator("concluded", _("เรื่องที่ยุติแล้ว"), "cases", "case", "progress", {"state": CONCLUDED}),
        Indicator("open", _("เรื่องที่ยังเปิดอยู่"), "cases", "case", "progress", {"state": "open"}),
        Indicator("withdrawn", _("เรื่องที่สมาชิกขอถอน"), "cases", "case", "progress", {"state": "withdrawn"}),
        Indicator("void", _("เรื่องที่ยกเลิก (บันทึกผิดหรือซ้ำ)"), "cases", "case", "progress", {"state": "void"}),
        Indicator("referrals", _("เรื่องที่ส่งต่อ"), "referrals", "referral", "result"),
        Indicator("in_time", _("ส่วนกลางรับทันกำหนด"), "acceptance", "referral", "timing", {"timing": "in_time"}),
        Indicator("late", _("ส่วนกลางรับเกินกำหนด"), "acceptance", "referral", "timing", {"timing": "late"}),
        Indicator("resolutions", _("มติคณะกรรมการดำเนินการ"), "resolutions", "resolution", "result"),
        *_named(),
    )
}


def all_rows() -> Starts:
    """Every row: what the figures count."""
    return {
        "session": Session.objects.all(),
        "day": ServiceDay.objects.all(),
        "answer": Response.objects.all(),
        "case": Case.objects.all(),
        "referral": Referral.objects.all(),
        "resolution": Resolution.objects.all(),
    }


def rows_for(user: Any) -> Starts:
    """The rows a person may open. A head knows restricted cases of the clinic without their content (domain 3)."""
    referrals = Referral.objects.visible_to(user)
    return {
        "session": Session.objects.visible_to(user),
        "day": ServiceDay.objects.visible_to(user),
        "answer": Response.objects.visible_to(user),
        "case": Case.objects.known_to(user),
        "referral": referrals,
        "resolution": Resolution.objects.filter(item__measure__referral__in=referrals),
    }


def counted(indicator: Indicator, window: Window, starts: Starts, clinic: str = "", month: str = "") -> QuerySet[Any]:
    """The rows a number counts, of those to start from, newest first."""
    start = starts[indicator.rows]
    if indicator.rows == "referral":
        found = _referrals(indicator, window, start, month)
    else:
        builders = {
            "session": facts.session_rows,
            "day": facts.day_rows,
            "answer": facts.answer_rows,
            "case": facts.case_rows,
            "resolution": facts.resolution_rows,
        }
        found = builders[indicator.rows](start, window).filter(**_lookups(indicator))
        if month:
            found = found.filter(month=date.fromisoformat(f"{month}-01"))
    if clinic:
        found = found.filter(**{CLINIC_OF[indicator.rows]: clinic})
    return found.order_by("-pk")


def _lookups(indicator: Indicator) -> dict[str, Any]:
    """The cells' conditions as conditions on rows; whole cubes with outer states count every state."""
    return {
        name if isinstance(value, str) else f"{name}__in": value if isinstance(value, str) else list(value)
        for name, value in indicator.where.items()
    }


def _referrals(indicator: Indicator, window: Window, start: QuerySet[Any], month: str) -> QuerySet[Any]:
    """Month and timeliness of a referral are told by the calendar, not by the database."""
    wanted = indicator.where.get("timing")
    keys = [
        fact.pk
        for fact in facts.referral_facts(start, window)
        if (not month or fact.month == month) and (not wanted or fact.timing == wanted)
    ]
    found = facts.referral_rows(start, window).filter(pk__in=keys)
    return found.filter(result=indicator.where["result"]) if "result" in indicator.where else found
