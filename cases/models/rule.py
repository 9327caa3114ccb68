"""Rules of counselling that laws and by-laws set and change: data with the day they begin and their source."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.counselling import dated
from cases.querysets import RuleQuerySet


class CounsellingRule(models.Model):
    """A value in force from a day until the next of the same code: per cent, or instalments for a term."""

    class Code(models.TextChoices):
        CARD_RATE = dated.CARD_RATE, _("ดอกเบี้ยบัตรเครดิตสูงสุด")
        PERSONAL_RATE = dated.PERSONAL_RATE, _("ดอกเบี้ยสินเชื่อบุคคลสูงสุด")
        CARD_MINIMUM = dated.CARD_MINIMUM, _("ยอดจ่ายขั้นต่ำบัตรเครดิต")
        DEFAULT_INTEREST = dated.DEFAULT_INTEREST, _("ดอกเบี้ยผิดนัด")
        EMERGENCY_TERM = dated.EMERGENCY_TERM, _("จำนวนงวดสูงสุด เงินกู้ฉุกเฉิน")
        ORDINARY_TERM = dated.ORDINARY_TERM, _("จำนวนงวดสูงสุด เงินกู้สามัญ")
        SPECIAL_TERM = dated.SPECIAL_TERM, _("จำนวนงวดสูงสุด เงินกู้พิเศษ")

    code = models.CharField(_("เกณฑ์"), max_length=20, choices=Code)
    value = models.DecimalField(_("ค่า"), max_digits=8, decimal_places=3)
    starts_on = models.DateField(_("ใช้ตั้งแต่วันที่"))
    source = models.CharField(_("ที่มา"), max_length=200)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("เกณฑ์ให้คำปรึกษา")
        verbose_name_plural = _("เกณฑ์ให้คำปรึกษา")
        ordering: ClassVar = ["code", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "starts_on"],
                name="rule_once_a_day",
                violation_error_message=_("มีเกณฑ์นี้ของวันนั้นอยู่แล้ว แก้รายการเดิม"),
            ),
            models.CheckConstraint(
                name="rule_value_sane",
                condition=Q(value__gte=0, value__lte=999),
                violation_error_message=_("ค่าต้องอยู่ระหว่าง 0 ถึง 999"),
            ),
            models.CheckConstraint(
                name="rule_has_source", condition=~Q(source=""), violation_error_message=_("กรอกที่มาของเกณฑ์")
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()

    def get_absolute_url(self) -> str:
        """The page that changes it."""
        return reverse("cases:rule_edit", args=[self.pk])

    @property
    def is_term(self) -> bool:
        """Counted in instalments, not in per cent."""
        return self.code in dated.TERMS

    def plain(self) -> dated.DatedRule:
        """As the sums take it."""
        return dated.DatedRule(self.code, self.value, self.starts_on, self.source)
