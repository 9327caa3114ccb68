"""What a member consented to, and the texts that were read to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from clinic_project.models import AppendOnlyModel
from members.models.member import Member
from members.querysets import ConsentQuerySet, ConsentTextQuerySet


class Purpose(models.TextChoices):
    """Uses that need the member's consent, each asked apart (domain.md section 6)."""

    OUTSIDE_DEBTS = "outside_debts", _("เก็บข้อมูลหนี้กับเจ้าหนี้ภายนอก")
    THIRD_PARTY = "third_party", _("ส่งข้อมูลให้หน่วยงานภายนอก")
    HEALTH = "health", _("ใช้ข้อมูลสุขภาพที่เป็นเหตุของปัญหา")
    PHOTO = "photo", _("ถ่ายและใช้ภาพ")
    STORY = "story", _("เล่าเรื่องโดยไม่ระบุตัวในนิทรรศการ")


class ConsentText(AppendOnlyModel):
    """A text of consent that came after the first edition; what was once read to a member is never changed."""

    purpose = models.CharField(_("ใช้เพื่อ"), max_length=20, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("ฉบับที่"))
    text = models.TextField(_("ข้อความ"))
    starts_on = models.DateField(_("ใช้ตั้งแต่"))
    written_at = models.DateTimeField(_("บันทึกเมื่อ"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )

    objects: ClassVar = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อความขอความยินยอม")
        verbose_name_plural = _("ข้อความขอความยินยอม")
        ordering: ClassVar = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version"],
                name="consent_text_version_once",
                violation_error_message=_("มีข้อความฉบับนี้แล้ว"),
            ),
            models.CheckConstraint(
                name="consent_text_not_empty",
                condition=~Q(text="") & Q(version__gte=2),
                violation_error_message=_("ข้อความต้องไม่ว่าง และฉบับใหม่เริ่มที่ฉบับที่ 2"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"


class Consent(models.Model):
    """A member's answer to one use of what concerns them: to which text, how, told to whom (domain.md section 6).

    A refusal is kept too: it shows that the member was asked. Taking a consent back is written into the same row and
    ends it at once; allowing again is a new row.
    """

    Purpose = Purpose

    class Channel(models.TextChoices):
        PAPER = "paper", _("ลงชื่อในแบบ")
        SPOKEN = "spoken", _("บอกด้วยวาจาต่อหน้า")
        PHONE = "phone", _("ทางโทรศัพท์")
        LINE = "line", _("ทางไลน์")

    class Answer(models.TextChoices):
        GIVEN = "given", _("ยินยอม")
        DECLINED = "declined", _("ไม่ยินยอม")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="consents", verbose_name=_("สมาชิก"))
    purpose = models.CharField(_("ใช้เพื่อ"), max_length=20, choices=Purpose)
    answer = models.CharField(_("คำตอบของสมาชิก"), max_length=10, choices=Answer, default=Answer.GIVEN)
    text_version = models.PositiveSmallIntegerField(_("ฉบับของข้อความ"))
    channel = models.CharField(_("ตอบทาง"), max_length=10, choices=Channel)
    given_on = models.DateField(_("ตอบเมื่อ"))
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
    # Empty where a merge ended the consent, and where it was taken back before these were asked.
    withdrawn_on = models.DateField(_("สมาชิกถอนเมื่อ"), null=True, blank=True)
    withdrawn_channel = models.CharField(_("ถอนทาง"), max_length=10, choices=Channel, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ความยินยอม")
        verbose_name_plural = _("ความยินยอม")
        ordering: ClassVar = ["-given_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"],
                condition=Q(withdrawn_at__isnull=True, answer="given"),
                name="consent_one_in_force",
                violation_error_message=_("สมาชิกให้ความยินยอมเรื่องนี้ไว้แล้ว"),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_pair",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                violation_error_message=_("เวลาและผู้บันทึกการถอนต้องบันทึกคู่กัน"),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_how",
                condition=Q(withdrawn_on__isnull=True, withdrawn_channel="")
                | Q(withdrawn_on__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_channel=""),
                violation_error_message=_("วันและทางที่สมาชิกถอนต้องบันทึกคู่กัน"),
            ),
            models.CheckConstraint(
                name="consent_only_given_is_withdrawn",
                condition=Q(answer="given") | Q(withdrawn_at__isnull=True),
                violation_error_message=_("ถอนได้เฉพาะความยินยอมที่ให้ไว้"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}"

    @property
    def is_in_force(self) -> bool:
        """Whether the member allowed it and has not taken it back."""
        return self.answer == self.Answer.GIVEN and self.withdrawn_at is None
