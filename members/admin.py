"""The register of members for administrators: import, export, and a plain list. No case, no visit, no national ID."""

from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from import_export.formats.base_formats import CSV, XLSX

from clinic_project import audit
from clinic_project.admin_thai import THAI_DATES, column
from clinic_project.jobs.tables import BackgroundTables
from members.forms.register_export import RegisterExportForm
from members.models import Member, RetentionRule
from members.resources import MemberResource


@admin.register(Member)
class MemberAdmin(BackgroundTables):
    """Who is in the register. Names and money are mended by the clinics, so nothing is edited here."""

    resource_classes = (MemberResource,)
    import_template_name = "admin/members/member/import.html"
    formats = (XLSX, CSV)
    list_display = ("number", "name", "unit")
    search_fields = ("number", "search_key")
    ordering = ("sort_key", "number")
    show_full_result_count = False
    fields = ("number", "prefix", "first_name", "last_name", "unit", "position", "taken_on")
    readonly_fields = fields
    taken_on = column(Member, "created_at")

    @admin.display(description=_("ชื่อ"), ordering="sort_key")
    def name(self, member: Member) -> str:
        """Prefix, first and last name."""
        return member.full_name

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Records of their own; one that was merged into another is seen by nobody."""
        return super().get_queryset(request).filter(merged_into__isnull=True)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Members are taken on by a clinic, or come in by import."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody is deleted by hand."""
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Administrators import."""
        return bool(request.user.is_staff)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Administrators export; each export is logged."""
        return bool(request.user.is_staff)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Ask for the password again; the library's page knows the form, not who fills it in."""
        page = copy(self)
        page.export_form_class = RegisterExportForm.of(request.user)
        return super(MemberAdmin, page).export_action(request)

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows of the list as filtered, with their clinics."""
        return super().get_export_queryset(request).prefetch_related("clinic_links__clinic")

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any) -> Any:
        """Write the event before the first byte leaves (quality.md, safety 3 and 8)."""
        detail = {"count": queryset.count(), "filter": bool(request.GET), "format": file_format.get_extension()}
        audit.record("member.export", request.user, by=request.user, detail=detail)  # type: ignore[arg-type]
        return super().get_export_data(file_format, request, queryset, **kwargs)

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Log what a confirmed import did: counts only."""
        totals = {name: count for name, count in result.totals.items() if count}
        audit.record("member.import", request.user, by=request.user, detail=totals)  # type: ignore[arg-type]
        return super().process_result(result, request)

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        """Say what the import did, in Thai."""
        counts = {name: result.totals.get(name, 0) for name in ("new", "update", "skip")}
        text = _("นำเข้าแล้ว เพิ่ม %(new)d แก้ไข %(update)d ไม่เปลี่ยน %(skip)d ราย")
        messages.success(request, text % counts)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Log that members were listed or searched, before the page is drawn."""
        answer = super().changelist_view(request, extra_context)
        listed = (getattr(answer, "context_data", None) or {}).get("cl")
        if listed is not None:
            detail = {"page": "admin", "count": len(listed.result_list), "searched": bool(listed.query)}
            audit.record("member.search", request.user, by=request.user, detail=detail)  # type: ignore[arg-type]
        return answer

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log the reading before the page is drawn."""
        found = self.get_object(request, object_id)
        if found is not None:
            audit.record("member.read", found, by=request.user, detail={"page": "admin"})
        return super().change_view(request, object_id, *args, **kwargs)


@admin.register(RetentionRule)
class RetentionRuleAdmin(admin.ModelAdmin):
    """How long things are kept. A rule that is changed is a new one with its day."""

    formfield_overrides = THAI_DATES
    list_display = ("kind", "years", "begins", "source")
    begins = column(RetentionRule, "starts_on")
    ordering = ("kind", "-starts_on")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rules that once held stay to be read."""
        return False
