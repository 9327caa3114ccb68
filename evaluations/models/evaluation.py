"""The year-end evaluation: a frozen snapshot of figures that were computed, never typed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.models import ProgrammeYear
from evaluations.querysets import EvaluationQuerySet


class Evaluation(models.Model):
    """Figures of one year as counted at the cut-off, with the keys of the rows they count."""

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="evaluations", verbose_name=_("ปีโครงการ")
    )
    version = models.PositiveSmallIntegerField(_("ครั้งที่"), default=1)
    cutoff = models.DateField(_("ตัดยอดถึง"))
    figures = models.JSONField(_("ตัวเลข"))
    counted_rows = models.JSONField(_("แถวที่นับ"))
    conclusion = models.TextField(_("สรุปและข้อเสนอแนะ"), blank=True)
    frozen_at = models.DateTimeField(_("ตัดยอดเมื่อ"))
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("ออกรายงานเมื่อ"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("การประเมินผล")
        verbose_name_plural = _("การประเมินผล")
        ordering: ClassVar = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="evaluation_version_once"),
            models.CheckConstraint(
                name="evaluation_issued_pair",
                condition=Q(issued_at__isnull=True, issued_by__isnull=True)
                | Q(issued_at__isnull=False, issued_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} ({self.version})"
