"""Ways out compared for a case, kept as they were worked out: versions with up to four options each."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.querysets import OfCaseQuerySet, WayOutQuerySet

MOST_OPTIONS = 4


class WaysOut(models.Model):
    """One comparison of a case: how it stood (``before``) and the options beside it; kept as it was."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ways_out")
    number = models.PositiveSmallIntegerField(_("ครั้งที่"))
    # Figures as ``services.ways_out.figures_of`` writes them: money as text, so that no satang is lost.
    before = models.JSONField()
    at = models.DateTimeField(_("เปรียบเทียบเมื่อ"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("การเปรียบเทียบทางออก")
        verbose_name_plural = _("การเปรียบเทียบทางออก")
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="ways_out_number_once"),
            models.CheckConstraint(name="ways_out_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.number}"

    def get_absolute_url(self) -> str:
        """The comparison as it was kept."""
        return reverse("cases:ways_out_version", args=[self.case.reference, self.number])


class WayOut(models.Model):
    """One option: what was asked for (``terms``), in words (``steps``), and what came out (``figures``)."""

    compared = models.ForeignKey(WaysOut, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField(_("ลำดับ"))
    label = models.CharField(_("ทางเลือก"), max_length=80)
    terms = models.JSONField()
    steps = models.JSONField(default=list)
    figures = models.JSONField()

    objects = WayOutQuerySet.as_manager()

    class Meta:
        verbose_name = _("ทางออก")
        verbose_name_plural = _("ทางออก")
        ordering: ClassVar = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["compared", "order"], name="way_out_order_once"),
            models.CheckConstraint(name="way_out_order_of_four", condition=Q(order__gte=1, order__lte=MOST_OPTIONS)),
        ]

    def __str__(self) -> str:
        return self.label

    def figure(self, name: str) -> Any:
        """One of the figures, or None."""
        return self.figures.get(name)
