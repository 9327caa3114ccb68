"""A clinic's confirmation in a year (form คส.01): its words, its printed papers, its signed scans (R6, R7, R45)."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from clinic_project.models import IssuedDocument
from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.clinic import ClinicYear
from clinics.querysets.confirmations import ConfirmationQuerySet
from clinics.workflow.confirmation import CONFIRMATION


def _who(verbose_name: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=verbose_name,
    )


def _when(verbose_name: Any) -> Any:
    return models.DateTimeField(verbose_name, null=True, blank=True)


def _pair(name: str, statuses: tuple[str, ...], words: Any, *more: str) -> models.CheckConstraint:
    """In these states the move's who and when, and what else it needs, are written down."""
    filled = Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    for field in more:
        filled &= ~Q(**{field: ""})
    return models.CheckConstraint(
        name=f"confirmation_{name}", condition=~Q(status__in=statuses) | filled, violation_error_message=words
    )


class Confirmation(WorkflowModel):
    """One confirmation of a clinic's year. After a clinic declined and was selected again there is a next version."""

    machine: ClassVar[Machine] = CONFIRMATION

    clinic_year = models.ForeignKey(
        ClinicYear, on_delete=models.PROTECT, related_name="confirmations", verbose_name=_("คลินิกในปี")
    )
    version = models.PositiveSmallIntegerField(_("ครั้งที่"), default=1)
    status = models.CharField(_("สถานะ"), max_length=12, choices=CONFIRMATION.choices, default=CONFIRMATION.initial)
    unit_name = models.CharField(_("หน่วยงาน"), max_length=200, blank=True)
    signer_name = models.CharField(_("ผู้ลงชื่อ"), max_length=200, blank=True)
    signer_position = models.CharField(_("ตำแหน่งผู้ลงชื่อ"), max_length=200, blank=True)
    signer_acting = models.CharField(_("ลงชื่อแทน"), max_length=200, blank=True)
    # The paper to be signed; earlier ones stay among the issued documents, superseded.
    paper = models.OneToOneField(
        IssuedDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmation",
        verbose_name=_("ฉบับที่พิมพ์"),
    )
    # Fingerprints of what was printed, so that a change since is told.
    printed_people = models.CharField(max_length=64, blank=True)
    printed_words = models.CharField(max_length=64, blank=True)
    submitted_at, submitted_by = _when(_("ส่งเมื่อ")), _who(_("ผู้ส่ง"))
    accepted_at, accepted_by = _when(_("รับเมื่อ")), _who(_("ผู้รับ"))
    returned_at, returned_by = _when(_("ส่งกลับเมื่อ")), _who(_("ผู้ส่งกลับ"))
    return_reason = models.CharField(_("เหตุที่ส่งกลับ"), max_length=500, blank=True)
    declined_at, declined_by = _when(_("ขอไม่เข้าร่วมเมื่อ")), _who(_("ผู้แจ้งไม่เข้าร่วม"))
    decline_reason = models.CharField(_("เหตุที่ไม่เข้าร่วม"), max_length=500, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("แบบแจ้งยืนยัน")
        verbose_name_plural = _("แบบแจ้งยืนยัน")
        ordering: ClassVar = ["clinic_year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic_year", "version"],
                name="confirmation_version_once",
                violation_error_message=_("แบบแจ้งยืนยันครั้งนี้มีอยู่แล้ว"),
            ),
            models.UniqueConstraint(
                fields=["clinic_year"],
                condition=~Q(status="declined"),
                name="confirmation_one_in_force",
                violation_error_message=_("คลินิกนี้มีแบบแจ้งยืนยันของปีนี้อยู่แล้ว"),
            ),
            models.CheckConstraint(
                name="confirmation_paper",
                condition=Q(status__in=("draft", "declined"))
                | Q(paper__isnull=False) & ~Q(printed_people="") & ~Q(printed_words=""),
                violation_error_message=_("แบบที่ส่งต้องเป็นฉบับที่พิมพ์จากระบบ"),
            ),
            _pair("submitted", ("submitted", "accepted", "returned"), _("ต้องมีผู้ส่งและเวลาที่ส่ง")),
            _pair("accepted", ("accepted",), _("ต้องมีผู้รับและเวลาที่รับ")),
            _pair("returned", ("returned",), _("บอกเหตุที่ส่งกลับ"), "return_reason"),
            _pair("declined", ("declined",), _("บอกเหตุที่ไม่เข้าร่วม"), "decline_reason"),
            models.CheckConstraint(
                name="confirmation_accepted_by_another",
                condition=Q(accepted_by__isnull=True)
                | Q(submitted_by__isnull=False) & ~Q(accepted_by=F("submitted_by")),
                violation_error_message=_("ผู้ส่งรับแบบของตนเองไม่ได้"),
            ),
        ]
        indexes = [models.Index(fields=["status", "submitted_at"], name="confirmation_queue")]

    def __str__(self) -> str:
        return f"{self.clinic_year} {self.status_label}"

    @property
    def reference(self) -> str:
        """How events and papers name it: ``คส.01 CMI 2561``."""
        return f"คส.01 {self.clinic_year.clinic.code} {self.clinic_year.year}"

    @property
    def submitted_on(self) -> date | None:
        """The day it was sent (last)."""
        return timezone.localdate(self.submitted_at) if self.submitted_at else None

    @cached_property
    def form(self) -> Any:
        """The form as it would be printed now."""
        from clinics.documents.confirmation import filled_confirmation

        return filled_confirmation(self)

    @property
    def has_people(self) -> bool:
        """Whether anybody stands on the form."""
        return any(row.name for row in self.form.rows)

    @property
    def changed_since_print(self) -> Any:
        """What is no longer as printed, as a sentence that says what to do; empty when nothing is."""
        if self.paper_id is None or self.status in {"accepted", "declined"}:
            return ""
        if self.form.people_print != self.printed_people:
            return _("รายชื่อเปลี่ยนจากฉบับที่พิมพ์ พิมพ์ใหม่")
        if self.form.words_print != self.printed_words:
            return _("หน่วยงานหรือผู้ลงชื่อเปลี่ยนจากฉบับที่พิมพ์ พิมพ์ใหม่")
        return ""

    @cached_property
    def newest_scan(self) -> "ConfirmationScan | None":
        """The signed scan that was attached last, of whichever printed paper; none while nothing is stored."""
        if self.pk is None:
            return None
        return self.scans.select_related("file", "paper", "attached_by").order_by("-id").first()

    @property
    def has_fresh_scan(self) -> bool:
        """Whether the last scan is of the paper in force, and newer than a return."""
        scan = self.newest_scan
        if scan is None or scan.paper_id != self.paper_id:
            return False
        return self.status != "returned" or self.returned_at is None or scan.attached_at > self.returned_at


class ConfirmationScan(models.Model):
    """A scan of the signed paper. None is replaced: what was sent before a return stays beside the new one."""

    confirmation = models.ForeignKey(
        Confirmation, on_delete=models.PROTECT, related_name="scans", verbose_name=_("แบบแจ้งยืนยัน")
    )
    paper = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("ฉบับที่พิมพ์"))
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("แฟ้มสแกน"))
    attached_at = models.DateTimeField(_("แนบเมื่อ"))
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้แนบ")
    )

    class Meta:
        verbose_name = _("สแกนแบบแจ้งยืนยัน")
        verbose_name_plural = _("สแกนแบบแจ้งยืนยัน")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return str(self.file)
