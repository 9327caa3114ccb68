"""What a measure's pages show: figures before and after, options side by side, moves."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clinic_project.templatetags.ui import money, status_chip
from clinic_project.thai.numbers import format_percent
from clinics.models import ProgrammeYear
from referrals.explanations import explained_figures, explained_options
from referrals.models import Measure, MeasureOption
from referrals.options import Comparison
from referrals.permissions import can_endorse
from referrals.services.snapshots import figures_of
from referrals.views.referral_page import FIGURE_LABELS, MEASURE_TONES, figure_text, measure_card

OPTION_ROWS = (
    ("instalment", _("ค่างวดต่อเดือน"), money),
    ("periods", _("จำนวนงวด"), str),
    ("total_interest", _("ดอกเบี้ยที่เหลือทั้งหมด"), money),
    ("net_ratio", _("คงเหลือสุทธิต่อเงินเดือน"), format_percent),
    ("debt_service_ratio", _("ภาระหนี้ต่อรายได้"), format_percent),
    ("residual", _("เหลือใช้จริงต่อเดือน"), money),
    ("cooperative_cost", _("ต้นทุนต่อสหกรณ์"), money),
    ("note", _("ผลต่อผู้ค้ำ ข้อบังคับ หรือข้อยกเว้น"), lambda text: text or "–"),
)


def options_table(options: Any) -> dict[str, Any]:
    """Options as columns: a heading each, a row a figure."""
    options = list(options)
    heads = [_("รายการ")] + [
        status_chip("done", option.label) if option.is_recommended else option.label for option in options
    ]
    rows = [[label, *(_cell(name, show, option) for option in options)] for name, label, show in OPTION_ROWS]
    return {"heads": heads, "rows": rows}


def _cell(name: str, show: Any, option: Any) -> Any:
    value, later = getattr(option, name), option.later.get(name)
    if value is None:
        return _("ไม่มีวันหมด") if name == "total_interest" else "–"
    if later is None:
        return show(value)
    return format_html("{}<br>{} {}", show(value), _("หลังพัก"), show(Decimal(later)))


def _figures(before: dict[str, Any], after: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """Rows of the position before and under the measure, and once a grace has ended, where there is one."""
    rows = [
        [label, *(figure_text(name, figures.get(name)) for figures in (before, after, later))]
        for name, label in FIGURE_LABELS.items()
    ]
    return {"figures": rows, "has_later": bool(later)}


def explanations_of(year: ProgrammeYear) -> dict[str, Any]:
    """Where the figures of both tables come from."""
    return {
        "figures_explained": explained_figures(FIGURE_LABELS, year),
        "options_explained": explained_options(OPTION_ROWS, year),
    }


def comparison_context(found: Comparison, year: ProgrammeYear) -> dict[str, Any]:
    """Figures worked out for terms that are only typed."""
    return {
        **explanations_of(year),
        **_figures(figures_of(found.before), figures_of(found.after), figures_of(found.later) if found.later else {}),
        "options": options_table(MeasureOption(**option.as_row(n)) for n, option in enumerate(found.options, 1)),
    }


def _buttons(user: Any, measure: Measure) -> list[Any]:
    """The machine's moves, and the endorsement beside them."""

    def url(name: str) -> str:
        return reverse("referrals:measure_move", args=[measure.referral.reference, measure.pk, name])

    buttons: list[Any] = measure.machine.buttons(user, measure, url)
    verdict = can_endorse(user, measure)
    done = any(e.user_id == user.pk and e.version == measure.version for e in measure.endorsements.all())
    if not done and (verdict or verdict.shown):
        label = _("ตรวจทานแล้วเห็นชอบ")
        endorse = {"label": label, "url": url("endorse"), "allowed": verdict.allowed, "reason": verdict.reason}
        buttons.append(endorse)
    return buttons


def page_context(user: Any, measure: Measure) -> dict[str, Any]:
    """Everything the measure's page draws."""
    referral = measure.referral
    return {
        **measure_card(measure),
        **explanations_of(referral.case.year),
        "referral": referral,
        "case": referral.case,
        "tone": MEASURE_TONES.get(measure.status, "plain"),
        **_figures(measure.figures_before, measure.figures_after, measure.figures_later),
        "options": options_table(measure.options.all()),
        "buttons": _buttons(user, measure),
        "may_edit": measure.status == "draft" and user.is_central,
    }
