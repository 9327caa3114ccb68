"""What a clinic shows on the day of the general meeting (R21, form คส.11): words, pictures, and one told story."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from clinic_project.files.models import StoredFile
from clinics.models import ClinicYear
from evaluations.querysets import PosterPhotoQuerySet, PosterQuerySet
from members.models import Consent


class Poster(models.Model):
    """One clinic's poster of one year. Its figures are never typed: they are the year's indicators when it is drawn."""

    clinic_year = models.OneToOneField(
        ClinicYear, on_delete=models.PROTECT, related_name="poster", verbose_name=_("คลินิกในปี")
    )
    headline = models.CharField(_("พาดหัว"), max_length=90, blank=True)
    message = models.TextField(_("สิ่งที่ได้เรียนรู้"), max_length=600, blank=True)
    story_title = models.CharField(_("ชื่อเรื่องเล่า"), max_length=90, blank=True)
    story = models.TextField(_("เรื่องเล่า"), max_length=900, blank=True)
    # Whose story it is, and that they allowed it to be told. Neither is ever shown on the poster.
    story_case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("เรื่องที่นำมาเล่า")
    )
    story_consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ความยินยอม")
    )
    ready_at = models.DateTimeField(_("พร้อมจัดแสดงเมื่อ"), null=True, blank=True)
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้แจ้งว่าพร้อม"),
    )

    objects = PosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("โปสเตอร์นิทรรศการ")
        verbose_name_plural = _("โปสเตอร์นิทรรศการ")
        constraints = [
            models.CheckConstraint(
                name="poster_story_with_consent",
                condition=Q(story="", story_case__isnull=True, story_consent__isnull=True)
                | Q(story_case__isnull=False, story_consent__isnull=False) & ~Q(story=""),
                violation_error_message=_("เรื่องเล่าต้องมาจากเรื่องของสมาชิกที่ให้ความยินยอมแล้ว"),
            ),
            models.CheckConstraint(
                name="poster_ready_pair",
                condition=Q(ready_at__isnull=True, ready_by__isnull=True)
                | Q(ready_at__isnull=False, ready_by__isnull=False),
                violation_error_message=_("เวลาและผู้แจ้งว่าพร้อมต้องบันทึกคู่กัน"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clinic_year}"

    @property
    def tells_story(self) -> bool:
        """Whether the story may be told now: a consent that was taken back ends it at once."""
        return bool(self.story and self.story_consent and self.story_consent.is_in_force)


class PosterPhoto(models.Model):
    """A picture on the poster, with why its people may be shown."""

    class People(models.TextChoices):
        NOBODY = "nobody", _("ไม่มีใครในภาพที่จำหน้าได้")
        WRITTEN = "written", _("ทุกคนในภาพยินยอมเป็นหนังสือแล้ว")

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="photos", verbose_name=_("โปสเตอร์"))
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("ภาพ"))
    caption = models.CharField(_("คำบรรยายภาพ"), max_length=120)
    people = models.CharField(_("ผู้ที่อยู่ในภาพ"), max_length=10, choices=People)
    order = models.PositiveSmallIntegerField(_("ลำดับ"))

    objects = PosterPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("ภาพบนโปสเตอร์")
        verbose_name_plural = _("ภาพบนโปสเตอร์")
        ordering: ClassVar = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["poster", "order"],
                name="poster_photo_order_once",
                violation_error_message=_("มีภาพลำดับนี้แล้ว ลองแนบอีกครั้ง"),
            ),
            models.CheckConstraint(
                name="poster_photo_people_named",
                condition=Q(people__in=["nobody", "written"]),
                violation_error_message=_("บอกว่าผู้ที่อยู่ในภาพยินยอมหรือไม่มีใครที่จำหน้าได้"),
            ),
        ]

    def __str__(self) -> str:
        return self.caption
