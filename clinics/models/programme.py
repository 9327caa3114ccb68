"""What a programme year's paper is made of beside its rules: milestones, and who signed which document."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic_project.models import IssuedDocument
from clinics.models.year import ProgrammeYear
from clinics.querysets import KnownToAllQuerySet


class Milestone(models.Model):
    """A step of the year's calendar (R36). Confirmation, service and evaluation follow the year's own dates.

    Without dates the day is not fixed yet: the exhibition waits for the next general meeting.
    """

    class Kind(models.TextChoices):
        PREPARATION = "preparation", _("ประชุมเตรียมการ")
        BASELINE = "baseline", _("จัดทำข้อมูลเบื้องต้นของพื้นที่")
        TRAINING = "training", _("อบรมเจ้าหน้าที่คลินิก")
        ORIENTATION = "orientation", _("ปฐมนิเทศ")
        CONFIRMATION = "confirmation", _("แจ้งยืนยันการจัดตั้งคลินิก")
        SERVICE = "service", _("ให้บริการ")
        EVALUATION = "evaluation", _("ประเมินผล")
        EXHIBITION = "exhibition", _("จัดนิทรรศการ")
        OTHER = "other", _("อื่น ๆ")

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("ปีโครงการ")
    )
    kind = models.CharField(_("ชนิด"), max_length=20, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("กิจกรรม"), max_length=200)
    starts_on = models.DateField(_("ตั้งแต่"), null=True, blank=True)
    ends_on = models.DateField(_("ถึง"), null=True, blank=True)
    timing = models.CharField(
        _("คำอธิบายเวลา"),
        max_length=120,
        blank=True,
        help_text=_("เช่น วันใดวันหนึ่งในช่วงนี้ หรือ วันประชุมใหญ่สามัญประจำปีครั้งถัดไป"),
    )
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)
    done_on = models.DateField(_("ทำแล้วเมื่อ"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้บันทึกว่าทำแล้ว"),
    )

    objects = KnownToAllQuerySet.as_manager()

    class Meta:
        verbose_name = _("ขั้นตอนของปีโครงการ")
        verbose_name_plural = _("ขั้นตอนของปีโครงการ")
        ordering: ClassVar = ["year", "order", "id"]
        constraints = [
            models.CheckConstraint(
                name="milestone_dates_in_order",
                violation_error_message=_("กรอกวันเริ่มและวันสิ้นสุดทั้งคู่ โดยวันสิ้นสุดไม่ก่อนวันเริ่ม หรือเว้นว่างทั้งคู่"),
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="milestone_done_on_and_by",
                violation_error_message=_("วันที่ทำแล้วต้องมีผู้บันทึก"),
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["year", "kind"],
                condition=~Q(kind="other"),
                name="milestone_kind_once",
                violation_error_message=_("ปีนี้มีขั้นตอนชนิดนี้แล้ว แก้ไขรายการเดิม หรือเลือกชนิดอื่น ๆ"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def follows_rules(self) -> bool:
        """Whether its dates are the year's own and change with them."""
        return self.kind in FOLLOWS

    def is_late(self, today: date) -> bool:
        """Whether its last day is over and nobody noted it as done."""
        return self.done_on is None and self.ends_on is not None and self.ends_on < today


# Kind of milestone -> the fields of the year that hold its first and its last day.
FOLLOWS: dict[str, tuple[str, str]] = {
    Milestone.Kind.CONFIRMATION: ("confirm_due", "confirm_due"),
    Milestone.Kind.SERVICE: ("service_start", "service_end"),
    Milestone.Kind.EVALUATION: ("evaluation_start", "evaluation_end"),
}


class ProgrammeSignature(models.Model):
    """One of the three steps of a year's sign-off (R44): who, in which post, when, and the document's SHA-256.

    ``version`` is that of the year when it was signed. A change of the year's rules afterwards makes a new version:
    the signatures of the older one stay as history with who dropped them and when. The database keeps the order of
    the steps (trigger ``signature_in_turn``) and one step a person.
    """

    class Step(models.IntegerChoices):
        PROPOSER = 1, _("ผู้เสนอโครงการ")
        ENDORSER = 2, _("ผู้เห็นชอบโครงการ")
        APPROVER = 3, _("ผู้อนุมัติโครงการ")

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("ปีโครงการ")
    )
    version = models.PositiveSmallIntegerField(_("ฉบับที่"))
    step = models.PositiveSmallIntegerField(_("ขั้น"), choices=Step)
    name = models.CharField(_("ผู้ลงนาม"), max_length=200)
    position = models.CharField(_("ตำแหน่ง"), max_length=200)
    acting = models.CharField(_("ลงนามแทน"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("ลงนามเมื่อ"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้ลงนาม")
    )
    document = models.ForeignKey(
        IssuedDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("เอกสารที่ลงนาม")
    )
    sha256 = models.CharField(_("ลายนิ้วมือเอกสารที่ลงนาม"), max_length=64)
    # Of what the paper said when it was signed, so that a later step never signs other facts.
    facts = models.CharField(_("ลายนิ้วมือข้อมูลในเอกสาร"), max_length=64)
    dropped_at = models.DateTimeField(_("สิ้นผลเมื่อ"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้แก้ไขที่ทำให้สิ้นผล"),
    )

    drop_reason = models.CharField(_("เหตุที่สิ้นผล"), max_length=300, blank=True)

    objects = KnownToAllQuerySet.as_manager()

    class Meta:
        verbose_name = _("การลงนามโครงการ")
        verbose_name_plural = _("การลงนามโครงการ")
        ordering: ClassVar = ["year", "-version", "step"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version", "step"], name="signature_step_once"),
            models.UniqueConstraint(fields=["year", "version", "signed_by"], name="signature_one_step_a_person"),
            models.CheckConstraint(name="signature_known_step", condition=Q(step__in=[1, 2, 3])),
            models.CheckConstraint(
                name="signature_dropped_at_and_by",
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True)
                | Q(dropped_at__isnull=False, dropped_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.name}"
