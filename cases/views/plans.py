"""Pages of a case's plan: agree on it, read a version, say how it goes, give it to the member."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.case_pages import case_to_work_on, get_case
from cases.forms.plan import PlanForm, ProgressForm, lines_of
from cases.models import Case, Plan, WayOut
from cases.permissions import can_work
from cases.services.plans import MOST_LINES, make_plan, record_progress
from cases.services.take_home import KIND, issue_take_home
from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.issuing import documents_of
from clinic_project.plain_forms import PlainForm
from clinic_project.widgets import ChipRadioSelect


def _plan(request: HttpRequest, case: Case, number: int) -> Plan:
    found = Plan.objects.visible_to(request.user).filter(case=case).with_lines()
    plan: Plan = get_object_or_404(found, number=number)
    plan.case = case
    return plan


def _lines(last: Plan | None, way: WayOut | None) -> list[dict[str, Any]]:
    """The steps of the way chosen, then what the last version says but for the steps of the way it followed."""
    steps = [{"what": step, "who": "member"} for step in way.steps] if way else []
    gone = set(last.way_out.steps) if way and last and last.way_out else set()
    known = gone | {step["what"] for step in steps}
    return steps + [line for line in lines_of(last) if line["what"] not in known] if last else steps


def _begun(last: Plan | None) -> dict[str, Any]:
    """What the form begins with besides its lines."""
    first: dict[str, Any] = {"agreed_on": timezone.localdate()}
    return first | {"note": last.note, "next_visit": last.next_visit} if last else first


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree on a plan, or on a new version of it; ``?way=`` begins with a way out that was compared."""
    case = case_to_work_on(request, reference)
    last = Plan.objects.visible_to(request.user).filter(case=case).with_lines().order_by("-number").first()
    way = WayOut.objects.visible_to(request.user).named(case, request.GET.get("way", "")) or (
        last.way_out if last else None
    )
    is_new_way = way is not None and (last is None or way != last.way_out)
    lines = _lines(last, way if is_new_way else None)
    form = PlanForm(typed(request), lines=lines, initial=_begun(last))
    offered = [] if way else list(WayOut.objects.visible_to(request.user).newest_of(case))
    return run_form(
        request,
        form,
        template="cases/plan_form.html",
        act=lambda _data: make_plan(case, way_out=way, by=request.user, **form.plan()),
        success=lambda plan: plan,
        message=_("บันทึกแผนแล้ว นัดติดตามตามวันที่ในแผนให้แล้ว"),
        context={
            "case": case, "last": last, "way": way, "is_new_way": is_new_way, "offered": offered,
            "left_over": lines[MOST_LINES:],
        },
    )  # fmt: skip


@require_safe
def plan(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A version of the plan, how it goes, its papers, the other versions."""
    case = get_case(request, reference)
    shown = _plan(request, case, number)
    audit.record("case.read", case, by=request.user, detail={"page": "plan", "number": number})
    versions = list(Plan.objects.visible_to(request.user).filter(case=case).select_related("by"))
    context = {
        "case": case,
        "plan": shown,
        "versions": versions,
        "is_newest": versions[0].number == number,
        "works": bool(can_work(request.user, case)),
        "is_active": case.is_active,
        "papers": list(documents_of(shown, KIND)),
    }
    return render(request, "cases/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_progress(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say at a visit how each line stands."""
    case = get_case(request, reference)
    can_work(request.user, case).or_raise()
    shown = _plan(request, case, number)
    audit.record("case.read", case, by=request.user, detail={"page": "plan_progress", "number": number})
    form = ProgressForm(typed(request), plan=shown)
    return run_form(
        request,
        form,
        template="cases/plan_progress.html",
        act=lambda data: record_progress(shown, states=form.states(), on=data["on"], by=request.user),
        success=lambda _rows: shown,
        message=_("บันทึกความคืบหน้าแล้ว"),
        context={"case": case, "plan": shown},
    )


class TakeHomeForm(PlainForm):
    """In which digits the sheet is printed (R49)."""

    digits = forms.ChoiceField(
        label=_("ตัวเลขในใบ"),
        choices=[("thai", _("เลขไทย")), ("arabic", _("เลขอารบิก"))],
        initial="arabic",
        widget=ChipRadioSelect,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def plan_take_home(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Issue the sheet the member takes home; its page has the paper then."""
    case = get_case(request, reference)
    can_work(request.user, case).or_raise()
    shown = _plan(request, case, number)
    audit.record("case.read", case, by=request.user, detail={"page": "plan_take_home", "number": number})
    return run_form(
        request,
        TakeHomeForm(typed(request)),
        template="cases/plan_take_home.html",
        act=lambda data: issue_take_home(shown, digits=data["digits"], by=request.user),
        success=lambda _paper: f"{shown.get_absolute_url()}#papers",
        message=_("ออกใบนำกลับบ้านแล้ว กดเลขที่ของใบเพื่อเปิดและพิมพ์"),
        context={"case": case, "plan": shown},
    )
