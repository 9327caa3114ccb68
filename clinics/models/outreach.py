"""Mobile service on an occasion, as it is planned (R27)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.clinic import Clinic
from clinics.models.year import ProgrammeYear
from clinics.querysets import OutreachPlanQuerySet
from clinics.workflow.planned_days import OUTREACH_PLAN


class OutreachPlan(WorkflowModel):
    """A clinic goes out: to a training, a seminar, a follow-up in the field or another occasion (R27).

    ``services`` holds codes of :class:`Service`; ``expected`` counts people.
    """

    machine: ClassVar[Machine] = OUTREACH_PLAN
    visit_mode: ClassVar[str] = "mobile"

    class Occasion(models.TextChoices):
        TRAINING = "training", _("การอบรม")
        SEMINAR = "seminar", _("การสัมมนา")
        FIELD = "field", _("การติดตามงานในพื้นที่")
        OTHER = "other", _("อื่น ๆ")

    class Service(models.TextChoices):
        PRODUCT_EDUCATION = "product_education", _("ให้ความรู้ผลิตภัณฑ์")
        FINANCIAL_PROBLEM_ADVICE = "financial_problem_advice", _("แก้ปัญหาการเงิน")
        INVESTMENT_ADVICE = "investment_advice", _("แนะนำการลงทุน")
        SUGGESTION = "suggestion", _("รับฟังข้อเสนอแนะ")

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="outreach", verbose_name=_("คลินิก"))
    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="outreach", verbose_name=_("ปีโครงการ")
    )
    status = models.CharField(_("สถานะ"), max_length=12, choices=OUTREACH_PLAN.choices, default=OUTREACH_PLAN.initial)
    starts_on = models.DateField(_("ตั้งแต่วันที่"))
    ends_on = models.DateField(_("ถึงวันที่"))
    occasion = models.CharField(_("โอกาส"), max_length=10, choices=Occasion)
    title = models.CharField(_("ชื่องาน"), max_length=200)
    place = models.CharField(_("สถานที่"), max_length=200)
    expected = models.PositiveIntegerField(_("คาดว่ามีผู้รับบริการ (คน)"))
    services = models.JSONField(_("บริการที่นำไป"), default=list)
    team = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="outreach", verbose_name=_("ผู้ไปให้บริการ"))
    note = models.TextField(_("สิ่งที่ต้องเตรียม"), blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้วางแผน")
    )
    planned_at = models.DateTimeField(_("วางแผนเมื่อ"))
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

    objects = OutreachPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("แผนออกให้บริการ")
        verbose_name_plural = _("แผนออกให้บริการ")
        ordering: ClassVar = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="outreach_days_in_order",
                violation_error_message=_("วันสุดท้ายต้องไม่ก่อนวันแรก"),
                condition=Q(starts_on__lte=F("ends_on")),
            ),
            models.CheckConstraint(
                name="outreach_expects_somebody",
                violation_error_message=_("จำนวนผู้รับบริการที่คาดต้องเป็น 1 ถึง 5,000 คน"),
                condition=Q(expected__gte=1, expected__lte=5000),
            ),
            models.CheckConstraint(
                name="outreach_cancelled_with_reason",
                violation_error_message=_("งานที่ยกเลิกต้องมีเหตุผล ผู้ยกเลิก และเวลาที่ยกเลิก งานที่ไม่ได้ยกเลิกต้องไม่มี"),
                condition=Q(status="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False)
                & ~Q(cancel_reason="")
                | ~Q(status="cancelled") & Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancel_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["clinic", "starts_on"], name="outreach_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("clinics:outreach_detail", args=[self.pk])

    @property
    def service_labels(self) -> list[str]:
        """The services taken along in Thai, in the programme's order."""
        return [str(label) for code, label in self.Service.choices if code in self.services]

    @property
    def span(self) -> tuple[date, date]:
        """First and last day, as of everything that is planned."""
        return self.starts_on, self.ends_on

    def days(self) -> Iterator[date]:
        """Each day from the first to the last."""
        for number in range((self.ends_on - self.starts_on).days + 1):
            yield self.starts_on + timedelta(days=number)
