"""Who holds which post, from when to when. All rights come from the appointments in force today."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinics.models.clinic import ClinicYear
from clinics.querysets import AppointmentQuerySet


class Role(models.TextChoices):
    """What a person does in a clinic or a committee."""

    HEAD = "head", _("หัวหน้าคลินิก")
    CLINIC_SECRETARY = "secretary", _("เลขานุการคลินิก")
    OFFICER = "officer", _("เจ้าหน้าที่คลินิก")
    CHAIR = "chair", _("ประธานกรรมการ")
    COMMITTEE_SECRETARY = "committee_secretary", _("กรรมการและเลขานุการ")
    COMMITTEE_MEMBER = "member", _("กรรมการ")


CLINIC_ROLES = (Role.HEAD, Role.CLINIC_SECRETARY, Role.OFFICER)


class Post(models.TextChoices):
    """The position in the confirmation form that a clinic role follows from (R13, R45)."""

    AGENT = "agent", _("ตัวแทนสหกรณ์")
    ADMINISTRATION_HEAD = "administration_head", _("หัวหน้าฝ่ายอำนวยการ")
    FINANCE = "finance", _("เจ้าหน้าที่การเงิน")
    MEMBER_REPRESENTATIVE = "member_representative", _("ผู้แทนสมาชิก")
    OTHER = "other", _("อื่น ๆ")


class Committee(models.TextChoices):
    """The two committees of the programme."""

    BOARD = "board", _("คณะกรรมการดำเนินการ")
    EDUCATION = "education", _("คณะกรรมการศึกษา")


class Appointment(models.Model):
    """A person in a post: of a clinic in one year, or of a committee. ``is_acting``: รักษาการแทน."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("ผู้ใช้")
    )
    clinic_year = models.ForeignKey(
        ClinicYear,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("คลินิกในปี"),
    )
    committee = models.CharField(_("คณะกรรมการ"), max_length=20, choices=Committee, blank=True)
    role = models.CharField(_("หน้าที่"), max_length=24, choices=Role)
    post = models.CharField(_("ตำแหน่งตามแบบ"), max_length=24, choices=Post, default=Post.OTHER)
    post_title = models.CharField(_("ชื่อตำแหน่ง"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)
    is_acting = models.BooleanField(_("รักษาการแทน"), default=False)
    starts_on = models.DateField(_("ตั้งแต่"))
    ends_on = models.DateField(_("ถึง"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("การแต่งตั้ง")
        verbose_name_plural = _("การแต่งตั้ง")
        ordering: ClassVar = ["clinic_year", "committee", "order"]
        constraints = [
            models.CheckConstraint(
                name="appointment_clinic_or_committee",
                violation_error_message=_(
                    "บทบาทของคลินิกต้องเลือกคลินิกและปี บทบาทของกรรมการต้องเลือกคณะกรรมการ เลือกอย่างใดอย่างหนึ่ง"
                ),
                condition=Q(clinic_year__isnull=False, committee="", role__in=["head", "secretary", "officer"])
                | Q(
                    clinic_year__isnull=True,
                    committee__in=["board", "education"],
                    role__in=["chair", "committee_secretary", "member"],
                ),
            ),
            models.CheckConstraint(
                name="appointment_in_order",
                violation_error_message=_("วันสิ้นสุดต้องไม่ก่อนวันเริ่ม"),
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["clinic_year"],
                condition=Q(role="head", is_acting=False, ends_on__isnull=True),
                name="appointment_one_head",
                violation_error_message=_("คลินิกนี้มีหัวหน้าอยู่แล้ว ใส่วันสิ้นสุดให้คนเดิมก่อน หรือเลือกรักษาการแทน"),
            ),
            models.UniqueConstraint(
                fields=["clinic_year"],
                condition=Q(role="secretary", is_acting=False, ends_on__isnull=True),
                name="appointment_one_secretary",
                violation_error_message=_("คลินิกนี้มีเลขานุการอยู่แล้ว ใส่วันสิ้นสุดให้คนเดิมก่อน หรือเลือกรักษาการแทน"),
            ),
            models.UniqueConstraint(
                fields=["clinic_year"],
                condition=Q(post="finance", is_acting=False, ends_on__isnull=True),
                name="appointment_one_finance",
                violation_error_message=_("คลินิกนี้มีเจ้าหน้าที่การเงินอยู่แล้ว ใส่วันสิ้นสุดให้คนเดิมก่อน หรือเลือกรักษาการแทน"),
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on", "ends_on"], name="appointment_in_force")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
