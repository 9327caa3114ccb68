"""Pages of agenda items: add and remove, the item with its brief, interests, votes, the resolution."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinic_project.workflow import StaleState
from referrals import dockets
from referrals.forms.agenda_item import InterestForm, NoteForm, ResolutionForm, VoteForm, VotesForm
from referrals.forms.meeting import ItemForm, ReasonForm
from referrals.models import AgendaItem, Measure
from referrals.permissions import can_run_meetings
from referrals.services import meetings as services
from referrals.views.meetings import get_meeting


def get_item(request: HttpRequest, reference: str, pk: int) -> AgendaItem:
    """The item of a meeting within this person's scope."""
    meeting = get_meeting(request, reference)
    related = (
        "measure__referral__case__clinic",
        "measure__debt",
        "measure__way_out",
        "measure__proposed_by",
        "resolution__deferred_to",
    )
    item: AgendaItem = get_object_or_404(meeting.items.select_related(*related, "resolution__recorded_by"), pk=pk)
    item.meeting = meeting
    return item


def _to_item(item: AgendaItem) -> Callable[[Any], str]:
    return lambda done: dockets.item_url("item_detail", item)


def _open_while_sitting(item: AgendaItem) -> None:
    """Before drawing a page that writes: refuse as the service would."""
    if item.meeting.status != "held":
        raise StaleState(item.meeting, item.meeting.machine.moves["close"])
    if item.measure and hasattr(item, "resolution"):
        raise StaleState(item.measure, Measure.machine.moves["approve"])


@require_http_methods(["GET", "POST"])
def meeting_item_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Put waiting measures or a matter for information on the agenda."""
    meeting = get_meeting(request, reference)
    open_move(request.user, meeting, "freeze", sent=request.method == "POST")
    can_run_meetings(request.user, meeting).or_raise()

    def add(data: dict[str, Any]) -> None:
        for measure in data.get("measures") or []:
            services.add_item(meeting, measure=measure, title="", by=request.user)
        if data["title"]:
            services.add_item(meeting, measure=None, title=data["title"], by=request.user)

    return run_form(
        request,
        ItemForm(typed(request), user=request.user),
        template="referrals/meeting_item_add.html",
        act=add,
        success=lambda done: meeting.get_absolute_url(),
        message=_("เพิ่มวาระแล้ว"),
        context={"meeting": meeting},
    )


@require_http_methods(["GET", "POST"])
def meeting_item_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take an item off a planned agenda."""
    item = get_item(request, reference, pk)
    open_move(request.user, item.meeting, "freeze", sent=request.method == "POST")
    return run_form(
        request,
        NothingForm(typed(request)),
        template="referrals/item_remove.html",
        act=lambda data: services.remove_item(item, by=request.user),
        success=lambda done: item.meeting.get_absolute_url(),
        message=_("นำวาระออกแล้ว"),
        context={"item": item, "meeting": item.meeting},
    )


@require_safe
def item_detail(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The item: brief summary, options, interests, votes, resolution, and what this person can do."""
    item = get_item(request, reference, pk)
    return render(request, "referrals/item_detail.html", dockets.item_page(item, request.user))


@require_http_methods(["GET", "POST"])
def item_note(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The summary of the discussion, for the minutes."""
    item = get_item(request, reference, pk)
    can_run_meetings(request.user, item.meeting).or_raise()
    if request.method == "GET" and item.meeting.status != "held":
        raise StaleState(item.meeting, item.meeting.machine.moves["close"])
    edit = Edit(request, item, lambda stored, data: NoteForm(data, initial={"note": stored.note}))
    return run_form(
        request,
        edit.form,
        template="referrals/item_note.html",
        act=lambda data: services.note_item(item, **data, by=request.user),
        success=_to_item(item),
        message=_("บันทึกสรุปการพิจารณาแล้ว"),
        context={"item": item, "meeting": item.meeting},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def item_interest(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Declare an interest: one's own, or as secretary anybody's who is present."""
    item = get_item(request, reference, pk)
    if request.method == "GET":
        _open_while_sitting(item)
    people = dockets.present_people(item)
    if not can_run_meetings(request.user, item.meeting):
        people = [row for row in people if row.user_id == request.user.pk]
    if not people or item.measure is None:
        raise Http404
    form = InterestForm(typed(request), people=people)
    return run_form(
        request,
        form,
        template="referrals/item_interest.html",
        act=lambda data: services.declare_interest(item, user=form.person(), note=data["note"], by=request.user),
        success=_to_item(item),
        message=_("บันทึกส่วนได้เสียแล้ว กรรมการท่านนี้งดออกเสียงในวาระนี้"),
        context={"item": item, "meeting": item.meeting},
    )


@require_http_methods(["GET", "POST"])
def item_interest_withdraw(request: HttpRequest, reference: str, pk: int, user: int) -> HttpResponse:
    """Take back a declaration entered for the wrong person."""
    item = get_item(request, reference, pk)
    can_run_meetings(request.user, item.meeting).or_raise()
    interest = get_object_or_404(item.interests.select_related("user"), user_id=user)
    return run_form(
        request,
        NothingForm(typed(request)),
        template="referrals/item_interest_withdraw.html",
        act=lambda data: services.withdraw_interest(item, user=interest.user, by=request.user),
        success=_to_item(item),
        message=_("ยกเลิกการแจ้งส่วนได้เสียแล้ว"),
        context={"item": item, "meeting": item.meeting, "interest": interest},
    )


def _vote_form(request: HttpRequest, item: AgendaItem) -> tuple[Form, Callable[[dict[str, Any]], Any]]:
    """The secretary's list of everybody who may vote, or a member's own vote; and the service each calls."""
    if can_run_meetings(request.user, item.meeting):
        table = VotesForm(typed(request), item=item, people=dockets.voters_of(item))
        return table, lambda data: services.record_votes(item, votes=table.votes(), by=request.user)
    services.can_vote(request.user, item).or_raise()
    return VoteForm(typed(request)), lambda data: services.cast_vote(item, **data, by=request.user)


@require_http_methods(["GET", "POST"])
def item_vote(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One's own vote; for the secretary the votes counted at the table."""
    item = get_item(request, reference, pk)
    if item.measure is None:
        raise Http404
    if request.method == "GET":
        _open_while_sitting(item)
    form, act = _vote_form(request, item)
    return run_form(
        request,
        form,
        template="referrals/item_vote.html",
        act=act,
        success=_to_item(item),
        message=_("บันทึกการลงมติแล้ว"),
        context={"item": item, "meeting": item.meeting, "votes": dockets.count_votes(list(item.votes.all()))},
    )


@require_http_methods(["GET", "POST"])
def item_resolution(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Record the committee's decision; who was second sees who decided, with the own text kept."""
    item = get_item(request, reference, pk)
    if item.measure is None:
        raise Http404
    services.can_record(request.user, item).or_raise()
    if request.method == "GET":
        _open_while_sitting(item)
    return run_form(
        request,
        ResolutionForm(typed(request), user=request.user, item=item),
        template="referrals/item_resolution.html",
        act=lambda data: services.record_resolution(item, **data, by=request.user),
        success=_to_item(item),
        message=_("บันทึกมติแล้ว"),
        context={
            "item": item,
            "meeting": item.meeting,
            "votes": dockets.count_votes(list(item.votes.all())),
            "decided": lambda: dockets.who_decided(item),
        },
    )


@require_http_methods(["GET", "POST"])
def item_undo(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take back a resolution recorded wrongly."""
    item = get_item(request, reference, pk)
    can_run_meetings(request.user, item.meeting).or_raise()
    if request.method == "GET" and item.meeting.status != "held":
        raise StaleState(item.meeting, item.meeting.machine.moves["close"])
    return run_form(
        request,
        ReasonForm(typed(request)),
        template="referrals/item_undo.html",
        act=lambda data: services.undo_resolution(item, **data, by=request.user),
        success=_to_item(item),
        message=_("ยกเลิกมติที่บันทึกไว้แล้ว บันทึกมติที่ถูกต้องได้"),
        context={"item": item, "meeting": item.meeting, "resolution": getattr(item, "resolution", None)},
    )
