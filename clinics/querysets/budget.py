"""Named reads and scopes of budgets, expenses, receipts and advances. Sums in baht."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from clinic_project.models import AppendOnlyQuerySet
from clinic_project.scoping import ScopedQuerySet
from clinic_project.thai.text import normalise
from clinic_project.workflow import WorkflowQuerySet

MONEY: "DecimalField[Any, Any]" = DecimalField(max_digits=14, decimal_places=2)
# What takes money out of a budget: live expenses, but for those out of an advance that still holds its amount.
COUNTED = Q(status__in=["submitted", "approved", "reviewed"]) & (Q(advance__isnull=True) | Q(advance__status="cleared"))
PROGRAMME = "PRG"
"""Stands for the programme's own budget where a clinic's code stands: ``E61-PRG-001``."""
HOLDING = ("approved", "paid")


def _sum(rows: QuerySet[Any]) -> Any:
    """The sum of ``amount`` of the rows of a budget, as part of a query over budgets."""
    found = rows.filter(budget=OuterRef("pk")).order_by().values("budget").annotate(total=Sum("amount"))
    # SQLite adds as floating point; two decimals are all there are.
    return Round(
        Coalesce(Subquery(found.values("total"), output_field=MONEY), Value(Decimal(0)), output_field=MONEY), 2
    )


def _everybody_elses(user: Any) -> bool:
    return bool(user.is_central or user.is_education or user.is_staff)


class BudgetQuerySet(WorkflowQuerySet):
    """A clinic's budget is its own business, and central's, the education committee's and administrators'."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics' budgets; all for central, the education committee and administrators."""
        if _everybody_elses(user):
            return self.all()
        return self.filter(clinic_year__clinic_id__in=user.clinic_ids)

    def with_figures(self) -> Self:
        """Each with ``extra`` (overrides), ``spent``, ``held`` (advances), ``may_spend`` and ``balance``."""
        expenses, advances, overrides = (
            apps.get_model("clinics", name)._base_manager.all() for name in ("Expense", "Advance", "BudgetOverride")
        )
        found = self.annotate(
            extra=_sum(overrides),
            spent=_sum(expenses.filter(COUNTED)),
            held=_sum(advances.filter(status__in=HOLDING)),
        )
        return found.annotate(
            may_spend=Round(F("allocation") + F("extra"), 2, output_field=MONEY),
            balance=Round(F("allocation") + F("extra") - F("spent") - F("held"), 2, output_field=MONEY),
        )

    def for_list(self) -> Self:
        """In the programme's order, the programme's own last."""
        named = self.select_related("year", "clinic_year__clinic", "closed_by")
        return named.order_by(F("clinic_year__clinic__number").asc(nulls_last=True))


class BudgetOverrideQuerySet(AppendOnlyQuerySet):
    """Overrides are as visible as their budget."""

    def visible_to(self, user: Any) -> Self:
        """As the budgets."""
        return self if _everybody_elses(user) else self.filter(budget__clinic_year__clinic_id__in=user.clinic_ids)

    def for_page(self) -> Self:
        """With who recorded them."""
        return self.select_related("recorded_by")


def _may_approve(user: Any, *own: str) -> Q:
    """Records this person may approve, by post: of the clinics headed; as central's head also where no head may.

    ``own`` names the people of the record, none of whom decides about it.
    """
    seats: Any = apps.get_model("clinics", "Appointment")._default_manager
    people = Q()
    for name in own:
        # Nobody is no person: compared with nothing, every head would drop out.
        people |= Q(user=Coalesce(OuterRef(name), Value(0)))
    heads = seats.in_force().filter(role="head", clinic_year__clinic=OuterRef("budget__clinic_year__clinic"))
    mine = Q(budget__clinic_year__clinic_id__in=[clinic for clinic in user.clinic_ids if user.is_head_of(clinic)])
    central = [seat.role for seat in user.clinic_seats if seat.clinic_year.clinic.is_central]
    if "head" in central:
        mine |= Q(budget__clinic_year__isnull=True) | Q(~Exists(heads.exclude(people)))
    for name in own:
        mine &= Q(**{f"{name}__isnull": True}) | ~Q(**{name: user})
    return mine & Q(budget__status="open")


class ExpenseQuerySet(WorkflowQuerySet):
    """Expenses: the clinic's, central's, administrators'; the committee reads their figures."""

    def visible_to(self, user: Any) -> Self:
        """Those of the budgets one may see; who got the money is asked for apart (``can_see_names``)."""
        if _everybody_elses(user):
            return self.all()
        return self.filter(budget__clinic_year__clinic_id__in=user.clinic_ids)

    def for_list(self) -> Self:
        """With what a line shows, in the order of the days."""
        return self.select_related("budget__clinic_year__clinic", "budget__year", "advance").order_by("day", "id")

    def for_page(self) -> Self:
        """With everybody who had to do with it."""
        return self.for_list().select_related(
            "entered_by", "submitted_by", "approved_by", "reviewed_by", "payee_user", "advance__person"
        )

    def counted(self) -> Self:
        """Those that make up "spent"."""
        return self.filter(COUNTED)

    def of_place(self, code: str) -> Self:
        """Those of a clinic by its code; of the programme's own budget by ``PRG``."""
        if code == PROGRAMME:
            return self.filter(budget__clinic_year__isnull=True)
        return self.filter(budget__clinic_year__clinic__code=code)

    def by_state(self) -> dict[str, tuple[int, Decimal]]:
        """How many in each state, and their sum."""
        rows = self.order_by().values("status").annotate(n=Count("pk"), total=Sum("amount"))
        return {row["status"]: (row["n"], row["total"].quantize(Decimal("0.01"))) for row in rows}

    def sums_by_year(self) -> list[tuple[int, int, Decimal]]:
        """Buddhist year, how many, their sum; the oldest year first."""
        rows = self.order_by().values("budget__year__buddhist_year").annotate(n=Count("pk"), total=Sum("amount"))
        found = ((row["budget__year__buddhist_year"], row["n"], row["total"]) for row in rows)
        return sorted((year, count, total.quantize(Decimal("0.01"))) for year, count, total in found)

    def named_to(self, user: Any) -> Self:
        """Those whose payee this person may know."""
        if user.is_central or user.is_staff:
            return self
        return self.filter(budget__clinic_year__clinic_id__in=user.clinic_ids)

    def matching(self, text: str, number: str) -> Self:
        """By number, or by what stands in payee and description."""
        plain = normalise(text)
        return self.filter(Q(number__startswith=number) | Q(payee__contains=plain) | Q(description__contains=plain))

    def unsettled(self) -> Self:
        """Those that stand in the way of closing the budget."""
        return self.exclude(status__in=["reviewed", "void"])

    def total(self) -> Decimal:
        """Sum of the amounts."""
        return Decimal(self.aggregate(total=Sum("amount"))["total"] or 0).quantize(Decimal("0.01"))

    def awaiting_approval_of(self, user: Any) -> Self:
        """Submitted ones this person may approve: of the clinics headed, and as central's head where no head may."""
        own = ("entered_by", "submitted_by", "payee_user")
        return self.filter(_may_approve(user, *own), status="submitted")

    def awaiting_review_of(self, user: Any) -> Self:
        """Approved ones this person of central may review."""
        if not user.is_central:
            return self.none()
        found = self.filter(status="approved", budget__status="open").exclude(entered_by=user)
        return found.exclude(submitted_by=user).exclude(approved_by=user).exclude(payee_user=user)


class ExpenseReceiptQuerySet(ScopedQuerySet):
    """Receipts: as the expenses, without the committee."""

    def visible_to(self, user: Any) -> Self:
        """Those of one's clinics; all for central and administrators."""
        if user.is_central or user.is_staff:
            return self.all()
        return self.filter(expense__budget__clinic_year__clinic_id__in=user.clinic_ids)

    def in_force(self) -> Self:
        """Those that were not taken out again, with their files."""
        return self.filter(removed_at__isnull=True).select_related("file")


class AdvanceQuerySet(WorkflowQuerySet):
    """Advances name a person: the clinic's, central's, administrators'."""

    def visible_to(self, user: Any) -> Self:
        """Own clinics' and one's own; all for central and administrators."""
        if user.is_central or user.is_staff:
            return self.all()
        return self.filter(Q(budget__clinic_year__clinic_id__in=user.clinic_ids) | Q(person_id=user.pk))

    def for_page(self) -> Self:
        """With everybody who had to do with it."""
        people = ("person", "requested_by", "approved_by", "paid_by", "cleared_by")
        return self.select_related("budget__clinic_year__clinic", "budget__year", *people).order_by("id")

    def running(self) -> Self:
        """Asked for, approved or paid: one a person."""
        return self.filter(status__in=["requested", "approved", "paid"])

    def holding(self) -> Self:
        """Those that hold money of the budget."""
        return self.filter(status__in=HOLDING)

    def out(self, until: date | None = None) -> Self:
        """Paid and not cleared; with ``until`` those due by then."""
        found = self.filter(status="paid")
        return found.filter(due_on__lte=until) if until else found

    def awaiting_approval_of(self, user: Any) -> Self:
        """Asked for, and this person may approve: of the clinics headed, the programme's for central's head."""
        return self.filter(_may_approve(user, "requested_by", "person"), status="requested")
