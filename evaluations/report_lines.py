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


def indicator_lines(row: ClinicRow) -> list[Line]:
    """Indicators of the programme or of a clinic, as its ``row`` may be seen."""
    shared = [_satisfaction(row), _conclusion(row), _days(row.summary)]
    # Coverage and timeliness are the programme's (R10).
    return [*shared, _coverage(row), _timeliness(row)] if row.is_programme else shared


def _verdict(is_met: bool) -> str:
    return _("บรรลุ") if is_met else _("ยังไม่บรรลุ")


def _closed() -> str:
    return _("ปิดตัวเลขขนาดเล็ก")


def _satisfaction(row: ClinicRow) -> Line:
    summary = row.summary
    label = _("ความพึงพอใจของผู้เกี่ยวข้อง")
    target = _("เฉลี่ยไม่ต่ำกว่า %(score)s จาก 5") % {"score": summary.year.satisfaction_target}
    if row.answers.closed:
        return Line(label, target, _closed(), NO_VALUE)
    if summary.satisfaction is None:
        return Line(label, target, _("ยังไม่มีคำตอบ"), NO_VALUE)
    values = {"mean": f"{summary.satisfaction:.2f}", "n": row.answers}
    return Line(label, target, _("%(mean)s (%(n)s คำตอบ)") % values, _verdict(summary.is_satisfied))


def _conclusion(row: ClinicRow) -> Line:
    summary = row.summary
    label = _("การยุติเรื่องที่รับไว้")
    target = _("ร้อยละ %(share)s") % {"share": summary.year.conclusion_target}
    if row.is_conclusion_closed:
        return Line(label, target, _closed(), NO_VALUE)
    if summary.conclusion is None:
        return Line(label, target, _("ยังไม่มีเรื่อง"), NO_VALUE)
    values = {"share": format_percent(summary.conclusion), "done": row.concluded, "all": row.received}
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


def _coverage(row: ClinicRow) -> Line:
    summary = row.summary
    active = {key[0] for key in summary.figures.cubes["sessions"].cells}
    count = len(summary.figures.clinics)
    covered = sum(place.code in active for place in summary.figures.clinics)
    result = _("%(n)s จาก %(all)s คลินิก ผู้รับบริการ %(people)s คน") % {
        "n": covered, "all": count, "people": row.participants,
    }  # fmt: skip
    return Line(_("ความครอบคลุม: คลินิกที่ให้บริการ"), _("ทุกคลินิก"), result, _verdict(covered == count))


def _timeliness(row: ClinicRow) -> Line:
    year = row.summary.year
    rule = _("ปรึกษา %(a)s วันทำการ เสนอคณะกรรมการ %(b)s วันทำการ") % {"a": year.acknowledge_days, "b": year.accept_days}
    if row.is_timeliness_closed:
        return Line(_("ความทันเวลา: ส่วนกลางรับเรื่องในกำหนด"), rule, _closed(), NO_VALUE)
    timed = NO_VALUE if row.timeliness is None else format_percent(row.timeliness)
    return Line(_("ความทันเวลา: ส่วนกลางรับเรื่องในกำหนด"), rule, timed, _("ติดตาม"))
