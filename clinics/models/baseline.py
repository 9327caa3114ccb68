"""Figures of a clinic's area at the start and at the end of a year (R37)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.clinic import ClinicYear
from clinics.querysets.baselines import BaselineQuerySet
from clinics.workflow.baseline import BASELINE

_FILLED = Q(
    counted_on__isnull=False,
    members__isnull=False,
    units__isnull=False,
    borrowers__isnull=False,
    loans_outstanding__isnull=False,
    members_in_arrears__isnull=False,
    arrears_baht__isnull=False,
)


class Baseline(WorkflowModel):
    """What the cooperative's books say of a clinic's area: members in persons, loans and arrears in baht.

    Design.md lists it with the evaluations; it stands here because a clinic's opening depends on it.
    """

    class Moment(models.TextChoices):
        START = "start", _("ต้นปีโครงการ")
        END = "end", _("สิ้นปีโครงการ")

    NUMBERS = ("members", "units", "borrowers", "loans_outstanding", "members_in_arrears", "arrears_baht")
    MONEY = frozenset({"loans_outstanding", "arrears_baht"})
    machine: ClassVar[Machine] = BASELINE

    clinic_year = models.ForeignKey(
        ClinicYear, on_delete=models.PROTECT, related_name="baselines", verbose_name=_("คลินิกในปี")
    )
    moment = models.CharField(_("ช่วงเวลา"), max_length=8, choices=Moment)
    counted_on = models.DateField(_("ข้อมูล ณ วันที่"), null=True, blank=True)
    members = models.PositiveIntegerField(_("สมาชิกในพื้นที่ (คน)"), null=True, blank=True)
    units = models.PositiveIntegerField(_("หน่วยงานในพื้นที่ (แห่ง)"), null=True, blank=True)
    borrowers = models.PositiveIntegerField(_("สมาชิกที่มีเงินกู้ (คน)"), null=True, blank=True)
    loans_outstanding = models.DecimalField(
        _("เงินกู้คงเหลือ (บาท)"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    members_in_arrears = models.PositiveIntegerField(_("สมาชิกที่ค้างชำระ (คน)"), null=True, blank=True)
    arrears_baht = models.DecimalField(_("เงินค้างชำระ (บาท)"), max_digits=15, decimal_places=2, null=True, blank=True)
    expectations = models.TextField(_("ความคาดหวังของสมาชิกและหน่วยงาน"), blank=True)
    sources = models.CharField(_("แหล่งข้อมูล"), max_length=300, blank=True)
    status = models.CharField(_("สถานะ"), max_length=12, choices=BASELINE.choices, default=BASELINE.initial)
    return_reason = models.CharField(_("เหตุที่ส่งกลับ"), max_length=500, blank=True)
    filled_at = models.DateTimeField(_("กรอกล่าสุดเมื่อ"))
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้กรอกล่าสุด")
    )
    submitted_at = models.DateTimeField(_("ส่งเมื่อ"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ส่ง"),
    )

    objects = BaselineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อมูลเบื้องต้นของพื้นที่")
        verbose_name_plural = _("ข้อมูลเบื้องต้นของพื้นที่")
        ordering: ClassVar = ["clinic_year", "-moment"]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic_year", "moment"],
                name="baseline_once",
                violation_error_message=_("มีข้อมูลของช่วงเวลานี้แล้ว"),
            ),
            models.CheckConstraint(
                name="baseline_moment_known",
                violation_error_message=_("เลือกต้นปีหรือสิ้นปี"),
                condition=Q(moment__in=["start", "end"]),
            ),
            models.CheckConstraint(
                name="baseline_not_negative",
                violation_error_message=_("ตัวเลขต้องไม่ติดลบ"),
                condition=Q(
                    members__gte=0, units__gte=0, borrowers__gte=0, loans_outstanding__gte=0,
                    members_in_arrears__gte=0, arrears_baht__gte=0,
                ),
            ),
            models.CheckConstraint(
                name="baseline_arrears_within_loans",
                violation_error_message=_("เงินค้างชำระต้องไม่เกินเงินกู้คงเหลือ"),
                condition=Q(arrears_baht__lte=F("loans_outstanding")),
            ),
            models.CheckConstraint(
                name="baseline_in_arrears_are_borrowers",
                violation_error_message=_("สมาชิกที่ค้างชำระต้องไม่เกินสมาชิกที่มีเงินกู้"),
                condition=Q(members_in_arrears__lte=F("borrowers")),
            ),
            models.CheckConstraint(
                name="baseline_borrowers_are_members",
                violation_error_message=_("สมาชิกที่มีเงินกู้ต้องไม่เกินสมาชิกในพื้นที่"),
                condition=Q(borrowers__lte=F("members")),
            ),
            models.CheckConstraint(
                name="baseline_submitted_is_complete",
                violation_error_message=_("กรอกตัวเลขและวันที่ให้ครบก่อนส่ง"),
                condition=Q(status="draft", submitted_at__isnull=True, submitted_by__isnull=True)
                | (Q(status="submitted", submitted_at__isnull=False, submitted_by__isnull=False) & _FILLED),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.clinic_year} {self.get_moment_display()}"

    def get_absolute_url(self) -> str:
        """The clinic's page with both moments."""
        return reverse("clinics:baseline", args=[self.clinic_year.clinic.code, self.clinic_year.year.buddhist_year])

    def missing_labels(self) -> list[str]:
        """Names of what must be filled before it is sent."""
        empty = [name for name in ("counted_on", *self.NUMBERS) if getattr(self, name) is None]
        return [str(self.label(name)) for name in empty]

    @classmethod
    def label(cls, name: str) -> Any:
        """A number's name in Thai, with its unit."""
        return cls._meta.get_field(name).verbose_name  # type: ignore[union-attr]
