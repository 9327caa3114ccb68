"""Units that volunteer to be a group's clinic, the committee's votes, and groups that go without (R12)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.thai.text import search_key
from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.clinic import Clinic
from clinics.models.year import ProgrammeYear
from clinics.querysets import CandidateQuerySet, SelectionVoteQuerySet, UnfilledGroupQuerySet
from clinics.workflow import CANDIDATE

GROUPS = range(1, 12)
STANDING = ["volunteered", "selected", "not_selected"]


class Candidate(WorkflowModel):
    """A unit that volunteers in its group for one year, with its reasons. ``clinic`` is empty while it is none yet.

    ``method`` says how it was selected: by the committee's votes, or by a resolution of its meeting ``n/BBBB``.
    """

    machine: ClassVar[Machine] = CANDIDATE

    class Method(models.TextChoices):
        VOTE = "vote", _("ตามคะแนนที่ลงในระบบ")
        RESOLUTION = "resolution", _("ตามมติที่ประชุมคณะกรรมการศึกษา")

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="candidates", verbose_name=_("ปีโครงการ")
    )
    group = models.PositiveSmallIntegerField(_("กลุ่ม"))
    unit_name = models.CharField(_("หน่วยงาน"), max_length=200)
    # By which the same unit is known again, however it was spelt and spaced.
    unit_key = models.CharField(max_length=200, editable=False)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="candidates", verbose_name=_("คลินิก")
    )
    reasons = models.TextField(_("เหตุผลที่สมัคร"))
    contact = models.CharField(_("ผู้ประสานงานและโทรศัพท์"), max_length=200, blank=True)
    volunteered_on = models.DateField(_("วันที่สมัคร"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    status = models.CharField(_("สถานะ"), max_length=20, choices=CANDIDATE.choices, default=CANDIDATE.initial)
    method = models.CharField(_("วิธีคัดเลือก"), max_length=20, choices=Method, blank=True)
    reason = models.TextField(_("เหตุผลของการตัดสิน"), blank=True)
    meeting_number = models.CharField(_("ประชุมครั้งที่"), max_length=20, blank=True)
    meeting_on = models.DateField(_("วันที่ประชุม"), null=True, blank=True)
    decided_at = models.DateTimeField(_("ตัดสินเมื่อ"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้บันทึกการตัดสิน"),
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("หน่วยงานที่สมัครเป็นคลินิก")
        verbose_name_plural = _("หน่วยงานที่สมัครเป็นคลินิก")
        ordering: ClassVar = ["-year", "group", "volunteered_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="candidate_group",
                condition=Q(group__gte=1, group__lte=11),
                violation_error_message=_("กลุ่มมี 1 ถึง 11"),
            ),
            models.UniqueConstraint(
                fields=["year", "group"],
                condition=Q(status="selected"),
                name="candidate_one_selected",
                violation_error_message=_("กลุ่มนี้คัดเลือกไปแล้ว ยกเลิกการคัดเลือกเดิมก่อน"),
            ),
            models.UniqueConstraint(
                fields=["year", "unit_key"],
                condition=Q(status__in=STANDING),
                name="candidate_unit_once",
                violation_error_message=_("หน่วยงานนี้สมัครในปีนี้แล้ว แก้ไขรายการเดิมแทน"),
            ),
            models.UniqueConstraint(
                fields=["year", "clinic"],
                condition=Q(status__in=STANDING),
                name="candidate_clinic_once",
                violation_error_message=_("คลินิกนี้สมัครในปีนี้แล้ว แก้ไขรายการเดิมแทน"),
            ),
            models.CheckConstraint(
                name="candidate_decided_pair",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                violation_error_message=_("ผู้ตัดสินและเวลาตัดสินต้องมีพร้อมกัน"),
            ),
            models.CheckConstraint(
                name="candidate_selected_how",
                condition=~Q(status="selected")
                | Q(clinic__isnull=False, decided_at__isnull=False, method="vote")
                | Q(clinic__isnull=False, decided_at__isnull=False, meeting_on__isnull=False, method="resolution")
                & ~Q(meeting_number=""),
                violation_error_message=_("การคัดเลือกต้องบอกวิธี คลินิก และเลขกับวันที่ประชุมเมื่อเป็นมติ"),
            ),
        ]

    def __str__(self) -> str:
        return self.unit_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the key by which the unit is known again."""
        self.unit_key = search_key(self.unit_name)[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The page of its group."""
        return reverse("clinics:selection_group", args=[self.year.buddhist_year, self.group])

    @property
    def is_standing(self) -> bool:
        """Whether it may still be selected."""
        return self.status == "volunteered"


class SelectionVote(models.Model):
    """One committee member's vote in one group of one year; it can be changed until the group is decided.

    ``year`` and ``group`` repeat the candidate's so that the database can hold the one vote; a trigger compares them.
    """

    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="votes", verbose_name=_("หน่วยงานที่สมัคร")
    )
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("กรรมการ")
    )
    year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="+", verbose_name=_("ปีโครงการ"))
    group = models.PositiveSmallIntegerField(_("กลุ่ม"))
    cast_at = models.DateTimeField(_("ลงคะแนนเมื่อ"))

    objects = SelectionVoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("คะแนนคัดเลือก")
        verbose_name_plural = _("คะแนนคัดเลือก")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "group", "voter"],
                name="selection_vote_once",
                violation_error_message=_("กรรมการหนึ่งคนลงคะแนนได้ครั้งเดียวต่อกลุ่ม"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.voter_id}"


class UnfilledGroup(models.Model):
    """The committee decided that a group goes without a clinic this year, and why."""

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="unfilled_groups", verbose_name=_("ปีโครงการ")
    )
    group = models.PositiveSmallIntegerField(_("กลุ่ม"))
    reason = models.TextField(_("เหตุผลที่ไม่คัดเลือก"))
    decided_at = models.DateTimeField(_("ตัดสินเมื่อ"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึกการตัดสิน")
    )

    objects = UnfilledGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("กลุ่มที่ไม่คัดเลือก")
        verbose_name_plural = _("กลุ่มที่ไม่คัดเลือก")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "group"],
                name="unfilled_group_once",
                violation_error_message=_("บันทึกไว้แล้วว่าไม่คัดเลือกในกลุ่มนี้"),
            ),
            models.CheckConstraint(
                name="unfilled_group",
                condition=Q(group__gte=1, group__lte=11),
                violation_error_message=_("กลุ่มมี 1 ถึง 11"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)
