"""What the pages of the direct line show: rows with their clocks, contact cards with their hours."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from clinic_project.paging import page_of
from clinic_project.templatetags.thai import relative_time
from clinic_project.templatetags.ui import deadline_chip, status_chip
from clinic_project.thai.text import normalise
from clinic_project.thai.workdays import WorkCalendar
from clinics.calendar import work_calendar
from clinics.forms.direct_line import LineFindForm
from clinics.line_clock import Hours, answer_days, hours_now, working_days_left
from clinics.models import Clinic, Conversation

COLUMNS = ("เรื่อง", "คลินิก", "สถานะ", "กำหนดตอบ", "ล่าสุด")
TONES = {"waits_central": "wait", "waits_clinic": "wait", "closed": "done"}
STATES = {"central": "waits_central", "clinic": "waits_clinic", "closed": "closed"}


@dataclass(frozen=True)
class Card:
    """How a clinic is reached, and whether now."""

    clinic: Clinic
    hours: Hours


def card_of(clinic: Clinic, calendar: WorkCalendar, now: datetime) -> Card:
    """The contact card of a clinic at a moment."""
    return Card(clinic, hours_now(clinic.opens_at, clinic.closes_at, now, calendar))


def _row(conversation: Conversation, days: int, calendar: WorkCalendar) -> list[Any]:
    left = working_days_left(conversation, days=days, calendar=calendar, today=timezone.localdate())
    urgent = status_chip("alarm", _("ด่วน")) if conversation.is_urgent else ""
    return [
        format_html(
            '<span><a href="{}">{}</a> {} <span class="soft num">{}</span></span>',
            conversation.get_absolute_url(),
            conversation.subject,
            urgent,
            conversation.reference,
        ),
        conversation.clinic.name,
        status_chip(TONES[conversation.status], conversation.status_label),
        deadline_chip(left) if left is not None else "–",
        format_html("<span>{}</span>", relative_time(conversation.last_at)),
    ]


def list_context(request: HttpRequest) -> dict[str, Any]:
    """Rows and filters of the list. A fixed number of queries."""
    user: Any = request.user
    chosen, text = request.GET.get("status", ""), normalise(request.GET.get("q", ""))[:100]
    found = Conversation.objects.visible_to(user).for_list()
    waiting = Conversation.objects.waiting_for(user).visible_to(user)
    if chosen == "mine":
        found = waiting.for_list()
    elif chosen in STATES:
        found = found.filter(status=STATES[chosen])
    page = page_of(request, found.matching(text) if text else found, ("-last_at", "-id"))
    days, calendar = answer_days(timezone.localdate()), work_calendar()
    labels = (
        ("", _("ทั้งหมด"), None),
        ("mine", _("รอเราตอบ"), waiting.count()),
        ("central", _("รอส่วนกลาง"), None),
        ("clinic", _("รอคลินิก"), None),
        ("closed", _("จบแล้ว"), None),
    )
    return {
        "page": page,
        "columns": [_(text) for text in COLUMNS],
        "rows": [_row(conversation, days, calendar) for conversation in page.rows],
        "form": LineFindForm(initial={"q": text}),
        "quick": [
            {"label": label, "url": f"?status={code}" if code else "?", "current": chosen == code, "count": count}
            for code, label, count in labels
        ],
    }
