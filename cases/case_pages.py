"""What every page that writes on a case begins and ends with."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from cases.models import Case
from cases.permissions import can_work
from cases.services.locking import FINISHED
from clinic_project import audit
from clinic_project.forms_flow import run_form
from clinic_project.verdicts import deny


def get_case(request: HttpRequest, reference: str) -> Case:
    """The case within the person's scope, else 404."""
    found = Case.objects.visible_to(request.user).select_related("member", "clinic", "year", "officer")
    case: Case = get_object_or_404(found, reference=reference.upper())
    return case


def note_reading(request: HttpRequest, case: Case, page: str) -> None:
    """Log that a page about the case is opened, before it is drawn (R48); one sent back with errors shows it too."""
    audit.record("case.read", case, by=request.user, detail={"page": page})


def _log_reading(request: HttpRequest, case: Case) -> Case:
    note_reading(request, case, str(request.resolver_match.url_name) if request.resolver_match else "")
    return case


def case_open_to_work(request: HttpRequest, reference: str) -> Case:
    """The case within the person's scope (else 404), which they may work on and which takes work (else 403).

    A form that was opened before the case was finished comes back with what was typed: its service says why.
    """
    case = get_case(request, reference)
    can_work(request.user, case).or_raise()
    if request.method != "POST" and not case.is_active:
        deny(FINISHED).or_raise()
    return case


def case_to_work_on(request: HttpRequest, reference: str) -> Case:
    """As :func:`case_open_to_work`. The page shows what stands in the case, so the reading is logged first (R48)."""
    return _log_reading(request, case_open_to_work(request, reference))


def case_to_read(request: HttpRequest, reference: str) -> Case:
    """The case within the person's scope (else 404), its reading logged first (R48)."""
    return _log_reading(request, get_case(request, reference))


def run_case_form(request: HttpRequest, case: Case, form: forms.BaseForm, *, back: str, **how: Any) -> HttpResponse:
    """A form that leads back to a part of the case's page (``back``: its anchor). ``how``: as ``run_form``."""
    context = {"case": case, "back_url": f"{case.get_absolute_url()}#{back}", **how.pop("context", {})}
    how.setdefault("success", lambda _done: context["back_url"])
    return run_form(request, form, context=context, **how)
