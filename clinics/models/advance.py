"""Money a person takes in advance and accounts for afterwards (เงินยืมทดรอง). Amounts in baht."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.budget import Budget, money, pair
from clinics.querysets import AdvanceQuerySet
from clinics.workflow import ADVANCE

USER = settings.AUTH_USER_MODEL
OPEN = ("requested", "approved", "paid")
"""States in which a person has an advance running; one a person."""


class Advance(WorkflowModel):
    """An advance: it holds its amount of the budget from the approval to the clearing.

    Cleared means: the expenses attached to it and the money given back make up its amount to the satang; the database
    checks the sum.
    """

    machine: ClassVar[Machine] = ADVANCE

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="advances", verbose_name=_("งบประมาณ"))
    number = models.CharField(_("เลขที่"), max_length=20, unique=True)
    status = models.CharField(_("สถานะ"), max_length=12, choices=ADVANCE.choices, default=ADVANCE.initial)
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="advances", verbose_name=_("ผู้ยืม"))
    amount = money(_("จำนวนเงิน"))
    purpose = models.CharField(_("ยืมเพื่อ"), max_length=300)
    due_on = models.DateField(_("ครบกำหนดส่งใช้"))
    requested_at = models.DateTimeField(_("ขอเมื่อ"), default=timezone.now)
    requested_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึกคำขอ"))
    approved_at = models.DateTimeField(_("อนุมัติเมื่อ"), null=True, blank=True)
    approved_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้อนุมัติ")
    )
    taken_on = models.DateField(_("รับเงินเมื่อ"), null=True, blank=True)
    paid_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้จ่ายเงิน")
    )
    returned_amount = money(_("เงินสดส่งคืน"), null=True, blank=True)
    cleared_at = models.DateTimeField(_("ส่งใช้เมื่อ"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้บันทึกการส่งใช้")
    )
    reason = models.CharField(_("เหตุที่ยกเลิก"), max_length=300, blank=True)

    objects = AdvanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("เงินยืมทดรอง")
        verbose_name_plural = _("เงินยืมทดรอง")
        ordering: ClassVar = ["id"]
        constraints = [
            models.CheckConstraint(
                name="advance_more_than_nothing",
                violation_error_message=_("จำนวนเงินต้องมากกว่า 0"),
                condition=Q(amount__gt=0),
            ),
            models.CheckConstraint(
                name="advance_approved_pair",
                violation_error_message=_("การอนุมัติต้องมีทั้งผู้อนุมัติและเวลา"),
                condition=pair("approved_at", "approved_by")
                & (~Q(status__in=["approved", "paid", "cleared"]) | Q(approved_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="advance_not_approved_by_own",
                violation_error_message=_("ผู้ขอหรือผู้ยืมอนุมัติเงินยืมของตนไม่ได้"),
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("requested_by")) & ~Q(approved_by=F("person"))),
            ),
            models.CheckConstraint(
                name="advance_paid_pair",
                violation_error_message=_("การจ่ายเงินยืมต้องมีทั้งผู้จ่ายและวันที่ และผู้ยืมจ่ายให้ตนเองไม่ได้"),
                condition=Q(
                    taken_on__isnull=True, paid_by__isnull=True, status__in=["requested", "approved", "cancelled"]
                )
                | (
                    Q(taken_on__isnull=False, paid_by__isnull=False, status__in=["paid", "cleared"])
                    & ~Q(paid_by=F("person"))
                ),
            ),
            models.CheckConstraint(
                name="advance_due_after_taken",
                violation_error_message=_("วันครบกำหนดส่งใช้ต้องไม่ก่อนวันรับเงิน"),
                condition=Q(taken_on__isnull=True) | Q(due_on__gte=F("taken_on")),
            ),
            models.CheckConstraint(
                name="advance_cleared_whole",
                violation_error_message=_("การส่งใช้เงินยืมต้องมีผู้บันทึก เวลา และเงินสดส่งคืน"),
                condition=(
                    ~Q(status="cleared")
                    & Q(cleared_at__isnull=True, cleared_by__isnull=True, returned_amount__isnull=True)
                )
                | Q(
                    status="cleared",
                    cleared_at__isnull=False,
                    cleared_by__isnull=False,
                    returned_amount__gte=0,
                ),
            ),
            models.CheckConstraint(
                name="advance_cancelled_why",
                violation_error_message=_("เขียนเหตุที่ยกเลิกคำขอ"),
                condition=~Q(status="cancelled") | ~Q(reason=""),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=OPEN),
                name="advance_one_open_a_person",
                violation_error_message=_("ผู้ยืมมีเงินยืมที่ยังไม่ได้ส่งใช้อยู่ ส่งใช้รายการเดิมก่อน"),
            ),
        ]
        indexes = [models.Index(fields=["budget", "status"], name="advance_of_budget")]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        """As events name it."""
        return self.number

    @property
    def own_people(self) -> set[int]:
        """Who may not approve it: who asked for it and who takes the money."""
        return {self.requested_by_id, self.person_id}

    def is_overdue(self, today: date) -> bool:
        """Whether the money is out past its day."""
        return self.status == "paid" and self.due_on < today

    def get_absolute_url(self) -> str:
        """The advance's page."""
        return reverse("clinics:advance", args=[self.number])
