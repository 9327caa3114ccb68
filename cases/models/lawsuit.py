"""Lawsuits of a case: before which court, under which number, and when the member has to be there."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.money import Debt
from cases.money_querysets import LawsuitQuerySet


class Lawsuit(models.Model):
    """One lawsuit against the member. ``debt`` is the debt it is about, where that stands on the sheet."""

    class Stage(models.TextChoices):
        FILED = "filed", _("ถูกฟ้อง")
        MEDIATION = "mediation", _("ไกล่เกลี่ย")
        TRIAL = "trial", _("สืบพยาน")
        SETTLEMENT = "court_settlement", _("ประนีประนอมยอมความ")
        JUDGMENT = "judgment", _("มีคำพิพากษา")
        EXECUTION = "execution", _("บังคับคดี")
        ATTACHMENT = "salary_attachment", _("อายัดเงินเดือน")
        ENDED = "ended", _("คดีสิ้นสุด")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lawsuits", verbose_name=_("เรื่อง"))
    debt = models.ForeignKey(
        Debt, on_delete=models.SET_NULL, null=True, blank=True, related_name="lawsuits", verbose_name=_("หนี้ที่ถูกฟ้อง")
    )
    plaintiff = models.CharField(_("โจทก์"), max_length=150)
    court = models.CharField(_("ศาล"), max_length=120)
    black_number = models.CharField(_("คดีหมายเลขดำที่"), max_length=60, blank=True)
    red_number = models.CharField(_("คดีหมายเลขแดงที่"), max_length=60, blank=True)
    stage = models.CharField(_("ขั้นของคดี"), max_length=20, choices=Stage, default=Stage.FILED)
    next_date = models.DateField(_("นัดศาลครั้งต่อไป"), null=True, blank=True, db_index=True)
    next_purpose = models.CharField(_("นัดเพื่อ"), max_length=120, blank=True)
    outcome = models.TextField(_("ผลของคดี"), blank=True)

    objects = LawsuitQuerySet.as_manager()

    class Meta:
        verbose_name = _("คดี")
        verbose_name_plural = _("คดี")
        ordering: ClassVar = ["next_date", "id"]
        constraints = [
            models.CheckConstraint(
                name="lawsuit_ended_has_outcome",
                condition=~Q(stage="ended") | (~Q(outcome="") & Q(next_date__isnull=True)),
                violation_error_message=_("คดีที่สิ้นสุดต้องบอกผล และไม่มีนัดศาลต่อไป"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plaintiff} {self.court}".strip()

    def get_absolute_url(self) -> str:
        """Its part of the case's page."""
        return f"{reverse('cases:detail', args=[self.case.reference])}#lawsuits"

    @property
    def numbers(self) -> str:
        """The court's numbers, black before red."""
        black = _("ดำ %(number)s") % {"number": self.black_number} if self.black_number else ""
        red = _("แดง %(number)s") % {"number": self.red_number} if self.red_number else ""
        return " ".join(part for part in (str(black), str(red)) if part)

    @property
    def is_over(self) -> bool:
        """Whether the court has nothing more to do."""
        return self.stage == self.Stage.ENDED
