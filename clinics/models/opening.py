"""What a clinic needs before it opens, how it opened, and how members were told (R5, R15)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.models.clinic import ClinicYear
from clinics.models.year import ProgrammeYear
from clinics.querysets.opening import OpeningNoticeQuerySet


class OpeningCriterion(models.Model):
    """One line of the year's checklist. A year without rows has all of them, required, in this order."""

    class Code(models.TextChoices):
        CONFIRMED = "confirmed", _("แจ้งยืนยันการจัดตั้งแล้ว")
        ORIENTED = "oriented", _("ผ่านการปฐมนิเทศ")
        HEAD = "head", _("แต่งตั้งหัวหน้าคลินิก")
        SECRETARY = "secretary", _("แต่งตั้งเลขานุการคลินิก")
        FINANCE = "finance", _("แต่งตั้งเจ้าหน้าที่การเงิน")
        BASELINE = "baseline", _("ส่งข้อมูลเบื้องต้นของพื้นที่")
        CALENDAR = "calendar", _("วางแผนวันให้บริการครบทุกเดือน")
        CONTACT = "contact", _("กรอกที่อยู่และโทรศัพท์ของคลินิก")

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.CASCADE, related_name="opening_criteria", verbose_name=_("ปีโครงการ")
    )
    code = models.CharField(_("เกณฑ์"), max_length=12, choices=Code)
    is_required = models.BooleanField(_("ต้องครบก่อนเปิด"), default=True)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)

    class Meta:
        verbose_name = _("เกณฑ์การเปิดคลินิก")
        verbose_name_plural = _("เกณฑ์การเปิดคลินิก")
        ordering: ClassVar = ["year", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code"],
                name="opening_criterion_once",
                violation_error_message=_("เกณฑ์นี้มีในปีนี้แล้ว"),
            ),
            models.CheckConstraint(
                name="opening_criterion_known",
                violation_error_message=_("ไม่รู้จักเกณฑ์นี้"),
                condition=Q(
                    code__in=[
                        "confirmed", "oriented", "head", "secretary", "finance", "baseline", "calendar", "contact",
                    ]
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_code_display())


class Opening(models.Model):
    """A clinic's opening: when and by whom; what was missing and why it was opened all the same."""

    clinic_year = models.OneToOneField(
        ClinicYear, on_delete=models.PROTECT, related_name="opening", verbose_name=_("คลินิกในปี")
    )
    opened_at = models.DateTimeField(_("เปิดเมื่อ"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้เปิด")
    )
    missing = models.CharField(_("เกณฑ์ที่ขาด"), max_length=120, blank=True)
    reason = models.CharField(_("เหตุผลที่เปิดก่อนครบเกณฑ์"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("การเปิดคลินิก")
        verbose_name_plural = _("การเปิดคลินิก")
        constraints = [
            models.CheckConstraint(
                name="opening_in_spite_has_reason",
                violation_error_message=_("เปิดก่อนครบเกณฑ์ต้องมีเหตุผล"),
                condition=Q(missing="", reason="") | (~Q(missing="") & ~Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return str(self.clinic_year)

    @property
    def missing_labels(self) -> list[Any]:
        """What was missing, in Thai."""
        words = dict(OpeningCriterion.Code.choices)
        return [words[code] for code in self.missing.split() if code in words]


class OpeningNotice(models.Model):
    """Members were told that a clinic is open: on which day, through what, in which words (R5)."""

    class Channel(models.TextChoices):
        LINE = "line", _("ไลน์")
        BOARD = "board", _("ป้ายประกาศ")
        LETTER = "letter", _("หนังสือแจ้ง")
        MEETING = "meeting", _("ที่ประชุม")
        WEB = "web", _("เว็บไซต์หรือเฟซบุ๊ก")
        VOICE = "voice", _("เสียงตามสาย")
        OTHER = "other", _("อื่น ๆ")

    clinic_year = models.ForeignKey(
        ClinicYear, on_delete=models.PROTECT, related_name="opening_notices", verbose_name=_("คลินิกในปี")
    )
    announced_on = models.DateField(_("วันที่ประกาศ"))
    channels = models.JSONField(_("ช่องทาง"), default=list)
    text = models.TextField(_("ข้อความ"))
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )

    objects = OpeningNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("การประกาศเปิดคลินิก")
        verbose_name_plural = _("การประกาศเปิดคลินิก")
        ordering: ClassVar = ["-announced_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="opening_notice_says_something",
                violation_error_message=_("กรอกข้อความที่ประกาศ"),
                condition=~Q(text=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.clinic_year} {self.announced_on}"

    @property
    def channel_labels(self) -> list[Any]:
        """Its channels in Thai."""
        words = dict(self.Channel.choices)
        return [words[code] for code in self.channels if code in words]
