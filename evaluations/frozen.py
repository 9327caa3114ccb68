"""Frozen versions beside the live figures: what was counted then, and what the same rows say now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.thai.numbers import NO_VALUE, format_percent
from evaluations.cells import Table
from evaluations.indicators import Figures, Summary
from evaluations.services import frozen_figures, serial_of


@dataclass(frozen=True)
class Version:
    """One frozen evaluation and its comparison with the live figures."""

    evaluation: Any
    serial: str
    table: Table
    has_moved: bool


def issued_versions(evaluations: Any) -> dict[int, list[tuple[Any, str]]]:
    """Issued versions by year, each with its serial; one query."""
    found: dict[int, list[tuple[Any, str]]] = {}
    issued = evaluations.filter(issued_at__isnull=False).select_related("year")
    for evaluation in issued.defer("figures", "counted_rows"):
        found.setdefault(evaluation.year_id, []).append((evaluation, serial_of(evaluation)))
    return found


def frozen_versions(evaluations: Iterable[Any], live: Figures) -> list[Version]:
    """Versions, newest first, each beside the live figures."""
    return [_version(evaluation, live) for evaluation in evaluations]


def _version(evaluation: Any, live: Figures) -> Version:
    then, now = _lines(frozen_figures(evaluation).summary()), _lines(live.summary())
    rows = [
        [label, before, after, _("ตรงกัน") if before == after else _("เปลี่ยน")]
        for (label, before), (_label, after) in zip(then, now, strict=True)
    ]
    columns = [_("ตัวชี้วัด"), (_("ขณะตัดยอด"), "num"), (_("ปัจจุบัน"), "num"), _("ผลเทียบ")]
    table = Table(_("ตัวเลขที่ตัดยอดไว้เทียบกับปัจจุบัน"), columns, rows)
    return Version(evaluation, serial_of(evaluation), table, then != now)


def _lines(summary: Summary) -> list[tuple[str, str]]:
    mean = summary.satisfaction
    return [
        (_("ครั้งให้บริการ"), f"{summary.sessions:,}"),
        (_("ผู้รับบริการ (คน)"), f"{summary.participants:,}"),
        (_("คลินิก-เดือนที่มีวัน Walk In ครบ"), f"{summary.clinic_months[0]:,} / {summary.clinic_months[1]:,}"),
        (_("ความพึงพอใจเฉลี่ย"), NO_VALUE if mean is None else f"{mean:.2f}"),
        (_("คำตอบแบบประเมิน"), f"{summary.answers:,}"),
        (_("เรื่องที่รับ"), f"{summary.received:,}"),
        (_("เรื่องที่ยุติแล้ว"), f"{summary.concluded:,}"),
        (_("ร้อยละที่ยุติ"), format_percent(summary.conclusion)),
        (_("เรื่องที่ส่งต่อ"), f"{summary.referrals:,}"),
        (_("มติคณะกรรมการดำเนินการ"), f"{summary.resolutions:,}"),
    ]
