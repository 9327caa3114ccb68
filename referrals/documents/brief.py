"""The brief to the committee (คส.07, counselling.md): one case on one or two pages, options side by side.

The copy for the committee carries the case's number and no name; only the closed copy names the member.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.counselling.position import LAWSUIT_STAGES
from cases.services.figures import position_of
from clinic_project.pdf.documents import Digits, render_document
from clinic_project.thai.dates import format_long, format_short
from clinic_project.thai.numbers import format_money, format_percent
from members.models import Consent
from referrals.documents.meeting_parts import place_of

FORM_CODE = "คส.07"


@dataclass(frozen=True)
class Line:
    """A label and its text, already in Thai."""

    label: str
    text: str
    is_total: bool = False


@dataclass(frozen=True)
class DebtRow:
    """One debt as the table shows it."""

    creditor: str
    kind: str
    balance: str
    rate: str
    instalment: str
    stage: str


@dataclass(frozen=True)
class Decision:
    """What was resolved, for the block at the end."""

    meeting: str
    day: str
    item: str
    result: str
    text: str
    conditions: str
    terms: str
    effective: str
    responsible: str
    follow_up: str
    abstained: str


@dataclass(frozen=True)
class Proposal:
    """A measure with its options as columns: ``heads`` and ``rows`` of cells, the label first, of one or two lines.

    ``notes``: what each option means for guarantors and rules; too many words for a column.
    """

    title: str
    heads: list[str]
    rows: list[list[list[str]]]
    notes: list[Line]
    reasons: list[Line]
    prepared: str
    reviewed: str
    submitted: str
    decision: Decision | None = None


@dataclass(frozen=True)
class Brief:
    """Everything on the paper."""

    reference: str
    case_number: str
    clinic: str
    fact_rows: list[tuple[Line, Line]]
    member: str
    severity: str
    story: list[Line]
    month: list[Line]
    figures: list[Line]
    debts: list[DebtRow]
    debt_total: str
    instalment_total: str
    lawsuits: list[str]
    proposals: list[Proposal] = field(default_factory=list)
    consent: str = ""
    advice: str = ""
    is_closed_copy: bool = False


def _day(moment: Any) -> str:
    if moment is None:
        return "–"
    return format_long(moment if not hasattr(moment, "hour") else timezone.localtime(moment).date())


def _without_name(text: str, member: Any) -> str:
    """Free text of the open copy must not name the member either."""
    for name in (member.full_name, f"{member.first_name} {member.last_name}".strip()):
        text = text.replace(name, _("สมาชิก"))
    return text


def _month(case: Any, position: Any) -> list[Line]:
    """Income, deductions, net; then what is paid by hand and lived on."""
    return [
        Line(_("รายได้รวมต่อเดือน"), format_money(position.gross)),
        Line(_("หักประจำ ณ ที่จ่าย"), format_money(position.fixed_deductions)),
        Line(_("หักเงินกู้ ณ ที่จ่าย"), format_money(position.at_source_instalments)),
        Line(_("เงินได้คงเหลือสุทธิ"), format_money(position.net_take_home), is_total=True),
        Line(_("ค่างวดที่ชำระเอง"), format_money(position.other_instalments)),
        Line(_("ค่าครองชีพ"), format_money(position.living_costs)),
        Line(_("เหลือใช้จริงต่อเดือน"), format_money(position.residual), is_total=True),
    ]


def _figures(position: Any) -> list[Line]:
    return [
        Line(_("คงเหลือสุทธิต่อเงินเดือน"), format_percent(position.net_ratio)),
        Line(_("ภาระหนี้ต่อรายได้"), format_percent(position.debt_service_ratio)),
        Line(_("เกณฑ์คงเหลือขั้นต่ำ"), format_money(position.floor)),
        Line(_("หนี้ทั้งหมด"), format_money(position.total_debt)),
    ]


def _rate(value: Decimal) -> str:
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return format_percent(value, places)


def _debts(case: Any) -> list[DebtRow]:
    return [
        DebtRow(
            creditor=debt.creditor,
            kind=debt.get_kind_display(),
            balance=format_money(debt.balance),
            rate=_rate(debt.annual_rate),
            instalment=format_money(debt.instalment),
            stage=debt.get_stage_display(),
        )
        for debt in case.debts.all()
    ]


def _lawsuits(case: Any) -> list[str]:
    """Each lawsuit that goes on with its next date, which the committee has to beat; debts in court without one."""
    unknown = _("ยังไม่ทราบ")
    suits = [suit for suit in case.lawsuits.all() if not suit.is_over]
    rows: list[tuple[list[Any], Any]] = [
        ([suit.plaintiff, suit.get_stage_display(), suit.court, suit.red_number or suit.black_number], suit.next_date)
        for suit in suits
    ]
    known = {suit.debt_id for suit in case.lawsuits.all()}
    rows += [
        ([debt.creditor, debt.get_stage_display()], None)
        for debt in case.debts.all()
        if debt.stage in LAWSUIT_STAGES and debt.pk not in known
    ]
    return [
        " ".join(str(part) for part in parts if part)
        + " "
        + _("นัดศาลครั้งต่อไป %(day)s") % {"day": format_long(day) if day else unknown}
        for parts, day in rows
    ]


def _consent(member: Any) -> str:
    """What the member answered about outside debts being kept and put before others, as recorded (domain.md 6)."""
    newest = member.consents.answers_to(Consent.Purpose.OUTSIDE_DEBTS).first()
    if newest is None:
        return _("ยังไม่ได้ถาม")
    if newest.withdrawn_at is not None:
        return _("ถอนความยินยอมเมื่อ %(day)s") % {"day": _day(newest.withdrawn_at)}
    words = _("%(answer)sให้เก็บข้อมูลหนี้กับเจ้าหนี้ภายนอก เมื่อ %(day)s ข้อความฉบับที่ %(version)s")
    values = {"day": _day(newest.given_on), "version": newest.text_version}
    return words % {"answer": newest.get_answer_display(), **values}


def _option_labels() -> dict[str, str]:
    return {
        "instalment": _("ค่างวดต่อเดือน"),
        "periods": _("จำนวนงวด"),
        "total_interest": _("ดอกเบี้ยที่เหลือทั้งหมด"),
        "net_ratio": _("คงเหลือสุทธิต่อเงินเดือน"),
        "debt_service_ratio": _("ภาระหนี้ต่อรายได้"),
        "residual": _("เหลือใช้จริงต่อเดือน"),
        "cooperative_cost": _("ต้นทุนต่อสหกรณ์"),
    }


def _option_cell(name: str, option: Any) -> list[str]:
    """One line, and a second for a figure that is another once a grace has ended."""
    value, later = getattr(option, name), option.later.get(name)
    if value is None:
        return [_("ไม่มีวันหมด") if name == "total_interest" else "–"]
    if name == "periods":
        return [str(value)]
    show = format_percent if name in {"net_ratio", "debt_service_ratio"} else format_money
    return [show(value)] + ([show(Decimal(later))] if later else [])


def _option_row(name: str, label: str, options: list[Any]) -> list[list[str]]:
    """The label and a cell an option; where one is another once a grace has ended, a second line for that."""
    cells = [_option_cell(name, option) for option in options]
    return [[label, _("หลังพ้นช่วงพัก")] if any(len(cell) > 1 for cell in cells) else [label], *cells]


def _decision(item: Any) -> Decision:
    resolution, meeting = item.resolution, item.meeting
    terms: list[tuple[Any, str, Callable[[Any], str]]] = [
        (resolution.amended_instalment, _("ค่างวด %(value)s บาท"), format_money),
        (resolution.amended_rate, _("ดอกเบี้ยร้อยละ %(value)s ต่อปี"), lambda value: f"{value.normalize():f}"),
        (resolution.amended_periods, _("%(value)s งวด"), str),
    ]
    return Decision(
        meeting=meeting.number,
        day=format_long(meeting.planned_on),
        item=place_of(item),
        result=resolution.get_result_display(),
        text=resolution.text,
        conditions=resolution.conditions,
        terms=" ".join(label % {"value": show(value)} for value, label, show in terms if value is not None),
        effective=_day(resolution.effective_on),
        responsible=resolution.responsible,
        follow_up=_day(resolution.follow_up_on),
        abstained=", ".join(interest.user.full_name for interest in item.interests.all()),
    )


def _proposal(measure: Any, text: Callable[[str], str]) -> Proposal:
    options = list(measure.options.all())
    labels = _option_labels()
    decided = [item for item in measure.agenda_items.all() if hasattr(item, "resolution")]
    title = measure.get_kind_display()
    if measure.version > 1:
        title = _("%(kind)s (ฉบับที่ %(n)s)") % {"kind": title, "n": measure.version}
    reviewed = ", ".join(e.user.full_name for e in measure.endorsements.all() if e.version == measure.version)
    reasons = [
        Line(_("ข้อเสนอ"), next((option.label for option in options if option.is_recommended), "")),
        Line(_("สิ่งที่ทำ"), "\n".join(text(step) for step in measure.steps)),
        Line(_("เหตุผล"), text(measure.rationale)),
        Line(_("เงื่อนไข"), text(measure.conditions)),
        Line(_("ความเสี่ยง"), text(measure.risks)),
    ]
    submitted = ""
    if measure.submitted_by:
        submitted = _("%(name)s เมื่อ %(day)s") % {
            "name": measure.submitted_by.full_name,
            "day": format_short(measure.submitted_at).replace(" ", "\N{NO-BREAK SPACE}"),
        }
    return Proposal(
        title=title if measure.status != "draft" else _("%(kind)s (ร่าง)") % {"kind": title},
        heads=[option.label for option in options],
        rows=[_option_row(name, label, options) for name, label in labels.items()],
        notes=[Line(option.label, option.note) for option in options if option.note],
        reasons=[line for line in reasons if line.text],
        prepared=measure.proposed_by.full_name,
        reviewed=reviewed,
        submitted=submitted,
        decision=_decision(decided[-1]) if decided else None,
    )


def brief_of(referral: Any, measures: Iterable[Any], *, today: date, closed: bool) -> Brief:
    """The brief as data; money and dates are text already."""
    case, position = referral.case, position_of(referral.case)

    def text(value: str) -> str:
        return value if closed else _without_name(value, case.member)

    sender = referral.sent_by.full_name if referral.sent_by else "–"
    handler = referral.handler.full_name if referral.handler else "–"
    story = [
        Line(_("เรื่อง"), text(case.subject)),
        Line(_("สิ่งที่สมาชิกต้องการ"), text(case.wish)),
        Line(_("สาเหตุ"), text(case.cause)),
        Line(_("เหตุที่ส่งต่อ"), text(referral.question)),
        Line(_("สิ่งที่ทำไปแล้ว"), text(referral.tried)),
    ]
    return Brief(
        reference=referral.reference,
        case_number=case.reference,
        clinic=case.clinic.name,
        fact_rows=[
            (Line(_("รับเรื่องเมื่อ"), _day(case.opened_on)), Line(_("ผู้พบสมาชิก"), case.officer.full_name)),
            (Line(_("ส่งส่วนกลางเมื่อ"), _day(referral.sent_at)), Line(_("ผู้ส่ง"), sender)),
            (Line(_("ข้อมูล ณ วันที่"), format_long(today)), Line(_("ผู้รับผิดชอบส่วนกลาง"), handler)),
        ],
        member=f"{case.member.full_name} ({case.member.number})" if closed else "",
        severity=case.get_severity_display(),
        story=[line for line in story if line.text],
        month=_month(case, position),
        figures=_figures(position),
        debts=_debts(case),
        debt_total=format_money(position.total_debt),
        instalment_total=format_money(position.total_instalments),
        lawsuits=[text(line) for line in _lawsuits(case)],
        proposals=[_proposal(measure, text) for measure in measures if measure.status != "withdrawn"],
        consent=_consent(case.member),
        advice=text(referral.advice),
        is_closed_copy=closed,
    )


def title_of(referral: Any) -> str:
    """The paper's title in lists and readers."""
    return _("เอกสารประกอบการพิจารณา เรื่องเลขที่ %(case)s") % {"case": referral.case.reference}


def render(
    referral: Any, measures: Iterable[Any], *, today: date, closed: bool = False, digits: Digits = "arabic"
) -> bytes:
    """The brief as PDF. Raises PdfError."""
    context = {"brief": brief_of(referral, measures, today=today, closed=closed)}
    return render_document(
        "referrals/pdf/brief.html", context, title=title_of(referral), digits=digits, form_code=FORM_CODE
    )
