"""A relief measure for one case (R9, R19): structured terms, options side by side, versions."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Debt, WayOut
from clinic_project.workflow import WorkflowModel
from referrals.models.referral import Referral
from referrals.querysets import MeasureQuerySet
from referrals.workflow import MEASURE_MACHINE

USER = settings.AUTH_USER_MODEL


class Measure(WorkflowModel):
    """What central proposes to the committee for this case. Amounts in baht, rates per cent a year."""

    class Kind(models.TextChoices):
        EXTEND_TERM = "extend_term", _("ขยายระยะเวลา")
        REDUCE_INSTALMENT = "reduce_instalment", _("ลดค่างวด")
        PRINCIPAL_GRACE = "principal_holiday", _("พักชำระเงินต้น")
        INTEREST_GRACE = "payment_holiday", _("พักชำระหนี้")
        REDUCE_RATE = "reduce_rate", _("ลดดอกเบี้ย")
        CONSOLIDATE = "consolidate", _("รวมหนี้")
        SPECIAL_LOAN = "special_loan", _("เงินกู้พิเศษ")
        MEDIATE = "mediate", _("ไกล่เกลี่ย")
        GUARANTOR_RELIEF = "replace_guarantor", _("ช่วยเหลือหรือเปลี่ยนผู้ค้ำประกัน")
        OTHER = "other", _("อื่น ๆ")

    machine = MEASURE_MACHINE

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="measures")
    status = models.CharField(
        _("สถานะ"), max_length=20, choices=MEASURE_MACHINE.choices, default=MEASURE_MACHINE.initial
    )
    version = models.PositiveSmallIntegerField(_("ฉบับที่"), default=1)
    kind = models.CharField(_("มาตรการ"), max_length=20, choices=Kind)
    debt = models.ForeignKey(
        Debt, on_delete=models.PROTECT, null=True, blank=True, related_name="measures", verbose_name=_("หนี้ที่ปรับ")
    )
    # A way out that was compared with the member: the measure is all of it, and the terms below stay empty.
    way_out = models.ForeignKey(
        WayOut, on_delete=models.PROTECT, null=True, blank=True, related_name="measures", verbose_name=_("ทางออกที่เลือก")
    )
    # What is done with each debt, in words, as worked out with the figures.
    steps = models.JSONField(_("สิ่งที่ทำ"), default=list, blank=True)
    proposed_instalment = models.DecimalField(
        _("ค่างวดใหม่ต่อเดือน"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    proposed_rate = models.DecimalField(_("ดอกเบี้ยใหม่ร้อยละต่อปี"), max_digits=6, decimal_places=3, null=True, blank=True)
    proposed_periods = models.PositiveSmallIntegerField(_("จำนวนงวดใหม่"), null=True, blank=True)
    grace_months = models.PositiveSmallIntegerField(_("จำนวนเดือนที่พักชำระ"), null=True, blank=True)
    amount = models.DecimalField(_("วงเงิน"), max_digits=12, decimal_places=2, null=True, blank=True)
    exception_note = models.CharField(_("ผลต่อผู้ค้ำ ข้อบังคับ หรือข้อยกเว้น"), max_length=200, blank=True)
    rationale = models.TextField(_("เหตุผลที่เสนอ"))
    conditions = models.TextField(_("เงื่อนไข"), blank=True)
    risks = models.TextField(_("ความเสี่ยง"), blank=True)
    # Net take-home, N/S, DSR and residual before and after, as computed when submitted.
    figures_before = models.JSONField(default=dict, blank=True)
    figures_after = models.JSONField(default=dict, blank=True)
    # After a grace has ended; empty where the relief doesn't end.
    figures_later = models.JSONField(default=dict, blank=True)
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="measures", verbose_name=_("ผู้เสนอ"))
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(_("เสนอเมื่อ"), null=True, blank=True)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    implemented_on = models.DateField(_("ดำเนินการเมื่อ"), null=True, blank=True)
    implemented_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("มาตรการ")
        verbose_name_plural = _("มาตรการ")
        ordering: ClassVar = ["id"]
        constraints = [
            models.CheckConstraint(
                name="measure_money_not_negative",
                condition=(Q(proposed_instalment__isnull=True) | Q(proposed_instalment__gte=0))
                & (Q(amount__isnull=True) | Q(amount__gte=0)),
            ),
            models.CheckConstraint(
                name="measure_implemented_pair",
                condition=Q(implemented_on__isnull=True, implemented_by__isnull=True)
                | Q(implemented_on__isnull=False, implemented_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def reference(self) -> str:
        """Its referral's number: a measure has none of its own, and its events say by it who may read them."""
        return self.referral.reference

    def get_absolute_url(self) -> str:
        """The measure's page."""
        return reverse("referrals:measure_detail", args=[self.referral.reference, self.pk])


class MeasureOption(models.Model):
    """One way out, shown beside the others in the brief; exactly one is recommended."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)
    label = models.CharField(_("ทางเลือก"), max_length=150)
    instalment = models.DecimalField(_("ค่างวดต่อเดือน"), max_digits=12, decimal_places=2)
    periods = models.PositiveSmallIntegerField(_("จำนวนงวด"))
    # None: something never ends as it is paid.
    total_interest = models.DecimalField(_("ดอกเบี้ยรวม"), max_digits=12, decimal_places=2, null=True, blank=True)
    net_ratio = models.DecimalField(_("คงเหลือสุทธิต่อเงินเดือน"), max_digits=7, decimal_places=2, null=True, blank=True)
    debt_service_ratio = models.DecimalField(_("ภาระหนี้ต่อรายได้"), max_digits=7, decimal_places=2, null=True, blank=True)
    residual = models.DecimalField(_("เหลือใช้จริงต่อเดือน"), max_digits=12, decimal_places=2, null=True, blank=True)
    # The same figures after a grace has ended, as text; empty where the relief doesn't end.
    later = models.JSONField(default=dict, blank=True)
    cooperative_cost = models.DecimalField(_("ต้นทุนต่อสหกรณ์"), max_digits=12, decimal_places=2, default=Decimal(0))
    note = models.CharField(_("ผลต่อผู้ค้ำ ข้อบังคับ หรือข้อยกเว้น"), max_length=300, blank=True)
    is_recommended = models.BooleanField(_("แนะนำ"), default=False)

    class Meta:
        verbose_name = _("ทางเลือก")
        verbose_name_plural = _("ทางเลือก")
        ordering: ClassVar = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], condition=Q(is_recommended=True), name="measure_one_recommendation"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class MeasureVersion(models.Model):
    """The terms as they stood in an earlier version; a revision drops the endorsements with it."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("ฉบับที่"))
    terms = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ฉบับของมาตรการ")
        verbose_name_plural = _("ฉบับของมาตรการ")
        ordering: ClassVar = ["number"]
        constraints = [models.UniqueConstraint(fields=["measure", "number"], name="measure_version_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.number}"


class Endorsement(models.Model):
    """A second person at central has checked this version of the measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="endorsements")
    version = models.PositiveSmallIntegerField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("การตรวจทาน")
        verbose_name_plural = _("การตรวจทาน")
        constraints = [models.UniqueConstraint(fields=["measure", "version", "user"], name="endorsement_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.user}"
