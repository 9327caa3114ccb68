"""What the member will do by when: the plan agreed, its versions, and how it goes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.followup import FollowUp
from cases.models.ways_out import WayOut
from cases.querysets import OfPlanQuerySet, PlanQuerySet

USER = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """One version of what was agreed with the member. A change is a new version; the newest is in force."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField(_("ฉบับที่"))
    way_out = models.ForeignKey(
        WayOut, on_delete=models.SET_NULL, null=True, blank=True, related_name="plans", verbose_name=_("ทางที่เลือก")
    )
    agreed_on = models.DateField(_("ตกลงกันเมื่อ"))
    next_visit = models.DateField(_("นัดพบครั้งหน้า"), null=True, blank=True)
    visit_follow_up = models.ForeignKey(FollowUp, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(_("ข้อความถึงสมาชิก"), max_length=300, blank=True)
    at = models.DateTimeField(_("บันทึกเมื่อ"))
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("แผน")
        verbose_name_plural = _("แผน")
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="plan_number_once"),
            models.CheckConstraint(
                name="plan_visit_after_agreement",
                condition=Q(next_visit__isnull=True) | Q(next_visit__gte=models.F("agreed_on")),
                violation_error_message=_("นัดพบครั้งหน้าต้องไม่ก่อนวันที่ตกลงกัน"),
            ),
        ]

    def __str__(self) -> str:
        return _("แผนฉบับที่ %(n)d ของเรื่อง %(case)s") % {"n": self.number, "case": self.case}

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("cases:plan", args=[self.case.reference, self.number])


class PlanLine(models.Model):
    """One thing that somebody does, by a day where one was agreed."""

    class Who(models.TextChoices):
        MEMBER = "member", _("สมาชิก")
        CLINIC = "clinic", _("คลินิก")
        COOPERATIVE = "cooperative", _("สหกรณ์")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField(_("ลำดับ"))
    what = models.CharField(_("สิ่งที่จะทำ"), max_length=200)
    who = models.CharField(_("ผู้ทำ"), max_length=12, choices=Who, default=Who.MEMBER)
    due_on = models.DateField(_("ภายในวันที่"), null=True, blank=True)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_lines")

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("รายการของแผน")
        verbose_name_plural = _("รายการของแผน")
        ordering: ClassVar = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_line_order_once"),
            models.CheckConstraint(
                name="plan_line_says_what", condition=~Q(what=""), violation_error_message=_("กรอกสิ่งที่จะทำ")
            ),
        ]

    def __str__(self) -> str:
        return self.what


class PlanProgress(models.Model):
    """How a line stood at a visit; the newest counts."""

    class State(models.TextChoices):
        DONE = "done", _("ทำแล้ว")
        PARTLY = "partly", _("ทำบางส่วน")
        NOT = "not", _("ยังไม่ได้ทำ")

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="progress")
    on = models.DateField(_("วันที่"))
    state = models.CharField(_("ความคืบหน้า"), max_length=8, choices=State)
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ความคืบหน้าของแผน")
        verbose_name_plural = _("ความคืบหน้าของแผน")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.get_state_display()
