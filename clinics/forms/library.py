"""Forms of the library: a document, a version, a reason."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.checking import CheckedFile
from clinic_project.files.fields import UploadField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from clinics.models import LibraryAudience, LibraryDocument, LibraryVersion, Shelf

FILE_HELP = _("PDF ภาพถ่าย หรือภาพสแกน ไม่เกิน 10 เมกะไบต์ ระบบอ่านข้อความใน PDF ให้ค้นได้เอง")
KEYWORDS_HELP = _("คำที่คนน่าจะพิมพ์ค้น เช่น พักชำระหนี้ ค้ำประกัน จำเป็นเมื่อแฟ้มเป็นภาพหรือสแกน")


def _upload(**kwargs: Any) -> UploadField:
    return UploadField(label=_("แฟ้ม"), help_text=FILE_HELP, **kwargs)


def _first_day() -> ThaiDateField:
    return ThaiDateField(label=_("มีผลตั้งแต่"))


def _last_day() -> ThaiDateField:
    text = _("เว้นว่างได้ เมื่อเผยแพร่ฉบับใหม่ ฉบับเดิมจะสิ้นสุดหนึ่งวันก่อนหน้าให้เอง")
    return ThaiDateField(label=_("ถึงวันที่"), required=False, help_text=text)


def _summary() -> ThaiTextField:
    return ThaiTextField(label=_("สรุปสั้น ๆ"), required=False, max_length=600, help_text=_("เอกสารนี้ว่าด้วยอะไร ใช้เมื่อใด"))


def _keywords() -> ThaiTextField:
    return ThaiTextField(label=_("คำสำคัญ"), required=False, max_length=2000, help_text=KEYWORDS_HELP)


def _audience() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("ใครอ่านได้"),
        choices=LibraryAudience.choices,
        initial=LibraryAudience.STAFF,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกว่าใครอ่านได้")},
    )


class LibraryForm(PlainForm):
    """Drawn by crispy; the file that was sent stands apart in ``sent``, so that no text takes it for a value."""

    sent: CheckedFile | None = None

    def clean(self) -> dict[str, Any]:
        """Set the file apart; the last day may not come before the first."""
        data = super().clean() or {}
        self.sent = data.pop("upload", None)
        first, last = data.get("effective_from"), data.get("effective_to")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("effective_to", _("วันสิ้นสุดต้องไม่ก่อนวันที่มีผล"))
        return data


class NewDocumentForm(LibraryForm):
    """A new document with its first version."""

    shelf = forms.ChoiceField(
        label=_("หมวด"),
        choices=Shelf.choices,
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกหมวดของเอกสาร")},
    )
    title = ThaiCharField(label=_("ชื่อเอกสาร"), max_length=200)
    summary = _summary()
    audience = _audience()
    upload = _upload()
    effective_from = _first_day()
    effective_to = _last_day()
    keywords = _keywords()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"].initial = timezone.localdate()
        self.helper.layout = Layout(
            Fieldset(_("เอกสาร"), "shelf", "title", "summary", "audience"),
            Fieldset(_("ฉบับแรก"), "upload", "effective_from", "effective_to", "keywords"),
        )


class DocumentForm(LibraryForm):
    """What the shelf says of a document."""

    title = ThaiCharField(label=_("ชื่อเอกสาร"), max_length=200)
    summary = _summary()
    audience = _audience()

    def __init__(self, *args: Any, document: LibraryDocument, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(document, name) for name in ("title", "summary", "audience")}
        super().__init__(*args, **kwargs)


class VersionForm(LibraryForm):
    """A version: new (``version`` None), a draft (the file may stay), or published (the key words alone)."""

    upload = _upload()
    effective_from = _first_day()
    effective_to = _last_day()
    change_note = ThaiTextField(
        label=_("สิ่งที่เปลี่ยนจากฉบับก่อน"), required=False, max_length=2000, help_text=_("ผู้อ่านเห็นข้อความนี้ข้างฉบับใหม่")
    )
    keywords = _keywords()

    def __init__(self, *args: Any, version: LibraryVersion | None = None, **kwargs: Any) -> None:
        names = ("effective_from", "effective_to", "change_note", "keywords")
        if version is not None:
            kwargs["initial"] = {name: getattr(version, name) for name in names}
        super().__init__(*args, **kwargs)
        if version is not None:
            self.fields["upload"].required = False
            self.fields["upload"].label = _("แฟ้มใหม่แทนแฟ้มเดิม")
            if version.is_published:
                for name in ("upload", *names[:-1]):
                    del self.fields[name]


class LibraryReasonForm(PlainForm):
    """Why something is taken back."""

    reason = ThaiCharField(label=_("เหตุผล"), max_length=300)
