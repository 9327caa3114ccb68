"""Reminding those who have not read or acknowledged an announcement (R17): once a day at the most."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.outbox.services import post
from clinics.models import Announcement
from clinics.permissions.announcements import can_remind_readers
from clinics.receipts import people_missing

KIND = "announcement.reminder"
REMINDED = "announcement.reminded"


def reminded_at(announcement: Announcement) -> Any:
    """When its readers were reminded last, or None."""
    last = audit.events_of(announcement).filter(kind=REMINDED).first()
    return last.at if last else None


@transaction.atomic
def remind_readers(announcement: Announcement, *, by: Any) -> int:
    """Tell everybody who has not done what the announcement asks; says how many.

    Raises ``NotAllowed``; ``ValidationError`` when all have, or when they were reminded today.
    """
    # Two who press at the same moment: the second sees the first's event.
    locked = workflow.lock(announcement)
    can_remind_readers(by, locked).or_raise()
    last = reminded_at(locked)
    if last is not None and timezone.localdate(last) == timezone.localdate():
        raise ValidationError(_("วันนี้เตือนเรื่องนี้แล้ว เตือนได้วันละครั้ง"))
    people = [person for person in people_missing(locked) if person.pk != by.pk]
    if not people:
        raise ValidationError(_("ทุกคนอ่านหรือรับทราบครบแล้ว ไม่ต้องเตือน"))
    for person in people:
        post(to=person, kind=KIND, path=locked.get_absolute_url(), about=locked, by=by)
    audit.record(REMINDED, locked, by=by, detail={"count": len(people)})
    return len(people)
