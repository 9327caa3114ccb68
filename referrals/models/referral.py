"""A case sent to central: consult (advice) or escalate (a measure for the committee), kept apart (R23, R32, R33)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from clinic_project.models import AppendOnlyModel
from clinic_project.workflow import WorkflowModel
from referrals.querysets import ReferralQuerySet
from referrals.workflow import REFERRAL_MACHINE

USER = settings.AUTH_USER_MODEL


def _pair(at: str, by: str) -> Q:
    """Both or neither: a time never stands without its person."""
    return Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False})


class Referral(WorkflowModel):
    """One sending of a case to central. The case itself is never copied; ``snapshot`` keeps what was sent."""

    class Route(models.TextChoices):
        CONSULT = "consult", _("ขอคำปรึกษา")
        ESCALATE = "escalate", _("เสนอคณะกรรมการดำเนินการ")

    class DeclineCode(models.TextChoices):
        INCOMPLETE = "incomplete", _("ข้อมูลไม่ครบ")
        SOLVABLE_LOCALLY = "solvable_locally", _("คลินิกแก้ไขได้เอง")
        WRONG_SERVICE = "wrong_service", _("ไม่ใช่บริการของคลินิก")
        CONFLICT = "conflict_of_interest", _("มีส่วนได้เสีย")
        DUPLICATE = "duplicate", _("ซ้ำกับเรื่องที่ส่งแล้ว")
        OTHER = "other", _("อื่น ๆ")

    machine = REFERRAL_MACHINE

    reference = models.CharField(_("เลขที่ส่งต่อ"), max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals", verbose_name=_("เรื่อง"))
    status = models.CharField(
        _("สถานะ"), max_length=20, choices=REFERRAL_MACHINE.choices, default=REFERRAL_MACHINE.initial
    )
    route = models.CharField(_("ส่งเพื่อ"), max_length=10, choices=Route)
    question = models.TextField(_("คำถามหรือเหตุที่ส่งต่อ"), blank=True)
    tried = models.TextField(_("สิ่งที่คลินิกทำไปแล้ว"), blank=True)
    snapshot = models.JSONField(_("ข้อมูลขณะส่ง"), default=dict, blank=True)
    created_at = models.DateTimeField(_("ร่างเมื่อ"), auto_now_add=True)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("ผู้ร่าง"))
    # Who goes on with a draft that was handed over; empty: who began it.
    writer = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ผู้รับร่างต่อ")
    )
    sent_at = models.DateTimeField(_("ส่งเมื่อ"), null=True, blank=True)
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(_("รับเรื่องเมื่อ"), null=True, blank=True)
    accepted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handler = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals_in_hand",
        verbose_name=_("ผู้รับผิดชอบส่วนกลาง"),
    )
    decline_code = models.CharField(_("เหตุที่ไม่รับ"), max_length=20, choices=DeclineCode, blank=True)
    decline_note = models.TextField(_("คำอธิบายที่ไม่รับ"), blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    advice = models.TextField(_("คำแนะนำของส่วนกลาง"), blank=True)
    decided_at = models.DateTimeField(_("มีคำตอบเมื่อ"), null=True, blank=True)
    returned_at = models.DateTimeField(_("ส่งผลคืนเมื่อ"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("รับทราบเมื่อ"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    member_told_on = models.DateField(_("แจ้งสมาชิกเมื่อ"), null=True, blank=True)
    implementation_note = models.TextField(_("ผลการดำเนินการ"), blank=True)
    implemented_at = models.DateTimeField(_("ดำเนินการเมื่อ"), null=True, blank=True)
    implemented_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("การส่งต่อ")
        verbose_name_plural = _("การส่งต่อ")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(status__in=["declined", "withdrawn", "implemented"]),
                name="referral_one_active_per_case",
            ),
            models.CheckConstraint(name="referral_sent_pair", condition=_pair("sent_at", "sent_by")),
            models.CheckConstraint(name="referral_accepted_pair", condition=_pair("accepted_at", "accepted_by")),
            models.CheckConstraint(name="referral_declined_pair", condition=_pair("declined_at", "declined_by")),
            models.CheckConstraint(
                name="referral_acknowledged_pair", condition=_pair("acknowledged_at", "acknowledged_by")
            ),
            models.CheckConstraint(
                name="referral_implemented_pair", condition=_pair("implemented_at", "implemented_by")
            ),
            models.CheckConstraint(
                name="referral_decline_has_code", condition=~Q(status="declined") | ~Q(decline_code="")
            ),
            models.CheckConstraint(
                name="referral_sent_when_moving",
                condition=Q(status__in=["draft", "withdrawn"]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_in_order",
                condition=Q(accepted_at__isnull=True) | Q(accepted_at__gte=F("sent_at")),
            ),
        ]
        indexes = [models.Index(fields=["status", "sent_at", "id"], name="referral_queue")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The referral's page."""
        return reverse("referrals:detail", args=[self.reference])

    @property
    def is_active(self) -> bool:
        """Still under way."""
        return self.status not in {"declined", "withdrawn", "implemented"}


class InfoRequest(models.Model):
    """Central asks back. While it is open the receiver's clock stands and the sender's runs."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="info_requests")
    question = models.TextField(_("ข้อมูลที่ขอเพิ่ม"))
    asked_at = models.DateTimeField(_("ขอเมื่อ"))
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("คำตอบ"), blank=True)
    answered_at = models.DateTimeField(_("ตอบเมื่อ"), null=True, blank=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("การขอข้อมูลเพิ่ม")
        verbose_name_plural = _("การขอข้อมูลเพิ่ม")
        ordering: ClassVar = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(answered_at__isnull=True), name="info_request_one_open"
            ),
            models.CheckConstraint(name="info_request_answered_pair", condition=_pair("answered_at", "answered_by")),
        ]

    def __str__(self) -> str:
        return self.question[:50]


class Message(AppendOnlyModel):
    """A line on the direct line between clinic and central about this referral (R16)."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(_("ข้อความ"))
    at = models.DateTimeField(_("เมื่อ"))
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ข้อความสายตรง")
        verbose_name_plural = _("ข้อความสายตรง")
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:50]
