"""Satisfaction (R41). An answer holds no link to the person or the session: surveys are anonymous."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.session import Session
from cases.querysets import ResponseQuerySet
from clinics.models import Clinic, ProgrammeYear


def new_token() -> str:
    """Make an unguessable token (192 random bits)."""
    return secrets.token_urlsafe(24)


class Survey(models.Model):
    """An invitation that can be answered once. It knows whether it was used, never by which answer."""

    token = models.CharField(max_length=40, unique=True, default=new_token)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="+")
    session = models.OneToOneField(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="survey")
    expires_on = models.DateField(_("ใช้ได้ถึง"))
    is_used = models.BooleanField(_("ตอบแล้ว"), default=False)

    class Meta:
        verbose_name = _("ลิงก์แบบประเมิน")
        verbose_name_plural = _("ลิงก์แบบประเมิน")

    def __str__(self) -> str:
        return f"{self.clinic} {self.expires_on}"

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("survey", args=[self.token])


class Response(models.Model):
    """One answer: scores 1 (น้อยที่สุด) to 5 (มากที่สุด). Only the day is kept, so it can't be matched to a visit."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("สมาชิก")
        STAFF = "staff", _("เจ้าหน้าที่")
        AGENT = "agent", _("ตัวแทนสหกรณ์")
        OTHER = "other", _("อื่น ๆ")

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="responses")
    year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="responses")
    answered_on = models.DateField(_("วันที่ตอบ"))
    respondent_kind = models.CharField(_("ผู้ตอบ"), max_length=10, choices=Kind, default=Kind.MEMBER)
    courtesy = models.PositiveSmallIntegerField(_("การต้อนรับและความเป็นกันเอง"))
    clarity = models.PositiveSmallIntegerField(_("คำแนะนำเข้าใจง่าย"))
    usefulness = models.PositiveSmallIntegerField(_("นำไปใช้ได้จริง"))
    timeliness = models.PositiveSmallIntegerField(_("ความรวดเร็วทันเวลา"))
    overall = models.PositiveSmallIntegerField(_("ความพึงพอใจโดยรวม"))
    comment = models.TextField(_("ข้อเสนอแนะ"), blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำตอบแบบประเมิน")
        verbose_name_plural = _("คำตอบแบบประเมิน")
        constraints = [
            models.CheckConstraint(
                name="response_scores_1_to_5",
                condition=Q(courtesy__range=(1, 5))
                & Q(clarity__range=(1, 5))
                & Q(usefulness__range=(1, 5))
                & Q(timeliness__range=(1, 5))
                & Q(overall__range=(1, 5)),
            ),
        ]
        indexes = [models.Index(fields=["year", "clinic", "answered_on"], name="response_count")]

    def __str__(self) -> str:
        return f"{self.clinic} {self.answered_on}"
