"""Pages of ways out: compare up to four options as one types, keep the comparison, read one kept earlier."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.case_pages import get_case
from cases.counselling.ways_out import Terms, nothing_changes, suggestions, term_table
from cases.forms.ways_out import WaysOutForm
from cases.guarantees import at_risk
from cases.models import Case, WaysOut
from cases.outside_debts import outdated_text
from cases.permissions import can_work
from cases.services.ways_out import facts_of, figures_of, save_ways_out, terms_of
from cases.views.ways_out_page import result_context, uses_of
from clinic_project import audit
from clinic_project.drafts import drop_replaced, typed
from clinic_project.forms_flow import run_form

PART = "ways-result"
TEMPLATE = "cases/ways_out.html"
SUGGESTED = "suggested"


def _case(request: HttpRequest, reference: str) -> Case:
    case = get_case(request, reference)
    prefetch_related_objects([case], "debts__guarantor_rows__member", "household_lines")
    return case


def _first(last: WaysOut | None, facts: Any, *, is_fresh: bool) -> list[Terms]:
    """What the form begins with: the last comparison, or (``is_fresh`` too) what a counsellor tries first."""
    if last is None or is_fresh:
        return suggestions(facts)
    return [terms_of(option.label, option.terms) for option in last.options.all()]


def _result(form: WaysOutForm, case: Case) -> dict[str, Any]:
    if not form.outcomes:
        return {}
    outcomes = list(form.outcomes.values())
    figures = [figures_of(outcome) for outcome in outcomes]
    before = figures_of(nothing_changes(form.facts))
    return result_context([outcome.label for outcome in outcomes], figures, before, case.year, list(form.outcomes))


def _begun(form: WaysOutForm) -> WaysOutForm:
    """A form nobody has sent, with its first options worked out."""
    sent = {bound.html_name: bound.initial for bound in form if bound.initial not in (None, False, "")}
    worked = WaysOutForm(sent, facts=form.facts, first=())
    worked.is_valid()
    form.outcomes = worked.outcomes
    return form


def _page(request: HttpRequest, case: Case) -> tuple[WaysOutForm, dict[str, Any]]:
    """The form with what could be worked out, and everything else the page shows."""
    kept = list(WaysOut.objects.visible_to(request.user).filter(case=case).select_related("by"))
    facts = facts_of(case)
    first = _first(kept[0] if kept else None, facts, is_fresh=request.GET.get("start") == SUGGESTED)
    form = WaysOutForm(typed(request), facts=facts, first=first)
    if form.is_bound:
        form.is_valid()
    else:
        _begun(form)
    works = bool(can_work(request.user, case)) and case.is_active
    context = {"form": form, "case": case, "kept": kept, "works": works, "table": term_table(facts)}
    return form, context | _result(form, case) | {"at_risk": at_risk(request.user, case)}


def _keep(request: HttpRequest, case: Case, form: WaysOutForm) -> WaysOut:
    """Keep the comparison; what the person had begun of it before is replaced by it."""
    saved = save_ways_out(case, options=form.options, by=request.user)
    drop_replaced(request)
    return saved


@require_http_methods(["GET", "HEAD", "POST"])
def ways_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Options side by side. "คำนวณ" (and every change, with a script) keeps nothing; "เก็บ" keeps a version."""
    case = _case(request, reference)
    audit.record("case.read", case, by=request.user, detail={"page": "ways_out"})
    form, context = _page(request, case)
    if request.method == "POST" and request.POST.get("do") != "save":
        part = request.htmx and request.htmx.target == PART  # type: ignore[attr-defined]
        status = 422 if form.errors and not part else 200
        return render(request, "cases/_ways_out_result.html" if part else TEMPLATE, context, status=status)
    return run_form(
        request,
        form,
        template=TEMPLATE,
        act=lambda _data: _keep(request, case, form),
        success=lambda saved: saved,
        message=_("เก็บการเปรียบเทียบแล้ว เลือกทางที่ตกลงเพื่อทำแผน"),
        context=context,
    )


@require_safe
def ways_out_version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A comparison as it was kept, and what can be made of each option."""
    case = _case(request, reference)
    found = WaysOut.objects.visible_to(request.user).filter(case=case).select_related("by")
    version: WaysOut = get_object_or_404(found.prefetch_related("options"), number=number)
    audit.record("case.read", case, by=request.user, detail={"page": "ways_out", "number": number})
    options = list(version.options.all())
    context = {
        "case": case,
        "at_risk": at_risk(request.user, case),
        "version": version,
        "outdated": outdated_text(case.member, version.at),
        "options": uses_of(request.user, case, options),
        "works": bool(can_work(request.user, case)) and case.is_active,
        **result_context(
            [option.label for option in options], [option.figures for option in options], version.before, case.year
        ),
    }
    return render(request, "cases/ways_out_version.html", context)
