"""Pages of the dated rules of counselling: the list by rule, add, correct, take back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.rule import RuleForm
from cases.models import CounsellingRule
from cases.permissions import can_keep_rules, can_see_rules
from cases.services.rules import remove_rule, save_rule
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinics.models import ProgrammeYear

FIELDS = ("code", "value", "starts_on", "source")
YEARS = 3


def _fetch(request: HttpRequest, pk: int) -> CounsellingRule:
    rule: CounsellingRule = get_object_or_404(CounsellingRule.objects.visible_to(request.user), pk=pk)
    can_keep_rules(request.user).or_raise()
    return rule


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule, the one in force marked; the years' floor and marks beside them."""
    user: Any = request.user
    can_see_rules(user).or_raise()
    today = timezone.localdate()
    groups: dict[str, dict[str, Any]] = {}
    for rule in CounsellingRule.objects.visible_to(user).order_by("code", "-starts_on"):
        group = groups.setdefault(rule.code, {"label": rule.get_code_display(), "rows": [], "has_now": False})
        is_now = not group["has_now"] and rule.starts_on <= today
        group["has_now"] = group["has_now"] or is_now
        state = "now" if is_now else "past" if rule.starts_on <= today else "ahead"
        group["rows"].append({"rule": rule, "state": state})
    shown = [groups[code] for code in CounsellingRule.Code.values if code in groups]
    years = ProgrammeYear.objects.visible_to(user).order_by("-buddhist_year")[:YEARS]
    context = {"groups": shown, "years": years, "may_keep": bool(can_keep_rules(user))}
    return render(request, "cases/rules.html", context)


@require_http_methods(["GET", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    """Set a rule from a day on."""
    can_keep_rules(request.user).or_raise()
    return run_form(
        request,
        RuleForm(typed(request)),
        template="cases/rule_form.html",
        act=lambda data: save_rule(by=request.user, **data),
        success=lambda _saved: reverse("cases:rules"),
        message=_("บันทึกเกณฑ์แล้ว"),
    )


def _form(stored: CounsellingRule, data: Any) -> RuleForm:
    return RuleForm(data, initial={name: getattr(stored, name) for name in FIELDS})


@require_http_methods(["GET", "POST"])
def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a rule."""
    rule = _fetch(request, pk)
    edit = Edit(request, rule, _form)
    return run_form(
        request,
        edit.form,
        template="cases/rule_form.html",
        act=lambda data: save_rule(rule=rule, by=request.user, **data),
        success=lambda _saved: reverse("cases:rules"),
        message=_("บันทึกเกณฑ์แล้ว"),
        context={"rule": rule, "is_ahead": rule.starts_on > timezone.localdate()},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def rule_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a rule that has not begun, after asking."""
    rule = _fetch(request, pk)
    return run_form(
        request,
        NothingForm(typed(request)),
        template="cases/rule_remove.html",
        act=lambda _data: remove_rule(rule, by=request.user),
        success=lambda _done: reverse("cases:rules"),
        message=_("ลบเกณฑ์ที่ยังไม่เริ่มใช้แล้ว"),
        context={"rule": rule},
    )
