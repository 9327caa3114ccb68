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
def form_key() -> SafeString:
    """Draw the hidden key that makes sending a form twice have one effect; stands in every POST form."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


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


@register.inclusion_tag("drafts/control.html", takes_context=True)
def keep_draft(context: Context, form: forms.BaseForm | None = None, action: str = "") -> dict[str, Any]:
    """Keep what is typed: the hidden ticket, the button "เก็บร่าง" and a line that says what is kept.

    Stands in the ``.actions`` of a POST form. Nothing for a form with no free text and at most three fields, or
    for the public. ``action``: the form's own address, where it stands in another page. One query.
    """
    request = context.get("request")
    if request is None or not request.user.is_authenticated or not drafts.wants_draft(form):
        return {}
    ticket = drafts.new_ticket(request, action)
    path = ticket.address.split("?")[0]
    others = Draft.objects.visible_to(request.user).filter(path=path).exclude(key=ticket.key)
    draft = drafts.current(request)
    return {
        "ticket": ticket,
        "draft": draft if draft is not None and draft.key == ticket.key else None,
        "is_gone": bool(request.GET.get(drafts.KEY)) and draft is None and not action,
        "others": list(others[:3]),
        "is_here": True,
        "edit": context.get("edit"),
        "path": path,
        "has_file": form is not None and form.is_multipart(),
    }
