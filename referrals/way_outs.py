"""A way out that a clinic compared with the member, proposed to the committee as a measure: all of it, nothing less."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases.counselling.money import InvalidNumber, LoanError
from cases.counselling.ways_out import Facts, Outcome, Terms, nothing_changes, work_out
from cases.models import Case, WayOut
from cases.services.ways_out import facts_of, terms_of
from cases.way_out_words import steps_of
from referrals.models import Referral
from referrals.options import Comparison, Option
from referrals.permissions import can_handle

OPEN = ("accepted", "in_review")
LONGEST_NOTE = 300


def uses(user: Any, case: Case) -> Callable[[WayOut], dict[str, Any]] | None:
    """What central can make of the options of a case it reviews: the form of a measure, filled. One query."""
    if not user.is_central:
        return None
    found = Referral.objects.visible_to(user).for_staff(user).filter(case=case, status__in=OPEN)
    referral = found.select_related("case").order_by("-pk").first()
    if referral is None or not can_handle(user, referral):
        return None
    address = reverse("referrals:measure_new", args=[referral.reference])
    return lambda option: {"label": _("เสนอเป็นมาตรการ"), "url": f"{address}?{urlencode({'way': option.pk})}"}


def initial_of(option: WayOut) -> dict[str, Any]:
    """The measure's form: what is done first with the debts is its kind."""
    changes = option.terms["changes"].values()
    kind = "other"
    if any(change["joins"] for change in changes):
        kind = "consolidate"
    elif changes:
        kind = _kind_of(next(iter(changes)))
    rationale = _("ทางออก “%(label)s” ที่คุยกับสมาชิก") % {"label": option.label}
    return {"way_out": option, "kind": kind, "rationale": rationale}


def _kind_of(change: dict[str, Any]) -> str:
    if change["grace"]:
        return "payment_holiday" if change["grace"] == "all" else "principal_holiday"
    return "extend_term" if change["periods"] else "reduce_rate"


def compared_again(case: Case, chosen: WayOut, note: str = "") -> Comparison:
    """The comparison the option comes from, worked out from the case as it stands, the option recommended.

    ``note`` (guarantors, regulations, exceptions) goes to the chosen option, before what was computed. Raises
    ``LoanError`` in Thai where it can't be worked out any more.
    """
    facts = facts_of(case)
    kept = [(option, terms_of(option.label, option.terms)) for option in chosen.compared.options.order_by("order")]
    terms = next(terms for option, terms in kept if option.pk == chosen.pk)
    gone = set(terms.changes) - {loan.key for loan in facts.loans}
    if gone:
        raise InvalidNumber(_("หนี้บางรายในทางออกนี้ไม่มีแล้ว เปรียบเทียบทางออกใหม่ในหน้าเรื่อง"))
    options = [_option(nothing_changes(facts))]
    for option, each in kept:
        found = _worked(facts, each, is_chosen=option.pk == chosen.pk)
        if found is not None:
            options.append(_option(found, note=note if option.pk == chosen.pk else "", chosen=option.pk == chosen.pk))
    return Comparison(facts.position, tuple(options), tuple(steps_of(facts, terms)))


def _worked(facts: Facts, terms: Terms, *, is_chosen: bool) -> Outcome | None:
    """An option; one beside the chosen that can't be worked out any more is left out."""
    try:
        return work_out(facts, terms)
    except LoanError:
        if is_chosen:
            raise
        return None


def _option(found: Outcome, *, note: str = "", chosen: bool = False) -> Option:
    told = [*(f"{clause.name}: {clause.text}" for clause in found.clauses), *found.guarantors, *found.notes]
    return Option(
        label=found.label[:150],
        instalment=found.instalment,
        periods=found.months or 0,
        total_interest=found.interest,
        position=found.position,
        cooperative_cost=found.cost,
        note=" · ".join(part for part in (note, *told) if part)[:LONGEST_NOTE],
        is_recommended=chosen,
        later_instalment=found.later.total_instalments if found.is_temporary else None,
        later=found.later if found.is_temporary else None,
    )
