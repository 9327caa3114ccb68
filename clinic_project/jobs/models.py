"""Jobs: what was asked for, how far it is, and what came out of it."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.jobs.querysets import JobQuerySet


def new_key() -> str:
    """128 random bits, as they stand in a job's address."""
    return secrets.token_hex(16)


class Job(models.Model):
    """One piece of work for one person; queue, progress and result in one row, so that none can contradict another."""

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting", _("รอเริ่ม")
        RUNNING = "running", _("กำลังทำ")
        DONE = "done", _("เสร็จแล้ว")
        FAILED = "failed", _("ไม่สำเร็จ")

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("ผู้สั่ง")
    )
    kind = models.CharField(_("ชนิดงาน"), max_length=40)
    title = models.CharField(_("งาน"), max_length=250)
    # Codes and keys that say what to do; never a member's values.
    arguments = models.JSONField(default=dict)
    # The same person asking for the same thing joins the work under way.
    subject = models.CharField(max_length=64)
    # What the result was made from; a result whose sources have not changed is given out again.
    fingerprint = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("สถานะ"), max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(_("กำลังทำ"), max_length=200, blank=True)
    # Where the work led: an address of ours. A file, if there is one, lies in JobFile.
    address = models.CharField(max_length=500, blank=True)
    outcome = models.JSONField(default=dict)
    error = models.TextField(_("เหตุที่ไม่สำเร็จ"), blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Who does it now. A worker that was given up for dead finds another name here and stops.
    worker = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(_("สั่งเมื่อ"))
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("เสร็จเมื่อ"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    # Until when the result is kept.
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()  # type: ignore[django-manager-missing]  # The plugin misses it in a nested app.

    class Meta:
        verbose_name = _("งานเบื้องหลัง")
        verbose_name_plural = _("งานเบื้องหลัง")
        ordering: ClassVar = ["-id"]
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_owner"),
            models.Index(fields=["id"], name="job_queue", condition=Q(state__in=("waiting", "running"))),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "subject"], name="job_once", condition=Q(state__in=("waiting", "running"))
            ),
            models.CheckConstraint(
                name="job_finished_pair",
                condition=Q(state__in=("done", "failed"), finished_at__isnull=False)
                | Q(state__in=("waiting", "running"), finished_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The job's page."""
        return reverse("job", args=[self.key])

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100; 100 only when it is all done."""
        if self.state == self.State.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0


class JobFile(models.Model):
    """A file a job reads or has made. Kept beside the job, so that lists never read the bytes."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="files")
    # "result" is what the owner opens; "source" is what the work reads (a table to import).
    role = models.CharField(max_length=10, default="result")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "role"], name="job_file_once")]

    def __str__(self) -> str:
        return self.name


def detail_of(job: Job) -> dict[str, Any]:
    """What an event says about a job: its kind and its codes."""
    return {"kind": job.kind, **job.arguments}
