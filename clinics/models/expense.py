"""What was spent, with its receipts (R40). Amounts in baht."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.advance import Advance
from clinics.models.budget import Budget, money, pair
from clinics.querysets import ExpenseQuerySet, ExpenseReceiptQuerySet
from clinics.workflow import EXPENSE

USER = settings.AUTH_USER_MODEL
LIVE = ("submitted", "approved", "reviewed")
"""States in which an expense takes its amount out of the budget."""


class Expense(WorkflowModel):
    """One expense: entered, approved by the clinic's head (never an own one), reviewed by central.

    ``payee_user``: the money goes to this member of staff. ``advance``: it was paid out of this advance, and counts in
    the budget when the advance is cleared.
    """

    class Category(models.TextChoices):
        TRAVEL = "travel", _("ค่าเดินทาง")
        MATERIALS = "materials", _("วัสดุและเอกสาร")
        REFRESHMENTS = "refreshments", _("อาหารว่างและเครื่องดื่ม")
        PRINTING = "printing", _("ค่าถ่ายเอกสารและพิมพ์")
        VENUE = "venue", _("ค่าสถานที่")
        COMMUNICATION = "communication", _("ค่าสื่อสารและไปรษณีย์")
        OTHER = "other", _("อื่น ๆ")

    machine: ClassVar[Machine] = EXPENSE

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="expenses", verbose_name=_("งบประมาณ"))
    number = models.CharField(_("เลขที่"), max_length=20, unique=True)
    status = models.CharField(_("สถานะ"), max_length=10, choices=EXPENSE.choices, default=EXPENSE.initial)
    day = models.DateField(_("วันที่จ่าย"))
    category = models.CharField(_("หมวด"), max_length=14, choices=Category)
    category_other = models.CharField(_("หมวดอื่น (ระบุ)"), max_length=100, blank=True)
    payee = models.CharField(_("จ่ายให้"), max_length=200)
    payee_user = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้รับเงินเป็นเจ้าหน้าที่"),
    )
    amount = money(_("จำนวนเงิน"))
    description = models.CharField(_("รายละเอียด"), max_length=500, blank=True)
    receipt_number = models.CharField(_("เลขที่ใบเสร็จ"), max_length=60, blank=True)
    no_receipt_reason = models.CharField(_("เหตุที่ไม่มีใบเสร็จ (ใบรับรองแทนใบเสร็จรับเงิน)"), max_length=300, blank=True)
    advance = models.ForeignKey(
        Advance,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expenses",
        verbose_name=_("จ่ายจากเงินยืม"),
    )
    entered_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก"))
    submitted_at = models.DateTimeField(_("เสนอเมื่อ"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้เสนอ")
    )
    approved_at = models.DateTimeField(_("อนุมัติเมื่อ"), null=True, blank=True)
    approved_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้อนุมัติ")
    )
    reviewed_at = models.DateTimeField(_("สอบทานเมื่อ"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้สอบทาน")
    )
    reason = models.CharField(_("เหตุผลที่ส่งกลับหรือยกเลิก"), max_length=500, blank=True)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("รายการจ่าย")
        verbose_name_plural = _("รายการจ่าย")
        ordering: ClassVar = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                name="expense_more_than_nothing",
                violation_error_message=_("จำนวนเงินต้องมากกว่า 0"),
                condition=Q(amount__gt=0),
            ),
            models.CheckConstraint(
                name="expense_other_in_words",
                violation_error_message=_("ระบุว่าเป็นค่าใช้จ่ายอะไร"),
                condition=~Q(category="other") | ~Q(category_other=""),
            ),
            models.CheckConstraint(
                name="expense_submitted_pair",
                violation_error_message=_("การเสนอต้องมีทั้งผู้เสนอและเวลา"),
                condition=pair("submitted_at", "submitted_by")
                & (~Q(status__in=["submitted", "approved", "reviewed"]) | Q(submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="expense_approved_pair",
                violation_error_message=_("การอนุมัติต้องมีทั้งผู้อนุมัติและเวลา"),
                condition=(
                    ~Q(status__in=["approved", "reviewed"]) & Q(approved_at__isnull=True, approved_by__isnull=True)
                )
                | Q(status__in=["approved", "reviewed"], approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="expense_reviewed_pair",
                violation_error_message=_("การสอบทานต้องมีทั้งผู้สอบทานและเวลา"),
                condition=(~Q(status="reviewed") & Q(reviewed_at__isnull=True, reviewed_by__isnull=True))
                | Q(status="reviewed", reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="expense_not_approved_by_author",
                violation_error_message=_("ผู้บันทึกหรือผู้เสนออนุมัติรายการของตนไม่ได้"),
                condition=Q(approved_by__isnull=True)
                | (
                    ~Q(approved_by=F("entered_by")) & (Q(submitted_by__isnull=True) | ~Q(approved_by=F("submitted_by")))
                ),
            ),
            models.CheckConstraint(
                name="expense_not_approved_by_payee",
                violation_error_message=_("ผู้รับเงินอนุมัติรายการของตนไม่ได้"),
                condition=Q(approved_by__isnull=True) | Q(payee_user__isnull=True) | ~Q(approved_by=F("payee_user")),
            ),
            models.CheckConstraint(
                name="expense_reviewed_by_another",
                violation_error_message=_("ผู้บันทึก ผู้อนุมัติ หรือผู้รับเงิน สอบทานรายการเดียวกันไม่ได้"),
                condition=Q(reviewed_by__isnull=True)
                | (
                    ~Q(reviewed_by=F("entered_by"))
                    & (Q(approved_by__isnull=True) | ~Q(reviewed_by=F("approved_by")))
                    & (Q(payee_user__isnull=True) | ~Q(reviewed_by=F("payee_user")))
                ),
            ),
            models.CheckConstraint(
                name="expense_stopped_why",
                violation_error_message=_("เขียนเหตุผลที่ส่งกลับหรือยกเลิก"),
                condition=~Q(status__in=["returned", "void"]) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["budget", "status", "day"], name="expense_of_budget"),
            models.Index(fields=["status", "day"], name="expense_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        """As events name it."""
        return self.number

    @property
    def own_people(self) -> set[int]:
        """Who may not approve it: who entered or submitted it, and who gets the money."""
        people = {self.entered_by_id, self.submitted_by_id, self.payee_user_id}
        return {person for person in people if person is not None}

    @property
    def category_words(self) -> str:
        """The category; what it is where it is none of the list."""
        return self.category_other if self.category == self.Category.OTHER else str(self.get_category_display())

    @property
    def is_open_to_change(self) -> bool:
        """Whether its figures may still be changed."""
        return self.status in {"draft", "returned"}

    def get_absolute_url(self) -> str:
        """The expense's page."""
        return reverse("clinics:expense", args=[self.number])


class Receipt(models.Model):
    """A receipt: a photo or a scan, kept as a checked file."""

    expense = models.ForeignKey(Expense, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("รายการจ่าย"))
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("แฟ้ม"))
    removed_at = models.DateTimeField(_("นำออกเมื่อ"), null=True, blank=True)

    objects = ExpenseReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("ใบเสร็จ")
        verbose_name_plural = _("ใบเสร็จ")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return str(self.file)
