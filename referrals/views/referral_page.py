"""What the queue and the referral's page show, worked out from referrals read by ``for_list`` and ``for_page``."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.models import Debt
from cases.services.figures import position_of
from clinic_project.templatetags.thai import whole_words
from clinic_project.templatetags.ui import money, status_chip
from clinic_project.thai.dates import format_short
from clinic_project.thai.numbers import format_percent
from referrals.models import Measure, Referral
from referrals.permissions import can_draft, can_handle, can_message
from referrals.services.clocks import clock_of
from referrals.services.snapshots import FIGURES, figures_of

STATUS_TONES = {
    "sent": "wait",
    "accepted": "calm",
    "in_review": "calm",
    "info_requested": "wait",
    "returned": "wait",
    "acknowledged": "calm",
    "implemented": "done",
    "declined": "alarm",
}
MEASURE_TONES = {
    "submitted": "wait",
    "scheduled": "calm",
    "approved": "done",
    "approved_as_amended": "done",
    "implemented": "done",
    "rejected": "alarm",
    "deferred": "wait",
}
FIGURE_LABELS = {
    "gross": _("รายได้รวม"),
    "net_take_home": _("เงินได้คงเหลือสุทธิ"),
    "net_ratio": _("คงเหลือสุทธิต่อเงินเดือน"),
    "debt_service_ratio": _("ภาระหนี้ต่อรายได้"),
    "residual": _("เหลือใช้จริงต่อเดือน"),
    "total_debt": _("หนี้ทั้งหมด"),
    "total_instalments": _("ค่างวดทั้งหมดต่อเดือน"),
}
PERCENT = {"net_ratio", "debt_service_ratio"}
QUEUE_COLUMNS = (
    _("เลขที่"),
    _("สมาชิก"),
    _("คลินิก"),
    _("ส่งเพื่อ"),
    _("สถานะ"),
    _("ผู้ต้องดำเนินการ"),
    _("กำหนด"),
    (_("ส่งเมื่อ"), "nowrap"),
)


def queue_rows(referrals: list[Referral], today: date) -> list[list[Any]]:
    """Cells of the queue, by deadline within the page; what has no deadline comes last."""
    timed = [(clock_of(referral, today), referral) for referral in referrals]
    timed.sort(key=lambda pair: (pair[0].due is None, pair[0].due or date.max, pair[1].pk))
    return [_queue_row(referral, clock) for clock, referral in timed]


def _queue_row(referral: Referral, clock: Any) -> list[Any]:
    case = referral.case
    return [
        format_html('<a class="num" href="{}">{}</a>', referral.get_absolute_url(), referral.reference),
        format_html(
            '<span>{} <span class="soft num">{}</span></span>', whole_words(case.member.full_name), case.member.number
        ),
        case.clinic.name,
        referral.get_route_display(),
        status_chip(STATUS_TONES.get(referral.status, "plain"), referral.status_label),
        format_html(
            '<span>{} <span class="soft">{}</span></span>', clock.holder_label, clock.step if clock.holder else ""
        ),
        status_chip(clock.tone, clock.chip) if clock.chip else "–",
        format_short(referral.sent_at) if referral.sent_at else "–",
    ]


def move_url(referral: Referral) -> Any:
    """Address of a move's page, by the move's name."""
    return lambda name: reverse("referrals:move", args=[referral.reference, name])


STEPS = (
    ("draft", _("ร่าง")),
    ("sent", _("ส่ง")),
    ("accepted", _("รับเรื่อง")),
    ("in_review", _("พิจารณา")),
    ("returned", _("ส่งผลคืน")),
    ("acknowledged", _("รับทราบ")),
    ("implemented", _("ดำเนินการ")),
)


def steps_of(referral: Referral) -> list[dict[str, Any]]:
    """Where the referral stands; a declined or withdrawn one ends where it was stopped."""
    names = [name for name, _label in STEPS]
    status = {"info_requested": "in_review", "decided": "in_review"}.get(referral.status, referral.status)
    if status in {"declined", "withdrawn"}:
        reached = 2 if referral.sent_at else 1
        past = [{"label": label, "state": "past"} for _name, label in STEPS[:reached]]
        return [*past, {"label": referral.status_label, "state": "now"}]
    at = names.index(status)
    over = referral.status == "implemented"
    note = _("รอข้อมูลเพิ่ม") if referral.status == "info_requested" else ""
    return [
        {
            "label": label,
            "state": "past" if n < at or (over and n == at) else "now" if n == at else "next",
            "note": note if n == at else "",
        }
        for n, (_name, label) in enumerate(STEPS)
    ]


def figure_text(name: str, value: Any) -> Any:
    """A figure kept as decimal text, as the page shows it."""
    if value is None:
        return "–"
    number = Decimal(value)
    return format_percent(number) if name in PERCENT else money(number)


def compared(sent: dict[str, Any], now: dict[str, Any]) -> list[list[Any]]:
    """Rows of two sets of figures side by side; what differs is marked in words."""
    return [
        [
            FIGURE_LABELS[name],
            figure_text(name, sent.get(name)),
            figure_text(name, now.get(name)),
            status_chip("wait", _("เปลี่ยน")) if sent.get(name) != now.get(name) else _("เท่าเดิม"),
        ]
        for name in FIGURES
    ]


def sent_debts(snapshot: dict[str, Any]) -> list[list[Any]]:
    """The debts as they were sent."""
    stages, kinds = dict(Debt.Stage.choices), dict(Debt.Kind.choices)
    return [
        [
            debt["creditor"],
            kinds.get(debt["kind"], "–"),
            money(Decimal(debt["balance"])),
            format_percent(Decimal(debt["annual_rate"])),
            money(Decimal(debt["instalment"])),
            stages.get(debt["stage"], "–"),
        ]
        for debt in snapshot.get("debts", [])
    ]


def measure_card(measure: Measure) -> dict[str, Any]:
    """A measure in brief: what, in which version, where it stands, what was resolved."""
    decided = [item for item in measure.agenda_items.all() if hasattr(item, "resolution")]
    return {
        "measure": measure,
        "tone": MEASURE_TONES.get(measure.status, "plain"),
        "recommended": next((option for option in measure.options.all() if option.is_recommended), None),
        "resolutions": [(item.meeting, item.resolution) for item in decided],
    }


def _actions(user: Any, referral: Referral) -> list[dict[str, Any]]:
    """What can be done here besides the machine's moves."""
    found = []
    if referral.status == "draft" and can_draft(user, referral):
        found.append(("edit", _("แก้ร่าง")))
    if referral.status in {"accepted", "in_review"} and can_handle(user, referral):
        found.append(("measure_new", _("เสนอมาตรการ")))
    if referral.returned_at and not referral.member_told_on and can_draft(user, referral):
        found.append(("tell_member", _("บันทึกว่าแจ้งสมาชิกแล้ว")))
    return [
        {"label": label, "url": reverse(f"referrals:{name}", args=[referral.reference]), "allowed": True}
        for name, label in found
    ]


def page_context(user: Any, referral: Referral, today: date) -> dict[str, Any]:
    """Everything the template draws. A fixed number of queries on top of ``for_page``."""
    case, sent = referral.case, referral.snapshot
    figures_then, figures_now = sent.get("figures", {}), figures_of(position_of(case)) if sent else {}
    buttons = referral.machine.buttons(user, referral, move_url(referral))
    return {
        "referral": referral,
        "case": case,
        "clock": clock_of(referral, today),
        "tone": STATUS_TONES.get(referral.status, "plain"),
        "steps": steps_of(referral),
        "buttons": [*buttons, *_actions(user, referral)],
        "figures": compared(figures_then, figures_now) if sent else [],
        "has_changed": any(figures_then.get(name) != figures_now.get(name) for name in FIGURES),
        "sent_severity": dict(case.Severity.choices).get(sent.get("severity", ""), ""),
        "sent_debts": sent_debts(sent),
        "measures": [measure_card(measure) for measure in referral.measures.all()],
        "may_write": bool(can_message(user, referral)),
        "is_central": user.is_central,
        "works_here": user.works_at(case.clinic_id),
    }
