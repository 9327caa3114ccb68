"""The member representatives' own choice of a secretary: who chose, when and how (R13)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from clinics.models.appointment import Appointment
from clinics.models.clinic import ClinicYear
from clinics.querysets import SecretaryChoiceQuerySet


class SecretaryChoice(models.Model):
    """One choosing of a secretary among a clinic's representatives. ``appointment``: the secretary's, that follows."""

    class Method(models.TextChoices):
        VOTE = "vote", _("ลงคะแนน")
        AGREEMENT = "agreement", _("ตกลงร่วมกัน")

    clinic_year = models.ForeignKey(
        ClinicYear, on_delete=models.PROTECT, related_name="secretary_choices", verbose_name=_("คลินิกในปี")
    )
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, related_name="choice", verbose_name=_("เลขานุการที่ได้รับเลือก")
    )
    chosen_on = models.DateField(_("วันที่คัดเลือก"))
    method = models.CharField(_("วิธีคัดเลือก"), max_length=10, choices=Method)
    note = models.CharField(_("บันทึก"), max_length=300, blank=True)
    evidence = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("หลักฐาน")
    )
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )

    objects = SecretaryChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("การคัดเลือกเลขานุการคลินิก")
        verbose_name_plural = _("การคัดเลือกเลขานุการคลินิก")
        ordering: ClassVar = ["-chosen_on", "-id"]

    def __str__(self) -> str:
        return f"{self.clinic_year} {self.appointment.user}"


class SecretaryBallot(models.Model):
    """One representative in a choosing: whether they took part, and the votes they got (none by agreement)."""

    choice = models.ForeignKey(SecretaryChoice, on_delete=models.CASCADE, related_name="ballots")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้แทนสมาชิก")
    )
    took_part = models.BooleanField(_("ร่วมคัดเลือก"), default=True)
    votes = models.PositiveSmallIntegerField(_("คะแนน"), null=True, blank=True)

    class Meta:
        verbose_name = _("คะแนนการคัดเลือกเลขานุการ")
        verbose_name_plural = _("คะแนนการคัดเลือกเลขานุการ")
        ordering: ClassVar = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["choice", "person"], name="secretary_ballot_once"),
            models.CheckConstraint(name="secretary_ballot_votes", condition=Q(votes__isnull=True) | Q(votes__lte=99)),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.votes if self.votes is not None else ''}".strip()
