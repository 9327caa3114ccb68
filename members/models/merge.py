"""Two records of one member, or two people who only look like one."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models.member import Member
from members.querysets import DifferentPeopleQuerySet, MergeQuerySet


class DifferentPeople(models.Model):
    """Somebody looked and found that two members who look alike are two people; they are offered no more."""

    first = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField(_("บันทึกเมื่อ"))
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DifferentPeopleQuerySet.as_manager()

    class Meta:
        verbose_name = _("คู่ที่เป็นคนละคน")
        verbose_name_plural = _("คู่ที่เป็นคนละคน")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="different_people_once"),
            models.CheckConstraint(name="different_people_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.second}"


class Merge(models.Model):
    """A record that was merged into another one's, with all it takes to undo that.

    ``before``: the values of ``kept`` that the merge replaced and what they became, the sealed national ID among them
    only sealed. ``moved``: keys of the rows that were led over, by model and field.
    """

    kept = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="merges", verbose_name=_("ระเบียนที่เก็บไว้"))
    gone = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("ระเบียนที่รวมเข้ามา"))
    before: Any = models.JSONField(default=dict)
    moved: Any = models.JSONField(default=dict)
    merged_at = models.DateTimeField(_("รวมเมื่อ"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้รวม")
    )
    undo_until = models.DateField(_("ยกเลิกได้ถึง"))
    undone_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("การรวมระเบียน")
        verbose_name_plural = _("การรวมระเบียน")
        ordering: ClassVar = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at__isnull=True),
                name="merge_once",
                violation_error_message=_("ระเบียนนี้รวมเข้ากับระเบียนอื่นแล้ว"),
            ),
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("gone"))),
            models.CheckConstraint(
                name="merge_undone_pair",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
