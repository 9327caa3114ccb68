"""Comparing ways out of a case's debts and keeping the comparison."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.counselling.courses import Change, Loan
from cases.counselling.money import MONTHS_A_YEAR, LoanError
from cases.counselling.position import DebtLine
from cases.counselling.ways_out import Facts, Outcome, Terms, nothing_changes, work_out
from cases.models import Case, Debt, Entry, WayOut, WaysOut
from cases.models.ways_out import MOST_OPTIONS
from cases.outside_debts import left_out_text, said_no
from cases.services.figures import position_of
from cases.services.locking import lock_active
from cases.services.rules import rules_of_the_day
from cases.services.timeline import add_entry
from cases.way_out_words import steps_of
from clinic_project import audit

SPLIT = re.compile(r"[,;\n]|และ")
MOST_YEARS = 30


def guarantors_of(debt: Debt) -> tuple[str, ...]:
    """Who stands for a debt, as keys: those recorded one by one (prefetched), else those the note names."""
    rows = tuple(f"member {row.member_id}" if row.member_id else row.name.strip() for row in debt.guarantor_rows.all())
    return rows or tuple(name.strip() for name in SPLIT.split(debt.guarantors) if name.strip())


def _loan(debt: Debt, line: DebtLine) -> Loan:
    people = guarantors_of(debt)
    return Loan(debt.pk, debt.creditor, str(debt.kind), line, debt.periods_left, len(people), people)


def facts_of(case: Case, today: date | None = None) -> Facts:
    """What all options of a case share. Uses prefetched lines, debts and guarantors; two queries besides.

    Outside debts are left out, and every option says so, while the member does not let the clinic keep them.
    """
    position, debts = position_of(case), list(case.debts.all())
    remarks: tuple[str, ...] = ()
    refused = said_no(case.member)
    if refused is not None and any(not debt.is_cooperative for debt in debts):
        debts = [debt for debt in debts if debt.is_cooperative]
        position = replace(position, debts=tuple(line for line in position.debts if not line.is_outside))
        remarks = (left_out_text(refused),)
    loans = tuple(_loan(debt, line) for debt, line in zip(debts, position.debts, strict=True))
    member = case.member
    return Facts(position, loans, rules_of_the_day(today), member.share_capital, member.deposits, remarks)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def figures_of(found: Outcome) -> dict[str, Any]:
    """An outcome as it is kept: money and per cent as text with two decimals, what is owed at each year's end."""
    now, later = found.position, found.later
    yearly = [*found.balances[::MONTHS_A_YEAR], *found.balances[-1:]]
    return {
        "instalment": _text(found.instalment),
        "instalment_later": _text(later.total_instalments),
        "months": found.months,
        "interest": _text(found.interest),
        "net": _text(now.net_take_home),
        "net_ratio": _text(now.net_ratio),
        "dsr": _text(now.debt_service_ratio),
        "residual": _text(now.residual),
        "net_later": _text(later.net_take_home),
        "net_ratio_later": _text(later.net_ratio),
        "dsr_later": _text(later.debt_service_ratio),
        "residual_later": _text(later.residual),
        "cost": _text(found.cost),
        "is_temporary": found.is_temporary,
        "guarantors": list(found.guarantors),
        "clauses": [[clause.name, clause.text] for clause in found.clauses],
        "notes": list(found.notes),
        "balances": [_text(balance) for balance in yearly[: MOST_YEARS + 1]],
    }


def terms_data(terms: Terms) -> dict[str, Any]:
    """Terms as they are kept."""
    changes = {
        str(key): {
            "periods": change.periods,
            "rate": None if change.rate is None else str(change.rate),
            "grace": change.grace,
            "grace_months": change.grace_months,
            "joins": change.joins,
        }
        for key, change in terms.changes.items()
        if not change.is_empty
    }
    rate = None if terms.new_rate is None else str(terms.new_rate)
    return {
        "changes": changes, "new_rate": rate, "new_periods": terms.new_periods, "order": terms.order,
        "extra": str(terms.extra),
    }  # fmt: skip


def terms_of(label: str, data: Mapping[str, Any]) -> Terms:
    """Kept terms, to go on with. A loan that is gone since is simply not among the case's any more."""
    changes = {
        int(key): Change(**{**kept, "rate": None if kept["rate"] is None else Decimal(kept["rate"])})
        for key, kept in data["changes"].items()
    }
    rate = None if data["new_rate"] is None else Decimal(data["new_rate"])
    return Terms(label, changes, rate, data["new_periods"], data["order"], Decimal(data["extra"]))


def _worked(facts: Facts, options: Sequence[Terms]) -> list[Outcome]:
    if not 1 <= len(options) <= MOST_OPTIONS:
        raise ValidationError(_("เปรียบเทียบได้ 1 ถึง 4 ทางเลือก"))
    try:
        return [work_out(facts, terms) for terms in options]
    except LoanError as error:
        raise ValidationError(str(error)) from error


@transaction.atomic
def save_ways_out(case: Case, *, options: Sequence[Terms], by: Any, now: datetime | None = None) -> WaysOut:
    """Keep a comparison of one to four options as worked out from the case as it stands under the lock.

    Raises ``ValidationError`` in Thai where an option can't be worked out.
    """
    now = now or timezone.now()
    locked = lock_active(case, by)
    prefetch_related_objects([locked], "debts__guarantor_rows", "household_lines")
    facts = facts_of(locked, timezone.localdate(now))
    outcomes = _worked(facts, options)
    last = WaysOut.objects.filter(case=locked).aggregate(n=Max("number"))["n"] or 0
    kept: WaysOut = WaysOut.objects.create(
        case=locked, number=last + 1, before=figures_of(nothing_changes(facts)), at=now, by=by
    )
    rows = [
        WayOut(
            compared=kept,
            order=order,
            label=(terms.label.strip() or _("ทางเลือกที่ %(n)d") % {"n": order})[:80],
            terms=terms_data(terms),
            steps=steps_of(facts, terms),
            figures=figures_of(outcome),
        )
        for order, (terms, outcome) in enumerate(zip(options, outcomes, strict=True), 1)
    ]
    WayOut.objects.bulk_create(rows)
    audit.record("case.ways_out", locked, by=by, detail={"number": kept.number, "options": len(rows)})
    title = _("เปรียบเทียบทางออกครั้งที่ %(n)d") % {"n": kept.number}
    add_entry(locked, Entry.Kind.MONEY, title, ", ".join(row.label for row in rows), by=by, now=now)
    return kept
