"""The rows behind a number as lines of a table: what each kind shows, and nothing a person may not read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from clinic_project.thai.dates import format_short
from evaluations.tables import REFERRAL_RESULTS, STATES

PAGE = 50


@dataclass(frozen=True)
class Listing:
    """One page of rows: headings, lines, and the key to go on from."""

    columns: list[Any]
    lines: list[list[Any]]
    after: int | None


def listing(kind: str, rows: QuerySet[Any], after: int | None) -> Listing:
    """Up to :data:`PAGE` rows past the key ``after``."""
    columns, related, line = KINDS[kind]
    found = rows.select_related(*related)
    if after:
        found = found.filter(pk__lt=after)
    page = list(found[: PAGE + 1])
    more = len(page) > PAGE
    return Listing(columns(), [line(row) for row in page[:PAGE]], page[PAGE - 1].pk if more else None)


def _link(url_name: str, reference: str) -> Any:
    return format_html('<a class="num" href="{}">{}</a>', reverse(url_name, args=[reference]), reference)


def _session(row: Any) -> list[Any]:
    who = row.member.full_name if row.member else _("%(n)d คน") % {"n": row.participants}
    link = _link("cases:session_detail", row.reference)
    return [link, format_short(row.served_on), row.clinic.name, who, row.get_mode_display(), row.participants]


def _day(row: Any) -> list[Any]:
    return [format_short(row.day), row.clinic.name, row.status_label]


def _answer(row: Any) -> list[Any]:
    return [format_short(row.answered_on), row.clinic.name, row.get_respondent_kind_display(), row.overall]


def _case(row: Any) -> list[Any]:
    """A restricted case a head may not read: that it exists, its dates and state, no identity or content."""
    states = {**STATES, "void": _("ยกเลิก")}
    if not row.is_readable:
        return [row.reference, format_short(row.opened_on), row.clinic.name, _("เรื่องปกปิด"), "–", states[row.state]]
    link = _link("cases:detail", row.reference)
    return [link, format_short(row.opened_on), row.clinic.name, row.member.full_name, row.subject, states[row.state]]


def _referral(row: Any) -> list[Any]:
    result = REFERRAL_RESULTS[row.result]
    link = _link("referrals:detail", row.reference)
    return [link, format_short(row.sent_at), row.case.clinic.name, row.get_route_display(), result]


def _resolution(row: Any) -> list[Any]:
    measure = row.item.measure
    link = _link("referrals:detail", measure.referral.reference)
    meeting = row.item.meeting.number or row.item.meeting.reference
    clinic = measure.referral.case.clinic.name
    return [link, format_short(row.recorded_at), clinic, meeting, measure.get_kind_display(), row.get_result_display()]


KINDS: dict[str, tuple[Any, tuple[str, ...], Any]] = {
    "session": (
        lambda: [_("เลขที่"), _("วันที่"), _("คลินิก"), _("ผู้รับบริการ"), _("มาทางไหน"), (_("จำนวนคน"), "num")],
        ("clinic", "member"),
        _session,
    ),
    "day": (lambda: [_("วันที่"), _("คลินิก"), _("สถานะ")], ("clinic",), _day),
    "answer": (
        lambda: [_("วันที่ตอบ"), _("คลินิก"), _("ผู้ตอบ"), (_("ความพึงพอใจโดยรวม"), "num")],
        ("clinic",),
        _answer,
    ),
    "case": (
        lambda: [_("เลขที่เรื่อง"), _("รับเมื่อ"), _("คลินิก"), _("สมาชิก"), _("เรื่อง"), _("ณ วันตัดยอด")],
        ("clinic", "member"),
        _case,
    ),
    "referral": (
        lambda: [_("เลขที่ส่งต่อ"), _("ส่งเมื่อ"), _("คลินิก"), _("ส่งเพื่อ"), _("ณ วันตัดยอด")],
        ("case__clinic",),
        _referral,
    ),
    "resolution": (
        lambda: [_("เลขที่ส่งต่อ"), _("มีมติเมื่อ"), _("คลินิก"), _("ประชุมครั้งที่"), _("มาตรการ"), _("มติ")],
        ("item__measure__referral__case__clinic", "item__meeting"),
        _resolution,
    ),
}
