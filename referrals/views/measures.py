"""Pages of a measure: propose with figures before and after, its page, its moves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import WayOut
from clinic_project import audit, forms_flow
from clinic_project.drafts import typed
from clinic_project.plain_forms import NothingForm, PlainForm
from clinic_project.stale_edits import Edit
from clinic_project.workflow import StaleState
from referrals import way_outs
from referrals.forms.measure import ImplementMeasureForm, MeasureForm, initial_of
from referrals.models import Measure, Referral
from referrals.permissions import can_endorse, can_handle, can_propose
from referrals.services import measures as services
from referrals.views.measure_page import comparison_context, page_context

MOVES = {"submit", "revise", "withdraw", "implement", "endorse"}


def _referral(request: HttpRequest, reference: str) -> Referral:
    scope = Referral.objects.visible_to(request.user).for_staff(request.user)
    return get_object_or_404(scope.for_page(), reference=reference)


def _measure(request: HttpRequest, reference: str, pk: int) -> Measure:
    referral = _referral(request, reference)
    found = Measure.objects.visible_to(request.user).filter(referral=referral).for_brief()
    measure: Measure = get_object_or_404(found, pk=pk)
    measure.referral = referral
    return measure


def _with_figures(request: HttpRequest, form: MeasureForm, referral: Referral) -> dict[str, Any]:
    """The figures for what is typed; a refusal stands above the form. Empty while the form can't be read."""
    if not form.is_valid():
        return {}
    try:
        return comparison_context(services.compare_for(referral.case, **form.terms()), referral.case.year)
    except ValidationError as error:
        forms_flow.add_errors(form, error)
        return {}


def _of_way_out(form: MeasureForm, referral: Referral) -> dict[str, Any]:
    """The way out the measure is, with what it comes to today; empty for a measure with terms of its own."""
    way_out = form.chosen
    if way_out is None:
        return {}
    try:
        found = services.compare_for(referral.case, kind="other", way_out=way_out)
    except ValidationError as error:
        return {"way_out": way_out, "refusal": " ".join(error.messages)}
    return {"way_out": way_out, "steps": found.steps, **comparison_context(found, referral.case.year)}


def _edit(request: HttpRequest, form: Any, referral: Referral, act: Any, context: dict[str, Any]) -> HttpResponse:
    """Draw the form; "คำนวณ" draws it again with figures, keeping what was typed; "save" stores it."""
    template, context = "referrals/measure_form.html", {"referral": referral, "case": referral.case, **context}
    context |= _of_way_out(form, referral)
    if request.method == "POST" and request.POST.get("do") == "compute":
        context |= _with_figures(request, form, referral)
        return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
    return forms_flow.run_form(
        request,
        form,
        template=template,
        act=lambda data: act(data),
        success=lambda measure: measure,
        message=_("เก็บมาตรการแล้ว ตรวจตัวเลขแล้วเสนอคณะกรรมการได้"),
        context=context,
        edit=context.get("edit"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def measure_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose a measure for the case."""
    referral = _referral(request, reference)
    can_handle(request.user, referral).or_raise()
    audit.record("referral.read", referral, by=request.user)
    if request.method != "POST" and referral.status not in {"accepted", "in_review"}:
        raise StaleState(referral, referral.machine.moves["review"])
    way = WayOut.objects.visible_to(request.user).named(referral.case, request.GET.get("way", ""))
    initial = way_outs.initial_of(way) if way else {"kind": "consolidate"}
    form = MeasureForm(typed(request), case=referral.case, user=request.user, initial=initial)

    def act(data: dict[str, Any]) -> Measure:
        return services.propose_measure(referral, by=request.user, **data)

    return _edit(request, form, referral, act, {})


@require_http_methods(["GET", "HEAD", "POST"])
def measure_edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Change a draft measure."""
    measure = _measure(request, reference, pk)
    can_propose(request.user, measure).or_raise()
    audit.record("referral.read", measure.referral, by=request.user)
    case = measure.referral.case
    edit = Edit(
        request,
        measure,
        lambda stored, data: MeasureForm(data, case=case, user=request.user, initial=initial_of(stored)),
    )
    return _edit(
        request,
        edit.form,
        measure.referral,
        lambda data: services.edit_measure(measure, by=request.user, **data),
        {"measure": measure, "edit": edit},
    )


@require_safe
def measure_detail(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One measure: options side by side, versions, who checked it, what was resolved."""
    measure = _measure(request, reference, pk)
    audit.record("referral.read", measure.referral, by=request.user, detail={"measure": measure.pk})
    return render(request, "referrals/measure_detail.html", page_context(request.user, measure))


def _act(measure: Measure, move: str, by: Any, data: dict[str, Any]) -> Any:
    """Make the move."""
    if move == "implement":
        return services.implement_measure(measure, by=by, **data)
    makers = {
        "submit": services.submit_measure,
        "revise": services.revise_measure,
        "withdraw": services.withdraw_measure,
        "endorse": services.endorse_measure,
    }
    return makers[move](measure, by=by)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_move(request: HttpRequest, reference: str, pk: int, move: str) -> HttpResponse:
    """Submit, revise, endorse, withdraw or implement."""
    if move not in MOVES:
        raise Http404
    measure = _measure(request, reference, pk)
    if move == "endorse":
        can_endorse(request.user, measure).or_raise()
    elif request.method != "POST":
        forms_flow.open_move(request.user, measure, move)
    else:
        measure.machine.moves[move].permission(request.user, measure).or_raise()
    audit.record("referral.read", measure.referral, by=request.user)
    label = _("ตรวจทานแล้วเห็นชอบ") if move == "endorse" else measure.machine.moves[move].label
    form: PlainForm = NothingForm(typed(request))
    if move == "implement":
        form = ImplementMeasureForm(typed(request), initial={"on": timezone.localdate()})
    return forms_flow.run_form(
        request,
        form,
        template="referrals/measure_move.html",
        act=lambda data: _act(measure, move, request.user, data),
        success=lambda _done: measure,
        message=_("บันทึกแล้ว: %(move)s") % {"move": label},
        context={"measure": measure, "referral": measure.referral, "label": label, "move": move},
    )
