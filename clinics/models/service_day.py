"""Days a clinic is open for walk-ins, and the recurring plans they come from (R25, R26)."""

from datetime import date, time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.clinic import Clinic
from clinics.querysets import ServiceDayQuerySet, ServicePlanQuerySet
from clinics.workflow.planned_days import SERVICE_DAY

OFFICIAL_HOURS = (time(8, 30), time(16, 30))
"""Official hours of state offices (R26), Monday to Friday but for holidays."""


class ServicePlan(models.Model):
    """Service days that come again: planned in one act, each a day of its own from then on."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="service_plans", verbose_name=_("คลินิก"))
    words = models.CharField(_("แผน"), max_length=200)
    starts_on = models.DateField(_("ตั้งแต่วันที่"))
    until = models.DateField(_("ถึงวันที่"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้วางแผน")
    )
    planned_at = models.DateTimeField(_("วางแผนเมื่อ"))

    objects = ServicePlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("แผนวันให้บริการประจำ")
        verbose_name_plural = _("แผนวันให้บริการประจำ")
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="service_plan_in_order",
                violation_error_message=_("วันสิ้นสุดของแผนต้องไม่ก่อนวันเริ่ม"),
                condition=Q(starts_on__lte=F("until")),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """The plan's page with its days."""
        return reverse("clinics:service_plan", args=[self.pk])


class ServiceDay(WorkflowModel):
    """A day a clinic is open for walk-ins (R25). Counted once, however many members came.

    ``in_official_hours``: counts for the two-a-month rule when held; an evening or a Saturday is open, but extra.
    ``note`` is read by the public; ``cancel_reason`` is not.
    """

    machine: ClassVar[Machine] = SERVICE_DAY
    visit_mode: ClassVar[str] = "walk_in"

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="service_days", verbose_name=_("คลินิก"))
    day = models.DateField(_("วันที่"))
    status = models.CharField(_("สถานะ"), max_length=12, choices=SERVICE_DAY.choices, default=SERVICE_DAY.initial)
    in_official_hours = models.BooleanField(_("ในเวลาราชการ"), default=True)
    starts_at = models.TimeField(_("เปิดเวลา"), default=OFFICIAL_HOURS[0])
    ends_at = models.TimeField(_("ถึงเวลา"), default=OFFICIAL_HOURS[1])
    place = models.CharField(_("สถานที่"), max_length=200, blank=True)
    note = models.CharField(_("ข้อความถึงผู้มารับบริการ"), max_length=300, blank=True)
    plan = models.ForeignKey(
        ServicePlan, on_delete=models.SET_NULL, null=True, blank=True, related_name="days", verbose_name=_("แผนประจำ")
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้วางแผน"),
    )
    planned_at = models.DateTimeField(_("วางแผนเมื่อ"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ยกเลิก"),
    )
    cancelled_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True, blank=True)
    cancel_reason = models.CharField(_("เหตุที่ยกเลิก"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("แก้ไขล่าสุด"), auto_now=True)

    objects = ServiceDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("วันให้บริการ")
        verbose_name_plural = _("วันให้บริการ")
        ordering: ClassVar = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "day"],
                name="service_day_once",
                violation_error_message=_("คลินิกมีวันให้บริการของวันนี้อยู่แล้ว"),
            ),
            models.CheckConstraint(
                name="service_day_hours_in_order",
                violation_error_message=_("เวลาปิดต้องหลังเวลาเปิด"),
                condition=Q(starts_at__lt=F("ends_at")),
            ),
            models.CheckConstraint(
                name="service_day_cancelled_with_reason",
                violation_error_message=_("วันที่ยกเลิกต้องมีเหตุผลและเวลาที่ยกเลิก วันที่ไม่ได้ยกเลิกต้องไม่มี"),
                condition=Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancel_reason="")
                | ~Q(status="cancelled") & Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancel_reason=""),
            ),
            models.CheckConstraint(
                name="service_day_planned_pair",
                violation_error_message=_("ผู้วางแผนและเวลาที่วางแผนต้องมีคู่กัน"),
                condition=Q(planned_by__isnull=True, planned_at__isnull=True)
                | Q(planned_by__isnull=False, planned_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["day", "clinic"], name="service_day_by_day")]

    def __str__(self) -> str:
        return f"{self.clinic} {self.day}"

    def get_absolute_url(self) -> str:
        """The day's page."""
        return reverse("clinics:service_day", args=[self.pk])

    @property
    def span(self) -> tuple[date, date]:
        """First and last day, as of everything that is planned."""
        return self.day, self.day

    @property
    def counts(self) -> bool:
        """Whether it counts, or will count, for the two-a-month rule."""
        return self.in_official_hours and self.status != "cancelled"
