"""Pages of cases: the list, the case, its moves, notes, severity, who is in charge, conflicts, break-glass."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases import urgent
from cases.case_pages import case_open_to_work, get_case, note_reading
from cases.forms import case as case_forms
from cases.models import BreakGlass, Case
from cases.permissions import can_break_glass, can_read_glass_log, can_work
from cases.services import cases
from cases.services.figures import triage_of
from cases.services.severity import set_severity
from cases.views.case_list import list_context
from cases.views.case_page import page_context, triage_context
from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.paging import page_of
from clinic_project.stale_edits import Edit
from members.permissions import can_serve_somewhere

NEWEST_ENTRIES = 30
ALL_ENTRIES = 1000
UNFOLDED_ENTRIES = 5


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases of the own clinic (for central: also those sent to it), newest first, filtered by the address."""
    can_serve_somewhere(request.user).or_raise()
    context = list_context(request)
    shown = {"rows": len(context["page"].rows), "filters": sorted(context["filters"])}
    audit.record("case.list", request.user, by=request.user, detail=shown)  # type: ignore[arg-type]
    return render(request, "cases/case_list.html", context)


def _timeline(case: Case, *, is_whole: bool) -> dict[str, Any]:
    """The newest lines, the older ones to fold, and whether there are lines that were not read."""
    rows = case.newest_entries  # type: ignore[attr-defined]
    return {
        "newest": rows[:UNFOLDED_ENTRIES],
        "older": rows[UNFOLDED_ENTRIES:],
        "is_whole": is_whole,
        "has_more": not is_whole and len(rows) == NEWEST_ENTRIES,
    }


@require_safe
def case_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """The case; for a head who may not read it: that it exists, its dates and status."""
    entries = ALL_ENTRIES if request.GET.get("entries") == "all" else NEWEST_ENTRIES
    known = Case.objects.known_to(request.user).for_page(entries)
    case = get_object_or_404(known, reference=reference.upper())
    if not case.is_readable:
        return render(request, "cases/case_restricted.html", {"case": case})
    audit.record("case.read", case, by=request.user)
    context = page_context(request.user, case, timezone.localdate())
    context["note_form"] = case_forms.NoteForm()
    context["timeline"] = _timeline(case, is_whole=entries == ALL_ENTRIES)
    return render(request, "cases/case_detail.html", context)


def _act_on(
    request: HttpRequest,
    case: Case,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: Any,
    message: Any,
    edit: Edit | None = None,
    **context: Any,
) -> HttpResponse:
    """A form about a case that leads back to the case's page."""
    note_reading(request, case, "case_form")
    return run_form(
        request,
        form,
        template="cases/case_form.html",
        act=act,
        success=lambda _done: case.get_absolute_url(),
        message=message,
        context={"case": case, "title": title, **context},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def case_move(request: HttpRequest, reference: str, move: str) -> HttpResponse:
    """A move's page with the fields it asks for."""
    case = get_case(request, reference)
    step = case.machine.moves.get(move)
    if step is None or step.by_system:
        raise Http404
    open_move(request.user, case, move, sent=request.method == "POST")
    return _act_on(
        request,
        case,
        case_forms.move_form(move, typed(request), request.user),
        lambda data: cases.move_case(case, move, by=request.user, **data),
        title=step.label,
        message=_("บันทึก “%(move)s” แล้ว") % {"move": step.label},
        danger=move == "void",
        waiting=move in {"close", "close_with_advice"} and case.follow_ups.waiting(),
    )


@require_http_methods(["GET", "POST"])
def case_note(request: HttpRequest, reference: str) -> HttpResponse:
    """A note for the timeline; the case's page has the same form."""
    case = get_case(request, reference)
    can_work(request.user, case).or_raise()
    if (halt := urgent.stopped(request, case)) is not None:
        return halt
    return _act_on(
        request,
        case,
        case_forms.NoteForm(typed(request)),
        lambda data: cases.add_note(case, by=request.user, **data),
        title=_("เพิ่มบันทึก"),
        message=_("เพิ่มบันทึกแล้ว"),
    )


def _edit_form(case: Case, data: Any) -> case_forms.EditForm:
    return case_forms.EditForm(data, initial={name: getattr(case, name) for name in cases.EDITABLE})


@require_http_methods(["GET", "POST"])
def case_edit(request: HttpRequest, reference: str) -> HttpResponse:
    """What was taken down, and the facts no figure shows."""
    case = case_open_to_work(request, reference)
    if (halt := urgent.stopped(request, case)) is not None:
        return halt
    edit = Edit(request, case, _edit_form)
    return _act_on(
        request,
        case,
        edit.form,
        lambda data: cases.edit_case(case, by=request.user, **data),
        title=_("แก้ข้อมูลเรื่อง"),
        message=_("บันทึกข้อมูลเรื่องแล้ว"),
        edit=edit,
    )


@require_safe
def case_urgent(request: HttpRequest, reference: str) -> HttpResponse:
    """What to do when the member may harm themselves; that it was opened is all that is written."""
    case = get_case(request, reference)
    return urgent.notice(request, case, case=case)


@require_http_methods(["GET", "POST"])
def case_severity(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide the severity, beside what the figures suggest and why."""
    case = case_open_to_work(request, reference)
    return _act_on(
        request,
        case,
        case_forms.SeverityForm(typed(request), initial={"severity": case.severity}),
        lambda data: set_severity(case, by=request.user, **data),
        title=_("ตัดสินระดับของเรื่อง"),
        message=_("บันทึกระดับแล้ว"),
        **triage_context(triage_of(case)),
    )


@require_http_methods(["GET", "POST"])
def case_assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Put somebody in charge."""
    case = case_open_to_work(request, reference)
    return _act_on(
        request,
        case,
        case_forms.AssignForm(typed(request), case=case),
        lambda data: cases.assign_officer(case, by=request.user, **data),
        title=_("เปลี่ยนผู้รับผิดชอบ"),
        message=_("เปลี่ยนผู้รับผิดชอบแล้ว"),
    )


@require_http_methods(["GET", "POST"])
def case_conflict(request: HttpRequest, reference: str) -> HttpResponse:
    """Declare that somebody stands too near to the member."""
    case = case_open_to_work(request, reference)
    return _act_on(
        request,
        case,
        case_forms.ConflictForm(typed(request), case=case),
        lambda data: cases.declare_conflict(case, by=request.user, **data),
        title=_("แจ้งส่วนได้เสีย"),
        message=_("บันทึกการแจ้งส่วนได้เสียแล้ว"),
    )


@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a restricted case for 24 hours with a written reason."""
    case = get_object_or_404(Case.objects.known_to(request.user), reference=reference.upper())
    can_break_glass(request.user, case).or_raise()
    if case.is_readable:
        return redirect(case)
    # Nothing of the case stands in this page, so that nobody is told to have read it.
    return run_form(
        request,
        case_forms.BreakGlassForm(typed(request)),
        template="cases/case_break_glass.html",
        act=lambda data: cases.break_glass(case, by=request.user, **data),
        success=lambda _done: case.get_absolute_url(),
        message=_("เปิดอ่านได้ 24 ชั่วโมง ระบบแจ้งเลขานุการคลินิกและส่วนกลางแล้ว"),
        context={"case": case, "title": _("ขอเปิดอ่านเรื่องปกปิด")},
    )


@require_safe
def break_glass_log(request: HttpRequest) -> HttpResponse:
    """Who opened which restricted case and why: for the clinic's secretary and for central."""
    user: Any = request.user
    can_read_glass_log(user).or_raise()
    page = page_of(request, BreakGlass.objects.visible_to(user).for_list(), ("-at", "-id"))
    readable = set(
        Case.objects.visible_to(user).filter(pk__in=[row.case_id for row in page.rows]).values_list("pk", flat=True)
    )
    audit.record("case.break_glass.list", user, by=user, detail={"rows": len(page.rows)})
    return render(request, "cases/case_break_glass_log.html", {"page": page, "readable": readable})


__all__ = ["break_glass", "break_glass_log", "case_detail", "case_list", "case_move", "get_case"]
