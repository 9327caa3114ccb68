"""The access log for administrators: who did or read what, when. Read only."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clinic_project import event_words
from clinic_project.admin_thai import column
from clinic_project.models import Event

# Roles are appointments; groups would be a second door.
admin.site.unregister(Group)


class KindFilter(admin.SimpleListFilter):
    """Kinds of event by their words."""

    title = _("เหตุการณ์")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        """The known kinds; the table of events is not read for them."""
        return list(event_words.KINDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Events of the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """Events, newest first, in words."""

    list_display = ("shown_at", "what", "actor", "role", "actor_clinic", "subject", "subject_reference")
    fields = (*list_display, "more")
    readonly_fields = fields
    list_filter = (KindFilter, "actor_clinic")
    search_fields = ("subject_reference",)
    shown_at = column(Event, "at")
    list_select_related = ("actor",)
    show_full_result_count = False

    @admin.display(description=_("เหตุการณ์"), ordering="kind")
    def what(self, event: Event) -> str:
        """What happened."""
        return event_words.kind_words(event.kind)

    @admin.display(description=_("บทบาทขณะนั้น"), ordering="actor_role")
    def role(self, event: Event) -> str:
        """The role the person acted in."""
        return event_words.role_words(event.actor_role)

    @admin.display(description=_("ชนิดของสิ่งที่ถูกกระทำ"), ordering="subject_type")
    def subject(self, event: Event) -> str:
        """What kind of thing it happened to."""
        return event_words.subject_words(event.subject_type)

    @admin.display(description=_("รายละเอียด"))
    def more(self, event: Event) -> SafeString:
        """Counts and reference numbers."""
        return format_html_join(" · ", "{}: {}", event_words.detail_words(event.detail))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes events by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes events."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes events."""
        return False
