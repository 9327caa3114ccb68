"""Pages of a member's rights: their requests, the register of requests."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.paging import page_of
from clinic_project.plain_forms import NothingForm, PlainForm
from members.data_request_jobs import start_export
from members.forms import AnswerForm, ConfirmForm, DataRequestForm, WithdrawForm
from members.held import missing_parts
from members.models import DataRequest
from members.permissions import can_serve_somewhere
from members.privacy_permissions import can_export_request
from members.retention import erasure_waits
from members.services.data_requests import move_request, record_request
from members.views.fetching import fetch_member


def _data_request(request: HttpRequest, reference: str) -> DataRequest:
    found: DataRequest = get_object_or_404(
        DataRequest.objects.visible_to(request.user).select_related("member", "clinic", "recorded_by", "decided_by"),
        reference=reference,
    )
    audit.record("member.read", found.member, by=request.user, detail={"page": "data_request"})
    return found


@require_safe
def data_requests(request: HttpRequest) -> HttpResponse:
    """The register of requests: what waits first, by its day; then what is answered."""
    can_serve_somewhere(request.user).or_raise()
    scope = DataRequest.objects.visible_to(request.user).select_related("member", "clinic")
    page = page_of(request, scope, ("-id",))
    waiting = list(scope.unanswered())
    detail = {"count": len({row.pk for row in [*page.rows, *waiting]})}
    audit.record("data_request.list", request.user, by=request.user, detail=detail)  # type: ignore[arg-type]
    return render(request, "members/data_requests.html", {"waiting": waiting, "page": page})


@require_http_methods(["GET", "POST"])
def data_request_new(request: HttpRequest, number: str) -> HttpResponse:
    """Record what a member asks for."""
    member = fetch_member(request, number, "data_request")
    return run_form(
        request,
        DataRequestForm(typed(request)),
        template="members/data_request_new.html",
        act=lambda data: record_request(member=member, by=request.user, **data),
        success=lambda found: found,
        message=_("บันทึกคำขอแล้ว ส่งให้คลินิกส่วนกลางพิจารณา"),
        context={"member": member},
    )


@require_safe
def data_request(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: what was asked, until when, and what may be done."""
    found = _data_request(request, reference)
    buttons = found.machine.buttons(
        request.user, found, lambda name: reverse("members:data_request_move", args=[reference, name])
    )
    exports = can_export_request(request.user, found)
    context = {
        "found": found,
        "buttons": buttons,
        "missing": missing_parts(request.user, found.member).rows if exports else [],
        "waits": erasure_waits(found),
        "exports": exports,
        "events": audit.events_of(found)[:20],
    }
    return render(request, "members/data_request.html", context)


FORMS: dict[str, type[PlainForm]] = {
    "take_up": NothingForm,
    "fulfil": AnswerForm,
    "refuse": AnswerForm,
    "withdraw": WithdrawForm,
}


@require_http_methods(["GET", "POST"])
def data_request_move(request: HttpRequest, reference: str, move: str) -> HttpResponse:
    """Take a request up, answer it, refuse it with a reason, or note that it was taken back."""
    found = _data_request(request, reference)
    if move not in FORMS:
        raise Http404
    open_move(request.user, found, move, sent=request.method == "POST")
    return run_form(
        request,
        FORMS[move](typed(request)),
        template="members/data_request_move.html",
        act=lambda data: move_request(found, move, by=request.user, **data),
        success=lambda done: done,
        message=_("บันทึกแล้ว"),
        context={"found": found, "move": found.machine.moves[move]},
    )


@require_http_methods(["GET", "POST"])
def data_request_export(request: HttpRequest, reference: str) -> HttpResponse:
    """Take out what is held about the member, after the password again."""
    found = _data_request(request, reference)
    can_export_request(request.user, found).or_raise()
    data: Any = request.POST if request.method == "POST" else None
    return run_form(
        request,
        ConfirmForm(data, user=request.user),
        template="members/data_request_export.html",
        act=lambda data: start_export(found, by=request.user),
        success=lambda job: job,
        context={"found": found},
    )
