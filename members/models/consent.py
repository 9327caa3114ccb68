"""What a member consented to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from members.models.member import Member
from members.querysets import ConsentQuerySet


class Consent(models.Model):
    """A member allowed one use of what concerns them: to which text, how, told to whom (domain.md section 6).

    Taking it back is written into the same row and ends it at once; allowing again is a new row.
    """

    class Purpose(models.TextChoices):
        STORY = "story", _("เล่าเรื่องโดยไม่ระบุตัวในนิทรรศการ")

    class Channel(models.TextChoices):
        PAPER = "paper", _("ลงชื่อในแบบ")
        SPOKEN = "spoken", _("บอกด้วยวาจาต่อหน้า")
        PHONE = "phone", _("ทางโทรศัพท์")
        LINE = "line", _("ทางไลน์")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="consents", verbose_name=_("สมาชิก"))
    purpose = models.CharField(_("ใช้เพื่อ"), max_length=20, choices=Purpose)
    text_version = models.PositiveSmallIntegerField(_("ฉบับของข้อความ"))
    channel = models.CharField(_("ให้ไว้ทาง"), max_length=10, choices=Channel)
    given_on = models.DateField(_("ให้ไว้เมื่อ"))
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    paper = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("แบบที่ลงชื่อ")
    )
    withdrawn_at = models.DateTimeField(_("ถอนเมื่อ"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้บันทึกการถอน"),
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ความยินยอม")
        verbose_name_plural = _("ความยินยอม")
        ordering: ClassVar = ["-given_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
                violation_error_message=_("สมาชิกให้ความยินยอมเรื่องนี้ไว้แล้ว"),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_pair",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                violation_error_message=_("เวลาและผู้บันทึกการถอนต้องบันทึกคู่กัน"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}"

    @property
    def is_in_force(self) -> bool:
        """Whether the member has not taken it back."""
        return self.withdrawn_at is None
