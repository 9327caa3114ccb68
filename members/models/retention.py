"""How long things are kept, and what must be kept longer."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.member import Member
from members.querysets import LegalHoldQuerySet, RetentionRuleQuerySet


class RetentionRule(models.Model):
    """From a day on: how many years something is kept after it ended, and by which rule of the cooperative."""

    class Kind(models.TextChoices):
        CASE = "case", _("เรื่อง นับจากวันยุติ")
        ADVICE = "advice", _("การให้คำแนะนำทั่วไป นับจากวันให้บริการ")
        FORMER = "former", _("ทะเบียนของผู้พ้นสมาชิกภาพ นับจากวันออก")

    kind = models.CharField(_("สิ่งที่เก็บ"), max_length=10, choices=Kind)
    years = models.PositiveSmallIntegerField(_("เก็บกี่ปี"), validators=[MinValueValidator(1), MaxValueValidator(100)])
    starts_on = models.DateField(_("ใช้ตั้งแต่"))
    source = models.CharField(_("ตามระเบียบหรือมติ"), max_length=300)

    objects = RetentionRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("ระยะเวลาเก็บข้อมูล")
        verbose_name_plural = _("ระยะเวลาเก็บข้อมูล")
        ordering: ClassVar = ["kind", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "starts_on"],
                name="retention_rule_once",
                violation_error_message=_("มีระยะเวลาที่เริ่มใช้วันนี้แล้ว"),
            ),
            models.CheckConstraint(
                name="retention_rule_years",
                condition=Q(years__range=(1, 100)),
                violation_error_message=_("เก็บได้ 1 ถึง 100 ปี"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.years}"


class LegalHold(models.Model):
    """What must not be taken out for now, and why: one case of a member, or all that is held about them."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="legal_holds", verbose_name=_("สมาชิก"))
    # Empty: everything of the member.
    case_reference = models.CharField(_("เฉพาะเรื่องเลขที่"), max_length=20, blank=True)
    reason = models.CharField(_("เหตุผล"), max_length=300)
    # In whose name it was placed: only there, and at central, it is lifted.
    clinic = models.ForeignKey(
        "clinics.Clinic", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("คลินิกที่ระงับ")
    )
    placed_at = models.DateTimeField(_("ระงับเมื่อ"))
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้ระงับ")
    )
    lifted_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_reason = models.CharField(_("เหตุผลที่ยกเลิก"), max_length=300, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("การระงับการลบ")
        verbose_name_plural = _("การระงับการลบ")
        ordering: ClassVar = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "case_reference"],
                condition=Q(lifted_at__isnull=True),
                name="legal_hold_once",
                violation_error_message=_("ระงับการลบไว้แล้ว"),
            ),
            models.CheckConstraint(
                name="legal_hold_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("การระงับการลบต้องมีเหตุผล"),
            ),
            models.CheckConstraint(
                name="legal_hold_lifted_pair",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                violation_error_message=_("เวลาและผู้ยกเลิกการระงับต้องบันทึกคู่กัน"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.case_reference}".strip()
