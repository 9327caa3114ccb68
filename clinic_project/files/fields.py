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
        "contradiction": _("เลือกแฟ้มใหม่ หรือไม่แนบแฟ้ม อย่างใดอย่างหนึ่ง"),
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


class ManyFilesInput(forms.FileInput):
    """A box that takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files sent under the name."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class ManyUploadsField(UploadField):
    """Several files, each looked into; the clean value is a list of :class:`CheckedFile`, empty for none."""

    def __init__(self, *, kinds: frozenset[str] = PAPERS, most: int = 10, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("widget", ManyFilesInput(attrs={"accept": ",".join(sorted(kinds)), "multiple": True}))
        super().__init__(kinds=kinds, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The checked files. Raises ``ValidationError`` in Thai that names the file."""
        sent = [one for one in (data or []) if one]
        if not sent:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return []
        if len(sent) > self.most:
            text = _("แนบได้ครั้งละไม่เกิน %(most)d แฟ้ม") % {"most": self.most}
            raise forms.ValidationError(text, code="many")
        return [self._checked(one) for one in sent]

    def _checked(self, sent: Any) -> CheckedFile | None:
        try:
            return super().clean(sent)
        except forms.ValidationError as error:
            raise forms.ValidationError([f"{sent.name}: {text}" for text in error.messages]) from error
