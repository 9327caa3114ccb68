"""Signs that somebody may harm themselves: the form stops, a person is fetched, hotline 1323 (domain.md, section 6).

What was said is not written down for it: the event holds only that the notice was shown, where, to whom.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic_project import audit, drafts
from clinic_project.idempotency import FIELD
from clinic_project.thai.text import search_key

SEEN, ASKED = "urgent_seen", "urgent"
# Words as people say and write them; compared without spaces, tones and the like.
SIGNS = (
    "ฆ่าตัวตาย", "ทำร้ายตัวเอง", "อยากตาย", "ไม่อยากอยู่แล้ว", "ไม่อยากมีชีวิต", "จบชีวิต", "คิดสั้น", "ผูกคอ", "ไม่อยู่แล้วโลกนี้",
    "ตายไปให้พ้น", "กินยาตาย", "โดดตึก", "ลาโลก",
)  # fmt: skip
_KEYS = tuple(search_key(sign).replace(" ", "") for sign in SIGNS)
_OWN = {"csrfmiddlewaretoken", FIELD, drafts.TICKET, drafts.REVISION, SEEN, "do"}


def has_sign(*texts: str) -> bool:
    """Whether one of the texts holds a sign."""
    keys = (search_key(text).replace(" ", "") for text in texts)
    return any(sign in key for key in keys for sign in _KEYS)


def notice(request: HttpRequest, subject: Any, **context: Any) -> HttpResponse:
    """The page that says what to do now; that it was shown is written before it is."""
    audit.record("urgent.shown", subject, by=request.user)
    return render(request, "cases/urgent.html", context)


def _draft_boxes(request: HttpRequest) -> list[tuple[str, str]]:
    """The draft the stopped page was kept in. It goes along with the page's key, so that recording it forgets the
    draft, and a copy the browser still has is known as recorded.
    """
    draft = drafts.current(request)
    if draft is None:
        return [(drafts.TICKET, request.POST.get(drafts.TICKET, ""))]
    # The middleware may have put the text beside another page's, under a key of its own.
    return [(drafts.TICKET, drafts.ticket_of(draft).signed()), (drafts.REVISION, str(draft.revision))]


def stopped(request: HttpRequest, subject: Any) -> HttpResponse | None:
    """The notice in place of the form's work where a sign was typed or its button pressed; None otherwise.

    Everything typed goes along in the page and stays in the draft; the form goes on once a person is there.
    """
    # What htmx asks for while one types keeps nothing, so it needs no stop.
    if request.method != "POST" or request.POST.get(SEEN) or getattr(request, "htmx", False):
        return None
    asked = request.POST.get("do") == ASKED
    if not asked and not has_sign(*(value for name in request.POST for value in request.POST.getlist(name))):
        return None
    kept = [(name, value) for name in request.POST if name not in _OWN for value in request.POST.getlist(name)]
    do = "back" if asked else request.POST.get("do", "")
    context = {"kept": kept + _draft_boxes(request), "known_key": request.POST.get(FIELD, ""), "do": do, "asked": asked}
    return notice(request, subject, back_path=request.get_full_path(), **context)
