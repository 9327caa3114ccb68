"""Pages for administrators: accounts, years, clinics, appointments, holidays. No member's data."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

from clinic_project import audit
from clinic_project.admin_thai import THAI_DATES, column
from clinic_project.jobs.tables import BackgroundTables
from clinics.calendar import forget_holidays
from clinics.models import Appointment, Clinic, ClinicYear, Holiday, HostUnit, ProgrammeYear, User
from clinics.resources import ClinicResource
from clinics.services.handover import check_may_end

admin.site.site_header = _("ผู้ดูแลระบบคลินิกสหกรณ์")
admin.site.site_title = _("คลินิกสหกรณ์")
admin.site.index_title = _("ตั้งค่าระบบ")
admin.site.site_url = "/"


class AppointmentRows(BaseInlineFormSet):
    """A person's posts under the rules of the clinics' own pages: nothing overlaps, no work is left."""

    def clean(self) -> None:
        """Refuse rows of this form that overlap each other, and ends that hand nothing over."""
        super().clean()
        kept: list[Appointment] = []
        for form in self.forms:
            row: Appointment = form.instance
            if form.errors or not row.starts_on or (not form.has_changed() and not row.pk):
                continue
            for other in kept:
                same_place = (row.clinic_year_id, row.committee) == (other.clinic_year_id, other.committee)
                if same_place and (words := row.clash(other)):
                    form.add_error(None, words)
            kept.append(row)
            if row.pk and "ends_on" in form.changed_data and row.ends_on:
                try:
                    check_may_end(row, row.ends_on)
                except ValidationError as error:
                    form.add_error("ends_on", error)


class AppointmentInline(admin.StackedInline):
    """A person's posts. They are ended, never deleted; orders and ends are kept by the pages of the clinic's staff."""

    model = Appointment
    formset = AppointmentRows
    fk_name = "user"
    extra = 0
    can_delete = False
    formfield_overrides = THAI_DATES
    autocomplete_fields = ("clinic_year",)
    fields = (
        ("clinic_year", "committee"),
        ("post", "role", "post_title"),
        ("starts_on", "ends_on", "is_acting", "order"),
        ("order_number", "order_date", "reason"),
    )


class GivePasswordForm(AdminPasswordChangeForm):
    """The library's form; its warning is no text of the catalogue."""

    usable_password_help_text = _("ถ้าปิด ผู้ใช้นี้จะเข้าสู่ระบบไม่ได้ และรหัสผ่านปัจจุบันจะหายไป")  # type: ignore[assignment]


@admin.register(User)
class ClinicUserAdmin(UserAdmin):
    """Accounts. Rights come from appointments, so groups and permissions are not offered."""

    change_password_form = GivePasswordForm
    inlines = (AppointmentInline,)
    list_display = ("username", "whole_name", "works", "runs_this", "last_seen")
    readonly_fields = ("last_seen",)
    works, runs_this = column(User, "is_active"), column(User, "is_staff")
    last_seen = column(User, "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("username", "first_name", "last_name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("บุคคล"), {"fields": ("prefix", "first_name", "last_name", "email", "phone")}),
        (_("สถานะ"), {"fields": ("is_active", "is_staff", "is_superuser", "last_seen")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "prefix", "first_name", "last_name", "usable_password", "password1", "password2")},
        ),
    )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the posts, each change with its event."""
        super().save_formset(request, form, formset, change)
        if formset.model is Appointment:
            for made in formset.new_objects:
                audit.record("appointment.made", made, by=request.user, reference=made.user.username)
            for changed, _fields in formset.changed_objects:
                audit.record("appointment.changed", changed, by=request.user, reference=changed.user.username)

    @admin.display(description=_("ชื่อและนามสกุล"), ordering="first_name")
    def whole_name(self, user: User) -> str:
        """Prefix, first and last name."""
        return user.full_name


class HostInline(admin.TabularInline):
    """A clinic's host units."""

    model = HostUnit
    extra = 0


@admin.register(Clinic)
class ClinicAdmin(BackgroundTables):
    """The clinics, with import and export."""

    resource_classes = (ClinicResource,)
    export_form_class = ExportForm
    formats = (XLSX, CSV)
    inlines = (HostInline,)
    list_display = ("number", "code", "name", "kind", "group", "phone")
    list_display_links = ("code", "name")
    search_fields = ("code", "name")


@admin.register(ProgrammeYear)
class ProgrammeYearAdmin(admin.ModelAdmin):
    """A year's rules, to look at: the year's own page changes them, and keeps the sign-off in step with them."""

    list_display = ("buddhist_year", "title", "opens", "closes", "counts_until")
    opens, closes = column(ProgrammeYear, "service_start"), column(ProgrammeYear, "service_end")
    counts_until = column(ProgrammeYear, "cutoff")
    due, judged_from = column(ProgrammeYear, "confirm_due"), column(ProgrammeYear, "evaluation_start")
    judged_until = column(ProgrammeYear, "evaluation_end")
    exclude = ("service_start", "service_end", "cutoff", "confirm_due", "evaluation_start", "evaluation_end")
    readonly_fields = ("opens", "closes", "due", "judged_from", "judged_until", "counts_until")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Years are set up from the one before, on their own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Changed on the year's page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A set-up is undone on the year's page, while nothing was done in it."""
        return False


@admin.register(ClinicYear)
class ClinicYearAdmin(admin.ModelAdmin):
    """A clinic's year."""

    formfield_overrides = THAI_DATES
    list_display = ("clinic", "year", "status", "confirmed")
    # A clinic moves through its year on its own page, by the machine's table.
    readonly_fields = ("status", "confirmed")
    exclude = ("confirmed_on",)
    confirmed = column(ClinicYear, "confirmed_on")
    list_filter = ("year", "status")
    search_fields = ("clinic__name", "clinic__code", "year__buddhist_year")
    list_select_related = ("clinic", "year")


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    """Changes to the official holidays."""

    formfield_overrides = THAI_DATES
    list_display = ("which_day", "name", "works")
    which_day, works = column(Holiday, "day"), column(Holiday, "is_working")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and let every clock read the table anew."""
        super().save_model(request, obj, form, change)
        forget_holidays()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, and let every clock read the table anew."""
        super().delete_model(request, obj)
        forget_holidays()
