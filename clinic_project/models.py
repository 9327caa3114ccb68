"""Tables of the foundation. They know no domain: subjects are named by type, key and reference."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.registry import registry
from clinic_project.thai.dates import format_datetime_short
from clinic_project.tries import Tries as Tries


class AppendOnlyError(RuntimeError):
    """Someone tried to change or delete a row that may only be added."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses bulk changes; the database refuses them too (triggers in the migrations)."""

    def update(self, **kwargs: Any) -> int:
        """Refuse."""
        raise AppendOnlyError(self.model.__name__)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError(self.model.__name__)


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refuse to change one that exists."""
        if not self._state.adding:
            raise AppendOnlyError(self.__class__.__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError(self.__class__.__name__)


class Event(AppendOnlyModel):
    """What happened, to what, by whom, and in which role and clinic that person stood at that time (R48)."""

    at = models.DateTimeField(_("เมื่อ"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ทำ")
    )
    actor_role = models.CharField(_("บทบาทขณะนั้น"), max_length=60, blank=True)
    actor_clinic = models.CharField(_("คลินิกขณะนั้น"), max_length=10, blank=True)
    kind = models.CharField(_("เหตุการณ์"), max_length=60)
    subject_type = models.CharField(_("ชนิดของสิ่งที่ถูกกระทำ"), max_length=60)
    subject_id = models.BigIntegerField(_("รหัสภายใน"), null=True)
    subject_reference = models.CharField(_("เลขที่"), max_length=60, blank=True)
    detail = models.JSONField(_("รายละเอียด"), default=dict)

    class Meta:
        verbose_name = _("เหตุการณ์")
        verbose_name_plural = _("เหตุการณ์")
        ordering: ClassVar = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="event_subject"),
            models.Index(fields=["kind", "-id"], name="event_kind"),
        ]

    def __str__(self) -> str:
        return f"{format_datetime_short(self.at)} {self.subject_reference}".strip()


class Counter(models.Model):
    """The last number given in a series, for example cases of one clinic in one year."""

    series = models.CharField(max_length=60, unique=True)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("ตัวนับเลขที่")
        verbose_name_plural = _("ตัวนับเลขที่")

    def __str__(self) -> str:
        return f"{self.series} = {self.value}"

    @classmethod
    def next(cls, series: str) -> int:
        """Give the next number of a series (from 1).

        One statement adds and reads, so the row is locked until the surrounding transaction ends:
        no number is given twice, and a rolled-back one is given again.
        """
        table = connection.ops.quote_name(cls._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (series, value) VALUES (%s, 1) "  # noqa: S608 - our own table name
                f"ON CONFLICT (series) DO UPDATE SET value = {table}.value + 1 RETURNING value",
                [series],
            )
            return int(cursor.fetchone()[0])


class IdempotencyKey(models.Model):
    """A form that was sent, and where its first sending led; the second is led there too."""

    owner = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("กุญแจกันส่งซ้ำ")
        verbose_name_plural = _("กุญแจกันส่งซ้ำ")
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_once")]

    def __str__(self) -> str:
        return self.key


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts are read by their writer only."""

    def visible_to(self, user: Any) -> Self:
        """A person's own drafts that have not expired, newest first."""
        oldest = timezone.now() - timedelta(days=settings.DRAFT_DAYS)
        return self.filter(owner_id=user.pk, updated_at__gte=oldest).order_by("-updated_at", "-id")


class Draft(models.Model):
    """What stands in a form and is not recorded yet: per person, form and object."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("ผู้พิมพ์")
    )
    key = models.CharField(_("กุญแจ"), max_length=32)
    # Counts the writings, so that a page that was drawn from an older state never overwrites a newer text.
    revision = models.PositiveIntegerField(_("ครั้งที่เก็บ"), default=0)
    form_key = models.CharField(_("หน้าที่พิมพ์ล่าสุด"), max_length=64, blank=True)
    address = models.CharField(_("ที่อยู่ของแบบฟอร์ม"), max_length=2000)
    path = models.CharField(_("หน้าของแบบฟอร์ม"), max_length=500)
    form = models.CharField(_("แบบฟอร์ม"), max_length=80, blank=True)
    subject = models.CharField(_("ของรายการ"), max_length=80, blank=True)
    data = models.JSONField(_("ข้อความที่พิมพ์"), default=dict)
    started_at = models.DateTimeField(_("เริ่มพิมพ์เมื่อ"), auto_now_add=True)
    updated_at = models.DateTimeField(_("พิมพ์ล่าสุดเมื่อ"))

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("ร่างที่ยังไม่ได้บันทึก")
        verbose_name_plural = _("ร่างที่ยังไม่ได้บันทึก")
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="draft_once")]
        indexes = [
            models.Index(fields=["owner", "-updated_at"], name="draft_newest"),
            models.Index(fields=["updated_at"], name="draft_age"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.subject}"

    @property
    def resume_url(self) -> str:
        """Where writing goes on."""
        joint = "&" if "?" in self.address else "?"
        return f"{self.address}{joint}{urlencode({'draft': self.key})}"

    @property
    def expires_at(self) -> datetime:
        """When it goes unless it is touched again."""
        return self.updated_at + timedelta(days=settings.DRAFT_DAYS)

    @property
    def title(self) -> Any:
        """What form it is, in the words of its page."""
        return registry.form_names.get(self.form) or registry.form_names.get(self.form.split(" ")[0], _("แบบฟอร์ม"))

    @property
    def texts(self) -> list[str]:
        """What was written in Thai, longest first: enough to know the draft again, and to copy from."""
        written = [text for texts in self.data.values() for text in texts if any("ก" <= sign <= "๛" for sign in text)]
        return sorted(written, key=len, reverse=True)

    @property
    def preview(self) -> str:
        """The beginning of its longest text."""
        return " ".join(self.texts[0].split())[:90] if self.texts else ""

    def as_post(self) -> QueryDict:
        """The draft as a form reads it."""
        post = QueryDict(mutable=True)
        for name, values in self.data.items():
            post.setlist(name, values)
        return post


class IssuedDocument(models.Model):
    """An official paper as it was issued: the file itself and its hash, never rendered again (design decision 5)."""

    serial = models.CharField(_("เลขที่เอกสาร"), max_length=40, unique=True)
    kind = models.CharField(_("ชนิดเอกสาร"), max_length=40)
    title = models.CharField(_("ชื่อเอกสาร"), max_length=250)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    content = models.BinaryField(_("แฟ้ม"))
    sha256 = models.CharField(_("ลายนิ้วมือแฟ้ม"), max_length=64)
    issued_at = models.DateTimeField(_("ออกเมื่อ"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้ออก")
    )
    # What a QR code printed on the paper leads to; papers without one can't be checked by the public.
    token = models.CharField(_("รหัสตรวจสอบ"), max_length=22, unique=True, null=True, blank=True, editable=False)
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name=_("ฉบับที่ใช้แทน")
    )

    class Meta:
        verbose_name = _("เอกสารที่ออกแล้ว")
        verbose_name_plural = _("เอกสารที่ออกแล้ว")
        ordering: ClassVar = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "kind"], name="document_subject")]

    def __str__(self) -> str:
        return f"{self.serial} {self.title}"

    def is_intact(self) -> bool:
        """Say whether the stored file still has the hash it was issued with."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256


class Visit(models.Model):
    """Where a person was last, and up to when they have seen what happened: one row a person, none of it a search.

    ``path`` is the address of a page without its query; ``since`` is when the visit before this one ended.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("ผู้ใช้")
    )
    path = models.CharField(_("หน้าล่าสุด"), max_length=200, blank=True)
    seen_at = models.DateTimeField(_("ใช้ระบบล่าสุด"))
    since = models.DateTimeField(_("ครั้งก่อนถึงเมื่อ"), null=True, blank=True)

    class Meta:
        verbose_name = _("การเข้าใช้")
        verbose_name_plural = _("การเข้าใช้")

    def __str__(self) -> str:
        return self.path


class SeenHint(models.Model):
    """How often a person saw a first-use hint, and whether they put it away."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("คำแนะนำ"), max_length=40)
    times = models.PositiveSmallIntegerField(_("แสดงไปแล้ว (ครั้ง)"), default=1)
    is_dismissed = models.BooleanField(_("ปิดแล้ว"), default=False)

    class Meta:
        verbose_name = _("คำแนะนำที่เห็นแล้ว")
        verbose_name_plural = _("คำแนะนำที่เห็นแล้ว")
        constraints = [models.UniqueConstraint(fields=["user", "code"], name="hint_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.times}"

    @classmethod
    def show(cls, user_id: int, code: str, most_times: int) -> bool:
        """Whether the hint is to be shown to the person now; counts the showing. One statement."""
        table = connection.ops.quote_name(cls._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (user_id, code, times, is_dismissed) VALUES (%s, %s, 1, %s) "  # noqa: S608 - ours
                f"ON CONFLICT (user_id, code) DO UPDATE SET times = {table}.times + 1 "
                f"WHERE NOT {table}.is_dismissed AND {table}.times < %s RETURNING times",
                [user_id, code, False, most_times],
            )
            return cursor.fetchone() is not None

    @classmethod
    def dismiss(cls, user_id: int, code: str) -> None:
        """Never show the hint to the person again."""
        cls.objects.update_or_create(user_id=user_id, code=code, defaults={"is_dismissed": True})
