"""What the case's page shows, worked out from one case read by ``for_page``: steps, figures, debts, what to do next."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.conflicts import conflicts_in_data
from cases.consent_registrations import health_question
from cases.counselling.position import FinancialPosition
from cases.counselling.triage import Triage
from cases.debt_rows import debt_row
from cases.debt_rules import rule_warnings
from cases.explanations import explained
from cases.guarantees import given_by, guarantors_of, note_third_persons
from cases.models import Case, ConflictDeclaration, Plan, Session
from cases.permissions import can_work
from cases.services.figures import knows_debts, position_of, triage_of
from cases.services.rules import all_rules
from cases.views.court_rows import suit_row
from clinic_project.explanations import Explanation
from clinic_project.registry import registry
from clinic_project.thai.dates import format_short
from clinic_project.thai.numbers import MINUS, format_money, format_percent

MOST_SESSIONS = 20
SEVERITY_TONES = {"normal": "done", "complex": "wait", "critical": "alarm", "special": "alarm"}
STATUS_TONES = {"open": "wait", "on_hold": "plain", "referred": "calm", "follow_up": "calm", "closed": "done"}


@dataclass(frozen=True)
class Figure:
    """One computed number: label, value and note as the page shows them, and the sum with this case's figures.

    ``code`` names its explanation in ``cases.explanations``.
    """

    code: str
    label: str
    value: str
    note: str
    source: str
    tone: str = ""
    explanation: Explanation | None = None


def _net(p: FinancialPosition) -> Figure:
    source = _("รายได้รวม %(gross)s − หักประจำ %(fixed)s − เงินกู้หัก ณ ที่จ่าย %(loans)s; เทียบกับเงินเดือน %(salary)s") % {
        "gross": format_money(p.gross),
        "fixed": format_money(p.fixed_deductions),
        "loans": format_money(p.at_source_instalments),
        "salary": format_money(p.income.salary),
    }
    tone = "bad" if p.net_take_home < p.floor else ""
    note = _("%(ratio)s ของเงินเดือน") % {"ratio": format_percent(p.net_ratio)}
    return Figure("net", _("คงเหลือสุทธิ"), format_money(p.net_take_home), note, source, tone)


def _dsr(p: FinancialPosition) -> Figure:
    source = _("ค่างวดทั้งหมด %(paid)s ÷ รายได้รวม %(gross)s; หนี้ทั้งหมดคิดเป็น %(years)s เท่าของรายได้ทั้งปี") % {
        "paid": format_money(p.total_instalments),
        "gross": format_money(p.gross),
        "years": format_money(p.debt_to_yearly_income),
    }
    ratio, rules = p.debt_service_ratio, p.rules
    tone = "bad" if ratio is not None and ratio >= rules.dsr_critical else ""
    marks = {"complex": f"{rules.dsr_complex.normalize():f}", "critical": f"{rules.dsr_critical.normalize():f}"}
    note = _("ซับซ้อนที่ %(complex)s วิกฤติที่ %(critical)s") % marks
    return Figure("dsr", _("ภาระหนี้ต่อรายได้"), format_percent(ratio), note, source, tone)


def _residual(p: FinancialPosition) -> Figure:
    source = _("คงเหลือสุทธิ %(net)s − ค่างวดนอกสลิป %(outside)s − ค่าครองชีพ %(living)s") % {
        "net": format_money(p.net_take_home),
        "outside": format_money(p.other_instalments),
        "living": format_money(p.living_costs),
    }
    tone = "bad" if p.residual < 0 else "good"
    return Figure("residual", _("เหลือใช้จริงต่อเดือน"), format_money(p.residual), _("หลังหนี้และค่าครองชีพ"), source, tone)


def _total(p: FinancialPosition) -> Figure:
    sued = sum(debt.is_in_court for debt in p.debts)
    note = _("%(count)d รายการ") % {"count": len(p.debts)}
    note = _("%(note)s ฟ้องแล้ว %(sued)d") % {"note": note, "sued": sued} if sued else note
    source = _("ยอดคงเหลือของหนี้ทุกรายการรวมกัน เจ้าหนี้ภายนอก %(count)d ราย") % {"count": p.outside_creditors}
    return Figure("total", _("หนี้ทั้งหมด"), format_money(p.total_debt), note, source)


def _floor(p: FinancialPosition) -> Figure:
    ratio = f"{p.rules.min_net_ratio.normalize():f}"
    source = _("ร้อยละ %(ratio)s ของเงินเดือน %(salary)s") % {"ratio": ratio, "salary": format_money(p.income.salary)}
    passed = p.net_take_home >= p.floor
    note = _("คงเหลือสุทธิผ่านเกณฑ์") if passed else _("คงเหลือสุทธิต่ำกว่าเกณฑ์")
    return Figure("floor", _("เกณฑ์คงเหลือขั้นต่ำ"), format_money(p.floor), note, source, "" if passed else "bad")


def _headroom(p: FinancialPosition) -> Figure:
    source = _("คงเหลือสุทธิ − เกณฑ์ขั้นต่ำ; กู้เพิ่มได้ถ้าคิดดอกเบี้ยร้อยละ %(rate)s ผ่อน %(periods)d งวด") % {
        "rate": f"{p.rules.headroom_rate.normalize():f}",
        "periods": p.rules.headroom_periods,
    }
    note = _("กู้เพิ่มได้ไม่เกิน %(loan)s") % {"loan": format_money(p.headroom_loan)}
    if p.residual < 0:
        # Room under the floor is not room in the purse: said where the number stands, not only in the tile before.
        note = _("เกณฑ์ให้กู้ได้ถึง %(loan)s แต่เหลือใช้ติดลบ") % {"loan": format_money(p.headroom_loan)}
    return Figure("headroom", _("หักเพิ่มได้อีกต่อเดือน"), format_money(p.headroom), note, source)


def _before_debts(figure: Figure) -> Figure:
    """Without debts recorded N and R are not less them yet, and nothing is judged by what is not known."""
    if figure.code in {"net", "residual"}:
        return replace(figure, note=_("ยังไม่ได้หักหนี้"), tone="")
    if figure.code == "floor":
        return replace(figure, note="", tone="")
    return replace(figure, value="–", note=_("กรอกหนี้หรือยืนยันว่าไม่มีหนี้ก่อน"), tone="")


def figures_of(position: FinancialPosition, year: Any, *, knows_debts: bool = True) -> list[Figure]:
    """Formulas 1-4 as the page shows them, each with where it comes from.

    R always stands beside N: passing the floor is not solvency. Before any income is known only what is owed is a
    figure; before anything is known of debts (``knows_debts``) only what comes in and is spent.
    """
    figures = [make(position) for make in (_net, _dsr, _residual, _total, _floor, _headroom)]
    if not knows_debts:
        figures = [_before_debts(figure) for figure in figures]
    if not position.gross:
        asked = _("กรอกรายได้ก่อน")
        figures = [one if one.code == "total" else replace(one, value="–", note=asked, tone="") for one in figures]
    return [replace(figure, explanation=explained(figure.code, year, figure.source)) for figure in figures]


def steps_of(case: Case, step_note: Any = "") -> list[dict[str, Any]]:
    """Where the case stands between intake and conclusion."""
    names: list[tuple[str, Any]] = [("open", _("รับเรื่อง")), ("in_progress", _("ให้คำปรึกษา"))]
    now = "in_progress" if case.status == "on_hold" else case.status
    if case.status == "referred" or case.is_known_to_central:
        names.append(("referred", _("ส่วนกลางและคณะกรรมการ")))
        if case.status != "referred":
            names.append(("returned", _("ดำเนินการตามที่ได้รับ")))
            now = "returned" if now == "in_progress" else now
    names += [("follow_up", _("ติดตามผล")), ("closed", _("ยุติเรื่อง"))]
    if case.status == "void":
        return [
            {"label": names[0][1], "state": "past", "note": ""},
            {"label": case.status_label, "state": "now", "note": ""},
        ]
    notes = {
        "on_hold": _("พักถึง %(day)s") % {"day": format_short(case.hold_until)} if case.hold_until else "",
        "follow_up": _("ทบทวน %(day)s") % {"day": format_short(case.next_review)} if case.next_review else "",
        "closed": case.get_outcome_display() if case.outcome else "",
        "referred": step_note,
    }
    at = [name for name, _label in names].index(now)
    states = [
        "past" if i < at or (case.status == "closed" and i == at) else "now" if i == at else "next"
        for i in range(len(names))
    ]
    return [
        {"label": label, "state": state, "note": notes.get(case.status, "") if i == at else ""}
        for i, ((_name, label), state) in enumerate(zip(names, states, strict=True))
    ]


def move_url(case: Case) -> Any:
    """Address of a move's page, by the move's name."""
    return lambda name: reverse("cases:move", args=[case.reference, name])


def _due(case: Case, today: date) -> Any:
    waiting = (follow_up for follow_up in case.follow_ups.all() if not follow_up.done_at)
    return next((follow_up for follow_up in waiting if follow_up.due_on <= today), None)


def primary_of(case: Case, buttons: list[Any], panels: list[dict[str, Any]], *, works: bool, today: date) -> Any:
    """The one thing to do next: what a panel asks for, a follow-up due, the missing figures, the machine's move."""
    for panel in panels:
        if panel.get("primary"):
            return panel["primary"]
    if works and case.is_active:
        due = _due(case, today)
        if due:
            return {"label": _("บันทึกผลการติดตาม"), "url": reverse("cases:follow_up_done", args=[case.reference, due.pk])}
        if case.status == "in_progress" and not case.household_lines.all():
            return {"label": _("กรอกรายได้และรายจ่าย"), "url": reverse("cases:household", args=[case.reference])}
    return next((button for button in buttons if button.primary), None)


def household_sums(case: Case) -> list[dict[str, Any]]:
    """The month in brief: each kind with its lines and sum."""
    signs = {"salary": "", "income": "", "deduction": MINUS, "living": MINUS}
    groups: dict[str, dict[str, Any]] = {}
    for line in case.household_lines.all():
        label = line.get_kind_display()
        group = groups.setdefault(line.kind, {"label": label, "sign": signs[line.kind], "lines": [], "total": 0})
        group["lines"].append(line)
        group["total"] += line.amount
    return [groups[kind] for kind in signs if kind in groups]


def _follow_ups(case: Case) -> dict[str, list[Any]]:
    """Those that wait, by their day, and those made, the newest first."""
    rows = list(case.follow_ups.all())
    done = [row for row in rows if row.done_at]
    return {
        "waiting": [row for row in rows if not row.done_at],
        "done": sorted(done, key=lambda row: row.done_at, reverse=True),
    }


def _conflicts_found(case: Case) -> list[dict[str, Any]]:
    """People who look after the case though the data show them too near to the member (cases.conflicts)."""
    people = {case.officer_id: case.officer} | {row.user_id: row.user for row in case.assignments.all()}
    found = conflicts_in_data(case, people.values()) if case.is_active else {}
    labels = dict(ConflictDeclaration.Relation.choices)
    return [{"user": people[pk], "relation": labels[relation]} for pk, relation in found.items()]


def _twin(user: Any, case: Case) -> Case | None:
    """The case this one was entered twice of, for those who may read it: its number tells whose it is."""
    if case.duplicate_of_id is None:
        return None
    return Case.objects.visible_to(user).filter(pk=case.duplicate_of_id).first()


def triage_context(triage: Triage) -> dict[str, Any]:
    """The suggestion as a chip: its level, or that it is too early to say."""
    label, tone = str(Case.Severity(triage.level).label), SEVERITY_TONES[triage.level]
    if triage.is_open:
        label, tone = _("ยังแนะนำไม่ได้"), "plain"
    return {"triage": triage, "triage_label": label, "triage_tone": tone}


def page_context(user: Any, case: Case, today: date) -> dict[str, Any]:
    """Everything the template draws. A fixed number of queries on top of ``for_page``."""
    position = position_of(case)
    triage = triage_of(case, position=position, today=today)
    buttons = case.machine.buttons(user, case, move_url(case))
    panels = [panel for make in registry.case_panels if (panel := make(user, case))]
    works = bool(can_work(user, case))
    guarantors, guarantees, rules = guarantors_of(user, case), given_by(user, case), all_rules()
    note_third_persons(user, guarantors, guarantees)
    step_note = next((panel["step_note"] for panel in panels if panel.get("step_note")), "")
    primary = primary_of(case, buttons, panels, works=works, today=today)
    return {
        "case": case,
        "twin": _twin(user, case),
        "works": works and case.is_active,
        "may_note": works,
        "health_question": health_question(user, case) if works else "",
        "today": today,
        "steps": steps_of(case, step_note),
        "has_figures": bool(case.household_lines.all() or case.debts.all()),
        "figures": figures_of(position, case.year, knows_debts=knows_debts(case)),
        "position": position,
        **triage_context(triage),
        "triage_explanation": explained("triage", case.year),
        "severity_tone": SEVERITY_TONES[case.severity],
        "is_judged": case.is_severity_decided,
        "status_tone": STATUS_TONES.get(case.status, "plain"),
        "debts": [
            debt_row(debt, guarantors.get(debt.pk, []), rule_warnings(debt, rules, today)) for debt in case.debts.all()
        ],
        "guarantees": guarantees,
        "conflicts_found": _conflicts_found(case),
        "lawsuits": [suit_row(suit, today) for suit in case.lawsuits.all()],
        "papers": list(case.papers.all()),
        "follow_ups": _follow_ups(case),
        "household": household_sums(case),
        "sessions": list(Session.objects.visible_to(user).filter(case=case).for_list()[:MOST_SESSIONS]),
        "plan": Plan.objects.visible_to(user).filter(case=case).with_lines().order_by("-number").first(),
        "panels": panels,
        "primary": primary,
        # One primary action a page: the moves below it are plain.
        "buttons": [replace(button, primary=False) for button in buttons if primary is not button],
    }
