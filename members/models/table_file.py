"""A table that came in to be imported, and how its columns are understood."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models.payroll import month_words
from members.querysets import TableFileQuerySet


class TableKind(models.TextChoices):
    """What a table holds."""

    MEMBERS = "members", _("ทะเบียนสมาชิก")
    PAYROLL = "payroll", _("เงินเดือนและเงินหัก ณ ที่จ่าย")


def new_key() -> str:
    """128 random bits, as they stand in the address."""
    return secrets.token_hex(16)


class TableFile(models.Model):
    """A file on its way in: sent, columns named, checked, stored. Its owner alone sees it; the content is sealed."""

    class Stage(models.TextChoices):
        SENT = "sent", _("รอเลือกคอลัมน์")
        CHECKED = "checked", _("ตรวจแล้ว")
        STORED = "stored", _("นำเข้าแล้ว")

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("ชนิด"), max_length=10, choices=TableKind)
    # Of a payroll: the first of its month.
    month = models.DateField(_("เดือน"), null=True, blank=True)
    name = models.CharField(_("ชื่อแฟ้ม"), max_length=200)
    content = models.BinaryField(editable=False)
    headers: Any = models.JSONField(default=list)
    rows = models.PositiveIntegerField(_("แถวในแฟ้ม"), default=0)
    columns: Any = models.JSONField(default=dict)
    stage = models.CharField(_("ขั้น"), max_length=10, choices=Stage, default=Stage.SENT)
    # Counts of the check, and the rows that are bad: row, column, reason. Never a member's values.
    found: Any = models.JSONField(default=dict)
    # What stands in the cells of those rows, in their order, masked and sealed.
    cells = models.BinaryField(editable=False, default=b"")
    sent_at = models.DateTimeField(_("ส่งเมื่อ"))

    objects = TableFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("แฟ้มนำเข้า")
        verbose_name_plural = _("แฟ้มนำเข้า")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def month_words(self) -> str:
        """``มิถุนายน 2561``, of a payroll."""
        return month_words(self.month) if self.month else ""

    def get_absolute_url(self) -> str:
        """Where one goes on with it."""
        name = "import_columns" if self.stage == self.Stage.SENT else "import_preview"
        return reverse(f"members:{name}", args=[self.key])


class ColumnMapping(models.Model):
    """What the columns of a file with these headings were said to be the last time; the next file begins with it."""

    kind = models.CharField(max_length=10, choices=TableKind)
    headers_hash = models.CharField(max_length=64)
    columns: Any = models.JSONField(default=dict)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("การจับคู่คอลัมน์")
        verbose_name_plural = _("การจับคู่คอลัมน์")
        constraints = [models.UniqueConstraint(fields=["kind", "headers_hash"], name="column_mapping_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.headers_hash[:8]}"
