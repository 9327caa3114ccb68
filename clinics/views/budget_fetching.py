"""How views of budgets find what they show, each within the person's scope."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from clinics.models import Advance, Budget, Expense, ProgrammeYear
from clinics.permissions.budget import can_see_names, can_see_year


def fetch_year(request: HttpRequest, year: int) -> ProgrammeYear:
    """The programme year, for who may see its whole budget. Raises ``Http404`` or ``NotAllowed``."""
    can_see_year(request.user).or_raise()
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    return found


def fetch_budget(request: HttpRequest, pk: int) -> Any:
    """A budget with its figures. Raises ``Http404``."""
    return get_object_or_404(Budget.objects.visible_to(request.user).with_figures().for_list(), pk=pk)


def fetch_central(request: HttpRequest, year: int) -> Any:
    """The programme's own budget of a year with its figures, None before it is set up. Raises as :func:`fetch_year`."""
    found = fetch_year(request, year)
    budgets = Budget.objects.visible_to(request.user).filter(year=found, clinic_year__isnull=True)
    return budgets.with_figures().for_list().first()


def fetch_expense(request: HttpRequest, number: str) -> Expense:
    """An expense, for who may know who got the money. Raises ``Http404`` or ``NotAllowed``."""
    expense: Expense = get_object_or_404(Expense.objects.visible_to(request.user).for_page(), number=number)
    can_see_names(request.user, expense.budget).or_raise()
    return expense


def fetch_advance(request: HttpRequest, number: str) -> Advance:
    """An advance. Raises ``Http404``."""
    advance: Advance = get_object_or_404(Advance.objects.visible_to(request.user).for_page(), number=number)
    return advance
