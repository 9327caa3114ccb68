"""Pages of meetings: the list, planning, the docket, and the meeting's moves."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.paging import page_of
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from referrals import dockets
from referrals.forms.meeting import AttendanceForm, CloseForm, PlanForm, ReasonForm
from referrals.models import Meeting
from referrals.permissions import can_certify, can_run_meetings, can_see_meetings
from referrals.services import meetings as services
from referrals.services.meeting_rows import board_seats

FILTERS = {"open": ("planned", "agenda_frozen", "held"), "closed": ("closed",), "cancelled": ("cancelled",)}


def get_meeting(request: HttpRequest, reference: str) -> Meeting:
    """The meeting, within this person's scope."""
    found: Meeting = get_object_or_404(Meeting.objects.visible_to(request.user), reference=reference)
    return found


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings of the operating committee, newest first."""
    can_see_meetings(request.user).or_raise()
    chosen = request.GET.get("status", "")
    found = Meeting.objects.visible_to(request.user).for_list()
    if chosen in FILTERS:
        found = found.filter(status__in=FILTERS[chosen])
    context = {
        "page": page_of(request, found, ["-planned_on", "-id"]),
        "filters": dockets.list_filters(request.path, chosen),
        "may_plan": can_run_meetings(request.user, None),
    }
    return render(request, "referrals/meeting_list.html", context)


@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    can_see_meetings(request.user).or_raise()
    can_run_meetings(request.user, None).or_raise()
    initial = {"quorum": dockets.usual_quorum(request.user), "place": dockets.usual_place(request.user)}
    return run_form(
        request,
        PlanForm(typed(request), initial=initial),
        template="referrals/meeting_form.html",
        act=lambda data: services.plan_meeting(**data, by=request.user),
        success=lambda meeting: reverse("referrals:meeting_item_add", args=[meeting.reference]),
        message=_("วางแผนการประชุมแล้ว เลือกเรื่องเข้าวาระได้เลย"),
    )


@require_safe
def meeting_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """The docket: steps, items with figures, votes and results, people, papers, and what can be done next."""
    meeting = get_meeting(request, reference)
    return render(request, "referrals/meeting_detail.html", dockets.docket_of(meeting, request.user))


# What each move asks, and the service that makes it.
_Act = Callable[[Meeting, Any, Any], Any]
_MOVES: dict[str, tuple[type[Any], Any, _Act]] = {
    "freeze": (
        NothingForm,
        _("ปิดระเบียบวาระแล้ว กรรมการเปิดอ่านระเบียบวาระได้"),
        lambda m, f, by: services.freeze_agenda(m, by=by),
    ),
    "close": (
        CloseForm,
        _("ปิดการประชุมแล้ว ออกรายงานการประชุมและส่งสำเนามติคืนคลินิกแล้ว"),
        lambda m, f, by: services.close_meeting(m, **f.cleaned_data, by=by),
    ),
    "reopen": (
        ReasonForm,
        _("เปิดให้แก้ไขการประชุมแล้ว แก้เสร็จให้ปิดการประชุมอีกครั้ง"),
        lambda m, f, by: services.reopen_meeting(m, **f.cleaned_data, by=by),
    ),
    "cancel": (NothingForm, _("ยกเลิกการประชุมแล้ว"), lambda m, f, by: services.cancel_meeting(m, by=by)),
}


@require_http_methods(["GET", "POST"])
def meeting_move(request: HttpRequest, reference: str, move: str) -> HttpResponse:
    """Freeze, hold, close, reopen or cancel."""
    meeting = get_meeting(request, reference)
    if move == "hold":
        return _hold(request, meeting)
    if move not in _MOVES:
        raise Http404
    open_move(request.user, meeting, move, sent=request.method == "POST")
    kind, message, act = _MOVES[move]
    form = kind(typed(request))
    return run_form(
        request,
        form,
        template="referrals/meeting_move.html",
        act=lambda data: act(meeting, form, request.user),
        success=lambda moved: moved.get_absolute_url(),
        message=message,
        context=dockets.move_page(meeting, move, request.user),
    )


def _hold(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    open_move(request.user, meeting, "hold", sent=request.method == "POST")
    form = AttendanceForm(typed(request), seats=board_seats(meeting.planned_on), meeting=meeting)
    return run_form(
        request,
        form,
        template="referrals/meeting_hold.html",
        act=lambda data: services.hold_meeting(meeting, **form.arguments(), by=request.user),
        success=lambda held: held.get_absolute_url(),
        message=_("เปิดประชุมแล้ว"),
        context={"meeting": meeting, "move": Meeting.machine.moves["hold"]},
    )


@require_http_methods(["GET", "POST"])
def meeting_attendance(request: HttpRequest, reference: str) -> HttpResponse:
    """Late arrivals, another chair, the chair's announcements, while the meeting sits."""
    meeting = get_meeting(request, reference)
    open_move(request.user, meeting, "close", sent=request.method == "POST")
    seats = board_seats(meeting.planned_on)
    edit = Edit(request, meeting, lambda stored, data: AttendanceForm(data, seats=seats, meeting=stored))
    form: Any = edit.form
    return run_form(
        request,
        form,
        template="referrals/meeting_hold.html",
        act=lambda data: services.update_attendance(meeting, **form.arguments(), by=request.user),
        success=lambda held: held.get_absolute_url(),
        message=_("แก้ไขการมาประชุมแล้ว"),
        context={"meeting": meeting},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def meeting_certify(request: HttpRequest, reference: str) -> HttpResponse:
    """The chair certifies the minutes as issued."""
    meeting = get_meeting(request, reference)
    can_certify(request.user, meeting).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="referrals/meeting_certify.html",
        act=lambda data: services.certify_minutes(meeting, by=request.user),
        success=lambda certified: certified.get_absolute_url(),
        message=_("รับรองรายงานการประชุมแล้ว"),
        context={"meeting": meeting},
    )
