"""A household's month and a member's debts (form คส.04). Amounts in baht a month, rates in per cent a year."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class HouseholdLine(models.Model):
    """One line of income, deduction at source (other than loans) or living cost, in baht a month."""

    class Kind(models.TextChoices):
        SALARY = "salary", _("เงินเดือน")
        INCOME = "income", _("รายได้อื่น")
        DEDUCTION = "deduction", _("หัก ณ ที่จ่าย (ไม่รวมเงินกู้)")
        LIVING = "living", _("ค่าครองชีพ")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="household_lines")
    kind = models.CharField(_("ประเภท"), max_length=10, choices=Kind)
    label = models.CharField(_("รายการ"), max_length=120)
    amount = models.DecimalField(_("บาทต่อเดือน"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("รายรับรายจ่าย")
        verbose_name_plural = _("รายรับรายจ่าย")
        ordering: ClassVar = ["id"]
        constraints = [models.CheckConstraint(name="household_amount_not_negative", condition=Q(amount__gte=0))]

    def __str__(self) -> str:
        return f"{self.label} {self.amount}"


class Debt(models.Model):
    """One debt of the member, to the cooperative or to an outside creditor."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency_loan", _("เงินกู้ฉุกเฉิน")
        ORDINARY = "ordinary_loan", _("เงินกู้สามัญ")
        SPECIAL = "special_loan", _("เงินกู้พิเศษ")
        CREDIT_CARD = "credit_card", _("บัตรเครดิต")
        PERSONAL = "personal_loan", _("สินเชื่อบุคคล")
        HIRE_PURCHASE = "hire_purchase", _("เช่าซื้อ")
        HOUSING = "housing", _("ที่อยู่อาศัย")
        BANK = "bank_loan", _("สินเชื่อธนาคารอื่น")
        LEASING = "leasing", _("ลีสซิ่ง จำนำทะเบียนรถ")
        PAWN = "pawn", _("โรงรับจำนำ")
        OTHER_COOPERATIVE = "other_cooperative", _("สหกรณ์อื่น")
        STUDENT = "student_loan", _("กยศ.")
        FUND = "village_fund", _("กองทุนหมู่บ้าน กลุ่มออมทรัพย์")
        INFORMAL = "informal", _("หนี้นอกระบบ")
        OTHER = "other", _("อื่น ๆ")

    class RateKind(models.TextChoices):
        REDUCING = "reducing_balance", _("ต่อปี ลดต้นลดดอก")
        FLAT = "flat_rate", _("ต่อปี คงที่")
        MONTHLY = "per_month", _("ต่อเดือน")
        DAILY = "per_day", _("ต่อวัน")

    class Method(models.TextChoices):
        EQUAL_PAYMENT = "equal_payment", _("คงยอด (งวดเท่ากัน)")
        EQUAL_PRINCIPAL = "equal_principal", _("คงต้น")
        MINIMUM = "minimum_payment", _("ขั้นต่ำตามร้อยละ")
        INTEREST_ONLY = "interest_only", _("จ่ายเฉพาะดอกเบี้ย")
        OTHER = "other", _("อื่น ๆ")

    class Stage(models.TextChoices):
        NORMAL = "normal", _("ปกติ")
        LATE = "late", _("ค้างชำระ")
        DEMAND = "demand_letter", _("หนังสือทวงถาม")
        SUED = "sued", _("ถูกฟ้อง")
        JUDGMENT = "judgment", _("คำพิพากษา")
        EXECUTION = "execution", _("บังคับคดี")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="debts")
    creditor = models.CharField(_("เจ้าหนี้"), max_length=150)
    kind = models.CharField(_("ประเภท"), max_length=20, choices=Kind)
    is_cooperative = models.BooleanField(_("หนี้สหกรณ์"), default=False)
    is_at_source = models.BooleanField(_("หัก ณ ที่จ่าย"), default=False)
    balance = models.DecimalField(_("ยอดคงเหลือ"), max_digits=12, decimal_places=2)
    as_of = models.DateField(_("ณ วันที่"), null=True, blank=True)
    rate = models.DecimalField(_("อัตราดอกเบี้ยตามที่ตกลง"), max_digits=6, decimal_places=3)
    rate_kind = models.CharField(_("วิธีคิดดอกเบี้ย"), max_length=20, choices=RateKind, default=RateKind.REDUCING)
    # What the sums use, worked out from ``rate`` (cases.counselling.rates): reducing balance; a flat rate whose loan
    # and term are not known stays flat.
    annual_rate = models.DecimalField(_("ดอกเบี้ยร้อยละต่อปี"), max_digits=8, decimal_places=3, editable=False)
    is_rate_effective = models.BooleanField(_("อัตราลดต้นลดดอก"), default=True, editable=False)
    contract_number = models.CharField(_("เลขที่สัญญา"), max_length=60, blank=True)
    contract_date = models.DateField(_("วันทำสัญญา"), null=True, blank=True)
    original_amount = models.DecimalField(_("วงเงินตามสัญญา"), max_digits=12, decimal_places=2, null=True, blank=True)
    original_periods = models.PositiveSmallIntegerField(_("จำนวนงวดตามสัญญา"), null=True, blank=True)
    method = models.CharField(_("วิธีผ่อน"), max_length=16, choices=Method, blank=True)
    minimum_percent = models.DecimalField(_("ชำระขั้นต่ำร้อยละ"), max_digits=5, decimal_places=2, null=True, blank=True)
    instalment = models.DecimalField(_("ค่างวดต่อเดือน"), max_digits=12, decimal_places=2)
    periods_left = models.PositiveSmallIntegerField(_("งวดที่เหลือ"), null=True, blank=True)
    arrears_amount = models.DecimalField(_("ยอดค้างชำระ"), max_digits=12, decimal_places=2, default=Decimal(0))
    stage = models.CharField(_("สถานะหนี้"), max_length=15, choices=Stage, default=Stage.NORMAL)
    guarantors = models.CharField(_("หมายเหตุเรื่องผู้ค้ำ"), max_length=300, blank=True)
    collateral = models.CharField(_("หลักประกัน"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("หนี้สิน")
        verbose_name_plural = _("หนี้สิน")
        ordering: ClassVar = ["-is_cooperative", "id"]
        constraints = [
            models.CheckConstraint(
                name="debt_money_not_negative",
                condition=Q(balance__gte=0) & Q(instalment__gte=0) & Q(arrears_amount__gte=0),
            ),
            models.CheckConstraint(
                name="debt_rate_sane",
                condition=Q(annual_rate__gte=0, annual_rate__lte=10_000, rate__gte=0, rate__lte=999),
                violation_error_message=_("อัตราดอกเบี้ยต้องอยู่ระหว่าง 0 ถึง 999"),
            ),
            models.CheckConstraint(
                name="debt_contract_not_negative",
                condition=(Q(original_amount__isnull=True) | Q(original_amount__gte=0))
                & (Q(minimum_percent__isnull=True) | Q(minimum_percent__gte=0, minimum_percent__lte=100)),
                violation_error_message=_("วงเงินตามสัญญาต้องไม่ติดลบ และร้อยละขั้นต่ำต้องไม่เกิน 100"),
            ),
        ]

    def __str__(self) -> str:
        return self.creditor
