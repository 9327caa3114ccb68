"""Guarantees both ways: who answers for a debt of the member, and what the member answers for (counselling.md, 15).

Of a third person the minimum is kept: the name, or the number of a member of the cooperative (domain.md, section 6).
"""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.money import Debt
from cases.money_querysets import GuarantorQuerySet
from cases.querysets import OfCaseQuerySet
from members.models import Member


class Guarantor(models.Model):
    """A person who answers for a debt: a member of the cooperative, or a name only. ``is_called``: asked to pay."""

    debt = models.ForeignKey(Debt, on_delete=models.CASCADE, related_name="guarantor_rows", verbose_name=_("หนี้"))
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="guarantor_of", verbose_name=_("สมาชิก")
    )
    name = models.CharField(_("ชื่อ (ผู้ที่ไม่ใช่สมาชิก)"), max_length=150, blank=True)
    is_called = models.BooleanField(_("ถูกเรียกให้ชำระแทนแล้ว"), default=False)

    objects = GuarantorQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผู้ค้ำประกัน")
        verbose_name_plural = _("ผู้ค้ำประกัน")
        ordering: ClassVar = ["id"]
        constraints = [
            models.CheckConstraint(
                name="guarantor_member_or_name",
                condition=Q(member__isnull=True) & ~Q(name="") | Q(member__isnull=False, name=""),
                violation_error_message=_("ผู้ค้ำประกันเป็นสมาชิก หรือบันทึกเฉพาะชื่อ อย่างใดอย่างหนึ่ง"),
            ),
            models.UniqueConstraint(
                name="guarantor_once",
                fields=["debt", "member"],
                condition=Q(member__isnull=False),
                violation_error_message=_("สมาชิกรายนี้เป็นผู้ค้ำของหนี้นี้อยู่แล้ว"),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.member_id)


class GuaranteeGiven(models.Model):
    """A debt of somebody else the member answers for. ``shares_deposits``: what the borrower has at the cooperative."""

    class State(models.TextChoices):
        NORMAL = "normal", _("ผู้กู้ชำระปกติ")
        LATE = "late", _("ผู้กู้ค้างชำระ")
        CALLED = "called", _("สมาชิกถูกเรียกให้ชำระแทน")
        RELEASED = "released", _("พ้นภาระค้ำแล้ว")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="guarantees_given", verbose_name=_("เรื่อง"))
    borrower = models.CharField(_("ผู้กู้"), max_length=150)
    creditor = models.CharField(_("เจ้าหนี้"), max_length=150)
    balance = models.DecimalField(_("ยอดคงเหลือ"), max_digits=12, decimal_places=2)
    as_of = models.DateField(_("ยอด ณ วันที่"), null=True, blank=True)
    instalment = models.DecimalField(_("ค่างวดต่อเดือน"), max_digits=12, decimal_places=2, default=Decimal(0))
    shares_deposits = models.DecimalField(_("หุ้นและเงินฝากของผู้กู้"), max_digits=12, decimal_places=2, default=Decimal(0))
    guarantors = models.PositiveSmallIntegerField(_("จำนวนผู้ค้ำทั้งหมด"), default=1)
    state = models.CharField(_("สถานะ"), max_length=10, choices=State, default=State.NORMAL)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("ภาระค้ำประกัน")
        verbose_name_plural = _("ภาระค้ำประกัน")
        ordering: ClassVar = ["id"]
        constraints = [
            models.CheckConstraint(
                name="guarantee_given_sane",
                condition=Q(balance__gte=0, instalment__gte=0, shares_deposits__gte=0, guarantors__gte=1),
                violation_error_message=_("จำนวนเงินต้องไม่ติดลบ และต้องมีผู้ค้ำอย่างน้อย 1 คน"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.borrower} {self.creditor}"

    @property
    def is_in_default(self) -> bool:
        """Whether the borrower does not pay, so that the member may have to."""
        return self.state in {self.State.LATE, self.State.CALLED}
