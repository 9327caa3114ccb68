"""Pages of the selection: the year's groups, one group, volunteering, voting, deciding (R12)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinics.forms.reason import ReasonForm
from clinics.forms.selection import CandidateForm, SelectForm, SelectionVoteForm
from clinics.models import Candidate, Clinic, ProgrammeYear
from clinics.models.selection import GROUPS
from clinics.permissions.selection import (
    can_decide_group,
    can_lead_candidate,
    can_see_selection,
    can_volunteer,
    can_vote_in_selection,
)
from clinics.services import selecting
from clinics.services import selection as services
from clinics.services.selecting import NewClinic
from clinics.views import selection_page as pages


def _year(request: HttpRequest, year: int) -> ProgrammeYear:
    """The programme year of the address, for whoever may see its selection."""
    can_see_selection(request.user).or_raise()
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    return found


def _state(request: HttpRequest, year: int, group: int) -> tuple[ProgrammeYear, pages.GroupState]:
    """The year and one of its groups."""
    programme = _year(request, year)
    if group not in GROUPS:
        raise Http404
    return programme, pages.group_of(request.user, programme, group)


def _candidate(request: HttpRequest, year: int, group: int, pk: int) -> Candidate:
    """A unit of the group, within the person's scope."""
    programme = _year(request, year)
    found = Candidate.objects.visible_to(request.user).select_related("year", "clinic")
    candidate: Candidate = get_object_or_404(found, pk=pk, year=programme, group=group)
    return candidate


def _standing(request: HttpRequest, year: ProgrammeYear, group: int) -> Any:
    return Candidate.objects.visible_to(request.user).of_group(year, group).standing()


@require_safe
def selection(request: HttpRequest, year: int) -> HttpResponse:
    """The eleven groups of a year with their volunteers, what is missing, and the pilots that go on."""
    programme = _year(request, year)
    groups = pages.groups_of(request.user, programme)
    context = {
        "year": programme,
        "groups": groups,
        "figures": pages.figures_of(groups),
        "pilots": pages.pilots_of(request.user, programme),
        "volunteer": can_volunteer(request.user),
        **pages.invitation_of(request.user, programme),
    }
    return render(request, "clinics/selection.html", context)


@require_safe
def selection_summary(request: HttpRequest, year: int) -> HttpResponse:
    """The list of selected clinics, for printing."""
    programme = _year(request, year)
    groups = pages.groups_of(request.user, programme)
    context = {"year": programme, "groups": groups, "pilots": pages.pilots_of(request.user, programme)}
    return render(request, "clinics/selection_summary.html", {**context, "today": timezone.localdate()})


@require_safe
def selection_group(request: HttpRequest, year: int, group: int) -> HttpResponse:
    """A group's volunteers side by side, with their reasons and votes."""
    programme, state = _state(request, year, group)
    members = services.count_committee()
    context = {"year": programme, **pages.group_context(request.user, state, members)}
    return render(request, "clinics/selection_group.html", context)


@require_http_methods(["GET", "POST"])
def selection_volunteer(request: HttpRequest, year: int, group: int) -> HttpResponse:
    """Record a unit that volunteers."""
    programme, state = _state(request, year, group)
    can_volunteer(request.user, group).or_raise()
    initial = pages.likely_unit(request.user, group) | {"volunteered_on": timezone.localdate()}
    return run_form(
        request,
        CandidateForm(typed(request), user=request.user, group=group, initial=initial),
        template="clinics/selection_form.html",
        act=lambda data: services.volunteer(year=programme, group=group, by=request.user, **data),
        success=lambda done: state.url,
        message=_("บันทึกหน่วยงานที่สมัครแล้ว"),
        context={"year": programme, "state": state, "title": _("บันทึกหน่วยงานที่สมัคร"), "label": _("บันทึกการสมัคร")},
    )


@require_http_methods(["GET", "POST"])
def candidate_edit(request: HttpRequest, year: int, group: int, pk: int) -> HttpResponse:
    """Correct what was recorded of a unit while it waits."""
    candidate = _candidate(request, year, group, pk)
    can_lead_candidate(request.user, candidate).or_raise()
    open_move(request.user, candidate, "withdraw", sent=request.method == "POST")
    edit = Edit(
        request,
        candidate,
        lambda stored, data: CandidateForm(
            data, user=request.user, group=group, initial=CandidateForm.facts_of(stored)
        ),
    )
    return run_form(
        request,
        edit.form,
        template="clinics/selection_form.html",
        act=lambda data: services.edit_candidate(candidate, by=request.user, **data),
        success=lambda done: candidate.get_absolute_url(),
        message=_("แก้ไขการสมัครแล้ว"),
        context=pages.form_page(candidate, _("แก้ไขการสมัคร"), _("บันทึก")),
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def candidate_withdraw(request: HttpRequest, year: int, group: int, pk: int) -> HttpResponse:
    """Take a unit out at its own wish."""
    candidate = _candidate(request, year, group, pk)
    open_move(request.user, candidate, "withdraw", sent=request.method == "POST")
    points = [_("คะแนนที่ลงให้หน่วยงานนี้จะไม่นับ กรรมการลงคะแนนให้หน่วยงานอื่นได้")]
    return run_form(
        request,
        ReasonForm(typed(request)),
        template="clinics/selection_confirm.html",
        act=lambda data: services.withdraw_candidate(candidate, by=request.user, **data),
        success=lambda done: candidate.get_absolute_url(),
        message=_("ถอนการสมัครแล้ว"),
        context=pages.form_page(candidate, _("ถอนการสมัคร"), _("ถอนการสมัคร"), points=points, danger=True),
    )


@require_http_methods(["GET", "POST"])
def selection_vote(request: HttpRequest, year: int, group: int) -> HttpResponse:
    """A committee member's own vote."""
    programme, state = _state(request, year, group)
    can_vote_in_selection(request.user).or_raise()
    candidates = _standing(request, programme, group)
    return run_form(
        request,
        SelectionVoteForm(typed(request), candidates=candidates, vote=state.my_vote),
        template="clinics/selection_vote.html",
        act=lambda data: services.cast_selection_vote(data["candidate"], by=request.user),
        success=lambda done: state.url,
        message=_("ลงคะแนนแล้ว เปลี่ยนได้จนกว่าจะตัดสิน"),
        context={"year": programme, "state": state},
    )


@require_http_methods(["GET", "POST"])
def selection_select(request: HttpRequest, year: int, group: int) -> HttpResponse:
    """The committee's decision in a group."""
    programme, state = _state(request, year, group)
    can_decide_group(request.user).or_raise()
    numbers = Clinic.objects.visible_to(request.user).values_list("number", flat=True)
    form = SelectForm(
        typed(request),
        candidates=_standing(request, programme, group),
        group=group,
        next_number=max(numbers, default=0) + 1,
    )
    return run_form(
        request,
        form,
        template="clinics/selection_select.html",
        act=lambda data: _select(form, data, by=request.user),
        success=lambda chosen: chosen.get_absolute_url(),
        message=_("บันทึกการคัดเลือกแล้ว คลินิกเห็นผลในหน้าของตน"),
        context={"year": programme, "state": state, "members": services.count_committee()},
    )


def _select(form: SelectForm, data: dict[str, Any], *, by: Any) -> Candidate:
    new = form.new_clinic()
    grounds = {name: data[name] for name in ("method", "reason", "meeting_number", "meeting_on")}
    clinic = NewClinic(**new) if new else None
    return selecting.select_candidate(data["candidate"], by=by, new_clinic=clinic, **grounds)


@require_http_methods(["GET", "POST"])
def selection_skip(request: HttpRequest, year: int, group: int) -> HttpResponse:
    """Decide that the group goes without a clinic this year."""
    programme, state = _state(request, year, group)
    can_decide_group(request.user).or_raise()
    return run_form(
        request,
        ReasonForm(typed(request)),
        template="clinics/selection_confirm.html",
        act=lambda data: services.leave_unfilled(year=programme, group=group, by=request.user, **data),
        success=lambda done: state.url,
        message=_("บันทึกแล้วว่าปีนี้ไม่คัดเลือกในกลุ่มนี้"),
        context=pages.act_page(programme, state, "skip"),
    )


@require_http_methods(["GET", "POST"])
def selection_reopen(request: HttpRequest, year: int, group: int) -> HttpResponse:
    """Let a group be selected in again that was to go without."""
    programme, state = _state(request, year, group)
    can_decide_group(request.user).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/selection_confirm.html",
        act=lambda data: services.fill_after_all(year=programme, group=group, by=request.user),
        success=lambda done: state.url,
        message=_("เปิดกลุ่มนี้ให้คัดเลือกอีกครั้งแล้ว"),
        context=pages.act_page(programme, state, "reopen"),
    )


@require_http_methods(["GET", "POST"])
def selection_undo(request: HttpRequest, year: int, group: int) -> HttpResponse:
    """Take a selection back before the clinic confirmed."""
    programme, state = _state(request, year, group)
    can_decide_group(request.user).or_raise()
    chosen = state.selected
    if chosen is None:
        raise Http404
    return run_form(
        request,
        ReasonForm(typed(request)),
        template="clinics/selection_confirm.html",
        act=lambda data: selecting.undo_selection(chosen, by=request.user, **data),
        success=lambda done: reverse("clinics:selection_group", args=[year, group]),
        message=_("ยกเลิกการคัดเลือกแล้ว กลุ่มนี้คัดเลือกใหม่ได้"),
        context=pages.act_page(programme, state, "undo"),
    )
