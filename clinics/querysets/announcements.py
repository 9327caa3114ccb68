"""Named reads and scopes of announcements and their receipts."""

from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from clinic_project.scoping import ScopedQuerySet
from clinic_project.thai.text import search_key
from clinic_project.workflow import WorkflowQuerySet


class AnnouncementQuerySet(WorkflowQuerySet):
    """Announcements as far as they are addressed to a person."""

    def visible_to(self, user: Any) -> Self:
        """What was published to the person's clinics or committees, from its first day on; drafts too for central.

        Administrators read what was published to anybody.
        """
        if user.is_central:
            return self.all()
        out = self.filter(published_at__isnull=False)
        return out if user.is_staff else out.filter(starts_on__lte=timezone.localdate()).filter(self._addressed(user))

    def _addressed(self, user: Any) -> Q:
        """Whether an announcement's audience holds the person."""
        audiences = []
        if user.is_clinic_staff:
            audiences.append("all_clinics")
        if user.is_board or user.is_education:
            audiences.append("committees")
        if audiences:
            audiences.append("everybody")
        chosen = self.model._meta.get_field("clinics").remote_field.through._default_manager
        mine = Exists(chosen.filter(announcement=OuterRef("pk"), clinic_id__in=user.clinic_ids))
        return Q(audience__in=audiences) | Q(mine, audience="chosen_clinics")

    def current_for(self, user: Any) -> Self:
        """Published to the person and standing today."""
        today = timezone.localdate()
        return self.filter(
            self._addressed(user),
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            status="published",
            starts_on__lte=today,
        )

    def unread_by(self, user: Any) -> Self:
        """Current ones whose newest revision the person has not opened."""
        return self.current_for(user).filter(~Exists(_receipts(user)))

    def to_acknowledge(self, user: Any) -> Self:
        """Current ones whose newest revision waits for the person's acknowledgement, the nearest due day first."""
        done = _receipts(user).filter(acknowledged_at__isnull=False)
        return self.current_for(user).filter(~Exists(done), needs_ack=True).order_by("ack_due", "id")

    def with_receipts_of(self, user: Any) -> Self:
        """Each with whether the person has opened (``is_opened``) and acknowledged (``is_acknowledged``) it."""
        mine = _receipts(user)
        return self.annotate(is_opened=Exists(mine), is_acknowledged=Exists(mine.filter(acknowledged_at__isnull=False)))

    def matching(self, text: str) -> Self:
        """Those whose number, title or text holds the words, tones and spaces set aside."""
        key = search_key(text)
        return self.filter(search_key__contains=key) if key else self.none()


def _receipts(user: Any) -> Any:
    """A person's receipts of the newest revision, for use in a subquery."""
    model = apps.get_model("clinics", "AnnouncementReceipt")
    return model._default_manager.filter(announcement=OuterRef("pk"), user=user, revision=OuterRef("revision"))


class ReceiptQuerySet(ScopedQuerySet):
    """Who has read what is shown to central, and one's own to everybody."""

    def visible_to(self, user: Any) -> Self:
        """All for central, else one's own."""
        return self.all() if user.is_central else self.filter(user=user)
