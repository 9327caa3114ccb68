"""Named reads and scopes of the library and of what is shared from it."""

from datetime import date, datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from clinic_project.scoping import ScopedQuerySet


def _reads_of(user: Any) -> Any:
    model = apps.get_model("clinics", "LibraryRead")
    return model._default_manager.filter(user=user)


class LibraryDocumentQuerySet(ScopedQuerySet):
    """Documents are for all who sign in; what was never published is central's."""

    def visible_to(self, user: Any) -> Self:
        """Documents with a published version; all for central. Who holds no post any more reads none."""
        if user.is_central:
            return self.all()
        if not (user.seats or user.is_staff):
            return self.none()
        versions = apps.get_model("clinics", "LibraryVersion")._default_manager
        return self.filter(Exists(versions.filter(document=OuterRef("pk"), published_at__isnull=False)))

    def standing(self) -> Self:
        """Documents that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class LibraryVersionQuerySet(ScopedQuerySet):
    """Versions, published ones for all who sign in."""

    def visible_to(self, user: Any) -> Self:
        """Published versions; drafts too for central."""
        return self.all() if user.is_central else self.published()

    def published(self) -> Self:
        """Without drafts."""
        return self.filter(published_at__isnull=False)

    def in_force(self, day: date | None = None) -> Self:
        """What counts on a day (today): one version a document at most, none of a withdrawn one."""
        day = day or timezone.localdate()
        return self.published().filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=day),
            effective_from__lte=day,
            document__withdrawn_at__isnull=True,
        )

    def for_shelves(self, user: Any) -> Self:
        """In force today, with their document, and whether the person has opened them (``is_opened``)."""
        opened = Exists(_reads_of(user).filter(version=OuterRef("pk")))
        rows = self.visible_to(user).in_force().annotate(is_opened=opened)
        return rows.select_related("document", "file").order_by("document__code")

    def published_since(self, since: datetime, *, but: Any) -> Self:
        """What others published after a moment, newest first."""
        found = self.published().filter(published_at__gt=since, document__withdrawn_at__isnull=True)
        return found.exclude(published_by=but).select_related("document").order_by("-published_at")


class LibraryPageQuerySet(ScopedQuerySet):
    """The words of versions, as far as those may be seen."""

    def visible_to(self, user: Any) -> Self:
        """Pages of published versions; of drafts too for central."""
        return self.all() if user.is_central else self.filter(version__published_at__isnull=False)


class ShareLinkQuerySet(ScopedQuerySet):
    """Links a clinic made are its own business, and central's."""

    def visible_to(self, user: Any) -> Self:
        """Links of the person's clinics; all for central."""
        return self.all() if user.is_central else self.filter(clinic_id__in=user.clinic_ids)

    def for_list(self) -> Self:
        """With what a line of the list shows."""
        return self.select_related("document", "clinic", "created_by", "version")

    def made_in(self, clinic_id: int, month: date) -> Self:
        """Links a clinic made in a month (its first day)."""
        return self.filter(clinic_id=clinic_id, created_at__date__year=month.year, created_at__date__month=month.month)
