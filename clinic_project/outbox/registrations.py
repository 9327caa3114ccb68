"""What notices hang into the frame: on home, those no mail has brought; for administrators, the list."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.outbox.models import Outbox
from clinic_project.outbox.sending import verdict_on
from clinic_project.registry import NavEntry, Task, registry

MOST = 10


def notices(user: Any) -> Iterator[Task]:
    """Notices that stand here in place of a mail; opening one takes it off, as does having done what it asked for."""
    for notice in Outbox.objects.of(user).unread().select_related("recipient")[:MOST]:
        # The rights already read for this request, not another person's of the same number.
        notice.recipient = user
        if verdict_on(notice):
            words = registry.notices[notice.kind].words
            url = reverse("notice", args=[notice.pk])
            yield Task(_("มีข้อความใหม่: %(words)s") % {"words": words}, _("เปิดอ่าน"), url, chip=_("ใหม่"), tone="wait")


def _administers(user: Any) -> bool:
    return bool(user.is_staff)


def _failed(user: Any) -> int:
    return int(Outbox.objects.visible_to(user).narrowed("failed").count())


def register() -> None:
    """The notices on home, and the administrators' list with what failed."""
    registry.tasks.append(notices)
    label = gettext_lazy("กล่องส่งออก")
    registry.nav.append(NavEntry(88, label, "outbox", _administers, icon="referral", count=_failed, key="g o"))
    registry.lists.add("outbox")
    registry.event_kinds |= {"outbox.retried": gettext_lazy("สั่งส่งข้อความแจ้งใหม่")}
