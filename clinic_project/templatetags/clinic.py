"""Tags every form needs."""

from typing import Any

from django import forms, template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clinic_project import drafts, session_pages
from clinic_project.idempotency import FIELD, new_key
from clinic_project.models import Draft

register = template.Library()


@register.simple_tag
def form_key(known: str = "") -> SafeString:
    """Draw the hidden key that makes sending a form twice have one effect; stands in every POST form.

    ``known``: the key of the page this one stands in for.
    """
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, known or new_key())


@register.simple_tag(takes_context=True)
def time_out(context: Context) -> dict[str, Any]:
    """What the page needs to say when the session ends: whose it is, seconds left, and the key to its own copies."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return {}
    return {
        "owner": request.user.pk,
        "secret": session_pages.copies_secret(request.user),
        "left": session_pages.seconds_left(request),
        "warn": session_pages.WARN_SECONDS,
    }


def _request_of(context: Context, form: forms.BaseForm | None) -> Any:
    """The request of a page whose form keeps drafts; None for the public and for forms with next to nothing in them."""
    request = context.get("request")
    keeps = request is not None and request.user.is_authenticated and drafts.wants_draft(form)
    return request if keeps else None


@register.inclusion_tag("drafts/offers.html", takes_context=True)
def draft_offers(context: Context, form: forms.BaseForm | None = None, action: str = "") -> dict[str, Any]:
    """Drafts of this form that wait to be written on, at the top of it; ``form`` and ``action`` as ``keep_draft``.

    One query.
    """
    request = _request_of(context, form)
    if request is None:
        return {}
    draft, path = drafts.current(request), drafts.new_ticket(request, action).path
    others = Draft.objects.visible_to(request.user).filter(path=path)
    if draft is not None:
        others = others.exclude(key=draft.key)
    is_gone = bool(request.GET.get(drafts.KEY)) and draft is None and not action
    return {"keeps": True, "others": list(others[:3]), "is_gone": is_gone}


@register.inclusion_tag("drafts/control.html", takes_context=True)
def keep_draft(context: Context, form: forms.BaseForm | None = None, action: str = "") -> dict[str, Any]:
    """Keep what is typed: the hidden ticket, the button "เก็บร่าง" and a line that says what is kept.

    Stands in the ``.actions`` of a POST form. Nothing for a form with no free text and at most three fields, or
    for the public. ``action``: the form's own address, where it stands in another page.
    """
    request = _request_of(context, form)
    if request is None:
        return {}
    ticket = drafts.new_ticket(request, action)
    draft = drafts.current(request)
    return {
        "ticket": ticket,
        "draft": draft if draft is not None and draft.key == ticket.key else None,
        "is_here": True,
        "edit": context.get("edit"),
        "path": ticket.path,
        "has_file": form is not None and form.is_multipart(),
    }
