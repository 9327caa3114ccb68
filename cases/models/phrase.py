"""Sentences of advice said often, ready to be put into the session form."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.session import Session
from cases.querysets import PhraseQuerySet
from clinics.models import Clinic


class AdvicePhrase(models.Model):
    """A sentence of advice. Without a clinic it is offered to every clinic, and central keeps it."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, null=True, blank=True, related_name="phrases", verbose_name=_("คลินิก")
    )
    title = models.CharField(_("ชื่อปุ่ม"), max_length=40)
    text = models.TextField(_("ข้อความ"))
    # Offered first where this was done; empty goes with everything.
    activity = models.CharField(_("ใช้กับกิจกรรม"), max_length=30, choices=Session.Activity, blank=True)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=100)
    is_active = models.BooleanField(_("แสดงในหน้าบันทึก"), default=True)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("ข้อความแนะนำที่ใช้บ่อย")
        verbose_name_plural = _("ข้อความแนะนำที่ใช้บ่อย")
        ordering: ClassVar = ["order", "id"]
        indexes = [models.Index(fields=["clinic", "order", "id"], name="phrase_offer")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that changes it."""
        return reverse("cases:phrase_edit", args=[self.pk])
