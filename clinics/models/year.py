"""A programme year and its rules: every deadline, target and threshold is data of the year."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinics.querysets import KnownToAllQuerySet, ProgrammeYearQuerySet


class ProgrammeYear(models.Model):
    """One year of the programme, for example 2561 (June to December). Amounts in baht, times in working days."""

    buddhist_year = models.PositiveSmallIntegerField(_("ปี พ.ศ."), unique=True)
    title = models.CharField(_("ชื่อโครงการ"), max_length=200)
    service_start = models.DateField(_("เริ่มให้บริการ"))
    service_end = models.DateField(_("สิ้นสุดการให้บริการ"))
    startup_months = models.PositiveSmallIntegerField(
        _("จำนวนเดือนเตรียมการ"), default=1, help_text=_("เดือนแรกที่แสดงแต่ยังไม่บังคับเกณฑ์วัน Walk In")
    )
    confirm_due = models.DateField(_("ครบกำหนดแจ้งยืนยัน"))
    evaluation_start = models.DateField(_("เริ่มประเมินผล"))
    evaluation_end = models.DateField(_("สิ้นสุดการประเมินผล"))
    cutoff = models.DateField(_("วันตัดยอดตัวเลข"))
    budget_total = models.DecimalField(_("งบประมาณทั้งหมด"), max_digits=12, decimal_places=2, default=Decimal(150000))
    budget_clinic = models.DecimalField(_("งบประมาณต่อคลินิก"), max_digits=12, decimal_places=2, default=Decimal(5000))
    budget_central = models.DecimalField(_("งบประมาณส่วนกลาง"), max_digits=12, decimal_places=2, default=Decimal(75000))
    walk_in_days = models.PositiveSmallIntegerField(_("วัน Walk In ขั้นต่ำต่อเดือน"), default=2)
    satisfaction_target = models.DecimalField(
        _("เป้าหมายความพึงพอใจ"), max_digits=3, decimal_places=2, default=Decimal("4.00")
    )
    conclusion_target = models.PositiveSmallIntegerField(_("เป้าหมายยุติเรื่อง (ร้อยละ)"), default=100)
    acknowledge_days = models.PositiveSmallIntegerField(_("รับทราบเรื่องที่ส่งต่อภายใน"), default=1)
    accept_days = models.PositiveSmallIntegerField(_("รับหรือไม่รับเรื่องภายใน"), default=3)
    chase_days = models.PositiveSmallIntegerField(_("เตือนเมื่อครบ"), default=5)
    tell_head_days = models.PositiveSmallIntegerField(_("แจ้งหัวหน้าเมื่อครบ"), default=9)
    decision_days = models.PositiveSmallIntegerField(_("คลินิกรับทราบมติภายใน"), default=2)
    tell_member_days = models.PositiveSmallIntegerField(_("แจ้งสมาชิกภายใน"), default=5)
    min_net_ratio = models.DecimalField(
        _("เงินได้คงเหลือสุทธิขั้นต่ำ (ร้อยละของเงินเดือน)"), max_digits=5, decimal_places=2, default=Decimal(30)
    )
    min_net_baht = models.DecimalField(
        _("เงินได้คงเหลือสุทธิขั้นต่ำ (บาท)"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    dsr_watch = models.DecimalField(_("ภาระหนี้ต่อรายได้: เฝ้าระวัง"), max_digits=5, decimal_places=2, default=Decimal(40))
    dsr_complex = models.DecimalField(_("ภาระหนี้ต่อรายได้: ซับซ้อน"), max_digits=5, decimal_places=2, default=Decimal(50))
    dsr_critical = models.DecimalField(_("ภาระหนี้ต่อรายได้: วิกฤติ"), max_digits=5, decimal_places=2, default=Decimal(70))
    headroom_rate = models.DecimalField(
        _("อัตราดอกเบี้ยที่ใช้คำนวณวงเงิน"), max_digits=5, decimal_places=2, default=Decimal("6.25")
    )
    headroom_periods = models.PositiveSmallIntegerField(_("จำนวนงวดที่ใช้คำนวณวงเงิน"), default=120)
    complex_creditors = models.PositiveSmallIntegerField(_("จำนวนเจ้าหนี้ภายนอกที่นับว่าซับซ้อน"), default=3)
    small_cell = models.PositiveSmallIntegerField(
        _("ปิดตัวเลขที่น้อยกว่า"), default=5, help_text=_("ตัวเลข 1 ถึงค่านี้ลบหนึ่งแสดงเป็น “<5” ต่อคณะกรรมการศึกษา")
    )
    direct_line_days = models.PositiveSmallIntegerField(_("ตอบสายตรงภายใน (วันทำการ)"), default=1)
    survey_days = models.PositiveSmallIntegerField(_("ลิงก์แบบประเมินใช้ได้ (วัน)"), default=30)
    # Empty is the first; nullable, so that SQLite adds it without making the table and its triggers anew.
    paper_version = models.PositiveSmallIntegerField(_("ฉบับที่"), null=True, blank=True, editable=False)

    objects = ProgrammeYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("ปีโครงการ")
        verbose_name_plural = _("ปีโครงการ")
        ordering: ClassVar = ["-buddhist_year"]
        constraints = [
            models.CheckConstraint(
                name="year_service_in_order",
                violation_error_message=_("วันสิ้นสุดการให้บริการต้องไม่ก่อนวันเริ่ม"),
                condition=Q(service_start__lte=F("service_end")),
            ),
            models.CheckConstraint(
                name="year_evaluation_in_order",
                violation_error_message=_("วันสิ้นสุดการประเมินต้องไม่ก่อนวันเริ่ม"),
                condition=Q(evaluation_start__lte=F("evaluation_end")),
            ),
            models.CheckConstraint(
                name="year_money_not_negative",
                violation_error_message=_("งบประมาณต้องไม่ติดลบ"),
                condition=Q(budget_total__gte=0) & Q(budget_clinic__gte=0) & Q(budget_central__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.buddhist_year)

    @property
    def gregorian_year(self) -> int:
        """The same calendar year as stored dates count it."""
        return self.buddhist_year - 543

    @property
    def version(self) -> int:
        """Edition of the programme's paper: a change after somebody signed begins the next one (R44)."""
        return self.paper_version or 1

    @property
    def short(self) -> str:
        """Two digits, as in case numbers: ``61``."""
        return f"{self.buddhist_year % 100:02d}"

    def service_months(self) -> list[date]:
        """First days of the months in service, in order (R38)."""
        start, end = self.service_start, self.service_end
        count = (end.year - start.year) * 12 + end.month - start.month + 1
        return [date(start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1, 1) for n in range(count)]

    def is_rule_enforced(self, month: date) -> bool:
        """Whether the two-walk-in-days rule counts in the month; the start-up month only shows it (R25)."""
        return month in self.service_months()[self.startup_months :]


class YearResolution(models.Model):
    """A resolution the year rests on (R1): body, meeting number ``n/BBBB``, date, subject, amount in baht."""

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.CASCADE, related_name="resolutions", verbose_name=_("ปีโครงการ")
    )
    body = models.CharField(_("ที่ประชุม"), max_length=200)
    meeting_number = models.CharField(_("ครั้งที่"), max_length=20, blank=True)
    resolved_on = models.DateField(_("วันที่"), null=True, blank=True)
    subject = models.CharField(_("เรื่อง"), max_length=300)
    amount = models.DecimalField(_("จำนวนเงิน"), max_digits=12, decimal_places=2, null=True, blank=True)

    objects = KnownToAllQuerySet.as_manager()

    class Meta:
        verbose_name = _("มติที่โครงการอ้างถึง")
        verbose_name_plural = _("มติที่โครงการอ้างถึง")
        ordering: ClassVar = ["year", "resolved_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="resolution_amount_not_negative",
                violation_error_message=_("จำนวนเงินต้องไม่ติดลบ"),
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.meeting_number}".strip()


class Holiday(models.Model):
    """A day an administrator adds to, or takes out of, the official holidays."""

    day = models.DateField(_("วันที่"), unique=True)
    name = models.CharField(_("ชื่อวันหยุด"), max_length=120)
    is_working = models.BooleanField(_("เป็นวันทำการ (ยกเลิกวันหยุด)"), default=False)

    class Meta:
        verbose_name = _("วันหยุดเพิ่มเติม")
        verbose_name_plural = _("วันหยุดเพิ่มเติม")
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return self.name
