"""The orientation of the clinics' staff before they open: its days, who came, what was handed out (R14)."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.clinic import ClinicYear
from clinics.models.year import ProgrammeYear
from clinics.querysets.orientation import AttendanceQuerySet, MaterialQuerySet, OrientationSessionQuerySet
from clinics.workflow.orientation import ORIENTATION


def check_in_token() -> str:
    """128 bits nobody can guess."""
    return secrets.token_hex(16)


class OrientationRule(models.Model):
    """Whose attendance makes a clinic of the year count as oriented. A year without a row: head and secretary."""

    year = models.OneToOneField(
        ProgrammeYear, on_delete=models.CASCADE, related_name="orientation_rule", verbose_name=_("ปีโครงการ")
    )
    needs_head = models.BooleanField(_("หัวหน้าคลินิก"), default=True)
    needs_secretary = models.BooleanField(_("เลขานุการคลินิก"), default=True)
    needs_finance = models.BooleanField(_("เจ้าหน้าที่การเงิน"), default=False)

    class Meta:
        verbose_name = _("ผู้ที่ต้องเข้ารับการปฐมนิเทศ")
        verbose_name_plural = _("ผู้ที่ต้องเข้ารับการปฐมนิเทศ")
        constraints = [
            models.CheckConstraint(
                name="orientation_needs_somebody",
                violation_error_message=_("เลือกอย่างน้อยหนึ่งตำแหน่งที่ต้องเข้ารับการปฐมนิเทศ"),
                condition=Q(needs_head=True) | Q(needs_secretary=True) | Q(needs_finance=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    def posts(self) -> list[str]:
        """Codes of the posts that have to attend: head, secretary, finance."""
        return [post for post in ("head", "secretary", "finance") if getattr(self, f"needs_{post}")]


class OrientationSession(WorkflowModel):
    """One day of orientation. ``token`` stands in its QR and lets people check in on that day alone."""

    machine: ClassVar[Machine] = ORIENTATION

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="orientation_sessions", verbose_name=_("ปีโครงการ")
    )
    title = models.CharField(_("ชื่อการปฐมนิเทศ"), max_length=200)
    day = models.DateField(_("วันที่"))
    starts_at = models.TimeField(_("เริ่มเวลา"))
    ends_at = models.TimeField(_("เลิกเวลา"))
    place = models.CharField(_("สถานที่"), max_length=200)
    seats = models.PositiveSmallIntegerField(_("จำนวนที่นั่ง"), null=True, blank=True)
    note = models.TextField(_("หมายเหตุ"), blank=True)
    token = models.CharField(_("รหัสลงชื่อ"), max_length=32, unique=True, default=check_in_token, editable=False)
    status = models.CharField(_("สถานะ"), max_length=12, choices=ORIENTATION.choices, default=ORIENTATION.initial)
    cancel_reason = models.CharField(_("เหตุที่ยกเลิก"), max_length=300, blank=True)

    objects = OrientationSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("การปฐมนิเทศ")
        verbose_name_plural = _("การปฐมนิเทศ")
        ordering: ClassVar = ["day", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="orientation_times_in_order",
                violation_error_message=_("เวลาเลิกต้องหลังเวลาเริ่ม"),
                condition=Q(starts_at__lt=F("ends_at")),
            ),
            models.CheckConstraint(
                name="orientation_has_seats",
                violation_error_message=_("จำนวนที่นั่งต้องตั้งแต่ 1 ขึ้นไป"),
                condition=Q(seats__isnull=True) | Q(seats__gte=1),
            ),
            models.CheckConstraint(
                name="orientation_cancelled_with_reason",
                violation_error_message=_("การยกเลิกต้องมีเหตุผล"),
                condition=(Q(status="cancelled") & ~Q(cancel_reason=""))
                | (~Q(status="cancelled") & Q(cancel_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("clinics:orientation_session", args=[self.year.buddhist_year, self.pk])


class Attendance(models.Model):
    """Somebody attended a session. ``clinic_year``: the clinic whose post the person held (R14)."""

    class How(models.TextChoices):
        QR = "qr", _("สแกนคิวอาร์")
        HAND = "hand", _("ส่วนกลางบันทึก")
        LATE = "late", _("บันทึกย้อนหลัง")

    session = models.ForeignKey(
        OrientationSession, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("การปฐมนิเทศ")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orientations", verbose_name=_("ผู้เข้าร่วม")
    )
    clinic_year = models.ForeignKey(
        ClinicYear, on_delete=models.PROTECT, related_name="orientations", verbose_name=_("คลินิกในปี")
    )
    how = models.CharField(_("วิธีลงชื่อ"), max_length=8, choices=How)
    checked_in_at = models.DateTimeField(_("ลงชื่อเมื่อ"))
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("การเข้าร่วมปฐมนิเทศ")
        verbose_name_plural = _("การเข้าร่วมปฐมนิเทศ")
        ordering: ClassVar = ["checked_in_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name="orientation_attended_once",
                violation_error_message=_("ผู้นี้ลงชื่อเข้าร่วมครั้งนี้แล้ว"),
            ),
            models.CheckConstraint(
                name="orientation_how_known",
                violation_error_message=_("เลือกวิธีลงชื่อ"),
                condition=Q(how__in=["qr", "hand", "late"]),
            ),
            models.CheckConstraint(
                name="orientation_qr_by_oneself",
                violation_error_message=_("การสแกนคิวอาร์ต้องทำด้วยตนเอง"),
                condition=~Q(how="qr") | Q(checked_in_by=F("user")),
            ),
        ]
        indexes = [models.Index(fields=["clinic_year", "user"], name="orientation_of_clinic")]

    def __str__(self) -> str:
        return f"{self.user} {self.session}"


class OrientationMaterial(models.Model):
    """A paper of the orientation everybody invited may download."""

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="orientation_materials", verbose_name=_("ปีโครงการ")
    )
    title = models.CharField(_("ชื่อเอกสาร"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("แฟ้ม"))
    added_at = models.DateTimeField(_("เพิ่มเมื่อ"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้เพิ่ม")
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("เอกสารปฐมนิเทศ")
        verbose_name_plural = _("เอกสารปฐมนิเทศ")
        ordering: ClassVar = ["added_at", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_words(self) -> Any:
        """What sort of file it is, in Thai."""
        return _("ภาพ") if self.file.is_image else "PDF"
