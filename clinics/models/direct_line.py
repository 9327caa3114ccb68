"""The direct line (สายตรง) between a clinic and central, outside any case (R16)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.models import AppendOnlyModel
from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.clinic import Clinic
from clinics.querysets.direct_line import ConversationQuerySet
from clinics.workflow.direct_line import DIRECT_LINE


class Conversation(WorkflowModel):
    """One matter a clinic and central talk about. ``waiting_since``: from then on the other side's clock runs."""

    machine: ClassVar[Machine] = DIRECT_LINE

    reference = models.CharField(_("เลขที่"), max_length=20, unique=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="conversations", verbose_name=_("คลินิก"))
    subject = models.CharField(_("เรื่อง"), max_length=150)
    status = models.CharField(_("สถานะ"), max_length=20, choices=DIRECT_LINE.choices, default=DIRECT_LINE.initial)
    is_urgent = models.BooleanField(_("ด่วน"), default=False)
    begun_at = models.DateTimeField(_("เริ่มเมื่อ"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้เริ่ม")
    )
    waiting_since = models.DateTimeField(_("รอตั้งแต่"), null=True, blank=True)
    last_at = models.DateTimeField(_("ข้อความล่าสุดเมื่อ"))

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("การสนทนาสายตรง")
        verbose_name_plural = _("การสนทนาสายตรง")
        ordering: ClassVar = ["-last_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="conversation_waits_or_is_over",
                condition=Q(status="closed", waiting_since__isnull=True)
                | (~Q(status="closed") & Q(waiting_since__isnull=False)),
                violation_error_message=_("การสนทนาที่ยังไม่จบต้องรู้ว่ารอตั้งแต่เมื่อใด"),
            ),
        ]
        indexes = [
            models.Index(fields=["-last_at", "-id"], name="conversation_newest"),
            models.Index(fields=["clinic", "-last_at", "-id"], name="conversation_of_clinic"),
            models.Index(fields=["status", "-last_at", "-id"], name="conversation_waiting"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("clinics:line", args=[self.reference])


class ConversationMessage(AppendOnlyModel):
    """What somebody said. Kept as it was said: a correction is another message."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="messages", verbose_name=_("การสนทนา")
    )
    text = models.TextField(_("ข้อความ"), max_length=4000)
    at = models.DateTimeField(_("เมื่อ"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้เขียน")
    )
    # The side the writer stood on then; posts change.
    is_central = models.BooleanField(_("จากส่วนกลาง"))

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("ข้อความสายตรง")
        verbose_name_plural = _("ข้อความสายตรง")
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.conversation} {self.pk}"
