"""What the payroll of a month says of a member."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.dates import buddhist_year, month_name
from members.models.member import Member
from members.querysets import PayrollQuerySet

EARNED = ("salary", "allowance")
DEDUCTED = (
    "tax", "pension_fund", "shares_paid", "funeral_fund",
    "emergency_paid", "ordinary_paid", "special_paid", "other_paid",
)  # fmt: skip
STANDING = ("share_capital", "emergency_left", "ordinary_left", "special_left")
AMOUNTS = (*EARNED, *DEDUCTED, *STANDING)


def _baht(label: Any) -> Any:
    return models.DecimalField(label, max_digits=12, decimal_places=2, default=Decimal(0))


def month_words(month: date) -> str:
    """``มิถุนายน 2561``."""
    return f"{month_name(month.month)} {buddhist_year(month)}"


class Payroll(models.Model):
    """One member in one month: earned, deducted at source, and how shares and loans stood after it. All in baht."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="payrolls", verbose_name=_("สมาชิก"))
    month = models.DateField(_("เดือน"))
    salary = _baht(_("เงินเดือน"))
    allowance = _baht(_("เงินประจำตำแหน่ง"))
    tax = _baht(_("ภาษี"))
    pension_fund = _baht(_("กบข./กองทุนสำรองเลี้ยงชีพ"))
    shares_paid = _baht(_("ค่าหุ้นรายเดือน"))
    funeral_fund = _baht(_("เงินสงเคราะห์ศพ"))
    emergency_paid = _baht(_("ชำระเงินกู้ฉุกเฉิน"))
    ordinary_paid = _baht(_("ชำระเงินกู้สามัญ"))
    special_paid = _baht(_("ชำระเงินกู้พิเศษ"))
    other_paid = _baht(_("หักอื่น ๆ"))
    share_capital = _baht(_("ทุนเรือนหุ้น"))
    emergency_left = _baht(_("เงินกู้ฉุกเฉินคงเหลือ"))
    ordinary_left = _baht(_("เงินกู้สามัญคงเหลือ"))
    special_left = _baht(_("เงินกู้พิเศษคงเหลือ"))
    imported_at = models.DateTimeField(_("นำเข้าเมื่อ"))

    objects = PayrollQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อมูลเงินเดือน")
        verbose_name_plural = _("ข้อมูลเงินเดือน")
        ordering: ClassVar = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["member", "month"], name="payroll_once_a_month"),
            models.CheckConstraint(name="payroll_month_begins", condition=Q(month__day=1)),
            models.CheckConstraint(name="payroll_not_negative", condition=Q(**{f"{name}__gte": 0 for name in AMOUNTS})),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.month:%Y-%m}"

    @property
    def month_words(self) -> str:
        """``มิถุนายน 2561``."""
        return month_words(self.month)

    @property
    def earned(self) -> Decimal:
        """Salary and allowance, in baht."""
        return sum((getattr(self, name) for name in EARNED), Decimal(0))

    @property
    def deducted(self) -> Decimal:
        """All that is deducted at source, in baht."""
        return sum((getattr(self, name) for name in DEDUCTED), Decimal(0))

    @property
    def net(self) -> Decimal:
        """What is paid out, in baht (counselling.md, formula 1)."""
        return self.earned - self.deducted

    @property
    def loans(self) -> Decimal:
        """What is left of all loans, in baht."""
        return self.emergency_left + self.ordinary_left + self.special_left
