"""A member's request about their own data, with its clock of 30 days."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, WorkflowModel
from clinics.models import Clinic
from members.models.member import Member
from members.querysets import DataRequestQuerySet
from members.workflow.data_request import DATA_REQUEST, OPEN

ANSWER_WITHIN = timedelta(days=30)


class DataRequest(WorkflowModel):
    """What a member asked for about their data, when it is due (calendar days), and what they were answered."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("ขอดูหรือขอสำเนาข้อมูล")
        CORRECTION = "correction", _("ขอแก้ไขข้อมูล")
        ERASURE = "erasure", _("ขอลบข้อมูล")
        OBJECTION = "objection", _("คัดค้านการใช้ข้อมูล")

    class Channel(models.TextChoices):
        COUNTER = "counter", _("ที่คลินิก")
        PHONE = "phone", _("ทางโทรศัพท์")
        LETTER = "letter", _("ทางหนังสือ")
        ONLINE = "online", _("ทางออนไลน์")

    machine: ClassVar[Machine] = DATA_REQUEST

    reference = models.CharField(_("เลขที่คำขอ"), max_length=20, unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="data_requests", verbose_name=_("สมาชิก"))
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", verbose_name=_("คลินิกที่รับ"))
    kind = models.CharField(_("คำขอ"), max_length=12, choices=Kind)
    channel = models.CharField(_("ขอทาง"), max_length=10, choices=Channel)
    wish = models.TextField(_("รายละเอียดที่ขอ"))
    received_on = models.DateField(_("รับคำขอเมื่อ"))
    due_on = models.DateField(_("ตอบภายใน"))
    status = models.CharField(_("สถานะ"), max_length=12, choices=DATA_REQUEST.choices, default=DATA_REQUEST.initial)
    answer = models.TextField(_("คำตอบหรือเหตุผล"), blank=True)
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    decided_at = models.DateTimeField(_("จบเมื่อ"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ตัดสิน"),
    )

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำขอเรื่องข้อมูลส่วนบุคคล")
        verbose_name_plural = _("คำขอเรื่องข้อมูลส่วนบุคคล")
        indexes = [models.Index(fields=["status", "due_on"], name="data_request_due")]
        constraints = [
            models.CheckConstraint(
                name="data_request_due_after",
                condition=Q(due_on__gt=F("received_on")),
                violation_error_message=_("วันครบกำหนดต้องหลังวันรับคำขอ"),
            ),
            models.CheckConstraint(
                name="data_request_decided",
                condition=Q(status__in=OPEN, decided_at__isnull=True, decided_by__isnull=True, answer="")
                | ~Q(status__in=OPEN)
                & Q(decided_at__isnull=False, decided_by__isnull=False)
                & (Q(status="withdrawn") | ~Q(answer="")),
                violation_error_message=_("คำขอที่จบแล้วต้องมีคำตอบหรือเหตุผล เวลา และผู้ตัดสิน"),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The request's page."""
        return reverse("members:data_request", args=[self.reference])

    @property
    def is_open(self) -> bool:
        """Not answered yet."""
        return self.status in OPEN

    @property
    def days_left(self) -> int:
        """Calendar days until it is due; negative when it is late."""
        return (self.due_on - timezone.localdate()).days

    @property
    def waits_to_be_erased(self) -> bool:
        """Granted, and the member is still there."""
        return self.kind == self.Kind.ERASURE and self.status == "fulfilled" and not self.member.is_taken_out

    @property
    def shown_status(self) -> str:
        """Its status in words; what was granted and is still to be done is not called done."""
        return str(_("ให้ลบแล้ว รอลบ")) if self.waits_to_be_erased else str(self.status_label)
