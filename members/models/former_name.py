"""A name a member had before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.member import Member
from members.querysets import FormerNameQuerySet


class FormerName(models.Model):
    """A former name: until when it was used, and why it ended. The search finds the member by it too."""

    class Reason(models.TextChoices):
        MARRIAGE = "marriage", _("สมรส")
        DIVORCE = "divorce", _("หย่า")
        OWN_WISH = "own_wish", _("เปลี่ยนชื่อหรือชื่อสกุล")
        RANK = "rank", _("ได้รับยศหรือฐานันดร")
        MERGED = "merged", _("พบในระเบียนที่ซ้ำ")
        IMPORTED = "imported", _("เปลี่ยนตามแฟ้มทะเบียน")

    # Reasons the system gives itself; a person is not asked for them.
    FOUND: ClassVar = frozenset({Reason.MERGED, Reason.IMPORTED})

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("สมาชิก"))
    prefix = models.CharField(_("คำนำหน้า"), max_length=40, blank=True)
    first_name = models.CharField(_("ชื่อ"), max_length=100)
    last_name = models.CharField(_("นามสกุล"), max_length=100, blank=True)
    until = models.DateField(_("ใช้ถึงวันที่"))
    reason = models.CharField(_("เหตุที่เปลี่ยน"), max_length=10, choices=Reason)
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )

    objects = FormerNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("ชื่อเดิม")
        verbose_name_plural = _("ชื่อเดิม")
        ordering: ClassVar = ["-until", "-id"]
        constraints = [models.CheckConstraint(name="former_name_is_a_name", condition=~Q(first_name=""))]

    def __str__(self) -> str:
        return f"{self.prefix}{self.first_name} {self.last_name}".strip()
