"""One service given (ครั้งให้บริการ)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.querysets import SessionQuerySet
from clinics.models import Clinic, ProgrammeYear
from members.models import Member


class Session(models.Model):
    """A walk-in, outreach, media or online service: what was done, for whom, and what was advised (R22-R30)."""

    class Mode(models.TextChoices):
        WALK_IN = "walk_in", _("เดินเข้ามา")
        MOBILE = "mobile", _("เคลื่อนที่")
        MEDIA = "media", _("สื่อ / ไลน์")
        ONLINE = "online", _("ออนไลน์")

    class Activity(models.TextChoices):
        PRODUCT_EDUCATION = "product_education", _("ให้ความรู้ผลิตภัณฑ์")
        FINANCIAL_PROBLEM_ADVICE = "financial_problem_advice", _("แก้ปัญหาการเงิน")
        INVESTMENT_ADVICE = "investment_advice", _("แนะนำการลงทุน")
        SUGGESTION = "suggestion", _("รับฟังข้อเสนอแนะ")

    class ClientType(models.TextChoices):
        GENERAL = "general", _("สมาชิกทั่วไป")
        NEW_MEMBER = "new_member", _("สมาชิกเข้าใหม่")
        WEALTH_BUILDING = "wealth_building", _("ต้องการออมและสร้างความมั่นคง")
        MULTIPLE_DEBTS = "multiple_debts", _("หนี้สินหลายทาง")
        INSUFFICIENT_INCOME = "insufficient_income", _("รายได้ไม่พอชำระหนี้")
        BEING_SUED = "being_sued", _("ถูกฟ้องร้องดำเนินคดี")

    class Occasion(models.TextChoices):
        TRAINING = "training", _("การอบรม")
        SEMINAR = "seminar", _("การสัมมนา")
        FIELD = "field", _("การติดตามงานในพื้นที่")
        OTHER = "other", _("อื่น ๆ")

    class SuggestionAbout(models.TextChoices):
        PRODUCTS = "products", _("ผลิตภัณฑ์การเงิน")
        OTHER = "other", _("ด้านอื่น ๆ")

    reference = models.CharField(_("เลขที่"), max_length=20, unique=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("คลินิก"))
    year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("ปีโครงการ")
    )
    # No member: a talk or leaflets for many; `participants` counts them.
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("สมาชิก")
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("เรื่อง")
    )
    served_on = models.DateField(_("วันที่"))
    mode = models.CharField(_("มาทางไหน"), max_length=10, choices=Mode)
    occasion = models.CharField(_("โอกาส"), max_length=10, choices=Occasion, blank=True)
    occasion_detail = models.CharField(_("รายละเอียดโอกาส"), max_length=200, blank=True)
    in_official_hours = models.BooleanField(_("ในเวลาราชการ"), default=True)
    advice = models.TextField(_("คำแนะนำที่ให้"), blank=True)
    suggestion = models.TextField(_("ข้อเสนอแนะของสมาชิก"), blank=True)
    suggestion_about = models.CharField(_("ข้อเสนอแนะด้าน"), max_length=10, choices=SuggestionAbout, blank=True)
    minutes = models.PositiveSmallIntegerField(_("ใช้เวลา (นาที)"))
    participants = models.PositiveSmallIntegerField(_("จำนวนผู้รับบริการ"), default=1)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("ผู้ให้บริการ")
    )
    created_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ครั้งให้บริการ")
        verbose_name_plural = _("ครั้งให้บริการ")
        constraints = [
            models.CheckConstraint(
                name="session_mobile_has_occasion",
                condition=~Q(mode="mobile") & Q(occasion="") | Q(mode="mobile") & ~Q(occasion=""),
            ),
            models.CheckConstraint(name="session_minutes_sane", condition=Q(minutes__gte=1) & Q(minutes__lte=600)),
            models.CheckConstraint(name="session_participants_sane", condition=Q(participants__gte=1)),
        ]
        indexes = [
            models.Index(fields=["clinic", "-served_on", "-id"], name="session_list"),
            models.Index(fields=["year", "clinic", "mode"], name="session_count"),
            models.Index(fields=["member", "-served_on"], name="session_member"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The session's page."""
        return reverse("cases:session_detail", args=[self.reference])


class SessionActivity(models.Model):
    """An activity done in a session (R22); several may apply."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="activities")
    activity = models.CharField(max_length=30, choices=Session.Activity)

    class Meta:
        verbose_name = _("กิจกรรมของครั้งให้บริการ")
        verbose_name_plural = _("กิจกรรมของครั้งให้บริการ")
        ordering: ClassVar = ["id"]
        constraints = [models.UniqueConstraint(fields=["session", "activity"], name="session_activity_once")]

    def __str__(self) -> str:
        return self.get_activity_display()


class SessionClientType(models.Model):
    """A client type of a session (R30); several may apply."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="client_types")
    client_type = models.CharField(max_length=30, choices=Session.ClientType)

    class Meta:
        verbose_name = _("ประเภทผู้รับบริการของครั้งให้บริการ")
        verbose_name_plural = _("ประเภทผู้รับบริการของครั้งให้บริการ")
        ordering: ClassVar = ["id"]
        constraints = [models.UniqueConstraint(fields=["session", "client_type"], name="session_client_type_once")]

    def __str__(self) -> str:
        return self.get_client_type_display()
