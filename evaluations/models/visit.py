"""Periodic follow-up by the education committee (R20): what was seen at a clinic, what was advised, what came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinics.models import ClinicYear
from evaluations.querysets import MonitoringVisitQuerySet


class MonitoringVisit(models.Model):
    """One follow-up of a clinic. It holds facts of the programme, never a member's."""

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("เยี่ยมที่คลินิก")
        PHONE = "phone", _("โทรศัพท์")
        ONLINE = "online", _("ประชุมออนไลน์")
        PAPERS = "papers", _("ตรวจจากเอกสาร")

    clinic_year = models.ForeignKey(
        ClinicYear, on_delete=models.PROTECT, related_name="monitoring_visits", verbose_name=_("คลินิกในปี")
    )
    visited_on = models.DateField(_("วันที่ติดตาม"))
    mode = models.CharField(_("ติดตามโดย"), max_length=10, choices=Mode)
    visitors = models.CharField(_("ผู้ติดตาม"), max_length=300)
    findings = models.TextField(_("สิ่งที่พบ"), max_length=4000)
    advice = models.TextField(_("ข้อเสนอแนะ"), max_length=4000, blank=True)
    next_on = models.DateField(_("ติดตามครั้งต่อไป"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    reply = models.TextField(_("คลินิกดำเนินการแล้ว"), max_length=4000, blank=True)
    replied_at = models.DateTimeField(_("ตอบเมื่อ"), null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ตอบ"),
    )

    objects = MonitoringVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("การติดตามคลินิก")
        verbose_name_plural = _("การติดตามคลินิก")
        ordering: ClassVar = ["-visited_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="visit_reply_pair",
                condition=Q(reply="", replied_at__isnull=True, replied_by__isnull=True)
                | ~Q(reply="") & Q(replied_at__isnull=False, replied_by__isnull=False),
                violation_error_message=_("คำตอบของคลินิกต้องมีผู้ตอบและเวลา"),
            ),
            models.CheckConstraint(
                name="visit_next_after",
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("visited_on")),
                violation_error_message=_("ครั้งต่อไปต้องหลังวันที่ติดตามครั้งนี้"),
            ),
        ]
        indexes = [models.Index(fields=["clinic_year", "-visited_on", "-id"], name="visit_of_clinic")]

    def __str__(self) -> str:
        return f"{self.clinic_year}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("evaluations:visit", args=[self.clinic_year.year.buddhist_year, self.pk])

    @property
    def waits_for_clinic(self) -> bool:
        """Whether advice was given that the clinic has not answered."""
        return bool(self.advice and not self.reply)
