"""The household sheet (form คส.04) as it stood whenever it was saved, and the papers that belong to a case."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.money_querysets import CasePaperQuerySet
from cases.querysets import OfCaseQuerySet
from clinic_project.files.models import StoredFile


class SheetVersion(models.Model):
    """The month's lines, the debts and the figures as they were saved. Money as decimal text; JSON holds no Decimal."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sheet_versions", verbose_name=_("เรื่อง"))
    number = models.PositiveIntegerField(_("ฉบับที่"))
    saved_at = models.DateTimeField(_("บันทึกเมื่อ"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    lines = models.JSONField(_("รายได้รายจ่าย"), default=list)
    debts = models.JSONField(_("หนี้สิน"), default=list)
    figures = models.JSONField(_("ตัวเลขที่คำนวณได้"), default=dict)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("ฉบับของแบบ คส.04")
        verbose_name_plural = _("ฉบับของแบบ คส.04")
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="sheet_version_once",
                fields=["case", "number"],
                violation_error_message=_("ฉบับนี้บันทึกไว้แล้ว"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.number}"


class CasePaper(models.Model):
    """A paper of a case: payslip, contract, court paper. Taken off, its row stays with who and why."""

    class Kind(models.TextChoices):
        PAYSLIP = "payslip", _("สลิปเงินเดือน")
        CONTRACT = "contract", _("สัญญาเงินกู้")
        STATEMENT = "statement", _("ใบแจ้งยอดหนี้")
        DEMAND = "demand_letter", _("หนังสือทวงถาม")
        COURT = "court_paper", _("เอกสารจากศาล")
        OTHER = "other", _("เอกสารอื่น")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers", verbose_name=_("เรื่อง"))
    kind = models.CharField(_("ชนิดเอกสาร"), max_length=15, choices=Kind)
    dated = models.DateField(_("ลงวันที่"), null=True, blank=True)
    note = models.CharField(_("หมายเหตุ"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("แฟ้ม"))
    removed_at = models.DateTimeField(_("นำออกเมื่อ"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้นำออก"),
    )
    removed_reason = models.CharField(_("นำออกเพราะ"), max_length=300, blank=True)

    objects = CasePaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("เอกสารของเรื่อง")
        verbose_name_plural = _("เอกสารของเรื่อง")
        ordering: ClassVar = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="case_paper_removed_whole",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_reason="")
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_reason=""),
                violation_error_message=_("การนำเอกสารออกต้องมีเวลา ผู้นำออก และเหตุผลครบ"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
