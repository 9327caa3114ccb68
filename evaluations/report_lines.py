"""The indicators as the report's lines: target, result, and a verdict in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.thai.numbers import NO_VALUE, format_percent
from evaluations.indicators import Summary
from evaluations.tables import ClinicRow


@dataclass(frozen=True)
class Line:
    """One indicator."""

    label: Any
    target: str
    result: str
    verdict: str


def indicator_lines(summary: Summary, row: ClinicRow | None = None) -> list[Line]:
    """Indicators of the programme, or of a clinic as its ``row`` may be seen."""
    return [_satisfaction(summary, row), _conclusion(summary, row), _days(summary), *_programme_only(summary, row)]


def _verdict(is_met: bool) -> str:
    return _("บรรลุ") if is_met else _("ยังไม่บรรลุ")


def _closed() -> str:
    return _("ปิดตัวเลขขนาดเล็ก")


def _satisfaction(summary: Summary, row: ClinicRow | None) -> Line:
    label = _("ความพึงพอใจของผู้เกี่ยวข้อง")
    target = _("เฉลี่ยไม่ต่ำกว่า %(score)s จาก 5") % {"score": summary.year.satisfaction_target}
    if row is not None and row.answers.closed:
        return Line(label, target, _closed(), NO_VALUE)
    if summary.satisfaction is None:
        return Line(label, target, _("ยังไม่มีคำตอบ"), NO_VALUE)
    values = {"mean": f"{summary.satisfaction:.2f}", "n": f"{summary.answers:,}"}
    return Line(label, target, _("%(mean)s (%(n)s คำตอบ)") % values, _verdict(summary.is_satisfied))


def _conclusion(summary: Summary, row: ClinicRow | None) -> Line:
    label = _("การยุติเรื่องที่รับไว้")
    target = _("ร้อยละ %(share)s") % {"share": summary.year.conclusion_target}
    if row is not None and (row.concluded.closed or row.received.closed):
        return Line(label, target, _closed(), NO_VALUE)
    if summary.conclusion is None:
        return Line(label, target, _("ยังไม่มีเรื่อง"), NO_VALUE)
    values = {
        "share": format_percent(summary.conclusion),
        "done": f"{summary.concluded:,}",
        "all": f"{summary.received:,}",
    }
    return Line(label, target, _("%(share)s (%(done)s จาก %(all)s เรื่อง)") % values, _verdict(summary.is_concluded))


def _days(summary: Summary) -> Line:
    label = _("วันให้บริการ Walk In ในเวลาราชการ")
    target = _("เดือนละไม่น้อยกว่า %(days)s วันต่อคลินิก") % {"days": summary.year.walk_in_days}
    met, due = summary.clinic_months
    if not due:
        return Line(label, target, _("ยังไม่มีเดือนที่นำมาตัดสิน"), NO_VALUE)
    unit = _("เดือน") if summary.clinic else _("คลินิก-เดือน")
    values = {"met": f"{met:,}", "due": f"{due:,}", "unit": unit}
    return Line(label, target, _("ครบ %(met)s จาก %(due)s %(unit)s") % values, _verdict(met == due))


def _programme_only(summary: Summary, row: ClinicRow | None) -> list[Line]:
    """Coverage and timeliness are the programme's (R10)."""
    if row is not None:
        return []
    active = {key[0] for key in summary.figures.cubes["sessions"].cells}
    count = len(summary.figures.clinics)
    covered = sum(place.code in active for place in summary.figures.clinics)
    result = _("%(n)s จาก %(all)s คลินิก ผู้รับบริการ %(people)s คน") % {
        "n": covered, "all": count, "people": f"{summary.participants:,}",
    }  # fmt: skip
    timed = NO_VALUE if summary.timeliness is None else format_percent(summary.timeliness)
    year = summary.year
    rule = _("ปรึกษา %(a)s วันทำการ เสนอคณะกรรมการ %(b)s วันทำการ") % {"a": year.acknowledge_days, "b": year.accept_days}
    return [
        Line(_("ความครอบคลุม: คลินิกที่ให้บริการ"), _("ทุกคลินิก"), result, _verdict(covered == count)),
        Line(_("ความทันเวลา: ส่วนกลางรับเรื่องในกำหนด"), rule, timed, _("ติดตาม")),
    ]
