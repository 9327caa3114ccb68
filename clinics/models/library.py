"""The four libraries of the service menu (R28, R35): documents, their versions in time, who has read them."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from clinics.querysets import LibraryDocumentQuerySet, LibraryPageQuerySet, LibraryVersionQuerySet


class Shelf(models.TextChoices):
    """The four libraries, in the order of the programme's paper (5.4)."""

    REGULATION = "regulation", _("ระเบียบสหกรณ์")
    PRODUCT = "product", _("เอกสารผลิตภัณฑ์")
    DEBT_GUIDE = "debt_guide", _("คู่มือการแก้ไขหนี้สิน")
    INVESTMENT_GUIDE = "investment_guide", _("คู่มือการลงทุนอย่างฉลาดกับสหกรณ์")


class LibraryAudience(models.TextChoices):
    """Whom a document is for; only what is for members can be shared with them."""

    STAFF = "staff", _("เจ้าหน้าที่และกรรมการ")
    MEMBERS = "members", _("สมาชิกอ่านได้ แบ่งปันด้วยลิงก์หรือคิวอาร์ได้")


class LibraryDocument(models.Model):
    """One title of a library. What it says stands in its versions; ``versions_made`` is the last number given."""

    code = models.CharField(_("รหัส"), max_length=12, unique=True)
    shelf = models.CharField(_("หมวด"), max_length=20, choices=Shelf)
    title = models.CharField(_("ชื่อเอกสาร"), max_length=200)
    summary = models.TextField(_("สรุปสั้น ๆ"), blank=True)
    audience = models.CharField(_("สำหรับ"), max_length=10, choices=LibraryAudience, default=LibraryAudience.STAFF)
    versions_made = models.PositiveSmallIntegerField(_("จำนวนฉบับ"), default=0)
    created_at = models.DateTimeField(_("เพิ่มเมื่อ"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้เพิ่ม")
    )
    withdrawn_at = models.DateTimeField(_("ถอนเมื่อ"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้ถอน"),
    )
    withdrawn_reason = models.CharField(_("เหตุที่ถอน"), max_length=300, blank=True)

    objects = LibraryDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("เอกสารในคลัง")
        verbose_name_plural = _("เอกสารในคลัง")
        ordering: ClassVar = ["code"]
        constraints = [
            models.CheckConstraint(
                name="library_document_withdrawn_pair",
                violation_error_message=_("การถอนเอกสารต้องมีทั้งเวลา ผู้ถอน และเหตุผล"),
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="library_document_known_shelf",
                violation_error_message=_("เลือกหมวดจากสี่หมวดของคลังเอกสาร"),
                condition=Q(shelf__in=Shelf.values, audience__in=LibraryAudience.values),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The document's page."""
        return reverse("clinics:library_document", args=[self.code])

    @property
    def reference(self) -> str:
        """What events call it."""
        return self.code

    @property
    def is_for_members(self) -> bool:
        """Whether members may be given it."""
        return self.audience == LibraryAudience.MEMBERS


class LibraryVersion(models.Model):
    """A document as it was in force for a time. A draft until it is published; then its content never changes.

    Published periods of one document don't overlap, and the database refuses a change of what was published: its end
    alone may come earlier, when the next version takes over (migration ``library_rules``).
    """

    class Text(models.TextChoices):
        """Whether the words of the file can be searched."""

        WAITING = "waiting", _("กำลังอ่านข้อความ")
        READ = "read", _("ค้นข้อความในแฟ้มได้")
        NONE = "none", _("เป็นภาพ ค้นได้จากคำสำคัญเท่านั้น")
        FAILED = "failed", _("อ่านข้อความไม่สำเร็จ ค้นได้จากคำสำคัญเท่านั้น")

    document = models.ForeignKey(
        LibraryDocument, on_delete=models.PROTECT, related_name="versions", verbose_name=_("เอกสาร")
    )
    number = models.PositiveSmallIntegerField(_("ฉบับที่"))
    effective_from = models.DateField(_("มีผลตั้งแต่"))
    effective_to = models.DateField(_("ถึง"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("แฟ้ม"))
    change_note = models.TextField(_("สิ่งที่เปลี่ยนจากฉบับก่อน"), blank=True)
    keywords = models.TextField(_("คำสำคัญ"), blank=True)
    text_state = models.CharField(_("การค้นข้อความ"), max_length=10, choices=Text, default=Text.WAITING)
    page_count = models.PositiveSmallIntegerField(_("จำนวนหน้า"), null=True, blank=True)
    added_at = models.DateTimeField(_("เพิ่มเมื่อ"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้เพิ่ม")
    )
    published_at = models.DateTimeField(_("เผยแพร่เมื่อ"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้เผยแพร่"),
    )

    objects = LibraryVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ฉบับของเอกสารในคลัง")
        verbose_name_plural = _("ฉบับของเอกสารในคลัง")
        ordering: ClassVar = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="library_version_once"),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(published_at__isnull=True),
                name="library_version_one_draft",
                violation_error_message=_("เอกสารนี้มีร่างฉบับใหม่รออยู่แล้ว เผยแพร่หรือทิ้งร่างเดิมก่อน"),
            ),
            models.CheckConstraint(
                name="library_version_in_order",
                violation_error_message=_("วันสิ้นสุดต้องไม่ก่อนวันที่มีผล"),
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
            ),
            models.CheckConstraint(
                name="library_version_published_pair",
                violation_error_message=_("การเผยแพร่ต้องมีทั้งเวลาและผู้เผยแพร่"),
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["effective_from", "effective_to"], name="library_in_force")]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"

    @property
    def reference(self) -> str:
        """What events call it: the document's code and the number of the version."""
        return f"{self.document.code}/{self.number}"

    @property
    def is_published(self) -> bool:
        """Whether it is out of the draft."""
        return self.published_at is not None

    @property
    def needs_keywords(self) -> bool:
        """Whether it can be found only by words somebody types."""
        return self.text_state in {self.Text.NONE, self.Text.FAILED} and not self.keywords.strip()

    def is_in_force(self, day: date | None = None) -> bool:
        """Whether it is what counts on a day (today)."""
        day = day or timezone.localdate()
        ends = self.effective_to
        return self.is_published and self.effective_from <= day and (ends is None or day <= ends)

    def is_coming(self, day: date | None = None) -> bool:
        """Whether it is published and begins later."""
        return self.is_published and self.effective_from > (day or timezone.localdate())

    def day_before(self) -> date:
        """The last day of the version that this one takes over from."""
        return self.effective_from - timedelta(days=1)


class LibraryPage(models.Model):
    """The words of one page of a version, and the key they are found by. Page 0: title, summary and key words."""

    version = models.ForeignKey(LibraryVersion, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(_("หน้า"))
    text = models.TextField(_("ข้อความ"))
    key = models.TextField()

    objects = LibraryPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อความของเอกสารในคลัง")
        verbose_name_plural = _("ข้อความของเอกสารในคลัง")
        ordering: ClassVar = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="library_page_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.number}"


class LibraryRead(models.Model):
    """That a person opened a version, first when and how often, and that they said they understood it."""

    version = models.ForeignKey(
        LibraryVersion, on_delete=models.PROTECT, related_name="reads", verbose_name=_("ฉบับของเอกสาร")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้อ่าน")
    )
    opened_at = models.DateTimeField(_("เปิดครั้งแรกเมื่อ"))
    times = models.PositiveIntegerField(_("จำนวนครั้งที่เปิด"), default=1)
    understood_at = models.DateTimeField(_("ยืนยันว่าอ่านและเข้าใจแล้วเมื่อ"), null=True, blank=True)

    class Meta:
        verbose_name = _("การอ่านเอกสารในคลัง")
        verbose_name_plural = _("การอ่านเอกสารในคลัง")
        ordering: ClassVar = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="library_read_once"),
            models.CheckConstraint(
                name="library_read_before_understood",
                violation_error_message=_("ต้องเปิดอ่านก่อนจึงยืนยันว่าเข้าใจได้"),
                condition=Q(understood_at__isnull=True) | Q(understood_at__gte=F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.version}"


def shelves() -> list[tuple[str, Any]]:
    """Code and Thai name of the four libraries."""
    return list(Shelf.choices)
