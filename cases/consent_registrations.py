"""What a case's page says of the member's consents."""

from typing import Any

from django.urls import reverse

from cases.outside_debts import no_text
from clinic_project.registry import registry
from members.models import Consent


def consent_panel(user: Any, case: Any) -> dict[str, Any] | None:
    """The question about outside debts while the case is worked on, until the member allows them."""
    if not case.is_active:
        return None
    asked = Consent.objects.visible_to(user).answers_to(Consent.Purpose.OUTSIDE_DEBTS).filter(member=case.member)
    newest = asked.first()
    if newest is not None and newest.is_in_force:
        return None
    is_there = any(not debt.is_cooperative for debt in case.debts.all())
    url = _question(case, Consent.Purpose.OUTSIDE_DEBTS)
    refused = no_text(newest) if newest else ""
    return {"template": "cases/_consent_panel.html", "url": url, "refused": refused, "is_there": is_there}


def health_question(user: Any, case: Any) -> str:
    """Where to ask for it, while the member's health may not be written down; else nothing (domain.md 6)."""
    given = Consent.objects.visible_to(user).in_force(Consent.Purpose.HEALTH).filter(member=case.member)
    return "" if given.exists() else _question(case, Consent.Purpose.HEALTH)


def _question(case: Any, purpose: str) -> str:
    return reverse("members:consent_new", args=[case.member.number, str(purpose)])


def register() -> None:
    """The panel of a case's page."""
    registry.case_panels.append(consent_panel)
