"""Announcements of the central clinic that all see (R17): text in revisions, receipts a person and a revision."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.clinic import Clinic
from clinics.models.library import LibraryDocument
from clinics.querysets import AnnouncementQuerySet, ReceiptQuerySet
from clinics.workflow.announcement import ANNOUNCEMENT


class Announcement(WorkflowModel):
    """What central tells the clinics or the committees. ``revision`` counts from 1; who reads or acknowledges does so
    for one revision, so that a changed text asks again. ``ack_days``: working days from the publishing of a revision.
    """

    machine: ClassVar[Machine] = ANNOUNCEMENT

    class Level(models.TextChoices):
        """How pressing it is."""

        NORMAL = "normal", _("ทั่วไป")
        IMPORTANT = "important", _("สำคัญ")
        URGENT = "urgent", _("ด่วน")

    class Audience(models.TextChoices):
        """Who is told."""

        EVERYBODY = "everybody", _("ทุกคลินิกและคณะกรรมการ")
        ALL_CLINICS = "all_clinics", _("ทุกคลินิก")
        CHOSEN_CLINICS = "chosen_clinics", _("บางคลินิก (เลือกด้านล่าง)")
        COMMITTEES = "committees", _("คณะกรรมการดำเนินการและคณะกรรมการศึกษา")

    # Given when it is published: ``3/2569``.
    number = models.CharField(_("เลขที่ประกาศ"), max_length=12, blank=True)
    title = models.CharField(_("เรื่อง"), max_length=200)
    text = models.TextField(_("ข้อความ"))
    level = models.CharField(_("ระดับ"), max_length=10, choices=Level, default=Level.NORMAL)
    audience = models.CharField(_("ถึง"), max_length=16, choices=Audience, default=Audience.ALL_CLINICS)
    clinics = models.ManyToManyField(Clinic, blank=True, related_name="+", verbose_name=_("คลินิก"))
    documents = models.ManyToManyField(
        LibraryDocument, blank=True, related_name="announcements", verbose_name=_("เอกสารในคลังที่เกี่ยวข้อง")
    )
    starts_on = models.DateField(_("ประกาศตั้งแต่"))
    ends_on = models.DateField(_("ถึง"), null=True, blank=True)
    needs_ack = models.BooleanField(_("ต้องกดรับทราบ"), default=False)
    ack_days = models.PositiveSmallIntegerField(_("รับทราบภายใน (วันทำการ)"), null=True, blank=True)
    ack_due = models.DateField(_("ครบกำหนดรับทราบ"), null=True, blank=True)
    revision = models.PositiveSmallIntegerField(_("ฉบับแก้ไขที่"), default=1)
    status = models.CharField(_("สถานะ"), max_length=12, choices=ANNOUNCEMENT.choices, default=ANNOUNCEMENT.initial)
    created_at = models.DateTimeField(_("ร่างเมื่อ"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้ร่าง")
    )
    published_at = models.DateTimeField(_("เผยแพร่เมื่อ"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้เผยแพร่"),
    )
    revised_at = models.DateTimeField(_("แก้ไขล่าสุดเมื่อ"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ถอนเมื่อ"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ถอน"),
    )
    withdrawn_reason = models.CharField(_("เหตุที่ถอน"), max_length=300, blank=True)
    search_key = models.TextField(blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("ประกาศ")
        verbose_name_plural = _("ประกาศ")
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="announcement_in_order",
                violation_error_message=_("วันสิ้นสุดต้องไม่ก่อนวันเริ่มประกาศ"),
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="announcement_ack_has_days",
                violation_error_message=_("เมื่อต้องกดรับทราบ ให้กรอกจำนวนวันทำการ 1 ถึง 60 วัน"),
                # A range of nothing is neither true nor false, and a check lets that pass.
                condition=Q(needs_ack=True, ack_days__isnull=False, ack_days__range=(1, 60))
                | Q(needs_ack=False, ack_days__isnull=True),
            ),
            models.CheckConstraint(
                name="announcement_published_pair",
                violation_error_message=_("การเผยแพร่ต้องมีเลขที่ เวลา และผู้เผยแพร่"),
                condition=Q(published_at__isnull=True, published_by__isnull=True, number="")
                | Q(published_at__isnull=False, published_by__isnull=False) & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="announcement_status_has_its_date",
                violation_error_message=_("ประกาศที่เผยแพร่หรือถอนแล้วต้องมีวันเวลาที่ทำ"),
                condition=Q(status="draft", published_at__isnull=True, withdrawn_at__isnull=True)
                | Q(status="published", published_at__isnull=False, withdrawn_at__isnull=True)
                | Q(status="withdrawn", withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="announcement_withdrawn_pair",
                violation_error_message=_("การถอนประกาศต้องมีทั้งเวลา ผู้ถอน และเหตุผล"),
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="announcement_number_once"),
        ]
        indexes = [models.Index(fields=["status", "starts_on"], name="announcement_current")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The announcement's page."""
        return reverse("clinics:announcement", args=[self.pk])

    @property
    def reference(self) -> str:
        """What events call it: its number, once it has one."""
        return self.number

    @property
    def is_published(self) -> bool:
        """Whether it stands."""
        return self.status == "published"

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def is_current(self) -> bool:
        """Whether it is published and today lies within its days."""
        return self.is_published and not self.is_over and self.starts_on <= timezone.localdate()

    @property
    def level_tone(self) -> str:
        """Kind of the level's chip."""
        return {"urgent": "alarm", "important": "wait"}.get(self.level, "calm")


class AnnouncementRevision(models.Model):
    """The text as it was published, kept for ever (the database refuses to change or delete it)."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("ฉบับแก้ไขที่"))
    title = models.CharField(_("เรื่อง"), max_length=200)
    text = models.TextField(_("ข้อความ"))
    change_note = models.CharField(_("แก้ไขอะไร"), max_length=300, blank=True)
    at = models.DateTimeField(_("เมื่อ"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("โดย"))

    class Meta:
        verbose_name = _("ฉบับของประกาศ")
        verbose_name_plural = _("ฉบับของประกาศ")
        ordering: ClassVar = ["-number"]
        constraints = [models.UniqueConstraint(fields=["announcement", "number"], name="announcement_revision_once")]

    def __str__(self) -> str:
        return f"{self.announcement} {self.number}"


class AnnouncementFile(models.Model):
    """A file that goes with an announcement, in its place of the list."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("แฟ้ม"))

    class Meta:
        verbose_name = _("แฟ้มแนบของประกาศ")
        verbose_name_plural = _("แฟ้มแนบของประกาศ")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.file.name


class AnnouncementReceipt(models.Model):
    """That a person opened one revision of an announcement, and perhaps acknowledged it."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("ประกาศ")
    )
    revision = models.PositiveSmallIntegerField(_("ฉบับแก้ไขที่"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้อ่าน")
    )
    opened_at = models.DateTimeField(_("เปิดอ่านเมื่อ"))
    acknowledged_at = models.DateTimeField(_("รับทราบเมื่อ"), null=True, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("การรับทราบประกาศ")
        verbose_name_plural = _("การรับทราบประกาศ")
        ordering: ClassVar = ["announcement", "user"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "revision", "user"], name="announcement_receipt_once"),
            models.CheckConstraint(
                name="announcement_read_before_acknowledged",
                violation_error_message=_("ต้องเปิดอ่านก่อนจึงรับทราบได้"),
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_at__gte=F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.announcement}"


def state_of(announcement: Announcement, receipt: Any) -> str:
    """Where a person stands with the newest revision: ``unread``, ``to_acknowledge``, ``acknowledged`` or ``read``."""
    if receipt is None:
        return "unread"
    if announcement.needs_ack:
        return "acknowledged" if receipt.acknowledged_at else "to_acknowledge"
    return "read"
