"""The form of an announcement (R17)."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.choices import RecordsField
from clinic_project.files.checking import CheckedFile
from clinic_project.files.fields import ManyUploadsField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinic_project.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect
from clinics.models import Announcement, AnnouncementFile, Clinic, LibraryDocument

_PLAIN = ("title", "text", "level", "audience", "starts_on", "ends_on", "needs_ack", "ack_days")


class _Files(RecordsField):
    def label_from_instance(self, obj: Any) -> str:
        """The file's name."""
        return str(obj.file.name)


class _Documents(RecordsField):
    def label_from_instance(self, obj: Any) -> str:
        """Code and title."""
        return f"{obj.code} {obj.title}"


class AnnouncementForm(PlainForm):
    """Write or change an announcement. The files that were sent stand apart in ``sent``."""

    sent: list[CheckedFile] = []

    title = ThaiCharField(label=_("เรื่อง"), max_length=200)
    text = ThaiTextField(
        label=_("ข้อความ"), max_length=8000, help_text=_("เขียนสั้น บอกว่าต้องทำอะไร ภายในเมื่อใด ไม่ใส่ชื่อสมาชิก")
    )
    level = forms.ChoiceField(
        label=_("ระดับ"), choices=Announcement.Level.choices, initial=Announcement.Level.NORMAL, widget=ChipRadioSelect
    )
    audience = forms.ChoiceField(
        label=_("ประกาศถึง"),
        choices=Announcement.Audience.choices,
        initial=Announcement.Audience.ALL_CLINICS,
        widget=ChipRadioSelect,
    )
    clinics = RecordsField(
        label=_("คลินิกที่รับประกาศ"),
        queryset=Clinic.objects.none(),
        required=False,
        widget=ChipCheckboxSelectMultiple,
        help_text=_("เลือกเมื่อประกาศถึงบางคลินิก"),
    )
    starts_on = ThaiDateField(label=_("ประกาศตั้งแต่"))
    ends_on = ThaiDateField(label=_("ถึงวันที่"), required=False, help_text=_("เว้นว่างได้ ประกาศจะอยู่จนกว่าจะถอน"))
    needs_ack = forms.BooleanField(label=_("ให้ผู้รับกดรับทราบ"), required=False)
    ack_days = ThaiIntegerField(
        label=_("รับทราบภายใน (วันทำการ)"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=_("นับจากวันเผยแพร่ วันหยุดราชการไม่นับ"),
    )
    documents = _Documents(
        label=_("เอกสารในคลังที่เกี่ยวข้อง"),
        queryset=LibraryDocument.objects.none(),
        required=False,
        widget=ChipCheckboxSelectMultiple,
    )
    uploads = ManyUploadsField(
        label=_("แฟ้มแนบ"), required=False, help_text=_("PDF หรือภาพ เลือกได้หลายแฟ้ม แฟ้มละไม่เกิน 10 เมกะไบต์")
    )
    removed = _Files(
        label=_("เอาแฟ้มเดิมออก"),
        queryset=AnnouncementFile._default_manager.none(),
        required=False,
        widget=ChipCheckboxSelectMultiple,
    )
    change_note = ThaiCharField(
        label=_("แก้ไขอะไร"), max_length=300, help_text=_("ผู้อ่านเห็นข้อความนี้ และต้องเปิดอ่านกับรับทราบอีกครั้ง")
    )

    def __init__(self, *args: Any, user: Any, announcement: Announcement | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"starts_on": timezone.localdate()}
        if announcement is not None:
            initial = {name: getattr(announcement, name) for name in _PLAIN}
            initial |= {
                name: [row.pk for row in getattr(announcement, name).all()] for name in ("clinics", "documents")
            }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["clinics"].queryset = Clinic.objects.visible_to(user).order_by("number")
        fields["documents"].queryset = LibraryDocument.objects.visible_to(user).standing().order_by("code")
        self._narrow(announcement)
        groups = (
            (_("ประกาศ"), ("title", "text", "level")),
            (_("ถึงใคร เมื่อใด"), ("audience", "clinics", "starts_on", "ends_on")),
            (_("การรับทราบ"), ("needs_ack", "ack_days")),
            (_("แนบ"), ("documents", "uploads", "removed")),
            (_("การแก้ไขครั้งนี้"), ("change_note",)),
        )
        there = [(label, [name for name in names if name in self.fields]) for label, names in groups]
        self.helper.layout = Layout(*(Fieldset(label, *names) for label, names in there if names))

    def _narrow(self, announcement: Announcement | None) -> None:
        """Only the questions that fit where the announcement stands."""
        fields: Any = self.fields
        files = announcement.files.select_related("file") if announcement else None
        if files:
            fields["removed"].queryset = files
        else:
            del fields["removed"]
        if announcement is None or not announcement.is_published:
            del fields["change_note"]
        if not fields["documents"].queryset:
            del fields["documents"]

    def clean(self) -> dict[str, Any]:
        """Clinics where some are meant, days where an acknowledgement is asked; the last day not before the first."""
        data = super().clean() or {}
        self.sent = data.pop("uploads", None) or []
        for name in ("clinics", "documents", "removed"):
            if name in data:
                data[name] = list(data[name])
        if data.get("audience") == Announcement.Audience.CHOSEN_CLINICS and not data.get("clinics"):
            self.add_error("clinics", _("เลือกคลินิกที่จะรับประกาศอย่างน้อยหนึ่งแห่ง"))
        if data.get("needs_ack") and not data.get("ack_days") and "ack_days" not in self.errors:
            self.add_error("ack_days", _("กรอกจำนวนวันทำการที่ต้องรับทราบ เช่น 3"))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("วันสิ้นสุดต้องไม่ก่อนวันเริ่มประกาศ"))
        if not data.get("needs_ack"):
            data["ack_days"] = None
        return data


class AcknowledgeForm(PlainForm):
    """Which revision the person has before their eyes."""

    revision = forms.IntegerField(
        label=_("ฉบับที่อ่าน"),
        widget=forms.HiddenInput,
        min_value=1,
        max_value=30_000,
        error_messages={
            "required": _("เปิดประกาศอีกครั้งแล้วกดรับทราบ"),
            "invalid": _("เปิดประกาศอีกครั้งแล้วกดรับทราบ"),
            "min_value": _("เปิดประกาศอีกครั้งแล้วกดรับทราบ"),
            "max_value": _("เปิดประกาศอีกครั้งแล้วกดรับทราบ"),
        },
    )
