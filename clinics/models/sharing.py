"""A document handed to a member by link or QR code (R28): nothing is known of who opens it."""

import secrets
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models.clinic import Clinic
from clinics.models.library import LibraryDocument, LibraryVersion
from clinics.querysets import ShareLinkQuerySet


def new_share_token() -> str:
    """128 random bits, as they stand in the address."""
    return secrets.token_hex(16)


class ShareLink(models.Model):
    """An address under which the public reads one document, always in the version in force, until a day."""

    token = models.CharField(max_length=32, unique=True, default=new_share_token, editable=False)
    document = models.ForeignKey(
        LibraryDocument, on_delete=models.PROTECT, related_name="shares", verbose_name=_("เอกสาร")
    )
    version = models.ForeignKey(
        LibraryVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("ฉบับเมื่อแบ่งปัน")
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="shares", verbose_name=_("คลินิก"))
    created_at = models.DateTimeField(_("แบ่งปันเมื่อ"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้แบ่งปัน")
    )
    expires_on = models.DateField(_("ใช้ได้ถึง"))
    opened_count = models.PositiveIntegerField(_("จำนวนครั้งที่เปิด"), default=0)
    revoked_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ยกเลิก"),
    )

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("ลิงก์แบ่งปันเอกสาร")
        verbose_name_plural = _("ลิงก์แบ่งปันเอกสาร")
        ordering: ClassVar = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="share_revoked_pair",
                violation_error_message=_("การยกเลิกลิงก์ต้องมีทั้งเวลาและผู้ยกเลิก"),
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["clinic", "-created_at", "-id"], name="share_of_clinic")]

    def __str__(self) -> str:
        return f"{self.document} {self.clinic}"

    def get_absolute_url(self) -> str:
        """The page of the link, for staff; the public's address is :attr:`public_path`."""
        return reverse("clinics:share_detail", args=[self.pk])

    @property
    def public_path(self) -> str:
        """Where the public reads the document."""
        return reverse("shared", args=[self.token])

    @property
    def reference(self) -> str:
        """What events call it: the document's code, never the token."""
        return self.document.code

    def is_open(self, day: date | None = None) -> bool:
        """Whether it still opens the document on a day (today)."""
        day = day or timezone.localdate()
        document = self.document
        return (
            self.revoked_at is None
            and self.expires_on >= day
            and document.withdrawn_at is None
            and document.is_for_members
        )
