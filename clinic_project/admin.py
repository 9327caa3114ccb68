"""The access log for administrators: who did or read what, when. Read only."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from clinic_project.models import Event

# Roles are appointments; groups would be a second door.
admin.site.unregister(Group)


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """Events, newest first."""

    list_display = ("at", "kind", "actor", "actor_role", "actor_clinic", "subject_type", "subject_reference")
    list_filter = ("kind", "actor_clinic")
    search_fields = ("subject_reference",)
    list_select_related = ("actor",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes events by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes events."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes events."""
        return False
