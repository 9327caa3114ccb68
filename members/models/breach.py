"""The register of breaches of personal data; what was not told to the regulator stands in it too."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, WorkflowModel
from members.querysets import BreachQuerySet
from members.workflow.breach import BREACH

TELL_WITHIN = timedelta(hours=72)


class Breach(WorkflowModel):
    """What happened, when it was known, whom it concerns, what was done, and whether the regulator was told."""

    machine: ClassVar[Machine] = BREACH

    reference = models.CharField(_("เลขที่"), max_length=20, unique=True)
    what = models.TextField(_("เกิดอะไรขึ้น"))
    known_at = models.DateTimeField(_("ทราบเหตุเมื่อ"))
    concerned = models.CharField(_("เกี่ยวกับใคร"), max_length=300)
    people = models.PositiveIntegerField(_("จำนวนคนโดยประมาณ"))
    measures = models.TextField(_("มาตรการ"))
    status = models.CharField(_("สถานะ"), max_length=12, choices=BREACH.choices, default=BREACH.initial)
    # How the regulator was told, or why not.
    note = models.TextField(_("การแจ้งหรือเหตุผล"), blank=True)
    notified_at = models.DateTimeField(_("แจ้งเมื่อ"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("เหตุละเมิดข้อมูลส่วนบุคคล")
        verbose_name_plural = _("เหตุละเมิดข้อมูลส่วนบุคคล")
        constraints = [
            models.CheckConstraint(
                name="breach_says_how_or_why",
                condition=Q(status="open") | ~Q(note=""),
                violation_error_message=_("ต้องบันทึกวิธีที่แจ้ง หรือเหตุผลที่ไม่แจ้ง"),
            ),
            models.CheckConstraint(
                name="breach_notified_pair",
                condition=Q(status="notified", notified_at__isnull=False)
                | ~Q(status="notified") & Q(notified_at__isnull=True),
                violation_error_message=_("เหตุที่แจ้งแล้วต้องมีเวลาที่แจ้ง"),
            ),
            models.CheckConstraint(
                name="breach_in_order",
                condition=Q(recorded_at__gte=F("known_at")),
                violation_error_message=_("เวลาที่ทราบเหตุต้องไม่หลังเวลาที่บันทึก"),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The breach's page."""
        return reverse("members:breach", args=[self.reference])

    @property
    def due_at(self) -> datetime:
        """Until when the regulator has to be told."""
        return self.known_at + TELL_WITHIN

    @property
    def hours_left(self) -> int:
        """Whole hours until then; negative when it is over."""
        return int((self.due_at - timezone.now()).total_seconds() // 3600)

    @property
    def was_late(self) -> bool:
        """Told after the 72 hours."""
        return self.notified_at is not None and self.notified_at > self.due_at
