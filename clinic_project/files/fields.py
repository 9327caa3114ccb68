"""A form's box for a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.files.checking import JPEG, PDF, PNG, CheckedFile, check

PAPERS = frozenset({PDF, JPEG, PNG})
PICTURES = frozenset({JPEG, PNG})
ONLY_PDF = frozenset({PDF})


class UploadField(forms.FileField):
    """A file that is looked into; its clean value is a :class:`CheckedFile`, or None."""

    default_error_messages = {
        "required": _("เลือกแฟ้มที่จะแนบ"),
        "invalid": _("แฟ้มไม่ได้ถูกส่งมา เลือกแฟ้มแล้วส่งอีกครั้ง"),
        "missing": _("เลือกแฟ้มที่จะแนบ"),
        "empty": _("แฟ้มนี้ว่างเปล่า เลือกแฟ้มใหม่"),
        "max_length": _("ชื่อแฟ้มยาวเกินไป ตั้งชื่อให้สั้นลงแล้วแนบใหม่"),
    }

    def __init__(self, *, kinds: frozenset[str] = PAPERS, **kwargs: Any) -> None:
        self.kinds = kinds
        kwargs.setdefault("max_length", 250)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(sorted(kinds))}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        """The checked file. Raises ``ValidationError`` in Thai."""
        sent = super().clean(data, initial)
        return check(sent, name=sent.name or "", allowed=self.kinds) if sent else None
