"""Frozen versions beside the live figures: what was counted then, and what the same rows say now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.thai.numbers import NO_VALUE, format_percent
from evaluations.cells import Table
from evaluations.services import frozen_figures, serial_of
from evaluations.small_cells import mark_of
from evaluations.tables import ClinicRow, View


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


def frozen_versions(evaluations: Iterable[Any], live: View) -> list[Version]:
    """Versions, newest first, each beside the live figures, as their reader may see them."""
    return [_version(evaluation, live) for evaluation in evaluations]


def _version(evaluation: Any, live: View) -> Version:
    then, now = View(frozen_figures(evaluation), live.limit).whole, live.whole
    pairs = [(label, before, after) for (label, before), (_label, after) in zip(_lines(then), _lines(now), strict=True)]
    mark = mark_of(live.limit)
    columns = [_("ตัวชี้วัด"), (_("ขณะตัดยอด"), "num"), (_("ปัจจุบัน"), "num"), _("ผลเทียบ")]
    rows = [[label, before, after, _verdict(before, after, mark)] for label, before, after in pairs]
    is_closed = then.is_any_closed or now.is_any_closed
    table = Table(_("ตัวเลขที่ตัดยอดไว้เทียบกับปัจจุบัน"), columns, rows, is_closed=is_closed)
    return Version(evaluation, serial_of(evaluation), table, any(before != after for _label, before, after in pairs))


def _verdict(before: str, after: str, mark: str) -> str:
    if before == after == mark:
        return NO_VALUE
    return _("ตรงกัน") if before == after else _("เปลี่ยน")


def _lines(row: ClinicRow) -> list[tuple[str, str]]:
    return [
        (_("ครั้งให้บริการ"), row.sessions.text),
        (_("ผู้รับบริการ (คน)"), row.participants.text),
        (_("คลินิก-เดือนที่มีวัน Walk In ครบ"), f"{row.months_met:,} / {row.months_due:,}"),
        (_("ความพึงพอใจเฉลี่ย"), NO_VALUE if row.mean is None else f"{row.mean:.2f}"),
        (_("คำตอบแบบประเมิน"), row.answers.text),
        (_("เรื่องที่รับ"), row.received.text),
        (_("เรื่องที่ยุติแล้ว"), row.concluded.text),
        (_("ร้อยละที่ยุติ"), format_percent(row.conclusion)),
        (_("เรื่องที่ส่งต่อ"), row.referrals.text),
        (_("มติคณะกรรมการดำเนินการ"), row.resolutions.text),
    ]
