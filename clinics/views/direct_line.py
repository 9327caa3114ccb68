"""Pages of the direct line, and the contact cards of all clinics (R16)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.plain_forms import NothingForm
from clinics.calendar import work_calendar
from clinics.forms.direct_line import BeginForm, SayForm
from clinics.line_lists import card_of, list_context
from clinics.models import Clinic, Conversation
from clinics.permissions.direct_line import can_talk, can_use_line
from clinics.services import direct_line as services


@require_safe
def line_list(request: HttpRequest) -> HttpResponse:
    """Conversations of the person's side, those that wait for it first by choice."""
    can_use_line(request.user).or_raise()
    return render(request, "clinics/line_list.html", list_context(request))


@require_http_methods(["GET", "POST"])
def line_new(request: HttpRequest) -> HttpResponse:
    """Begin a conversation."""
    user: Any = request.user
    can_use_line(user).or_raise()
    central = Clinic.objects.visible_to(user).central()
    return run_form(
        request,
        BeginForm(typed(request), user=user),
        template="clinics/line_new.html",
        act=lambda data: services.begin_conversation(**data, by=user),
        success=lambda conversation: conversation,
        message=_("ส่งข้อความแล้ว"),
        context={"card": None if user.is_central else card_of(central, work_calendar(), timezone.now())},
    )


def _conversation(request: HttpRequest, reference: str) -> Conversation:
    found = Conversation.objects.visible_to(request.user).select_related("clinic", "begun_by")
    conversation: Conversation = get_object_or_404(found, reference=reference.upper())
    return conversation


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, reference: str) -> HttpResponse:
    """A conversation: what was said, whose turn it is, and the box to write in."""
    conversation = _conversation(request, reference)
    return run_form(
        request,
        SayForm(typed(request)),
        template="clinics/line.html",
        act=lambda data: services.say(conversation, **data, by=request.user),
        success=lambda said: said,
        message=_("ส่งข้อความแล้ว"),
        context={
            "conversation": conversation,
            "messages_said": conversation.messages.select_related("by"),
            "may_talk": can_talk(request.user, conversation),
        },
    )


@require_http_methods(["GET", "POST"])
def line_close(request: HttpRequest, reference: str) -> HttpResponse:
    """End a conversation."""
    conversation = _conversation(request, reference)
    open_move(request.user, conversation, "close", sent=request.method == "POST")
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/line_close.html",
        act=lambda data: services.end_conversation(conversation, by=request.user),
        success=lambda ended: ended,
        message=_("จบการสนทนาแล้ว เขียนต่อได้เมื่อต้องการ"),
        context={"conversation": conversation},
    )


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Contact cards of central and of every clinic, with their hours."""
    calendar, now = work_calendar(), timezone.now()
    clinics = Clinic.objects.visible_to(request.user).prefetch_related("hosts").order_by("number")
    cards = [card_of(clinic, calendar, now) for clinic in clinics]
    return render(request, "clinics/contacts.html", {"cards": cards, "may_talk": can_use_line(request.user)})
