"""The one way a view handles a form: draw, check, act, and lead on, losing nothing that was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinic_project.stale_edits import Edit, StaleEdit
from clinic_project.tries import count_guess
from clinic_project.workflow import StaleState, WorkflowModel


def open_move(user: Any, record: WorkflowModel, name: str, *, sent: bool = False) -> None:
    """Check before a move's page: raise :class:`NotAllowed` or :class:`StaleState` as ``apply`` would.

    A record that is only not ready yet raises nothing here: its page can be filled and says why it is refused.
    ``sent``: the form is being sent. Then a record that moved on is left to ``apply``, so that the typed text stays;
    who may not make the move is refused all the same, however the form was filled.
    """
    move = record.machine.moves[name]
    move.permission(user, record).or_raise()
    if not sent and record.status not in move.sources:
        raise StaleState(record, move)


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put a service's refusal at the fields it names, or above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, problems in error.error_dict.items():
        form.add_error(field if field in form.fields else None, problems)


def unjudge(form: forms.BaseForm) -> None:
    """Show a form filled and without complaint: it comes from a draft, and nobody has sent it yet."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]
    form.cleaned_data = {}


def run_form(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    template: str,
    act: Callable[[dict[str, Any]], Any],
    success: Callable[[Any], Any],
    message: Any = "",
    context: dict[str, Any] | None = None,
    edit: Edit | None = None,
) -> HttpResponse:
    """Draw ``form`` on GET, filled from a draft where its view gave it one (``drafts.typed``); on a valid POST call
    ``act(cleaned_data)`` and redirect to ``success(result)``.

    ``act`` may raise ``ValidationError`` (shown at its fields, 422; a ``tries.Guess`` is counted) or
    :class:`StaleState` (somebody else was faster: the same page with what they did, the typed text kept, 409).
    Template gets ``form`` and ``stale``.
    ``edit``: the form is that of a stored record (``stale_edits.Edit.form``); what somebody saved since it was drawn
    is shown beside what was typed, and nothing is saved before the person chose.
    """
    page = {"form": form, "edit": edit, **(context or {})}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    if edit is not None:
                        edit.refuse_stale()
                    result = act(form.cleaned_data)
            except ValidationError as error:
                count_guess(error)
                add_errors(form, error)
            except StaleEdit as both:
                return render(request, "stale_edits/page.html", both.edit.page(both), status=409)
            except StaleState as stale:
                page["stale"] = stale
                status = 409
            else:
                if message:
                    messages.success(request, message)
                return redirect(success(result))
    elif form.is_bound:
        unjudge(form)
    return render(request, template, page, status=status)
