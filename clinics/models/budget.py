"""What may be spent: a clinic's 5,000 baht of a year and the programme's 75,000 (R40). Amounts in baht."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.models import AppendOnlyModel
from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.appointment import Appointment, Role
from clinics.models.clinic import Clinic, ClinicYear
from clinics.models.year import ProgrammeYear
from clinics.querysets import BudgetOverrideQuerySet, BudgetQuerySet
from clinics.querysets.budget import PROGRAMME
from clinics.workflow import BUDGET

USER = settings.AUTH_USER_MODEL


def money(label: Any, **options: Any) -> "models.DecimalField[Any, Any]":
    """A column for baht and satang."""
    return models.DecimalField(label, max_digits=12, decimal_places=2, **options)


def pair(at: str, by: str) -> Q:
    """Both columns of a who-and-when are filled, or none."""
    return Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False})


class Budget(WorkflowModel):
    """One purse of a programme year: a clinic's, or the programme's own where ``clinic_year`` is empty.

    The database keeps the balance (allocation and overrides, less what was spent and what is held by advances) at
    nought or more, and the allocations of a year within the year's budget.
    """

    machine: ClassVar[Machine] = BUDGET

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="budgets", verbose_name=_("ปีโครงการ")
    )
    clinic_year = models.OneToOneField(
        ClinicYear,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="budget",
        verbose_name=_("คลินิกในปีโครงการ"),
        help_text=_("เว้นว่างคืองบส่วนกลางของโครงการ"),
    )
    allocation = money(_("วงเงินจัดสรร"))
    status = models.CharField(_("สถานะ"), max_length=10, choices=BUDGET.choices, default=BUDGET.initial)
    closed_at = models.DateTimeField(_("ปิดงบเมื่อ"), null=True, blank=True)
    closed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้ปิดงบ")
    )
    returned_amount = money(_("เงินเหลือส่งคืน"), null=True, blank=True)
    returned_on = models.DateField(_("ส่งคืนเมื่อ"), null=True, blank=True)
    closing_note = models.CharField(_("หลักฐานการส่งคืน"), max_length=200, blank=True)
    note = models.CharField(_("เหตุผลที่เปลี่ยนวงเงินหรือเปิดงบอีกครั้ง"), max_length=500, blank=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("งบประมาณ")
        verbose_name_plural = _("งบประมาณ")
        ordering: ClassVar = ["year", "clinic_year__clinic__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(clinic_year__isnull=True),
                name="budget_one_central",
                violation_error_message=_("ปีนี้มีงบส่วนกลางอยู่แล้ว"),
            ),
            models.CheckConstraint(
                name="budget_not_negative",
                violation_error_message=_("วงเงินจัดสรรต้องไม่ติดลบ"),
                condition=Q(allocation__gte=0),
            ),
            models.CheckConstraint(
                name="budget_closed_whole",
                violation_error_message=_("งบที่ปิดต้องมีผู้ปิด เวลา และเงินเหลือส่งคืน"),
                condition=Q(
                    status="open",
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    returned_amount__isnull=True,
                    returned_on__isnull=True,
                )
                | Q(
                    status="closed",
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    returned_amount__gte=0,
                    returned_on__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(_("งบประมาณ %(place)s ปี %(year)s") % {"place": self.place, "year": self.year})

    @property
    def clinic(self) -> Clinic | None:
        """The clinic, or None for the programme's own budget."""
        return self.clinic_year.clinic if self.clinic_year else None

    @property
    def place(self) -> Any:
        """Whose purse it is, in Thai."""
        return self.clinic_year.clinic.name if self.clinic_year else _("ส่วนกลางของโครงการ")

    @property
    def code(self) -> str:
        """The code in the numbers of its expenses."""
        return self.clinic_year.clinic.code if self.clinic_year else PROGRAMME

    @property
    def reference(self) -> str:
        """As events name it."""
        return f"{self.code}/{self.year.buddhist_year}"

    @property
    def is_central(self) -> bool:
        """Whether central's own people run it: the programme's budget and that of the clinic at central."""
        return self.clinic_year is None or self.clinic_year.clinic.is_central

    def has_approver_but(self, people: set[int]) -> bool:
        """Whether its clinic has a head today who is none of these people; one query."""
        heads = Appointment.objects.in_force().filter(role=Role.HEAD, user__is_active=True).exclude(user__in=people)
        if self.clinic_year is None:
            return heads.filter(clinic_year__clinic__kind=Clinic.Kind.CENTRAL).exists()
        return heads.filter(clinic_year__clinic=self.clinic_year.clinic_id).exists()

    def get_absolute_url(self) -> str:
        """The budget's page."""
        if self.clinic_year is None:
            return reverse("clinics:central_budget", args=[self.year.buddhist_year])
        return reverse("clinics:budget", args=[self.code, self.year.buddhist_year])


class BudgetOverride(AppendOnlyModel):
    """What central's head let a budget spend beyond its allocation, and why. Never changed, never deleted."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="overrides", verbose_name=_("งบประมาณ"))
    amount = money(_("จำนวนเงินที่เพิ่ม"))
    reason = models.CharField(_("เหตุผล"), max_length=500)
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้อนุมัติ"))

    objects: ClassVar[Any] = BudgetOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("วงเงินเพิ่มกรณีพิเศษ")
        verbose_name_plural = _("วงเงินเพิ่มกรณีพิเศษ")
        ordering: ClassVar = ["id"]
        constraints = [
            models.CheckConstraint(
                name="override_more_than_nothing",
                violation_error_message=_("จำนวนเงินต้องมากกว่า 0"),
                condition=Q(amount__gt=0),
            ),
            models.CheckConstraint(
                name="override_has_reason",
                violation_error_message=_("เขียนเหตุผลที่ให้เพิ่มวงเงิน"),
                condition=~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget} {self.amount}"
