"""A notice: to whom, about what kind of thing, where it is read, and how far its sending is."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic_project.outbox.querysets import NoticeQuerySet


class Outbox(models.Model):
    """One notice to one person. Its words say that there is something to read and where; never what (domain.md 6)."""

    class State(models.TextChoices):
        """How far the sending is."""

        WAITING = "waiting", _("รอส่ง")
        SENDING = "sending", _("กำลังส่ง")
        SENT = "sent", _("ส่งแล้ว")
        FAILED = "failed", _("ส่งไม่สำเร็จ")
        DROPPED = "dropped", _("ไม่ส่งแล้ว")
        SHOWN = "shown", _("แจ้งในระบบ")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("ผู้รับ")
    )
    # As it was when the notice was written; empty: no mail, the notice stands on the person's home page.
    address = models.EmailField(_("อีเมล"), blank=True)
    kind = models.CharField(_("เรื่อง"), max_length=60)
    subject = models.CharField(_("หัวเรื่อง"), max_length=200)
    text = models.TextField(_("ข้อความ"))
    path = models.CharField(_("หน้าที่ให้เปิด"), max_length=200)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    # Fixed here once, so that a mail sent a second time is known by every mail server and reader as the same one.
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(_("สถานะ"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("ลองแล้ว (ครั้ง)"), default=0)
    # Times the sending began and nobody knows how it ended.
    lapses = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(_("ลองครั้งต่อไป"), null=True, blank=True)
    reason = models.CharField(_("เหตุผล"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("เขียนเมื่อ"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("ผู้แจ้ง")
    )
    sent_at = models.DateTimeField(_("ส่งเมื่อ"), null=True, blank=True)
    seen_at = models.DateTimeField(_("เปิดอ่านเมื่อ"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()  # type: ignore[django-manager-missing]  # The plugin misses it in a nested app.

    class Meta:
        verbose_name = _("ข้อความแจ้ง")
        verbose_name_plural = _("ข้อความแจ้ง")
        ordering: ClassVar = ["-id"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="outbox_queue", condition=Q(state__in=("waiting", "sending"))
            ),
            models.Index(fields=["recipient", "-id"], name="outbox_recipient"),
            models.Index(fields=["state", "-id"], name="outbox_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_sent_pair",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                violation_error_message=_("ข้อความที่ส่งแล้วต้องมีเวลาที่ส่ง"),
            ),
            models.CheckConstraint(
                name="outbox_waiting_has_time",
                condition=~Q(state__in=("waiting", "sending")) | Q(next_attempt_at__isnull=False) & ~Q(address=""),
                violation_error_message=_("ข้อความที่รอส่งต้องมีอีเมลและเวลาที่จะส่ง"),
            ),
            models.CheckConstraint(
                name="outbox_says_why",
                condition=~Q(state__in=("failed", "dropped")) | ~Q(reason=""),
                violation_error_message=_("ข้อความที่ส่งไม่สำเร็จหรือไม่ส่งแล้วต้องมีเหตุผล"),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
