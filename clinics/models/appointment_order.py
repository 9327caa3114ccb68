"""The order that appoints a clinic's staff (คส.02), numbered when it is issued."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic_project.models import IssuedDocument
from clinics.models.clinic import ClinicYear
from clinics.querysets import AppointmentOrderQuerySet


class AppointmentOrder(models.Model):
    """One issued order, ``number/buddhist_year`` of the cooperative, kept as ``document``. A later one replaces it."""

    clinic_year = models.ForeignKey(
        ClinicYear, on_delete=models.PROTECT, related_name="appointment_orders", verbose_name=_("คลินิกในปี")
    )
    number = models.PositiveIntegerField(_("เลขที่คำสั่ง"))
    buddhist_year = models.PositiveSmallIntegerField(_("ปี พ.ศ. ของเลขคำสั่ง"))
    ordered_on = models.DateField(_("สั่ง ณ วันที่"))
    effective_on = models.DateField(_("มีผลตั้งแต่วันที่"))
    grounds = models.TextField(_("เหตุผลและมติที่อ้างถึง"))
    signer_name = models.CharField(_("ผู้ลงนาม"), max_length=200)
    signer_position = models.CharField(_("ตำแหน่งผู้ลงนาม"), max_length=200)
    signer_acting = models.CharField(_("ลงนามแทน"), max_length=200, blank=True)
    document = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("ฉบับที่ออก")
    )
    issued_at = models.DateTimeField(_("ออกเมื่อ"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้ออก")
    )

    objects = AppointmentOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำสั่งแต่งตั้ง")
        verbose_name_plural = _("คำสั่งแต่งตั้ง")
        ordering: ClassVar = ["-buddhist_year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["buddhist_year", "number"], name="appointment_order_number_once")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """``3/2561``, as papers name it."""
        return f"{self.number}/{self.buddhist_year}"
