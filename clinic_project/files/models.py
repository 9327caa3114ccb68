"""A stored file: its bytes lie in the files' storage, what is known of them here."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def random_name(instance: Any, filename: str) -> str:
    """A name that tells nothing: neither who sent the file nor what it was called."""
    key = secrets.token_hex(16)
    return f"files/{key[:2]}/{key}"


class StoredFile(models.Model):
    """One file as it was checked and kept. Who may read it is decided by the record that points to it."""

    name = models.CharField(_("ชื่อแฟ้ม"), max_length=200)
    content_type = models.CharField(_("ชนิดแฟ้ม"), max_length=40)
    size = models.PositiveIntegerField(_("ขนาด (ไบต์)"))
    sha256 = models.CharField(_("ลายนิ้วมือแฟ้ม"), max_length=64)
    content = models.FileField(_("แฟ้ม"), upload_to=random_name, max_length=120)
    stored_at = models.DateTimeField(_("ส่งเมื่อ"))
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้ส่ง")
    )

    class Meta:
        verbose_name = _("แฟ้มแนบ")
        verbose_name_plural = _("แฟ้มแนบ")
        indexes = [models.Index(fields=["stored_by", "stored_at"], name="file_quota")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether a page can show it as a picture."""
        return self.content_type.startswith("image/")

    def read(self) -> bytes:
        """The bytes. Raises ``OSError`` when the storage lost them."""
        with self.content.open("rb") as opened:
            return bytes(opened.read())
