"""Issued papers of clinics in the one search: found by exactly those who may open them."""

from typing import Any

from clinic_project.issuing import paper_results
from clinic_project.registry import Results, registry
from clinics.models import Budget, ClinicYear, Confirmation, Letter, ProgrammeYear
from clinics.permissions.budget import can_see_year
from clinics.services import budget_papers, confirmations, orders, sign_off


def search(user: Any, text: str, most: int) -> Results | None:
    """Programmes, letters, confirmations, appointment orders and budget sheets by number or title."""
    years = ProgrammeYear.objects.visible_to(user)
    sheets = Budget.objects.visible_to(user)
    if not (user.is_central or user.is_staff):
        # Sheets name who got money: the education committee sees figures only.
        sheets = sheets.filter(clinic_year__clinic_id__in=user.clinic_ids)
    readable = {
        sign_off.PROGRAMME: years,
        sign_off.TEXT: years,
        "letter": Letter.objects.visible_to(user),
        confirmations.KIND: Confirmation.objects.visible_to(user),
        orders.KIND: ClinicYear.objects.visible_to(user),
        budget_papers.SHEET: sheets,
        budget_papers.YEAR_SHEET: years if can_see_year(user) else years.none(),
    }
    return paper_results(text, readable, most)


def register() -> None:
    """One source for all of them: one query."""
    registry.searches.append((65, search))
