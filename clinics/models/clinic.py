"""Clinics, their host units, and each clinic's life in one year."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.year import ProgrammeYear
from clinics.querysets import ClinicQuerySet, ClinicYearQuerySet
from clinics.workflow import CLINIC_YEAR


class Clinic(models.Model):
    """One of the cooperative clinics (R11). The code stands in case numbers and addresses."""

    class Kind(models.TextChoices):
        CENTRAL = "central", _("ส่วนกลาง")
        PROVINCIAL = "provincial", _("จังหวัด")
        STUDY_CENTRE = "study_centre", _("ศูนย์ศึกษาและพัฒนาชุมชน")

    code = models.CharField(_("รหัส"), max_length=10, unique=True)
    number = models.PositiveSmallIntegerField(_("ลำดับที่"), unique=True)
    name = models.CharField(_("ชื่อ"), max_length=120)
    kind = models.CharField(_("ประเภท"), max_length=20, choices=Kind)
    group = models.PositiveSmallIntegerField(_("กลุ่ม"), null=True, blank=True)
    is_continuing_pilot = models.BooleanField(_("จังหวัดนำร่องปี 2560"), default=False)
    address = models.TextField(_("ที่อยู่"), blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=20, blank=True)
    phone_extension = models.CharField(_("ต่อ"), max_length=20, blank=True)
    line_id = models.CharField(_("บัญชีไลน์"), max_length=60, blank=True)
    opens_at = models.TimeField(_("เปิด"), default="08:30")
    closes_at = models.TimeField(_("ปิด"), default="16:30")

    objects = ClinicQuerySet.as_manager()

    class Meta:
        verbose_name = _("คลินิก")
        verbose_name_plural = _("คลินิก")
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="central"),
                name="clinic_one_central",
                violation_error_message=_("มีคลินิกส่วนกลางอยู่แล้ว มีได้แห่งเดียว"),
            ),
            models.CheckConstraint(
                name="clinic_group_or_pilot",
                violation_error_message=_("เลือกกลุ่มที่ 1 ถึง 11 หรือเป็นคลินิกนำร่องต่อเนื่อง อย่างใดอย่างหนึ่ง"),
                condition=Q(group__isnull=False, is_continuing_pilot=False)
                | Q(group__isnull=True, is_continuing_pilot=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_central(self) -> bool:
        """Whether this is also the central clinic."""
        return self.kind == self.Kind.CENTRAL


class HostUnit(models.Model):
    """An office that hosts a clinic; a clinic may have several (R11)."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="hosts", verbose_name=_("คลินิก"))
    name = models.CharField(_("หน่วยงาน"), max_length=200)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)

    class Meta:
        verbose_name = _("หน่วยงานที่ตั้ง")
        verbose_name_plural = _("หน่วยงานที่ตั้ง")
        ordering: ClassVar = ["clinic", "order"]

    def __str__(self) -> str:
        return self.name


class ClinicYear(WorkflowModel):
    """A clinic in one programme year (R5). ``confirmed_on``: the day its confirmation was sent, once accepted (R6)."""

    machine: ClassVar[Machine] = CLINIC_YEAR
    # Central's reason to open it before everything required is there; kept with the opening (``Opening``).
    in_spite: str = ""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="years", verbose_name=_("คลินิก"))
    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="clinic_years", verbose_name=_("ปีโครงการ")
    )
    status = models.CharField(_("ขั้น"), max_length=20, choices=CLINIC_YEAR.choices, default=CLINIC_YEAR.initial)
    unit_name = models.CharField(_("ชื่อหน่วยงานในแบบแจ้งยืนยัน"), max_length=200, blank=True)
    confirmed_on = models.DateField(_("แจ้งยืนยันเมื่อ"), null=True, blank=True)

    objects = ClinicYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("คลินิกในปีโครงการ")
        verbose_name_plural = _("คลินิกในปีโครงการ")
        ordering: ClassVar = ["year", "clinic"]
        constraints = [models.UniqueConstraint(fields=["clinic", "year"], name="clinic_year_once")]

    def __str__(self) -> str:
        return f"{self.clinic} {self.year}"

    @property
    def must_confirm(self) -> bool:
        """Whether the confirmation form is required: not of the four continuing pilots (R6)."""
        return not self.clinic.is_continuing_pilot
