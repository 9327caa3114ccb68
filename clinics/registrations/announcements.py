"""What announcements hang into the frame: menu with the unread, the panel on top of home, acknowledgements due."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import Hit, HomePanel, NavEntry, NoticeKind, Results, Task, registry
from clinic_project.searching import results_of
from clinic_project.thai.dates import format_short
from clinic_project.verdicts import ALLOW, Verdict, hide
from clinics.calendar import work_calendar
from clinics.models import Announcement
from clinics.services import announcement_reminders as reminders

MOST_ON_HOME = 5
MOST_TASKS = 30


def _signed_in(user: Any) -> bool:
    return bool(user.seats or user.is_staff)


def _unread(user: Any) -> Any:
    return Announcement.objects.visible_to(user).unread_by(user)


def _count(user: Any) -> int:
    return int(_unread(user).count())


def panel(user: Any) -> dict[str, Any] | None:
    """Unread announcements, the urgent first; nothing when all are read."""
    found = list(_unread(user).order_by("-starts_on", "-id")[: MOST_ON_HOME + 1])
    if not found:
        return None
    ranks = {"urgent": 0, "important": 1}
    shown = sorted(found[:MOST_ON_HOME], key=lambda one: ranks.get(one.level, 2))
    return {"announcements": shown, "has_more": len(found) > MOST_ON_HOME}


def tasks(user: Any) -> Iterator[Task]:
    """Announcements that wait for the person's acknowledgement."""
    waiting = list(Announcement.objects.visible_to(user).to_acknowledge(user)[:MOST_TASKS])
    if not waiting:
        return
    calendar, today = work_calendar(), timezone.localdate()
    for announcement in waiting:
        due = announcement.ack_due
        yield Task(
            title=_("รับทราบประกาศ: %(title)s") % {"title": announcement.title},
            detail=_("ประกาศจากส่วนกลาง ระดับ%(level)s") % {"level": announcement.get_level_display()},
            url=announcement.get_absolute_url(),
            due=due,
            working_days_left=calendar.working_days_between(today, due) if due else None,
            reference=announcement.number,
        )


def search(user: Any, text: str, most: int) -> Results | None:
    """Announcements by number, title or text."""
    if len(text) < 2:
        return None

    def hit(announcement: Announcement) -> Hit:
        day, state = format_short(announcement.starts_on), announcement.status_label
        detail = f"{announcement.get_level_display()} · {day} · {state}"
        name = f"{announcement.number} · {announcement.title}" if announcement.number else announcement.title
        return Hit(name, detail, announcement.get_absolute_url(), is_exact=announcement.number == text)

    found = Announcement.objects.visible_to(user).matching(text).order_by("-starts_on", "-id")
    return results_of(_("ประกาศ"), found, hit, most)


def may_be_reminded(user: Any, notice: Any) -> Verdict:
    """Whether the announcement still stands, is for the person, and has not been read or acknowledged meanwhile."""
    mine = Announcement.objects.visible_to(user).filter(pk=notice.about_id)
    waits = mine.unread_by(user).exists() or mine.to_acknowledge(user).exists()
    return ALLOW if waits else hide(_("อ่านหรือรับทราบแล้ว หรือประกาศนี้ไม่ได้ถึงผู้รับแล้ว"))


def register() -> None:
    """Called once, when the apps are ready."""
    label = gettext_lazy("ประกาศ")
    entry = NavEntry(62, label, "clinics:announcement_list", _signed_in, icon="announce", count=_count, key="g n")
    registry.nav.append(entry)
    registry.tasks.append(tasks)
    registry.searches.append((76, search))
    registry.panels.append(HomePanel(1, "clinics/panels/announcements.html", panel, _signed_in, on_top=True))
    registry.notices[reminders.KIND] = NoticeKind(gettext_lazy("ประกาศที่รอคุณรับทราบ"), may_be_reminded)
    registry.lists.add("clinics:announcement_list")
    registry.places |= {"clinics:announcement": label}
    registry.form_names |= {
        "clinics:announcement_new": gettext_lazy("ร่างประกาศ"),
        "clinics:announcement_edit": gettext_lazy("แก้ไขประกาศ"),
        "clinics:announcement_move": gettext_lazy("ขั้นตอนของประกาศ"),
    }
    registry.event_kinds |= {
        "announcement.drafted": gettext_lazy("ร่างประกาศ"),
        "announcement.edited": gettext_lazy("แก้ไขประกาศ"),
        "announcement.read": gettext_lazy("เปิดอ่านประกาศ"),
        "announcement.reminded": gettext_lazy("เตือนผู้ที่ยังไม่รับทราบประกาศ"),
        "announcement.acknowledged": gettext_lazy("รับทราบประกาศ"),
    }
    registry.event_details |= {"revision": gettext_lazy("ฉบับแก้ไขที่")}
