"""What the papers of a meeting have in common: people, items, figures, resolutions as plain data. No member's name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.thai.dates import format_long
from clinic_project.thai.numbers import format_money, format_percent
from referrals.models import AgendaItem, Attendance, Measure, Meeting, Resolution, Vote

FIGURES = (
    ("net_take_home", "เงินได้คงเหลือสุทธิ", "baht"),
    ("net_ratio", "คงเหลือสุทธิต่อเงินเดือน", "percent"),
    ("debt_service_ratio", "ภาระหนี้ต่อรายได้", "percent"),
    ("residual", "เหลือใช้จริงต่อเดือน", "baht"),
)


@dataclass(frozen=True)
class Person:
    """Somebody at the meeting: name, post, and for who stayed away why."""

    name: str
    role: str
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure before and after the measure, ready to print; ``later``: once a grace has ended."""

    label: str
    before: str
    after: str
    later: str = ""


@dataclass(frozen=True)
class Fact:
    """A label and its text."""

    label: str
    text: str


@dataclass(frozen=True)
class Remark:
    """What is noted of a person in an item; the name stands apart so that it never breaks."""

    name: str
    text: str


@dataclass(frozen=True)
class Decision:
    """What was resolved: result, words, and the facts that belong to it."""

    result: str
    text: str
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class Matter:
    """One item as a paper shows it. ``number`` is the item's place, for example 4.2."""

    number: str
    title: str
    case: str = ""
    clinic: str = ""
    referral: str = ""
    proposal: list[Fact] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    note: str = ""
    interests: list["Remark"] = field(default_factory=list)
    votes: str = ""
    decision: Decision | None = None


def show_figure(value: Any, unit: str) -> str:
    """A stored figure as people read it; a dash where there is none."""
    if value in (None, ""):
        return "–"
    number = Decimal(str(value))
    return format_percent(number) if unit == "percent" else format_money(number)


def figures_of(measure: Measure) -> list[Figure]:
    """N, N/S, DSR and R as computed when the measure was submitted."""
    before, after = measure.figures_before or {}, measure.figures_after or {}
    later = measure.figures_later or {}
    if not before and not after:
        return []
    return [
        Figure(
            _(label),
            show_figure(before.get(key), unit),
            show_figure(after.get(key), unit),
            show_figure(later.get(key), unit) if later else "",
        )
        for key, label, unit in FIGURES
    ]


def baht(value: Decimal) -> str:
    """An amount with its unit."""
    return _("%(amount)s บาท") % {"amount": format_money(value)}


def _rate(value: Decimal) -> str:
    return _("ร้อยละ %(rate)s ต่อปี") % {"rate": f"{value.normalize():f}"}


def _terms(instalment: Decimal | None, rate: Decimal | None, periods: int | None) -> list[Fact]:
    rows = (
        (_("ค่างวดต่อเดือน"), baht(instalment) if instalment is not None else ""),
        (_("ดอกเบี้ย"), _rate(rate) if rate is not None else ""),
        (_("จำนวนงวด"), _("%(n)s งวด") % {"n": periods} if periods is not None else ""),
    )
    return [Fact(label, text) for label, text in rows if text]


def proposal_of(measure: Measure) -> list[Fact]:
    """Kind and terms of the measure as submitted; a way out's terms are its steps (``Measure.steps``)."""
    facts = [Fact(_("มาตรการที่เสนอ"), measure.get_kind_display())]
    if measure.way_out is not None:
        return [*facts, Fact(_("ทางออกที่เลือก"), measure.way_out.label)]
    facts += _terms(measure.proposed_instalment, measure.proposed_rate, measure.proposed_periods)
    if measure.grace_months is not None:
        facts.append(Fact(_("พักชำระ"), _("%(n)s เดือน") % {"n": measure.grace_months}))
    if measure.amount is not None:
        facts.append(Fact(_("วงเงิน"), baht(measure.amount)))
    return facts


def _day(day: date | None) -> str:
    return format_long(day) if day else ""


def decision_of(resolution: Resolution) -> Decision:
    """The resolution with its conditions, terms, dates and where it was deferred to."""
    facts = [Fact(_("เงื่อนไข"), resolution.conditions)]
    facts += _terms(resolution.amended_instalment, resolution.amended_rate, resolution.amended_periods)
    facts += [
        Fact(_("มีผลตั้งแต่"), _day(resolution.effective_on)),
        Fact(_("ผู้รับผิดชอบ"), resolution.responsible),
        Fact(_("รายงานผลภายใน"), _day(resolution.follow_up_on)),
        Fact(
            _("เลื่อนไปการประชุม"),
            _("วันที่ %(day)s") % {"day": _day(resolution.deferred_to.planned_on)} if resolution.deferred_to else "",
        ),
    ]
    return Decision(str(resolution.get_result_display()), resolution.text, [fact for fact in facts if fact.text])


def votes_of(item: AgendaItem) -> str:
    """Counts of the votes in words; how the meeting decided when nobody voted."""
    choices = [vote.choice for vote in item.votes.all()]
    if not choices:
        return _("ที่ประชุมไม่ได้ลงคะแนน")
    counts = {choice: choices.count(choice) for choice in Vote.Choice.values}
    return _("เห็นชอบ %(pro)s เสียง ไม่เห็นชอบ %(contra)s เสียง งดออกเสียง %(none)s เสียง") % {
        "pro": counts["for"],
        "contra": counts["against"],
        "none": counts["abstain"],
    }


def interests_of(item: AgendaItem) -> list[Remark]:
    """Who declared an interest and abstained, and a proposer at the table who did not vote."""
    lines = [
        Remark(row.user.full_name, _("แจ้งว่ามีส่วนได้เสีย (%(note)s) และงดออกเสียงในวาระนี้") % {"note": row.note})
        for row in item.interests.select_related("user").order_by("declared_at", "id")
    ]
    proposer = item.measure.proposed_by if item.measure else None
    if proposer and item.meeting.attendances.filter(user=proposer, state=Attendance.State.PRESENT).exists():
        lines.append(Remark(proposer.full_name, _("เป็นผู้เสนอมาตรการ จึงไม่ออกเสียงในวาระนี้")))
    return lines


def matter_of(item: AgendaItem, number: str) -> Matter:
    """An item as data; a matter for information has only its title and note."""
    measure = item.measure
    if measure is None:
        return Matter(number, item.title, note=item.note)
    case = measure.referral.case
    resolution = getattr(item, "resolution", None)
    return Matter(
        number=number,
        title=item.title,
        case=case.reference,
        clinic=case.clinic.name,
        referral=measure.referral.reference,
        proposal=proposal_of(measure),
        steps=list(measure.steps),
        figures=figures_of(measure),
        note=item.note,
        interests=interests_of(item),
        votes=votes_of(item),
        decision=decision_of(resolution) if resolution else None,
    )


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """All items in order with what papers need."""
    related = (
        "measure__referral__case__clinic",
        "measure__referral__case__member",
        "measure__proposed_by",
        "measure__way_out",
        "resolution__deferred_to",
    )
    return list(meeting.items.select_related("meeting", *related).prefetch_related("votes").order_by("order"))


def split(items: Sequence[AgendaItem]) -> tuple[list[Matter], list[Matter]]:
    """Items for decision as 4.1, 4.2 and those for information as 5.1, 5.2."""
    decide = [item for item in items if item.measure_id]
    inform = [item for item in items if not item.measure_id]
    return (
        [matter_of(item, f"4.{place}") for place, item in enumerate(decide, 1)],
        [matter_of(item, f"5.{place}") for place, item in enumerate(inform, 1)],
    )


def place_of(item: AgendaItem) -> str:
    """The number an item for decision has in the agenda, the minutes and the notice (4.1, 4.2)."""
    before = item.meeting.items.filter(measure__isnull=False, order__lt=item.order).count()
    return f"4.{before + 1}"


def carried_over(items: Sequence[AgendaItem]) -> list[str]:
    """Matters an earlier meeting deferred (ระเบียบวาระที่ 3), pointing at where they are decided now."""
    lines = []
    for place, (item, measure) in enumerate([(item, item.measure) for item in items if item.measure], 1):
        deferred = measure.agenda_items.filter(pk__lt=item.pk, resolution__result="deferred")
        earlier = deferred.select_related("meeting").order_by("pk").last()
        if earlier:
            lines.append(
                _("เรื่องเลขที่ %(case)s เลื่อนมาจากการประชุมครั้งที่ %(number)s พิจารณาในระเบียบวาระที่ 4.%(place)s")
                % {"case": measure.referral.case.reference, "number": earlier.meeting.number, "place": place}
            )
    return lines


def people_of(meeting: Meeting) -> tuple[list[Person], list[Person]]:
    """Who came (with who chaired and who took the minutes) and who did not."""
    came, stayed_away = [], []
    for row in meeting.attendances.select_related("user").order_by("order", "id"):
        if row.state == Attendance.State.PRESENT:
            notes = []
            if row.user_id == meeting.chair_id:
                notes.append(_("ประธานในที่ประชุม"))
            if row.user_id == meeting.secretary_id:
                notes.append(_("ผู้จดรายงานการประชุม"))
            came.append(Person(row.user.full_name, row.role_title, " ".join(notes)))
        else:
            stayed_away.append(Person(row.user.full_name, row.role_title, str(row.get_state_display())))
    return came, stayed_away


def role_in(meeting: Meeting, user: Any) -> str:
    """The person's post at the meeting."""
    row = meeting.attendances.filter(user=user).first()
    return row.role_title if row else ""
