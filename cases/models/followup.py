"""What has to be asked again, when, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.querysets import FollowUpQuerySet


class FollowUp(models.Model):
    """One follow-up of a case: due date, who, and the result once done."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups")
    subject = models.CharField(_("ติดตามเรื่อง"), max_length=200)
    due_on = models.DateField(_("กำหนด"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("ผู้ติดตาม")
    )
    result = models.TextField(_("ผลการติดตาม"), blank=True)
    done_at = models.DateTimeField(_("ติดตามแล้วเมื่อ"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("การติดตามผล")
        verbose_name_plural = _("การติดตามผล")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_done_pair",
                condition=Q(done_at__isnull=True, done_by__isnull=True, result="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(result="")),
            ),
        ]
        indexes = [models.Index(fields=["officer", "done_at", "due_on"], name="follow_up_waiting")]

    def __str__(self) -> str:
        return self.subject
