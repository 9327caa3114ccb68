"""How pages show a lawsuit and its day in court."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Lawsuit

SOON, LATER = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True)
class SuitRow:
    """A lawsuit with a chip for its next day: past without a result, today, soon, later."""

    suit: Lawsuit
    chip: str
    tone: str


def suit_row(suit: Lawsuit, today: date) -> SuitRow:
    """The row of a lawsuit as of a day."""
    day = suit.next_date
    if suit.is_over:
        return SuitRow(suit, str(suit.get_stage_display()), "done")
    if day is None:
        return SuitRow(suit, _("ยังไม่ทราบวันนัด"), "wait")
    if day < today:
        return SuitRow(suit, _("เลยวันนัด ยังไม่บันทึกผล"), "alarm")
    if day == today:
        return SuitRow(suit, _("นัดวันนี้"), "alarm")
    left = (day - today).days
    return SuitRow(suit, _("อีก %(days)d วัน") % {"days": left}, "wait" if day <= today + SOON else "plain")


def court_groups(suits: list[Lawsuit], today: date) -> list[dict[str, Any]]:
    """Days in court by how near they are; empty groups of the future are shown, those of the past only when needed."""
    groups: list[dict[str, Any]] = [
        {"code": "past", "title": _("เลยวันนัดแล้ว ยังไม่บันทึกผล"), "rows": []},
        {"code": "today", "title": _("วันนี้"), "rows": []},
        {"code": "soon", "title": _("ภายใน 7 วัน"), "rows": []},
        {"code": "later", "title": _("ภายใน 30 วัน"), "rows": []},
    ]
    by_code = {group["code"]: group["rows"] for group in groups}
    for suit in suits:
        day = suit.next_date
        if day is None:
            continue
        code = "past" if day < today else "today" if day == today else "soon" if day <= today + SOON else "later"
        by_code[code].append(suit_row(suit, today))
    return [group for group in groups if group["rows"] or group["code"] != "past"]
