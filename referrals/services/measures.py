"""Writes on measures: propose, edit, submit, revise (a new version), endorse, withdraw, implement."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.counselling.money import LoanError
from cases.models import Case, Debt, WayOut
from cases.services.figures import position_of
from cases.services.timeline import add_entry
from clinic_project import audit, workflow
from referrals import way_outs
from referrals.figures import Loan, Terms, compare
from referrals.models import Endorsement, Measure, MeasureOption, MeasureVersion, Referral
from referrals.options import Comparison
from referrals.permissions import can_endorse, can_handle, can_propose
from referrals.services.referrals import UNSETTLED, start_review
from referrals.services.snapshots import figures_of

TERMS = ("proposed_instalment", "proposed_rate", "proposed_periods", "grace_months", "amount")
TEXTS = ("rationale", "conditions", "risks")


def compare_for(
    case: Case,
    *,
    kind: str,
    debt: Debt | None = None,
    way_out: WayOut | None = None,
    exception_note: str = "",
    **terms: Any,
) -> Comparison:
    """The figures before and after for a case as it stands now; terms are the fields of :data:`TERMS`.

    With ``way_out`` the measure is all of that option, and other terms play no part.
    ``exception_note`` is what the officer says about guarantors, regulations or exceptions of the proposal.
    Raises ``ValidationError`` at ``terms`` with a Thai sentence when they can't be worked out.
    """
    try:
        if way_out is not None:
            return way_outs.compared_again(case, way_out, note=exception_note)
        position = position_of(case)
        debts = list(case.debts.all())
        loans = [Loan.of(row, line) for row, line in zip(debts, position.debts, strict=True)]
        chosen = next((loan for loan in loans if debt is not None and loan.key == debt.pk), None)
        asked = Terms(
            kind=kind,
            loan=chosen,
            instalment=terms.get("proposed_instalment"),
            rate=terms.get("proposed_rate"),
            periods=terms.get("proposed_periods"),
            grace_months=terms.get("grace_months"),
            amount=terms.get("amount"),
        )
        return compare(position, loans, asked, note=exception_note)
    except LoanError as error:
        raise ValidationError({"terms": str(error)}) from error


def _write_options(measure: Measure, found: Comparison) -> None:
    """Replace the options by those worked out."""
    rows = [option.as_row(order) for order, option in enumerate(found.options, 1)]
    measure.options.all().delete()
    MeasureOption.objects.bulk_create([MeasureOption(measure=measure, **row) for row in rows])


def _fill(measure: Measure, fields: Mapping[str, Any]) -> None:
    """Set terms and texts, and work out figures and options from the case as it stands."""
    measure.way_out = fields.get("way_out")
    terms = {name: fields.get(name) if measure.way_out is None else None for name in TERMS}
    for name, value in terms.items():
        setattr(measure, name, value)
    for name in TEXTS:
        setattr(measure, name, str(fields.get(name) or "").strip())
    if not measure.rationale:
        raise ValidationError({"rationale": _("เขียนเหตุผลที่เสนอ")})
    case = measure.referral.case
    if measure.debt is not None and measure.debt.case_id != case.pk:
        raise ValidationError({"debt": _("เลือกหนี้ของเรื่องนี้")})
    if measure.way_out is not None and measure.way_out.compared.case_id != case.pk:
        raise ValidationError({"way_out": _("เลือกทางออกของเรื่องนี้")})
    measure.exception_note = str(fields.get("exception_note") or "").strip()
    found = compare_for(
        case,
        kind=measure.kind,
        debt=measure.debt,
        way_out=measure.way_out,
        exception_note=measure.exception_note,
        **terms,
    )
    if measure.way_out is None:
        if measure.proposed_instalment is None:
            measure.proposed_instalment = found.proposed.instalment or None
        if measure.proposed_periods is None:
            measure.proposed_periods = found.proposed.periods or None
    measure.steps = list(found.steps)
    measure.figures_before, measure.figures_after = figures_of(found.before), figures_of(found.after)
    measure.figures_later = figures_of(found.later) if found.later else {}
    measure.save()
    _write_options(measure, found)


@transaction.atomic
def propose_measure(
    referral: Referral,
    *,
    kind: str,
    by: Any,
    debt: Debt | None = None,
    **fields: Any,
) -> Measure:
    """Write a draft measure for a referral in review; one only accepted begins its review with it.

    ``fields``: :data:`TERMS`, :data:`TEXTS`, ``exception_note``, and ``way_out`` where it is a way out that was
    compared with the member. A measure on a consultation turns the route to the committee's (R33), with an event.
    """
    can_handle(by, referral).or_raise()
    locked = workflow.lock(referral)
    if locked.status == "accepted":
        locked = start_review(locked, by=by)
    if locked.status != "in_review":
        raise ValidationError(_("เสนอมาตรการได้เมื่อส่วนกลางรับเรื่องและกำลังพิจารณา"))
    if locked.route == Referral.Route.CONSULT:
        locked.route = Referral.Route.ESCALATE
        locked.save()
        audit.record("referral.route", locked, by=by, detail={"from": "consult", "to": "escalate"})
    measure = Measure(referral=locked, kind=kind, debt=debt, proposed_by=by)
    _fill(measure, fields)
    audit.record("measure.propose", measure, by=by, detail={"kind": kind}, reference=locked.reference)
    _note(measure, _("ร่างมาตรการ: %(kind)s") % {"kind": measure.get_kind_display()}, by=by)
    return measure


@transaction.atomic
def edit_measure(
    measure: Measure,
    *,
    by: Any,
    kind: str,
    debt: Debt | None = None,
    **fields: Any,
) -> Measure:
    """Change a draft; a submitted measure is revised first (:func:`revise_measure`)."""
    can_propose(by, measure).or_raise()
    locked = workflow.lock(measure)
    if locked.status != "draft":
        raise workflow.StaleState(locked, locked.machine.moves["submit"])
    locked.kind, locked.debt = kind, debt
    _fill(locked, fields)
    audit.record("measure.edit", locked, by=by, detail={"kind": kind}, reference=locked.referral.reference)
    return locked


@transaction.atomic
def submit_measure(measure: Measure, *, by: Any, now: datetime | None = None) -> Measure:
    """Put the draft before the committee; the figures of this moment are kept with it."""
    now = now or timezone.now()
    can_propose(by, measure).or_raise()
    measure = workflow.apply(measure, "submit", by=by, changes={"submitted_at": now, "submitted_by": by})
    _set_owner(measure, Case.Owner.COMMITTEE)
    _note(measure, _("เสนอมาตรการต่อคณะกรรมการ: %(kind)s") % {"kind": measure.get_kind_display()}, by=by, now=now)
    return measure


@transaction.atomic
def revise_measure(measure: Measure, *, by: Any) -> Measure:
    """Take a submitted measure back to draft as a new version: the old terms are kept, its endorsements drop."""
    measure = workflow.apply(measure, "revise", by=by, changes={"submitted_at": None, "submitted_by": None})
    MeasureVersion.objects.create(measure=measure, number=measure.version, terms=terms_of(measure), by=by)
    measure.endorsements.all().delete()
    measure.version += 1
    measure.save()
    _settle_owner(measure)
    _note(measure, _("แก้ไขมาตรการเป็นฉบับที่ %(n)s") % {"n": measure.version}, by=by)
    return measure


@transaction.atomic
def endorse_measure(measure: Measure, *, by: Any) -> Endorsement:
    """A second person at central has checked this version; never the one who wrote it."""
    measure = workflow.lock(measure)
    can_endorse(by, measure).or_raise()
    endorsement, is_new = Endorsement.objects.get_or_create(measure=measure, version=measure.version, user=by)
    if is_new:
        audit.record(
            "measure.endorse", measure, by=by, detail={"version": measure.version}, reference=measure.referral.reference
        )
    return endorsement


@transaction.atomic
def withdraw_measure(measure: Measure, *, by: Any) -> Measure:
    """Central takes a measure back before it is on an agenda."""
    measure = workflow.apply(measure, "withdraw", by=by)
    _settle_owner(measure)
    _note(measure, _("ถอนมาตรการ: %(kind)s") % {"kind": measure.get_kind_display()}, by=by)
    return measure


@transaction.atomic
def implement_measure(measure: Measure, *, on: date, by: Any) -> Measure:
    """The clinic has carried out an approved measure on a day, not before its submission and not in the future."""
    if on > timezone.localdate():
        raise ValidationError({"on": _("วันที่ดำเนินการต้องไม่เป็นวันในอนาคต")})
    if measure.submitted_at and on < timezone.localtime(measure.submitted_at).date():
        raise ValidationError({"on": _("วันที่ดำเนินการต้องไม่ก่อนวันที่เสนอมาตรการ")})
    changes = {"implemented_on": on, "implemented_by": by}
    measure = workflow.apply(measure, "implement", by=by, changes=changes)
    _note(measure, _("ดำเนินการตามมาตรการแล้ว: %(kind)s") % {"kind": measure.get_kind_display()}, by=by)
    return measure


def terms_of(measure: Measure) -> dict[str, Any]:
    """The terms of this version as plain data, with its options and who had checked it."""
    terms: dict[str, Any] = {"kind": measure.kind, "debt": measure.debt_id, "way_out": measure.way_out_id}
    terms["steps"] = measure.steps
    terms |= {name: _plain(getattr(measure, name)) for name in (*TERMS, *TEXTS, "exception_note")}
    terms["figures_before"], terms["figures_after"] = measure.figures_before, measure.figures_after
    terms["figures_later"] = measure.figures_later
    names = ("label", "instalment", "periods", "total_interest", "net_ratio", "debt_service_ratio", "residual", "note")
    rows = list(measure.options.all())
    terms["options"] = [{name: _plain(getattr(row, name)) for name in names} | {"later": row.later} for row in rows]
    terms["endorsed_by"] = list(measure.endorsements.values_list("user_id", flat=True))
    return terms


def _plain(value: Any) -> Any:
    """Numbers with decimals as text: JSON holds no Decimal."""
    return value if value is None or isinstance(value, (str, int)) else str(value)


def _set_owner(measure: Measure, owner: str) -> None:
    Case.objects.filter(pk=measure.referral.case_id).update(action_owner=owner)


def _settle_owner(measure: Measure) -> None:
    """The committee holds the ball while any measure waits for it, else central."""
    waiting = measure.referral.measures.filter(status__in=UNSETTLED).exists()
    _set_owner(measure, Case.Owner.COMMITTEE if waiting else Case.Owner.CENTRAL)


def _note(measure: Measure, title: str, *, by: Any, now: datetime | None = None) -> None:
    add_entry(measure.referral.case, "measure", f"{title} ({measure.referral.reference})", by=by, now=now)
