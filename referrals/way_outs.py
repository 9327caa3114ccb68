"""A way out that a clinic compared with the member, taken over into a measure: terms, reasons, options side by side."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases.models import Case, WayOut
from referrals.models import Referral
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
    """The measure's form: what is done first with the debts is its kind, everything that is done its reason."""
    changes, joins = option.terms["changes"], [key for key, one in option.terms["changes"].items() if one["joins"]]
    first = {"rationale": "\n".join([_("ทางออก “%(label)s” ที่คุยกับสมาชิก") % {"label": option.label}, *option.steps])}
    if joins or not changes:
        rate = option.terms["new_rate"]
        terms = {"proposed_periods": option.terms["new_periods"], "proposed_rate": rate and Decimal(rate)}
        return {"kind": "consolidate" if joins else "other", **first, **terms}
    key, change = next(iter(changes.items()))
    kind = "extend_term" if change["periods"] else "reduce_rate"
    if change["grace"]:
        kind = "payment_holiday" if change["grace"] == "all" else "principal_holiday"
    return {
        "kind": kind,
        "debt": int(key),
        "proposed_periods": change["periods"],
        "proposed_rate": change["rate"] and Decimal(change["rate"]),
        "grace_months": change["grace_months"] or None,
        **first,
    }


def _row(label: str, figures: dict[str, Any], *, is_recommended: bool) -> dict[str, Any]:
    notes = [*(f"{name}: {text}" for name, text in figures["clauses"]), *figures["guarantors"], *figures["notes"]]

    def number(name: str) -> Decimal | None:
        return None if figures[name] is None else Decimal(figures[name])

    return {
        "label": label[:150],
        "instalment": number("instalment"),
        "periods": figures["months"] or 0,
        "total_interest": number("interest") or Decimal(0),
        "net_ratio": number("net_ratio"),
        "debt_service_ratio": number("dsr"),
        "residual": number("residual"),
        "cooperative_cost": number("cost") or Decimal(0),
        "note": " · ".join(notes)[:LONGEST_NOTE],
        "is_recommended": is_recommended,
    }


def option_rows(chosen: WayOut) -> list[dict[str, Any]]:
    """All options of the comparison as the measure keeps them, the chosen one recommended."""
    compared = chosen.compared
    rows = [_row(_("คงเดิม"), compared.before, is_recommended=False)]
    options = compared.options.order_by("order")
    return rows + [_row(option.label, option.figures, is_recommended=option.pk == chosen.pk) for option in options]
