"""Nothing typed is lost: what stands in a form is kept on the server until it has been recorded.

A form's page carries a *ticket*: whose form it is, under which key and address its text is kept, signed by us. A POST
with a ticket is written down before anything else happens to it, so a lost session, a refused token, a record that
moved on, an error of ours or a killed process leave the text where its writer finds it again. A view that leads on has
recorded it, and the draft goes.
"""

import logging
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone

from clinic_project import idempotency
from clinic_project.models import Draft
from clinic_project.thai.text import valid_national_id

TICKET, REVISION, KEY = "draft", "draft_revision", "draft"
# Never kept: what belongs to one drawing of a page, the button pressed, and what nobody should find in a draft.
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", idempotency.FIELD, TICKET, REVISION, "do", "national_id"})
# Boxes where somebody may be looked up by a national ID; anywhere else thirteen digits are only digits.
SEARCHES = frozenset({"find"})
MOST_DRAFTS = 100
FEW_FIELDS = 3
_SALT = "clinic.drafts"
_VALID_KEY = re.compile(r"[0-9a-f]{32}\Z")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ticket:
    """Whose form, kept under which key, and the address where writing goes on (path and query)."""

    owner_id: int
    key: str
    address: str

    @property
    def path(self) -> str:
        """The form's own page, by which its drafts are found."""
        return urlsplit(self.address).path

    def signed(self) -> str:
        """As it stands in the page. It only lets its bearer add text to the owner's own drafts, never read one."""
        return signing.dumps([self.owner_id, self.key, self.address], salt=_SALT)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The ticket of a page of ours, not older than a draft may grow; else None."""
        try:
            owner_id, key, address = signing.loads(text, salt=_SALT, max_age=lifetime())
        except signing.BadSignature:
            return None
        return cls(owner_id, key, address)


def lifetime() -> timedelta:
    """How long an untouched draft is kept."""
    return timedelta(days=settings.DRAFT_DAYS)


def oldest_alive(now: datetime | None = None) -> datetime:
    """Drafts last touched before this moment have expired."""
    return (now or timezone.now()) - lifetime()


def address_of(path: str) -> str:
    """An address without the draft it names, so that a draft of a draft's page has the form's own address."""
    parts = urlsplit(path)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != KEY]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


def new_ticket(request: HttpRequest, action: str = "") -> Ticket:
    """The ticket of a form being drawn: that of the draft it was filled from, or a new one.

    ``action``: where the form is sent, when that is not its page's own address.
    """
    address = address_of(action or request.get_full_path())
    draft = current(request)
    if draft is not None and draft.path == urlsplit(address).path:
        return ticket_of(draft)
    return Ticket(int(str(request.user.pk)), uuid.uuid4().hex, address)


def ticket_of(draft: Draft) -> Ticket:
    """The ticket a page writes on with, once its text is this draft."""
    return Ticket(draft.owner_id, draft.key, draft.address)


def current(request: HttpRequest) -> Draft | None:
    """The draft this request writes or was filled from."""
    return getattr(request, "draft", None)


def wants_draft(form: forms.BaseForm | None) -> bool:
    """Whether a form is worth a draft: it has free text, or more than three fields. No form: the template decided."""
    if form is None:
        return True
    shown = [field for field in form.fields.values() if not field.widget.is_hidden]
    return len(shown) > FEW_FIELDS or any(isinstance(field.widget, forms.Textarea) for field in shown)


def typed(request: HttpRequest, path: str = "") -> QueryDict | None:
    """What a form is filled with: what was sent, or on opening the page the draft its address names; else None.

    ``path``: the form's own address, when it stands in another page.
    """
    if request.method == "POST":
        return request.POST
    key = request.GET.get(KEY, "")
    if not _VALID_KEY.match(key):
        return None
    draft = Draft.objects.visible_to(request.user).filter(key=key, path=path or request.path).first()
    if draft is None:
        return None
    request.draft = draft  # type: ignore[attr-defined]
    return draft.as_post()


def _subject(path: str) -> tuple[str, str]:
    """Name of the form behind an address, and the numbers of its object as people say them."""
    try:
        match = resolve(path)
    except Resolver404:
        return "", ""
    named = [str(value) for name, value in match.kwargs.items() if name in {"reference", "number", "code", "year"}]
    move = str(match.kwargs.get("move", ""))
    return f"{match.view_name} {move}".strip(), " ".join(named)


def _found(ticket: Ticket, revision: int, form_key: str, data: dict[str, list[str]]) -> Draft:
    """The row to write: the ticket's own; a new one where another page wrote into it since this page was drawn."""
    row = Draft.objects.select_for_update().filter(owner_id=ticket.owner_id, key=ticket.key).first()
    if row is not None and row.form_key != form_key and row.revision != revision and row.data != data:
        # Two tabs, two devices: both texts stay.
        ticket = replace(ticket, key=uuid.uuid4().hex)
        row = None
    if row is None:
        form, subject = _subject(ticket.path)
        row = Draft(owner_id=ticket.owner_id, key=ticket.key, address=ticket.address, path=ticket.path)
        row.form, row.subject = form[:80], subject[:80]
    return row


class _SentAlready(Exception):
    """The page this text comes from was sent and recorded meanwhile."""


@transaction.atomic
def _write(ticket: Ticket, revision: int, form_key: str, data: dict[str, list[str]]) -> Draft:
    row = _found(ticket, revision, form_key, data)
    is_new = row.pk is None
    # The same text once more (a copy a browser still had) changes nothing for a page that writes on.
    if is_new or row.data != data:
        row.revision += 1
        row.form_key = form_key
    row.data, row.updated_at = data, timezone.now()
    row.save()
    # Asked after writing: a page recorded while this was under way must leave no draft behind.
    if idempotency.was_sent(ticket.owner_id, form_key):
        raise _SentAlready
    if is_new:
        _drop_oldest(ticket.owner_id)
    return row


def keep(ticket: Ticket, *, revision: int, form_key: str, data: dict[str, list[str]]) -> Draft | None:
    """Write down what stands in a form. None when that very page was already sent and recorded.

    ``revision``: the draft's state that the page was drawn from; ``form_key``: which drawing of the page writes.
    """
    try:
        try:
            return _write(ticket, revision, form_key, data)
        except IntegrityError:
            # A page that falls asleep sends twice: the other sending made the draft meanwhile, so there is one now.
            return _write(ticket, revision, form_key, data)
    except _SentAlready:
        return None


def _drop_oldest(owner_id: int) -> None:
    """Keep the newest ``MOST_DRAFTS`` of a person; expired ones are the worker's."""
    mine = Draft.objects.filter(owner_id=owner_id)
    mine.filter(pk__in=list(mine.order_by("-updated_at").values_list("pk", flat=True)[MOST_DRAFTS:])).delete()


def drop_expired() -> int:
    """Forget drafts nobody has touched for ``DRAFT_DAYS`` days; says how many. The worker does it every hour."""
    gone, _rows = Draft.objects.filter(updated_at__lt=oldest_alive()).delete()
    return gone


def drop(draft: Draft) -> None:
    """Forget a draft that was recorded, unless another page has written into it since."""
    Draft.objects.filter(pk=draft.pk, form_key=draft.form_key).delete()


def drop_replaced(request: HttpRequest) -> None:
    """Forget the person's drafts of this form, where what was saved takes the place of whatever was begun before."""
    Draft.objects.visible_to(request.user).filter(path=request.path).delete()


def typed_data(post: QueryDict) -> dict[str, list[str]]:
    """What a person typed or chose in a form, by field."""
    return {
        name: [str(value).replace("\r\n", "\n") for value in values]
        for name, values in post.lists()
        if name not in NEVER_KEPT
        and "password" not in name
        and not (name in SEARCHES and any(valid_national_id(str(value)) for value in values))
    }


def _revision(text: str) -> int:
    return int(text) if re.match(r"[0-9]{1,9}\Z", text) else 0


class DraftMiddleware:
    """Keeps what a form was sent with until it is recorded. Stands before whatever may refuse a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Write the draft, let the request run, and forget the draft once it was recorded."""
        ticket = Ticket.read(request.POST.get(TICKET, "")) if request.method == "POST" else None
        if ticket is None:
            return self.get_response(request)
        draft = self._keep(request, ticket)
        request.draft = draft  # type: ignore[attr-defined]
        response = self.get_response(request)
        if draft is None or not 300 <= response.status_code < 400 or hasattr(request, "draft_stays"):
            return response
        if request.user.is_authenticated and request.user.pk == ticket.owner_id:
            drop(draft)
            return response
        # The session ended while the person was writing: log in, and on with the same form and its text.
        return redirect_to_login(draft.resume_url)

    def _keep(self, request: HttpRequest, ticket: Ticket) -> Draft | None:
        try:
            return keep(
                ticket,
                revision=_revision(request.POST.get(REVISION, "")),
                form_key=request.POST.get(idempotency.FIELD, "")[:64],
                data=typed_data(request.POST),
            )
        except DatabaseError:
            # The form itself may still get through; the browser keeps its own copy meanwhile.
            logger.exception("A draft could not be kept")
            return None


__all__ = [
    "DraftMiddleware",
    "Ticket",
    "current",
    "drop",
    "drop_expired",
    "drop_replaced",
    "keep",
    "new_ticket",
    "oldest_alive",
    "ticket_of",
    "typed",
    "typed_data",
    "wants_draft",
]
