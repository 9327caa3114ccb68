"""Meetings of the operating committee: agenda, attendance, interests, votes, resolutions."""

from datetime import timedelta
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.workflow import WorkflowModel
from referrals.models.measure import Measure
from referrals.querysets import MeetingQuerySet
from referrals.workflow import MEETING_MACHINE

USER = settings.AUTH_USER_MODEL


class Meeting(WorkflowModel):
    """One meeting. ``number`` (5/2561) is given when it is held, from a locked counter a Buddhist year."""

    machine = MEETING_MACHINE

    reference = models.CharField(_("รหัสการประชุม"), max_length=20, unique=True)
    number = models.CharField(_("ครั้งที่"), max_length=20, blank=True)
    status = models.CharField(
        _("สถานะ"), max_length=20, choices=MEETING_MACHINE.choices, default=MEETING_MACHINE.initial
    )
    planned_on = models.DateField(_("วันประชุม"))
    starts_at = models.TimeField(_("เริ่ม"), default="09:30")
    place = models.CharField(_("สถานที่"), max_length=200)
    quorum = models.PositiveSmallIntegerField(_("องค์ประชุม (คน)"))
    held_at = models.DateTimeField(_("เปิดประชุมเมื่อ"), null=True, blank=True)
    ended_at = models.TimeField(_("เลิกประชุม"), null=True, blank=True)
    chair = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ประธานในที่ประชุม")
    )
    secretary = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้จดรายงาน")
    )
    opening_note = models.TextField(_("เรื่องที่ประธานแจ้ง"), blank=True)
    closed_at = models.DateTimeField(_("ปิดเมื่อ"), null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    certified_at = models.DateTimeField(_("รับรองรายงานเมื่อ"), null=True, blank=True)
    certified_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("การประชุม")
        verbose_name_plural = _("การประชุม")
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="meeting_number_once"),
            models.CheckConstraint(name="meeting_quorum_positive", condition=Q(quorum__gte=1)),
            models.CheckConstraint(
                name="meeting_numbered_when_held",
                condition=Q(status__in=["planned", "agenda_frozen", "cancelled"], number="")
                | (Q(status__in=["held", "closed"], held_at__isnull=False) & ~Q(number="")),
            ),
            models.CheckConstraint(
                name="meeting_closed_pair",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.reference

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("referrals:meeting_detail", args=[self.reference])

    @cached_property
    def present_count(self) -> int:
        """Committee members present."""
        return self.attendances.filter(state=Attendance.State.PRESENT).count()

    @property
    def has_quorum(self) -> bool:
        """Whether enough members are present (องค์ประชุม)."""
        return self.present_count >= self.quorum

    def previous_closed(self) -> "Meeting | None":
        """The closed meeting before this one, whose minutes this one certifies; at most a year ago."""
        span = (self.planned_on - timedelta(days=366), self.planned_on)
        earlier = Meeting.objects.filter(status="closed", planned_on__range=span).exclude(pk=self.pk)
        return earlier.order_by("planned_on", "pk").last()


class Attendance(models.Model):
    """A committee member at a meeting."""

    class State(models.TextChoices):
        PRESENT = "present", _("มาประชุม")
        LEAVE = "leave", _("ลาประชุม")
        ABSENT = "absent", _("ไม่มา")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    role_title = models.CharField(_("ตำแหน่งในที่ประชุม"), max_length=120)
    order = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("การมาประชุม"), max_length=10, choices=State)

    class Meta:
        verbose_name = _("ผู้เข้าประชุม")
        verbose_name_plural = _("ผู้เข้าประชุม")
        ordering: ClassVar = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.meeting} {self.user}"


class AgendaItem(models.Model):
    """One item: a measure to decide, or (without a measure) a matter for information."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(_("ลำดับ"))
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items")
    title = models.CharField(_("หัวข้อ"), max_length=250)
    note = models.TextField(_("สรุปการพิจารณา"), blank=True)

    class Meta:
        verbose_name = _("วาระ")
        verbose_name_plural = _("วาระ")
        ordering: ClassVar = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="agenda_order_once"),
            models.UniqueConstraint(fields=["meeting", "measure"], name="agenda_measure_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Interest(models.Model):
    """A committee member declares an interest in an item and abstains from it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="interests")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("ลักษณะส่วนได้เสีย"), max_length=300)
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("ส่วนได้เสีย")
        verbose_name_plural = _("ส่วนได้เสีย")
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="interest_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.user}"


class Vote(models.Model):
    """A present member's vote on an item."""

    class Choice(models.TextChoices):
        FOR = "for", _("เห็นชอบ")
        AGAINST = "against", _("ไม่เห็นชอบ")
        ABSTAIN = "abstain", _("งดออกเสียง")

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(_("ลงมติ"), max_length=10, choices=Choice)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("การลงมติ")
        verbose_name_plural = _("การลงมติ")
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.choice}"


class Resolution(models.Model):
    """What the committee resolved on an item. Who proposed the measure never records its decision."""

    class Result(models.TextChoices):
        APPROVED = "approved", _("อนุมัติ")
        AMENDED = "approved_as_amended", _("อนุมัติแบบมีเงื่อนไข")
        REJECTED = "rejected", _("ไม่อนุมัติ")
        DEFERRED = "deferred", _("เลื่อนการพิจารณา")

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="resolution")
    result = models.CharField(_("มติ"), max_length=20, choices=Result)
    text = models.TextField(_("ข้อความมติ"))
    conditions = models.TextField(_("เงื่อนไข"), blank=True)
    amended_instalment = models.DecimalField(_("ค่างวดตามมติ"), max_digits=12, decimal_places=2, null=True, blank=True)
    amended_rate = models.DecimalField(_("ดอกเบี้ยตามมติ"), max_digits=6, decimal_places=3, null=True, blank=True)
    amended_periods = models.PositiveSmallIntegerField(_("จำนวนงวดตามมติ"), null=True, blank=True)
    effective_on = models.DateField(_("มีผลตั้งแต่"), null=True, blank=True)
    responsible = models.CharField(_("ผู้รับผิดชอบ"), max_length=150, blank=True)
    follow_up_on = models.DateField(_("รายงานผลภายใน"), null=True, blank=True)
    deferred_to = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("เลื่อนไปการประชุม")
    )
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้เสนอมาตรการ"))
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึกมติ"))
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"))

    class Meta:
        verbose_name = _("มติที่ประชุม")
        verbose_name_plural = _("มติที่ประชุม")
        constraints = [
            models.CheckConstraint(name="resolution_not_by_proposer", condition=~Q(recorded_by=F("proposed_by"))),
            models.CheckConstraint(
                name="resolution_amended_has_conditions",
                condition=~Q(result="approved_as_amended") | ~Q(conditions=""),
            ),
        ]

    def __str__(self) -> str:
        return self.get_result_display()
