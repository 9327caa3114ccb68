"""The case (เรื่อง): one a problem, seen by clinic, central and committee each through its own scope."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.querysets import BreakGlassQuerySet, CaseQuerySet
from cases.workflow import CASE_MACHINE
from clinic_project.models import AppendOnlyModel
from clinic_project.workflow import WorkflowModel
from clinics.models import Clinic, ProgrammeYear
from members.models import Member


class Case(WorkflowModel):
    """A member's problem from intake to outcome. ``action_owner`` says who holds the ball."""

    class Severity(models.TextChoices):
        NORMAL = "normal", _("ปกติ")
        COMPLEX = "complex", _("ซับซ้อน")
        CRITICAL = "critical", _("วิกฤติ")
        SPECIAL = "special", _("กรณีพิเศษ")

    class Outcome(models.TextChoices):
        ADVICE = "advice", _("แก้ไขได้ด้วยคำแนะนำ")
        PLAN = "plan", _("ตกลงแผนแล้ว")
        RELIEF_GRANTED = "relief_granted", _("ได้รับความช่วยเหลือตามมติ")
        RELIEF_REFUSED = "relief_refused", _("ไม่ได้รับอนุมัติความช่วยเหลือ")
        REFERRED_OUTSIDE = "referred_outside", _("ส่งต่อหน่วยงานภายนอก")
        UNREACHABLE = "unreachable", _("ติดต่อไม่ได้")
        WITHDRAWN = "withdrawn", _("สมาชิกขอถอนเรื่อง")
        OUT_OF_SCOPE = "out_of_scope", _("อยู่นอกขอบเขต")

    class Owner(models.TextChoices):
        CLINIC = "clinic", _("คลินิก")
        CENTRAL = "central", _("ส่วนกลาง")
        COMMITTEE = "committee", _("คณะกรรมการ")
        MEMBER = "member", _("สมาชิก")

    machine = CASE_MACHINE

    reference = models.CharField(_("เลขที่เรื่อง"), max_length=20, unique=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="cases", verbose_name=_("คลินิก"))
    year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="cases", verbose_name=_("ปีโครงการ"))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="cases", verbose_name=_("สมาชิก"))
    status = models.CharField(_("สถานะ"), max_length=20, choices=CASE_MACHINE.choices, default=CASE_MACHINE.initial)
    subject = models.CharField(_("เรื่อง"), max_length=200)
    wish = models.TextField(_("สิ่งที่สมาชิกต้องการ"), blank=True)
    cause = models.TextField(_("สาเหตุ"), blank=True)
    severity = models.CharField(_("ระดับ"), max_length=10, choices=Severity, default=Severity.NORMAL)
    severity_reason = models.CharField(_("เหตุผลของระดับ"), max_length=500, blank=True)
    # Empty until somebody decided: a case begins as normal without anybody having said so.
    severity_decided_at = models.DateTimeField(_("ตัดสินระดับเมื่อ"), null=True, blank=True)
    severity_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ตัดสินระดับ"),
    )
    is_restricted = models.BooleanField(_("ปกปิด"), default=False)
    action_owner = models.CharField(_("ผู้ต้องดำเนินการต่อ"), max_length=10, choices=Owner, default=Owner.CLINIC)
    opened_on = models.DateField(_("รับเรื่องเมื่อ"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้รับเรื่อง")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases_in_charge", verbose_name=_("ผู้รับผิดชอบ")
    )
    hold_reason = models.CharField(_("เหตุที่พักเรื่อง"), max_length=300, blank=True)
    hold_until = models.DateField(_("พักถึง"), null=True, blank=True)
    next_review = models.DateField(_("นัดทบทวน"), null=True, blank=True)
    outcome = models.CharField(_("ผล"), max_length=20, choices=Outcome, blank=True)
    outcome_summary = models.TextField(_("สรุปผล"), blank=True)
    closed_at = models.DateTimeField(_("ยุติเรื่องเมื่อ"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    # Facts for triage that no figure shows (counselling.md, triage).
    has_informal_threats = models.BooleanField(_("ถูกเจ้าหนี้นอกระบบข่มขู่"), default=False)
    needs_exception = models.BooleanField(_("ต้องขอยกเว้นระเบียบ"), default=False)
    has_codebtor_dispute = models.BooleanField(_("มีข้อพิพาทระหว่างผู้กู้ร่วมหรือผู้ค้ำ"), default=False)
    guarantee_in_default = models.BooleanField(_("หนี้ที่ค้ำให้ผู้อื่นผิดนัด"), default=False)
    guarantor_called = models.BooleanField(_("ผู้ค้ำถูกเรียกชำระแล้ว"), default=False)
    # "No debts" as somebody said it on a day: without it an empty list of debts only means that nobody asked yet.
    no_debts_on = models.DateField(_("บอกว่าไม่มีหนี้เมื่อ"), null=True, blank=True)
    no_debts_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้บันทึกว่าไม่มีหนี้"),
    )
    # True from the first time the case is sent to central; central's scope needs no join for it.
    is_known_to_central = models.BooleanField(_("ส่วนกลางรับรู้"), default=False, editable=False)
    last_activity_at = models.DateTimeField(_("เคลื่อนไหวล่าสุด"), db_index=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("เรื่อง")
        verbose_name_plural = _("เรื่อง")
        indexes = [
            models.Index(fields=["clinic", "status", "-opened_on", "-id"], name="case_queue"),
            models.Index(fields=["status", "opened_on", "id"], name="case_status"),
            models.Index(fields=["opened_on", "id"], name="case_opened"),
            models.Index(fields=["clinic", "opened_on", "id"], name="case_clinic_opened"),
            models.Index(fields=["member", "opened_on"], name="case_member"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_closed_pair",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="case_closed_has_outcome",
                condition=Q(status="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(status="closed") & Q(closed_at__isnull=True, outcome=""),
            ),
            models.CheckConstraint(
                name="case_hold_has_reason",
                condition=~Q(status="on_hold") | (~Q(hold_reason="") & Q(hold_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_follow_up_has_review", condition=~Q(status="follow_up") | Q(next_review__isnull=False)
            ),
            models.CheckConstraint(
                name="case_severity_decided_pair",
                condition=Q(severity_decided_at__isnull=True, severity_decided_by__isnull=True)
                | Q(severity_decided_at__isnull=False, severity_decided_by__isnull=False),
                violation_error_message=_("เวลาและผู้ตัดสินระดับต้องบันทึกคู่กัน"),
            ),
            models.CheckConstraint(
                name="case_no_debts_pair",
                condition=Q(no_debts_on__isnull=True, no_debts_by__isnull=True)
                | Q(no_debts_on__isnull=False, no_debts_by__isnull=False),
                violation_error_message=_("วันที่และผู้บันทึกว่าไม่มีหนี้ต้องบันทึกคู่กัน"),
            ),
            models.CheckConstraint(name="case_not_its_own_duplicate", condition=~Q(duplicate_of=F("id"))),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The case page."""
        return reverse("cases:detail", args=[self.reference])

    @property
    def is_active(self) -> bool:
        """Neither closed nor void."""
        return self.status not in {"closed", "void"}

    @property
    def is_severity_decided(self) -> bool:
        """Whether somebody decided the severity; of older decisions only a level or a reason is known."""
        decided = self.severity_decided_at is not None
        return decided or self.severity != self.Severity.NORMAL or bool(self.severity_reason)


class CaseAssignment(models.Model):
    """An officer assigned to the case; in a restricted case only these (with the secretary and central) see it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_assignments")
    assigned_at = models.DateTimeField(auto_now_add=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("การมอบหมาย")
        verbose_name_plural = _("การมอบหมาย")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_assignment_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.user}"


class ConflictDeclaration(models.Model):
    """A member of staff who must not be assigned: relative, guarantor, creditor or superior of the member."""

    class Relation(models.TextChoices):
        RELATIVE = "relative", _("ญาติ")
        GUARANTOR = "guarantor", _("ผู้ค้ำประกัน")
        CREDITOR = "creditor", _("เจ้าหนี้")
        SUPERIOR = "superior", _("ผู้บังคับบัญชาโดยตรง")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("เจ้าหน้าที่")
    )
    relation = models.CharField(_("ความเกี่ยวข้อง"), max_length=12, choices=Relation)
    declared_at = models.DateTimeField(auto_now_add=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("การแจ้งส่วนได้เสีย")
        verbose_name_plural = _("การแจ้งส่วนได้เสีย")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_conflict_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.user}"


class BreakGlass(AppendOnlyModel):
    """Someone opened a restricted case with a written reason; the secretary and central are shown it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="break_glasses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("เหตุผล"), max_length=500)
    at = models.DateTimeField()
    until = models.DateTimeField(_("เปิดอ่านได้ถึง"))

    objects: ClassVar[Any] = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = _("การเปิดอ่านเรื่องปกปิด")
        verbose_name_plural = _("การเปิดอ่านเรื่องปกปิด")
        ordering: ClassVar = ["-at"]
        constraints = [
            models.CheckConstraint(name="break_glass_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="break_glass_in_order", condition=Q(until__gt=F("at"))),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.user}"


class Entry(AppendOnlyModel):
    """One line of a case's timeline; never changed, corrected by a further one."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("รับเรื่อง")
        SESSION = "session", _("ให้บริการ")
        NOTE = "note", _("บันทึก")
        MONEY = "money", _("รายได้ รายจ่าย หนี้สิน")
        FOLLOW_UP = "follow_up", _("ติดตามผล")
        MOVE = "move", _("เปลี่ยนสถานะ")
        SEVERITY = "severity", _("ปรับระดับ")
        REFERRAL = "referral", _("ส่งต่อ")
        MESSAGE = "message", _("ข้อความสายตรง")
        MEASURE = "measure", _("มาตรการ")
        RESOLUTION = "resolution", _("มติ")
        ACCESS = "access", _("การเข้าถึง")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("ชนิด"), max_length=12, choices=Kind)
    title = models.CharField(_("หัวข้อ"), max_length=250)
    text = models.TextField(_("ข้อความ"), blank=True)
    at = models.DateTimeField(_("เมื่อ"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_role = models.CharField(_("บทบาทขณะนั้น"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("รายการในลำดับเหตุการณ์")
        verbose_name_plural = _("รายการในลำดับเหตุการณ์")
        ordering: ClassVar = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at"], name="entry_case_at")]

    def __str__(self) -> str:
        return self.title
