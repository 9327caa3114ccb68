"""The register of letters in and out: numbers, dates, enclosures, who received it and passed it on (R2, R3)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from clinic_project.workflow import Machine, WorkflowModel
from clinics.models.clinic import Clinic
from clinics.models.year import ProgrammeYear
from clinics.querysets import LetterQuerySet, LetterRecipientQuerySet, LetterScanQuerySet
from clinics.workflow import LETTER

PERSON = settings.AUTH_USER_MODEL


class Letter(WorkflowModel):
    """A letter in the register of one place. ``due_on``, the day an answer is due, is apart from when it circulates.

    A letter we write gets ``number`` when it is issued; one that came in carries its sender's, and our
    ``received_number``. ``body`` is paragraphs, ``references`` one line each.
    """

    machine: ClassVar[Machine] = LETTER

    class Direction(models.TextChoices):
        IN = "in", _("หนังสือรับ")
        OUT = "out", _("หนังสือส่ง")

    class Purpose(models.TextChoices):
        GENERAL = "general", _("ทั่วไป")
        INVITATION = "invitation", _("เชิญหน่วยงานสมัครเป็นคลินิก")

    class DigitStyle(models.TextChoices):
        THAI = "thai", _("เลขไทย")
        ARABIC = "arabic", _("เลขอารบิก")

    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="letters", verbose_name=_("ปีโครงการ")
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="letters", verbose_name=_("ทะเบียนของ"))
    direction = models.CharField(_("ประเภท"), max_length=3, choices=Direction)
    purpose = models.CharField(_("ใช้เพื่อ"), max_length=20, choices=Purpose, default=Purpose.GENERAL)
    is_circular = models.BooleanField(_("หนังสือเวียน (ว.)"), default=False)
    number = models.CharField(_("ที่"), max_length=60, blank=True)
    dated_on = models.DateField(_("ลงวันที่"))
    from_text = models.CharField(_("จาก"), max_length=250)
    to_text = models.CharField(_("เรียน"), max_length=250)
    subject = models.CharField(_("เรื่อง"), max_length=300)
    references = models.TextField(_("อ้างถึง"), blank=True)
    body = models.TextField(_("เนื้อความ"), blank=True)
    signer_name = models.CharField(_("ผู้ลงชื่อ"), max_length=200, blank=True)
    signer_position = models.CharField(_("ตำแหน่งผู้ลงชื่อ"), max_length=200, blank=True)
    signer_acting = models.CharField(_("ลงชื่อแทน"), max_length=200, blank=True)
    digits = models.CharField(_("ตัวเลขในหนังสือ"), max_length=6, choices=DigitStyle, default=DigitStyle.THAI)
    due_on = models.DateField(_("ครบกำหนด"), null=True, blank=True)
    received_number = models.CharField(_("เลขรับ"), max_length=60, blank=True)
    received_on = models.DateField(_("รับเมื่อ"), null=True, blank=True)
    status = models.CharField(_("สถานะ"), max_length=12, choices=LETTER.choices, default=LETTER.initial)
    void_reason = models.TextField(_("เหตุผลที่ยกเลิก"), blank=True)
    created_at = models.DateTimeField(_("บันทึกเมื่อ"))
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก"))
    issued_at = models.DateTimeField(_("ออกเลขเมื่อ"), null=True, blank=True)
    issued_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้ออกเลข")
    )
    registered_at = models.DateTimeField(_("ลงทะเบียนรับเมื่อ"), null=True, blank=True)
    registered_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้ลงทะเบียนรับ")
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("หนังสือ")
        verbose_name_plural = _("หนังสือ")
        ordering: ClassVar = ["-dated_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "number"],
                condition=Q(direction="out") & ~Q(number=""),
                name="letter_number_once",
                violation_error_message=_("เลขที่หนังสือนี้ออกไปแล้ว ใช้เลขอื่น"),
            ),
            models.UniqueConstraint(
                fields=["clinic", "received_number"],
                condition=~Q(received_number=""),
                name="letter_received_number_once",
                violation_error_message=_("เลขรับนี้ใช้ไปแล้ว ใช้เลขอื่น"),
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(purpose="invitation") & ~Q(status="void"),
                name="letter_one_invitation",
                violation_error_message=_("ปีนี้มีหนังสือเชิญสมัครแล้ว ยกเลิกฉบับเดิมก่อนจึงจะร่างใหม่"),
            ),
            models.CheckConstraint(
                name="letter_direction_status",
                condition=~Q(status__in=["issued", "registered"])
                | Q(direction="out", status="issued")
                | Q(direction="in", status="registered"),
                violation_error_message=_("หนังสือส่งออกเลข หนังสือรับลงทะเบียนรับ"),
            ),
            models.CheckConstraint(
                name="letter_issued",
                condition=~Q(status="issued") | (Q(issued_at__isnull=False) & ~Q(number="")),
                violation_error_message=_("หนังสือที่ออกแล้วต้องมีเลขที่และผู้ออกเลข"),
            ),
            models.CheckConstraint(
                name="letter_issued_pair",
                condition=Q(issued_at__isnull=True, issued_by__isnull=True)
                | Q(issued_at__isnull=False, issued_by__isnull=False),
                violation_error_message=_("ผู้ออกเลขและเวลาออกเลขต้องมีพร้อมกัน"),
            ),
            models.CheckConstraint(
                name="letter_registered",
                condition=~Q(status="registered") | (Q(received_on__isnull=False) & ~Q(received_number="")),
                violation_error_message=_("หนังสือที่ลงทะเบียนรับแล้วต้องมีเลขรับและวันรับ"),
            ),
            models.CheckConstraint(
                name="letter_registered_pair",
                condition=Q(registered_at__isnull=True, registered_by__isnull=True)
                | Q(registered_at__isnull=False, registered_by__isnull=False),
                violation_error_message=_("ผู้ลงทะเบียนรับและเวลาต้องมีพร้อมกัน"),
            ),
            models.CheckConstraint(
                name="letter_void_why",
                condition=~Q(status="void") | ~Q(void_reason=""),
                violation_error_message=_("บอกเหตุผลที่ยกเลิกหนังสือ"),
            ),
        ]
        indexes = [
            models.Index(fields=["-dated_on", "-id"], name="letter_newest"),
            models.Index(fields=["clinic", "-dated_on", "-id"], name="letter_of_place"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        """The letter's page."""
        return reverse("clinics:letter_detail", args=[self.pk])

    @property
    def is_out(self) -> bool:
        """Whether it is a letter we write."""
        return self.direction == self.Direction.OUT

    @property
    def reference_lines(self) -> list[str]:
        """What the letter refers to, one line each."""
        return [line for line in self.references.splitlines() if line.strip()]

    @property
    def paragraphs(self) -> list[str]:
        """The text's paragraphs."""
        return [line for line in self.body.splitlines() if line.strip()]


class Enclosure(models.Model):
    """Something sent with a letter, with how many of what."""

    class Unit(models.TextChoices):
        SET = "set", _("ชุด")
        COPY = "copy", _("ฉบับ")
        VOLUME = "volume", _("เล่ม")
        SHEET = "sheet", _("แผ่น")

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="enclosures", verbose_name=_("หนังสือ"))
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)
    name = models.CharField(_("สิ่งที่ส่งมาด้วย"), max_length=200)
    count = models.PositiveSmallIntegerField(_("จำนวน"), default=1)
    unit = models.CharField(_("หน่วยนับ"), max_length=8, choices=Unit)

    class Meta:
        verbose_name = _("สิ่งที่ส่งมาด้วย")
        verbose_name_plural = _("สิ่งที่ส่งมาด้วย")
        ordering: ClassVar = ["letter", "order"]
        constraints = [
            models.CheckConstraint(
                name="enclosure_count",
                condition=Q(count__gte=1),
                violation_error_message=_("จำนวนสิ่งที่ส่งมาด้วยต้องเป็น 1 ขึ้นไป"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.count} {self.get_unit_display()}"


class LetterRecipient(models.Model):
    """Where a letter went: a clinic or a unit outside, and when it arrived there under which number.

    ``passed_from``: the recipient that passed it on, so that all together are the letter's cascade.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="recipients", verbose_name=_("หนังสือ"))
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("คลินิก")
    )
    unit_name = models.CharField(_("หน่วยงาน"), max_length=200)
    passed_from = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="passed_to", verbose_name=_("ส่งต่อจาก")
    )
    sent_on = models.DateField(_("ส่งเมื่อ"), null=True, blank=True)
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้ส่ง"))
    received_number = models.CharField(_("เลขรับ"), max_length=60, blank=True)
    received_on = models.DateField(_("รับเมื่อ"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("บันทึกรับเมื่อ"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้บันทึกรับ")
    )

    objects = LetterRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผู้รับหนังสือ")
        verbose_name_plural = _("ผู้รับหนังสือ")
        ordering: ClassVar = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "unit_name"],
                name="letter_recipient_once",
                violation_error_message=_("หนังสือนี้ส่งถึงหน่วยงานนี้แล้ว"),
            ),
            models.UniqueConstraint(
                fields=["clinic", "received_number"],
                condition=Q(clinic__isnull=False) & ~Q(received_number=""),
                name="letter_recipient_number_once",
                violation_error_message=_("คลินิกใช้เลขรับนี้กับหนังสืออื่นแล้ว ใช้เลขอื่น"),
            ),
            models.CheckConstraint(
                name="letter_recipient_pair",
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, received_on__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False, received_on__isnull=False)
                & ~Q(received_number=""),
                violation_error_message=_("การรับหนังสือต้องมีเลขรับ วันรับ และผู้บันทึกพร้อมกัน"),
            ),
        ]
        indexes = [models.Index(fields=["clinic", "received_on"], name="letter_recipient_waiting")]

    def __str__(self) -> str:
        return self.unit_name


class LetterScan(models.Model):
    """A scan of a letter: as signed, as stamped."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="scans", verbose_name=_("หนังสือ"))
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("แฟ้ม"))
    note = models.CharField(_("คำอธิบาย"), max_length=200, blank=True)

    objects = LetterScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("สำเนาหนังสือ")
        verbose_name_plural = _("สำเนาหนังสือ")
        ordering: ClassVar = ["letter", "id"]

    def __str__(self) -> str:
        return self.file.name
