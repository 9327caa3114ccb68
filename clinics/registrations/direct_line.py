"""What the direct line hangs into the frame."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import Hit, NavEntry, Results, Task, registry
from clinic_project.searching import reference_key, results_of
from clinics.calendar import work_calendar
from clinics.line_clock import answer_days, due_day, working_days_left
from clinics.line_lists import card_of
from clinics.models import Conversation

MOST = 20


def _uses_line(user: Any) -> bool:
    return bool(user.is_clinic_staff)


def _waiting(user: Any) -> int:
    return Conversation.objects.waiting_for(user).count()


def tasks(user: Any) -> Iterator[Task]:
    """Conversations that wait for the person's side, the longest waiting first."""
    if not user.is_clinic_staff:
        return
    days, calendar, today = answer_days(timezone.localdate()), work_calendar(), timezone.localdate()
    waiting = Conversation.objects.waiting_for(user).for_list().order_by("waiting_since")
    for conversation in waiting[:MOST]:
        left = working_days_left(conversation, days=days, calendar=calendar, today=today)
        yield Task(
            _("ตอบสายตรง: %(subject)s") % {"subject": conversation.subject},
            conversation.clinic.name,
            conversation.get_absolute_url(),
            due_day(conversation, days=days, calendar=calendar),
            working_days_left=left,
            reference=conversation.reference,
        )


def search(user: Any, text: str, most: int) -> Results | None:
    """Conversations by reference or subject."""
    if not user.is_clinic_staff:
        return None

    def hit(conversation: Conversation) -> Hit:
        detail = f"{conversation.clinic.name} · {conversation.status_label}"
        name = f"{conversation.reference} · {conversation.subject}"
        return Hit(name, detail, conversation.get_absolute_url(), conversation.reference == reference_key(text))

    found = Conversation.objects.visible_to(user).matching(text).for_list().order_by("-last_at", "-id")
    return results_of(_("สายตรง"), found, hit, most)


def panel(user: Any, clinic_year: Any) -> dict[str, Any] | None:
    """The clinic's card: whether it can be reached now, and the way to talk."""
    card = card_of(clinic_year.clinic, work_calendar(), timezone.now())
    return {"template": "clinics/panels/direct_line.html", "card": card, "may_talk": user.is_clinic_staff}


def register() -> None:
    """Menu entry with its badge, tasks, search, panel, words."""
    label, name = gettext_lazy("สายตรง"), "clinics:line_list"
    registry.nav.append(NavEntry(58, label, name, _uses_line, icon="question", count=_waiting, key="g t"))
    registry.tasks.append(tasks)
    registry.searches.append((75, search))
    registry.clinic_panels.append((90, panel))
    registry.lists.add(name)
    registry.places |= {"clinics:line": label, "clinics:contacts": gettext_lazy("ช่องทางติดต่อ")}
    registry.form_names |= {
        "clinics:line_new": gettext_lazy("เริ่มคุยสายตรง"),
        "clinics:line": gettext_lazy("ข้อความสายตรง"),
    }
    registry.event_kinds |= {
        "direct_line.begun": gettext_lazy("เริ่มคุยสายตรง"),
        "direct_line.message": gettext_lazy("ส่งข้อความสายตรง"),
    }
